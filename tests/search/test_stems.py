"""Stems are the same, remembered or worked out; a dictionary is the same, kept or opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.site.search import stems
from handbook.site.search.families import lemma_of, stem_of
from handbook.site.search.stems import Stems

WORDS = {
    "en": ("hand-over", "payments", "better", "organised", "qqqq"),
    "pt": ("souber", "procurá-lo", "devoluções", "pagamento", "qqqq"),
}


@pytest.mark.parametrize("language", WORDS)
def test_a_stem_is_the_same_at_first_and_remembered(language: str, tmp_path: Path) -> None:
    expected = [
        stem_of(language, word, listed) for word in WORDS[language] for listed in (False, True)
    ]
    for _ in range(2):
        asked = Stems(language, tmp_path)
        assert [
            asked(word, listed) for word in WORDS[language] for listed in (False, True)
        ] == expected
        asked.save()


@pytest.mark.parametrize("language", WORDS)
def test_a_kept_dictionary_answers_as_an_opened_one(language: str, tmp_path: Path) -> None:
    Stems(language, tmp_path)("word", False)
    asked = Stems(language, tmp_path)
    assert [asked._lemma(word) for word in WORDS[language]] == [
        lemma_of(language, word) for word in WORDS[language]
    ]


def test_what_is_remembered_needs_no_dictionary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Stems("pt", tmp_path)
    stem = first("souber", False)
    first.save()
    monkeypatch.setattr(stems, "stem_of", lambda *_: pytest.fail("was worked out again"))
    assert Stems("pt", tmp_path)("souber", False) == stem


@pytest.mark.parametrize("name", ["pt.json", "pt.dictionary"])
def test_a_damaged_file_is_as_none(name: str, tmp_path: Path) -> None:
    first = Stems("pt", tmp_path)
    stem = first("souber", False)
    first.save()
    for file in tmp_path.iterdir():
        if file.name == name:
            file.write_bytes(file.read_bytes()[:-1])
        else:
            file.unlink()
    assert Stems("pt", tmp_path)("souber", False) == stem


def test_what_another_program_remembered_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stems, "program", lambda: "another")
    other = Stems("pt", tmp_path)
    other._used["souber"] = "wrong"
    other.save()
    monkeypatch.undo()
    assert Stems("pt", tmp_path)("souber", False) == stem_of("pt", "souber", False)
