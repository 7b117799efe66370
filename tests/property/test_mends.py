"""A mend is idempotent and leaves nothing of its fault behind."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.checks.conventions import Conventions, conventions
from handbook.checks.script import MENDS, faults

EXAMPLES = settings(max_examples=150, deadline=None, derandomize=True)
PIECES = [
    *[
        "the",
        "word",
        "a",
        "في",
        "كلمة",
        "كتاب",
        "yang",
        "você",
        "10",
        "١٢",
        "ﺍﺳﻤﻚ",
        "ﬁ",
        "ـ",
        "ــ",
        "هـ",
    ],
    *"\"“”«»‘’',;?.،؟!:\n",
    *("cafe\u0301", "عُدّ\u064e", " ", " ", " ", " ", "\u00a0"),
    *"\u200f\u200e\u2068\u2069\u202b\u200c\u200b",
    *("`x, y`", "{{ a.b }}", "[l](a,b.md)", "**b**", "<b>", "https://a.example/?b,c"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
languages = st.sampled_from(["en", "ar", "pt_BR", "id", "fr", "fa"]).map(conventions)


@pytest.mark.parametrize("code", sorted(MENDS))
@EXAMPLES
@given(text=texts, language=languages)
def test_mending_twice_is_mending_once(code: str, text: str, language: Conventions) -> None:
    once = MENDS[code](text, language)
    assert MENDS[code](once, language) == once


@EXAMPLES
@given(text=texts, language=languages)
def test_what_can_be_mended_is_gone(text: str, language: Conventions) -> None:
    for code, mend in MENDS.items():
        left = [fault for fault in faults(mend(text, language), language) if fault.code == code]
        assert not any(fault.edits for fault in left)


def test_sound_text_is_left_alone() -> None:
    for locale, text in (
        ("en", "It's “fine”, isn't it? Wait… 5\" wide; the customers' ‘own’."),
        ("ar", "قل «نعم»، ثم انتظر؛ هل سمعت؟ HTML, CSS و1,000 وسنة 1446 هـ."),
        ("pt_BR", "Diga “sim”: é só isso? Se se tratar de nós, sim."),
        ("id", "Kata “ya”, anak-anak; sudah?"),
    ):
        for mend in MENDS.values():
            assert mend(text, conventions(locale)) == text


@EXAMPLES
@given(text=texts)
def test_the_normal_form_changes_nothing_to_see(text: str) -> None:
    mended = MENDS["KB509"](text, conventions("ar"))
    assert unicodedata.normalize("NFD", mended) == unicodedata.normalize("NFD", text)
