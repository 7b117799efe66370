"""Which texts of the real handbook, put into another page, are a fault and which are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handbook.checks import language
from handbook.checks.facts import Examined
from handbook.checks.memory import told, understood
from handbook.checks.strangers import NO_FACTS, Languages
from handbook.content.handbook import Handbook, page_from_text
from handbook.findings import Finding

from .test_language_mutations import with_pages

PAGE = "overview.md"
SECTION = "definition"
NOTHING = Examined((), (), (), {}, NO_FACTS, {})


def found(handbook: Handbook, folder: str, text: str) -> list[Finding]:
    """The findings where `text` stands first in a section of a page."""
    page = handbook.trees[folder].pages[PAGE]
    lines = (handbook.root / page.path).read_text(encoding="utf-8").split("\n")
    place = page.by_id[SECTION].line
    lines[place:place] = ["", *text.split("\n")]
    changed = page_from_text(page.language, PAGE, page.path, "\n".join(lines))
    return list(language.check(with_pages(handbook, folder, {PAGE: changed})))


@pytest.mark.parametrize(
    ("folder", "text"),
    [
        ("pt", "Escreva para Duty Manager, Solmira Customer Care, 12 Station Road, Leeds LS1."),
        ("pt", "Diga: “Thank you for waiting.”"),
        ("pt", "No exterior, diga “Thank you for calling, how may I help you today?” e espere."),
        ("pt", "Rode `git commit --message text` e veja https://www.example.org/the/help/page."),
        ("pt", "Email"),
        ("pt", "- Status\n- Feedback\n- Software"),
        ("pt", "{{ company.name }}, {{ company.phone }}"),
        ("id", "Email, chat, dan WhatsApp."),
        ("id", "- *Hold* – menunggu di telepon\n- *Refund* – pengembalian dana"),
        ("id", "Ucapkan “Bom dia” kepada tamu dari Brasil."),
        ("ar", "IBM Plex Sans Arabic, Material, Babel"),
        ("ar", "قل بالإنكليزية «Thank you for your patience today» ثم انتظر."),
        ("ar", "سجّل الحالة في CRM ثم اكتب إلى care@solmira.example من Outlook."),
        ("ar", "```text\nThank you for calling, how may I help you today?\n```"),
        ("en", "In Jakarta we say “Terima kasih atas kesabaran Anda” before anything else."),
        ("en", "Pak Budi Santoso, Ibu Ratna Dewi, Dona Helena Prado, Seu Antônio"),
        ("en", "<!-- Este parágrafo não aparece na página, é só uma nota. -->"),
    ],
)
def test_what_is_right(handbook: Handbook, folder: str, text: str) -> None:
    assert found(handbook, folder, text) == []


@pytest.mark.parametrize(
    ("folder", "text", "name"),
    [
        ("pt", "Reply to every message before the end of the day.", "English"),
        ("pt", "- Balas setiap pesan sebelum jam kerja berakhir.", "Indonesian"),
        ("pt", "- [ ] I wrote down what I had promised to the caller.", "English"),
        ("pt", '!!! note "Uma nota"\n    Never leave a caller waiting for an answer.', "English"),
        ("pt", '??? tip "Uma dica"\n    Never leave a caller waiting for an answer.', "English"),
        ("pt", "> Never leave a caller waiting for an answer.", "English"),
        (
            "pt",
            "| a | b |\n| --- | --- |\n| um | the caller decides what happens next |",
            "English",
        ),
        ("pt", "“Good morning, this is Ana from the service desk, how may I help?”", "English"),
        ("pt", "<p>Never leave a caller waiting for an answer.</p>", "English"),
        ("pt", "![A woman who answers the phone at her desk](../x.png)", "English"),
        ("id", "Responda a todas as mensagens antes do fim do dia.", "Portuguese"),
        ("id", "Reply within {{ company.reply_time.email }} and say what happens next.", "English"),
        ("ar", "Reply to every message before the end of the day.", "English"),
        ("ar", "Balas setiap pesan sebelum jam kerja berakhir.", "Indonesian"),
        ("en", "أجب عن كل رسالة قبل نهاية يوم العمل.", "Arabic"),
        ("en", "Responda a todas as mensagens antes do fim do dia.", "Portuguese"),
    ],
)
def test_what_is_wrong(handbook: Handbook, folder: str, text: str, name: str) -> None:
    (finding,) = found(handbook, folder, text)
    assert finding.code == "KB402"
    assert f"in {name}, not in" in finding.message
    written = handbook.trees[folder].pages[PAGE].by_id[SECTION].line + 2
    assert written <= finding.line <= written + text.count("\n")


def test_a_sentence_left_within_a_paragraph(handbook: Handbook) -> None:
    text = (
        "Responda a todas as mensagens antes do fim do dia. Say what happens next and who "
        "will do it. Depois registre o que prometeu ao cliente."
    )
    (finding,) = found(handbook, "pt", text)
    assert finding.message.startswith("part of the paragraph “Say what happens next")


def test_a_section_half_translated_is_one_finding(handbook: Handbook) -> None:
    text = (
        "Reply to every message before the end of the day.\n\n"
        "Isto já está em português, como deve ser.\n\n"
        "Say what happens next and who will do it."
    )
    (finding,) = found(handbook, "pt", text)
    line = handbook.trees["pt"].pages[PAGE].by_id[SECTION].line + 2
    assert (finding.line, finding.detail) == (
        line,
        f"and 1 more text of section `{SECTION}`, at line {line + 4}",
    )


@pytest.mark.parametrize("folder", ["en", "ar", "pt", "id"])
@pytest.mark.parametrize("stranger", ["en", "ar", "pt", "id"])
def test_a_page_in_another_language_is_one_finding(
    handbook: Handbook, folder: str, stranger: str
) -> None:
    for name in ("overview.md", "channels/phone-voicemail.md"):
        page = handbook.trees[folder].pages[name]
        text = (handbook.root / "docs" / stranger / name).read_text(encoding="utf-8")
        changed = page_from_text(page.language, name, page.path, text)
        codes = [
            (found.code, found.path)
            for found in language.check(with_pages(handbook, folder, {name: changed}))
        ]
        assert codes == ([] if folder == stranger else [("KB403", page.path)])


def test_the_facts_of_a_page_can_be_kept_and_are_smaller_than_it(handbook: Handbook) -> None:
    languages = Languages(handbook.structure)
    for name in handbook.structure.pages:
        facts = language.page_facts(handbook, languages, name)
        kept = told(NOTHING._replace(strangers=facts))
        assert b"\n" not in kept
        assert told(understood(kept)) == kept
        assert understood(kept).strangers.vocabulary == facts.vocabulary
        pages = [tree.pages[name] for tree in handbook.trees.values()]
        assert len(kept) < sum(len(page.body.encode()) for page in pages)


def test_the_facts_of_a_page_depend_on_no_other(handbook: Handbook) -> None:
    languages = Languages(handbook.structure)
    alone = handbook
    for folder, tree in handbook.trees.items():
        others = {name: replace(page, sections=()) for name, page in tree.pages.items()}
        alone = with_pages(alone, folder, {**others, PAGE: tree.pages[PAGE]})
    facts = language.page_facts(handbook, languages, PAGE)
    assert language.page_facts(alone, Languages(handbook.structure), PAGE) == facts
