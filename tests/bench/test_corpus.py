"""The generated handbooks are valid and the same in every run."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bench.check import DAY
from bench.corpus import generate
from handbook import checks
from handbook.content.handbook import read_handbook
from handbook.content.layout import DOCS
from handbook.content.recordfiles import records_of, sources_of
from handbook.content.records import SOURCES, records_path
from handbook.memory import FILE

PAGES = 30


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated handbook."""
    root = tmp_path_factory.mktemp("corpus")
    generate(root, PAGES)
    return root


def test_nothing_is_found_in_it(corpus: Path) -> None:
    handbook = read_handbook(corpus)
    assert checks.check(handbook, datetime.date.fromisoformat(DAY)) == ()
    assert not (corpus / FILE).exists()


def test_its_pages_are_of_the_size_that_is_measured(corpus: Path) -> None:
    handbook = read_handbook(corpus)
    assert [len(tree.pages) for tree in handbook.trees.values()] == [PAGES] * 4
    assert {len(page.headed) for page in handbook.source.pages.values()} == {8}
    words = [len(page.body.split()) for page in handbook.source.pages.values()]
    assert 500 <= sum(words) / len(words) <= 700


def test_its_records_are_as_accepting_writes_them(corpus: Path) -> None:
    for folder in ("ar", "pt", "id"):
        assert records_of((corpus / records_path(folder)).read_text("utf-8"))
    assert sources_of((corpus / SOURCES).read_text("utf-8"))


def test_it_is_the_same_again(corpus: Path, tmp_path: Path) -> None:
    generate(tmp_path, PAGES)
    for path in sorted((tmp_path / DOCS).rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (corpus / path.relative_to(tmp_path)).read_bytes(), path
