"""What is known of a page without reading its text: enough to name it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.content.frontmatter import Meta
from handbook.content.handbook import Page

# Kinds of page (docs/structure.yml) that the build knows by name.
CHANNELS, CHANNEL = "channels", "channel"
ETHICS, ETHIC = "ethics", "ethic"
ONBOARDING = "onboarding"


@dataclass(frozen=True, slots=True)
class Outline:
    """A page's title and kind, and when it was reviewed (ISO date, "" where unknown)."""

    title: str
    kind: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in a list of its kind."""

    name: str
    title: str


class Outlines(Mapping[str, Outline]):
    """The outlines of a language's pages by name, each made when it is first asked for."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = pages

    def __getitem__(self, name: str) -> Outline:
        page = self._pages[name]
        return outline_from(name, page.meta)

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)


def outline_from(name: str, meta: Meta | None) -> Outline:
    """A page's outline; one whose front matter is broken has its name for a title."""
    return (
        Outline(meta.title, meta.kind, meta.reviewed.isoformat()) if meta else Outline(name, "", "")
    )


def stem(name: str) -> str:
    """A page's file name: the id of an ethic's sections on channel pages, and of its drawing."""
    return name.rsplit("/", 1)[-1].removesuffix(".md")


def mark(name: str, kind: str) -> str:
    """The drawing of the channel or ethic that a page is about, "" for any other page."""
    return stem(name) if kind in (CHANNEL, ETHIC) else ""


def kinds(languages: Iterable[Mapping[str, Outline]]) -> dict[str, frozenset[str]]:
    """The names of the pages that are of a kind in any language, by kind."""
    found: dict[str, set[str]] = {}
    for outlines in languages:
        for name, outline in outlines.items():
            if outline.kind:
                found.setdefault(outline.kind, set()).add(name)
    return {kind: frozenset(names) for kind, names in sorted(found.items())}
