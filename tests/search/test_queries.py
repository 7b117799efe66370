"""The queries of the search's benchmark are about sections that the built handbook has."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.search.judged import SETS, judge, read_queries, write_queries

from handbook.site.search.passages import built_passages

LANGUAGES = ("en", "ar", "pt", "id")


@pytest.mark.parametrize("folder", LANGUAGES)
def test_sets_have_sixty_queries_and_then_twenty_each_and_none_twice(
    folder: str,
) -> None:
    first, *later = ([query.text for query in read_queries(folder, part)] for part in SETS)
    every = [*first, *(text for texts in later for text in texts)]
    assert len(set(every)) == len(every)
    assert len(first) >= 60
    assert all(len(texts) >= 20 for texts in later)


@pytest.mark.parametrize("part", SETS)
@pytest.mark.parametrize("folder", LANGUAGES)
def test_every_query_has_sections_and_they_are_all_that_have_its_words(
    site: Path, folder: str, part: str
) -> None:
    # After an edit of the guidance: HANDBOOK_WRITE_EXPECTED=1 writes the lists anew.
    pages = built_passages(site / folder)
    queries = read_queries(folder, part)
    judged = [replace(query, sections=judge(query.words, pages)) for query in queries]
    if os.environ.get("HANDBOOK_WRITE_EXPECTED"):
        write_queries(folder, judged, part)
    assert [query.text for query in judged if not query.sections] == []
    assert list(queries) == judged


@pytest.mark.parametrize("part", SETS)
@pytest.mark.parametrize("folder", LANGUAGES)
def test_every_section_of_a_query_is_in_the_handbook(site: Path, folder: str, part: str) -> None:
    there = {
        f"{page}#{passage.id}"
        for page, passages in built_passages(site / folder).items()
        for passage in passages
    }
    listed = {section for query in read_queries(folder, part) for section in query.sections}
    assert listed - there == set()
