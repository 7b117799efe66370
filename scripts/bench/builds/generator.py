"""What is known of a generator: how its project is written, built, cleaned and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.builds.pages import PlainPage

LANGUAGES = {"en": "English", "ar": "العربية", "pt": "Português (Brasil)", "id": "Bahasa Indonesia"}
SOURCE = "en"

# A program and its arguments; the program is looked for among those installed for it.
Command = tuple[str, ...]


class Unavailable(Exception):
    """A generator that cannot run here; the message is why."""


@dataclass(frozen=True)
class Corpus:
    """A generated handbook: its folder, and its pages as any generator can read them."""

    root: Path
    pages: Sequence[PlainPage]

    @property
    def names(self) -> list[str]:
        """The names of the pages, the same in each language."""
        return [page.name for page in self.pages if page.language == SOURCE]


def _nothing(cache: Path) -> Path:
    return cache


def _no_search(folder: Path) -> int | None:
    return None


@dataclass(frozen=True)
class Generator:
    """A row of the table. Paths are relative to the folder of its project."""

    name: str
    version: str
    # Writes the project of a handbook into a folder, given where the programs are.
    prepare: Callable[[Corpus, Path, Path], None]
    # What builds it, one after the other.
    build: tuple[Command, ...]
    # The source of a page, by its language and name.
    source: Callable[[str, str], str]
    # The page that is made of it.
    page: Callable[[str, str], str]
    outputs: tuple[str, ...] = ("site",)
    # What is removed with the outputs, so that a build remembers nothing.
    caches: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    # Installs it below a folder, and tells where its programs are. Raises Unavailable.
    install: Callable[[Path], Path] = _nothing
    # Most bytes that a first search loads of a built project, as a server sends them; None
    # where there is no search.
    search: Callable[[Path], int | None] = _no_search
    # The most pages a language it is run on, unless all is asked for.
    most: int | None = None


def address(name: str) -> str:
    """The address of a page below its language: `a/page.md` is `a/page/`, `a/index.md` is `a/`."""
    stem = name.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


def folder_page(language: str, name: str) -> str:
    """A built page where each language has a folder."""
    return f"site/{language}/{address(name)}index.html"
