"""This handbook's own build, whole: check, build, search index, finish."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.builds.generator import LANGUAGES, Corpus, Generator, folder_page
from bench.builds.output import largest, sent

# What the search shows first: overrides/assets/javascripts/search/find.js.
FIRST_PAGES = 3


def _prepare(corpus: Corpus, folder: Path, programs: Path) -> None:
    shutil.copytree(corpus.root, folder)


def _search(folder: Path) -> int:
    """Scripts, the tables of one known word, and the first results: the largest there are."""
    output = folder / "site"
    scripts = [
        path
        for name in ("dialog", "find", "words", "search")
        for path in (output / "assets").glob(f"{name}.*")
    ]
    return sum(map(sent, scripts)) + max(_pieces(output / language) for language in LANGUAGES)


def _pieces(language: Path) -> int:
    pagefind, tables = language / "pagefind", language / "search"
    every = [
        *(path for path in pagefind.iterdir() if path.is_file()),
        tables / "index.json",
    ]
    return (
        sum(map(sent, every))
        + largest(tables.glob("words.*"))
        + largest((pagefind / "index").iterdir())
        + FIRST_PAGES * largest((pagefind / "fragment").iterdir())
    )


OURS = Generator(
    name="ours",
    version="",
    prepare=_prepare,
    build=((sys.executable, "-m", "handbook", "build", "--output", "site"),),
    source=lambda language, name: f"docs/{language}/{name}",
    page=folder_page,
    caches=(".cache",),
    search=_search,
)
