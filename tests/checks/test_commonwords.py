"""The common words clear most texts in their own language, and none in another's."""

from __future__ import annotations

from functools import cache

import pytest
import stopwordsiso
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from handbook.checks.commonwords import CommonWords, tokens
from handbook.checks.identify import script_of
from handbook.checks.samples import FEW, samples
from handbook.content.handbook import Handbook
from handbook.content.prose import prose

LATIN = ("en", "pt", "id")
SCRIPTS = {"en": "LATIN", "ar": "ARABIC", "pt": "LATIN", "id": "LATIN"}
CODES = sorted(stopwordsiso.langs())


@pytest.fixture(scope="module")
def texts(handbook: Handbook) -> dict[str, list[str]]:
    """Every passage of the handbook that can be judged by itself, in samples."""
    return {
        folder: [
            sample.text
            for page in tree.pages.values()
            for passage in prose(page)
            for sample in samples(passage.text)
        ]
        for folder, tree in handbook.trees.items()
    }


def cleared(common: CommonWords, text: str) -> bool:
    return common.clears(common.marks(tokens(text)))


@cache
def of(own: str) -> CommonWords:
    return CommonWords(own, SCRIPTS)


@pytest.mark.parametrize(("own", "share"), [("en", 0.97), ("ar", 0.95), ("pt", 0.75), ("id", 0.93)])
def test_most_texts_are_cleared(texts: dict[str, list[str]], own: str, share: float) -> None:
    found = sum(cleared(of(own), text) for text in texts[own])
    assert found >= share * len(texts[own])


@pytest.mark.parametrize("own", SCRIPTS)
@pytest.mark.parametrize("stranger", SCRIPTS)
def test_no_text_is_cleared_in_another_of_the_languages(
    texts: dict[str, list[str]], own: str, stranger: str
) -> None:
    if own != stranger:
        assert not [text for text in texts[stranger] if cleared(of(own), text)]


@pytest.mark.parametrize("own", CODES)
def test_no_text_is_cleared_in_any_language_that_has_a_list(
    texts: dict[str, list[str]], own: str
) -> None:
    """On a site of that language and the text's own."""
    for stranger in SCRIPTS.keys() - {own}:
        scripts = {own: script_of(Locale.parse(own)), stranger: SCRIPTS[stranger]}
        common = CommonWords(own, scripts)
        assert not [text for text in texts[stranger] if cleared(common, text)]


@given(st.data())
def test_no_part_of_a_text_is_cleared_in_another_language(
    texts: dict[str, list[str]], data: st.DataObject
) -> None:
    stranger = data.draw(st.sampled_from(LATIN))
    own = data.draw(st.sampled_from([code for code in LATIN if code != stranger]))
    words = data.draw(st.sampled_from(texts[stranger])).split()
    start = data.draw(st.integers(0, max(0, len(words) - FEW)))
    end = data.draw(st.integers(start + FEW, max(len(words), start + FEW)))
    part = " ".join(words[start:end])
    assert not cleared(of(own), part)


@given(st.data())
def test_a_sentence_of_another_language_within_a_text_leaves_it_in_doubt(
    texts: dict[str, list[str]], data: st.DataObject
) -> None:
    stranger = data.draw(st.sampled_from(LATIN))
    own = data.draw(st.sampled_from([code for code in LATIN if code != stranger]))
    around = data.draw(st.lists(st.sampled_from(texts[own]), min_size=1, max_size=3))
    strange = data.draw(st.sampled_from([t for t in texts[stranger] if len(t.split()) > 5]))
    around.insert(data.draw(st.integers(0, len(around))), strange)
    assert not cleared(of(own), ". ".join(around))


def test_languages_that_share_their_words_clear_nothing(texts: dict[str, list[str]]) -> None:
    malay = CommonWords("id", {"id": "LATIN", "ms": "LATIN"})
    assert not any(cleared(malay, text) for text in texts["id"])


def test_beside_a_language_whose_words_are_unknown_nothing_is_cleared(
    texts: dict[str, list[str]],
) -> None:
    common = CommonWords("en", {"en": "LATIN", "sq": "LATIN"})
    assert not any(cleared(common, text) for text in texts["en"])
