"""Word forms, phrases, numbers and points, as the languages write them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.checks import opposites
from handbook.checks.external import malformed
from handbook.checks.numerals import numbers
from handbook.checks.phrases import Phrases
from handbook.checks.reviews import due_date
from handbook.checks.wordforms import bases, normalised
from handbook.content.frontmatter import Meta
from handbook.content.handbook import Handbook, Tree, page_from_text
from handbook.content.wording import wording


@pytest.mark.parametrize(
    ("language", "word", "base"),
    [
        ("en", "customers’", "customer"),
        ("en", "Enquiries", "enquiry"),
        ("en", "escalating", "escalate"),
        ("pt", "reclamações", "reclamação"),
        ("pt", "ficheiros", "ficheiro"),
        ("pt", "canais", "canal"),
        ("pt", "ordens", "ordem"),
        ("id", "mengirimkannya", "kirim"),
        ("id", "penyelesaian", "selesai"),
        ("id", "diemailkan", "email"),
        ("id", "email-nya", "email"),
        ("id", "keluhan-keluhan", "keluhan"),
        ("ar", "وبالشكوى", "شكوى"),
        ("ar", "لعميلك", "عميل"),
        ("ar", "فاتورتها", "فاتورة"),
        ("ar", "للزبون", "زبون"),
        ("ar", "الإيميلات", "إيميل"),
        ("ar", "بالالتِزام", "التزام"),
    ],
)
def test_a_form_leads_to_its_word(language: str, word: str, base: str) -> None:
    assert normalised(language, base) in bases(language, word)


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [
        ("en", "customs", "customer"),
        ("en", "notice", "not"),
        ("pt", "contar", "conta"),
        ("pt", "fila", "filo"),
        ("id", "surat", "surel"),
        ("ar", "عمل", "عميل"),
        ("ar", "كتاب", "تاب"),
    ],
)
def test_another_word_does_not(language: str, word: str, other: str) -> None:
    assert normalised(language, other) not in bases(language, word)


def test_phrases_cross_one_line_end_and_the_longest_wins() -> None:
    phrases = Phrases("en", [("short", "call"), ("long", "call centre")])
    text = "The call\ncentres. A call\n\ncentre."
    assert [(use.text, use.keys) for use in phrases.find(text)] == [
        ("call centres", ("long",)),
        ("call", ("short",)),
    ]


def values(language: str, text: str) -> list[str]:
    return [number.value for number in numbers(language, text) or ()]


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u202e", "\u2069"])
def test_what_nobody_sees_parts_no_word(unseen: str) -> None:
    assert Phrases("en", [("hold", "hold")]).find(f"on ho{unseen}ld now")
    assert Phrases("ar", [("hold", "الانتظار")]).find(f"على الان{unseen}تظار")
    # A word of another script begins where it does, isolated or not.
    assert Phrases("ar", [("email", "email")]).find(f"بـ{unseen}email")


@pytest.mark.parametrize(
    ("english", "language", "text"),
    [
        ("at 4 pm", "pt", "às 16h"),
        ("at 16:00", "id", "pukul 16.00"),
        ("at four", "ar", "في الرابعة عصرًا"),
        ("at 8:30", "pt", "às 8h30"),
        ("half past eight", "id", "setengah sembilan"),
        ("half past eight", "ar", "الثامنة والنصف"),
        ("noon", "pt", "meio-dia"),
        ("1,000", "pt", "1.000"),
        ("1,000", "ar", "١٬٠٠٠"),
        ("2.5", "id", "2,5"),
        ("twenty-four", "pt", "vinte e quatro"),
        ("twenty-four", "id", "dua puluh empat"),
        ("twenty-four", "ar", "أربع وعشرون"),
        ("twelve", "ar", "اثني عشر"),
        ("DW-40, 555 0142", "pt", "DW-40, 555-0142"),
    ],
)
def test_languages_write_the_same_number(english: str, language: str, text: str) -> None:
    assert values("en", english) == values(language, text) != []


def test_what_is_no_number() -> None:
    assert values("ar", "لست وحدك") == []
    assert values("en", "someone, often, tent, MX200") == []


def test_the_words_of_a_page_keep_their_places() -> None:
    text = "## A {#a}\n\n1. See [b](c.md#d) `e` {{ f.g }} <b>h</b> i@j.example\n\n```\nk\n```\n"
    shown = wording(text)
    assert [len(line) for line in shown.split("\n")] == [len(line) for line in text.split("\n")]
    assert shown.split() == ["##", "A", "See", "[b]", "h"]
    assert shown.index("See") == text.index("See")


@pytest.mark.parametrize("braces", ["{{ company.role }", "{ company.role }}", "{{ company.role"])
def test_a_variable_with_a_slip_in_its_braces_is_no_word(braces: str) -> None:
    assert wording(f"Ask {braces} now").split() == ["Ask", "now"]


def test_an_unclosed_fence_is_text() -> None:
    assert "word" in wording("```\nword\n")


@pytest.mark.parametrize(
    "target",
    [
        "https://solmira.example/a?b#c",
        "http://127.0.0.1:8000/",
        "http://[::1]/",
        "https://müller.example",
        "mailto:a@b.example,c@d.example?subject=x",
        "mailto:{{ company.email }}",
        "tel:+1-202-555-0142",
        "page.md#section",
        "javascript:x",
        "",
    ],
)
def test_nothing_is_said_of_a_link_that_can_lead_somewhere(target: str) -> None:
    assert malformed(target) is None


@pytest.mark.parametrize(
    ("interval", "due"),
    [
        ("6 months", datetime.date(2027, 2, 28)),
        ("1 year", datetime.date(2027, 8, 31)),
        ("2 weeks", datetime.date(2026, 9, 14)),
        ("99999999 years", None),
        ("999999999999 days", None),
    ],
)
def test_reviews_are_due(interval: str, due: datetime.date | None) -> None:
    meta = Meta(
        title="t",
        description="d",
        kind="k",
        owner="o",
        reviewed=datetime.date(2026, 8, 31),
        review_interval=interval,
    )
    assert due_date(meta) == due


def test_the_arabic_that_called_email_more_formal(handbook: Handbook, root: Path) -> None:
    page = handbook.trees["ar"].pages["channels/email-web-forms.md"]
    text = (root / page.path).read_text(encoding="utf-8")
    assert text.count("أقل رسمية") == 2
    wrong = page_from_text(
        page.language, page.name, page.path, text.replace("أقل رسمية", "أكثر رسمية")
    )
    tree = handbook.trees["ar"]
    changed = Tree(tree.language, {**tree.pages, page.name: wrong}, tree.others)
    found = list(opposites.check(replace(handbook, trees={**handbook.trees, "ar": changed})))
    assert [finding.code for finding in found] == ["KB132", "KB132"]
    assert list(opposites.check(handbook)) == []
