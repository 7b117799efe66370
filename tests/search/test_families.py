"""Which words the search takes for one another, and which it keeps apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.search.judged import FOLDER

from handbook.content.glossary import Glossary
from handbook.content.handbook import read_handbook
from handbook.site.search.families import heads
from handbook.site.search.lexicon import edges, lexicon
from handbook.site.search.passages import Passage, passages
from handbook.site.search.wordrules import guesses, normalised, proposals, words

ROOT = FOLDER.parents[2]


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    model = read_handbook(ROOT).glossary.model
    assert model is not None
    return model


def families(language: str, vocabulary: Sequence[str], glossary: Glossary) -> dict[str, str]:
    known = {normalised(word): word for word in vocabulary}
    found = heads(language, known, glossary.families[language])
    return {word: found[normalised(word)] for word in vocabulary}


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("أَسْئِلَة", "اسيله"),
        ("إلى", "الي"),
        ("مســـؤول", "مسوول"),
        ("Reclamação", "reclamacao"),
        ("Don’t", "dont"),
        ("ﺍﻟﻌﻤﻴﻞ", "العميل"),
    ],
)
def test_a_word_is_freed_of_what_writers_leave_out(written: str, plain: str) -> None:
    assert normalised(written) == plain


def test_a_word_with_hyphens_is_found_whole_and_by_its_parts() -> None:
    assert words("The call-back, e-mail") == [
        "the",
        "callback",
        "call",
        "back",
        "email",
        "e",
        "mail",
    ]


def test_a_vowel_sign_does_not_end_a_word() -> None:
    assert words("تحمَّل العميلُ") == ["تحمل", "العميل"]


@pytest.mark.parametrize(
    ("language", "family"),
    [
        ("ar", ["عميل", "العملاء", "وللعميل", "عملاءنا"]),
        ("ar", ["شكوى", "الشكاوى", "شكواه", "يشتكي"]),
        ("ar", ["التزام", "يلتزم", "التزمت", "والالتزامات"]),
        ("ar", ["اعتذار", "نعتذر", "أعتذر"]),
        ("ar", ["صادق", "بصدق", "الصدق"]),
        ("ar", ["مكالمة", "المكالمات", "مكالمتك"]),
        ("id", ["melayani", "pelayanan", "layanan", "dilayani"]),
        ("id", ["mengeluh", "keluhan", "dikeluhkan", "keluhannya"]),
        ("id", ["menulis", "tulisan", "tertulis", "penulisan"]),
        ("id", ["menyapa", "sapaan", "disapa"]),
        ("pt", ["cortesia", "cortês"]),
        ("pt", ["reclamação", "reclamações", "reclamar"]),
        ("pt", ["canal", "canais"]),
        ("en", ["apologise", "apologize", "apology", "apologies"]),
        ("en", ["behaviour", "behavior"]),
        ("en", ["complaint", "complaining", "complaints"]),
    ],
)
def test_these_are_one_family(language: str, family: list[str], glossary: Glossary) -> None:
    assert len(set(families(language, family, glossary).values())) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ar", "عميل", "عمل"),
        ("ar", "بيانات", "كانت"),
        ("ar", "مذكرة", "ذاكرة"),
        ("id", "empat", "empati"),
        ("en", "informal", "information"),
        ("pt", "tom", "tomar"),
    ],
)
def test_these_are_two_families(language: str, one: str, other: str, glossary: Glossary) -> None:
    found = families(language, [one, other], glossary)
    assert found[one] != found[other]


@pytest.mark.parametrize(
    ("language", "form", "word"),
    [
        ("ar", "وبالشكاوى", "شكاوي"),
        ("ar", "فسيعتذر", "اعتذر"),
        ("id", "penyelesaiannya", "selesai"),
        ("pt", "reclamacoes", "reclamacao"),
        ("en", "committed", "commit"),
    ],
)
def test_a_form_that_the_handbook_does_not_have_proposes_the_word(
    language: str, form: str, word: str
) -> None:
    assert word in proposals(language, normalised(form))


def test_an_unknown_form_is_of_the_family_of_its_longest_word(glossary: Glossary) -> None:
    text = [Passage("a", "الشكوى", "رد على الشكاوى في يوم واحد")]
    known = lexicon("ar", "ar", text, glossary)
    assert known.code("وبشكاوانا") == known.code("شكوي") is not None
    assert known.code("qwerty") is None


def test_every_bit_of_a_text_has_a_code_so_that_places_stay_right(glossary: Glossary) -> None:
    text = "Call-backs — call, or write?"
    known = lexicon("en", "en", [Passage("a", "Calls", text)], glossary)
    assert len(known.coded(text)) == len(text.split())


def test_a_name_not_in_use_leads_to_the_one_that_is(glossary: Glossary) -> None:
    known = lexicon("en", "en", [Passage("a", "Reply", "within one business day")], glossary)
    asked = " ".join(known.code(word) or "" for word in words("working days"))
    assert known.phrases[asked] == " ".join(known.codes[word] for word in words("business day"))


def test_copies_and_signs_are_no_passages() -> None:
    page = (
        "<p>menu</p><article data-handbook-text><h1>Phone</h1><p>Intro</p>"
        '<h2 id="a">A<a class="headerlink" href="#a">#</a></h2><p>One<br>two <b>th</b>ree</p>'
        '<h3 id="on-b">B</h3><p>copy <a class="hb-source" href="x">x</a></p></article><p>foot</p>'
    )
    assert passages(page) == (Passage("", "Phone", "Intro"), Passage("a", "A", "One two three"))


def test_no_table_is_larger_than_it_may_be() -> None:
    assert edges([3, 3, 3, 9, 1], 6) == [0, 2, 3, 4]


def test_two_words_that_are_also_written_as_one_are_found_by_it(glossary: Glossary) -> None:
    text = "A handover is when you hand over"
    known = lexicon("en", "en", [Passage("a", "Hand", f"{text} hand and over")], glossary)
    assert known.codes["handover"] in known.coded(text)[5].split("-")


def test_a_sign_before_a_word_is_not_the_first_of_two(glossary: Glossary) -> None:
    text = "mail · voicemail voice-mail mail-voicemail"
    known = lexicon("en", "en", [Passage("a", "Mail", text)], glossary)
    assert {"voicemail", "mailvoicemail"} <= known.compounds
    assert known.coded(text)[1] == "."


def test_a_name_of_several_words_stands_for_the_first_of_its_family(glossary: Glossary) -> None:
    known = lexicon("en", "en", [Passage("a", "Forms", "a web form")], glossary)
    asked = " ".join(known.codes[word] for word in ("online", "form"))
    assert known.phrases[asked] == " ".join(known.codes[word] for word in ("web", "form"))


def test_cells_and_points_are_set_apart_in_a_passage() -> None:
    page = (
        "<article data-handbook-text><h1>Times</h1><table><tr><td>Email</td><td>one day</td>"
        "</tr></table><ul><li>First.</li><li>Second</li></ul></article>"
    )
    assert passages(page)[0].text == "Email · one day · First. Second"


def test_irregular_forms_are_of_the_family_of_their_word(glossary: Glossary) -> None:
    for language, family in {
        "pt": ["sei", "souber", "saber"],
        "en": ["went", "goes", "go"],
    }.items():
        assert len(set(families(language, family, glossary).values())) == 1


def test_a_first_person_plural_is_no_plural_noun(glossary: Glossary) -> None:
    found = families("pt", ["perguntamos", "perguntas", "pergunta"], glossary)
    assert len(set(found.values())) == 1


def test_all_persons_of_a_listed_arabic_verb_are_of_its_family(glossary: Glossary) -> None:
    found = families("ar", ["رد", "نرد", "ترد", "الرد", "ردك"], glossary)
    assert len(set(found.values())) == 1


def test_a_word_that_joins_others_is_head_of_none(glossary: Glossary) -> None:
    found = families("ar", ["الأهم", "إليه", "أهم", "إلى"], glossary)
    assert found["الأهم"] != found["إلى"]


def test_the_first_of_two_words_that_are_one_may_be_in_any_form(glossary: Glossary) -> None:
    text = "A handover is a handing over by hand"
    known = lexicon("en", "en", [Passage("a", "Hand", f"{text} over")], glossary)
    assert known.codes["handover"] in known.coded(text)[4].split("-")


def alone(language: str, text: Sequence[str]) -> dict[str, str]:
    """The families of a handbook of these words whose glossary lists none."""
    return heads(language, {normalised(word): word for word in text}, [])


@pytest.mark.parametrize(
    ("language", "words_of_it"),
    [
        # Plurals within the word.
        ("ar", ["القلم", "الأقلام"]),
        ("ar", ["صديق", "الأصدقاء"]),
        ("ar", ["مكتب", "المكاتب"]),
        ("ar", ["خاتم", "الخواتم"]),
        ("ar", ["الطابور", "الطوابير"]),
        ("ar", ["جناح", "الأجنحة"]),
        # Verbal nouns, participles and comparatives.
        ("ar", ["الإعادة", "يعيد"]),
        ("ar", ["القراءة", "يقرأ"]),
        ("ar", ["هدوء", "هادئ", "يهدأ"]),
        ("ar", ["أكبر", "الكبير"]),
        # What Snowball leaves.
        ("pt", ["pagamento", "pagar"]),
        ("pt", ["gravação", "gravar"]),
        ("pt", ["decisão", "decidir"]),
        ("pt", ["clareza", "claro"]),
        ("pt", ["procurá-lo", "procurar"]),
        ("en", ["agreement", "agree"]),
        ("en", ["failure", "failed"]),
        ("en", ["permission", "permit"]),
        ("en", ["decision", "decide"]),
    ],
)
def test_what_is_derived_is_of_the_family_of_its_word_without_a_list(
    language: str, words_of_it: list[str]
) -> None:
    plain = [word.replace("-", "") for word in words_of_it]
    found = heads(language, dict(zip(map(normalised, plain), words_of_it, strict=True)), [])
    assert len(set(found.values())) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        # The article is no part of a pattern: not of أفعال.
        ("ar", "الحال", "حل"),
        # `و` and what it is written to: not of فعال.
        ("ar", "وهم", "يهم"),
        ("en", "party", "part"),
        ("pt", "gerente", "gerar"),
    ],
)
def test_what_only_looks_derived_is_kept_apart(language: str, one: str, other: str) -> None:
    found = alone(language, [one, other])
    assert found[normalised(one)] != found[normalised(other)]


def test_what_is_listed_is_told_by_the_list_and_not_by_a_pattern() -> None:
    vocabulary = {normalised(word): word for word in ("تحول", "يحول", "الحال", "payment", "pay")}
    arabic = heads("ar", vocabulary, [["حال", "حالات"]])
    assert arabic["الحال"] == arabic["حال"] != arabic["يحول"]
    english = heads("en", vocabulary, [["pay", "paid"]])
    assert english["payment"] != english["pay"]


@pytest.mark.parametrize(
    ("language", "text", "form"),
    [
        ("ar", "هدّدك", "تهديدات"),  # a root that one family has
        ("ar", "المزاح", "مزحة"),
        ("ar", "القرار", "قرارات"),
        ("pt", "consertamos", "consertar"),
        ("pt", "transferir", "transfira"),
        ("pt", "decidiu", "decisões"),
        ("en", "sure", "unsure"),
        ("en", "attention", "attentive"),
        ("en", "difficult", "difficulty"),
        ("id", "menyapa", "sapaannya"),
    ],
)
def test_a_form_that_the_handbook_has_not_finds_the_word_that_it_has(
    language: str, text: str, form: str
) -> None:
    known = lexicon(language, language, [Passage("a", "", text)], None)
    assert known.code(normalised(form)) == known.codes[normalised(text)]


def test_a_root_that_two_families_have_finds_neither() -> None:
    known = lexicon("ar", "ar", [Passage("a", "", "عميل معاملة")], None)
    assert known.codes["عميل"] != known.codes["معامله"]
    assert known.code("عمل") is None


def test_no_form_is_taken_for_a_word_that_joins_others() -> None:
    known = lexicon("ar", "ar", [Passage("a", "", "قبل الاتصال")], None)
    assert "قبل" in guesses("ar", "يقبل")
    assert known.code("يقبل") is None


# Of the words in the glossary's families: the part that the rules alone join to the first.
@pytest.mark.parametrize(("language", "least"), [("en", 0.6), ("pt", 0.6), ("ar", 0.55)])
def test_most_families_of_the_glossary_need_no_list(
    language: str, least: float, glossary: Glossary
) -> None:
    listed = [
        [word for word in family if " " not in word] for family in glossary.families[language]
    ]
    found = alone(language, [word for family in listed for word in family])
    pairs = [(family[0], word) for family in listed for word in family[1:]]
    joined = sum(found[normalised(one)] == found[normalised(other)] for one, other in pairs)
    assert joined >= least * len(pairs), f"{joined} of {len(pairs)}"
