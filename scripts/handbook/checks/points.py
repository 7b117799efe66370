"""Parts a section into its points, so that one point can be held against the source's.

A point is a heading, a list item, a row of a table, a paragraph. Parity demands as many
items and rows in every language, paragraphs are free: where the two sides are not made
of the same kinds of points in the same order, the section is one point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from handbook.checks.pairs import Pair

_ITEM = re.compile(r"[> ]*(?:\d+[.)]|[-*+]) ")
_MARKER = re.compile(r"[> ]*(?:!!!|\?\?\?)")


@dataclass(frozen=True, slots=True)
class Point:
    """The words of one point, column for column, from `line` on."""

    kind: str
    words: str
    line: int


def points(pair: Pair) -> Iterator[tuple[Point, Point]]:
    """The points of a section of a translation, each with the source's."""
    words = pair.words
    here = _points("\n".join(pair.page.lines_of(pair.here)), words[0], pair.here.line)
    there = _points("\n".join(pair.source.lines_of(pair.there)), words[1], pair.there.line)
    if [point.kind for point in here] == [point.kind for point in there]:
        yield from zip(here, there, strict=True)
    else:
        yield (
            Point("section", words[0], pair.here.line),
            Point("section", words[1], pair.there.line),
        )


# The source's points are held against every translation's, by several families.
@lru_cache(maxsize=256)
def _points(text: str, words: str, first: int) -> tuple[Point, ...]:
    return tuple(_parted(text.split("\n"), words, first))


def _parted(lines: list[str], words: str, first: int) -> Iterator[Point]:
    kind, start, held = "", first, list[str]()
    for number, (line, text) in enumerate(zip(lines, words.split("\n"), strict=False), first):
        begun = _begun(line, text, kind)
        if begun is not None:
            if kind:
                yield Point(kind, "\n".join(held), start)
            kind, start, held = begun, number, []
        held.append(text)
    if kind:
        yield Point(kind, "\n".join(held), start)


def _begun(line: str, words: str, kind: str) -> str | None:
    """The kind of point that a line begins, nothing for a blank line; None where it goes on."""
    if not line.strip():
        return ""
    if _ITEM.match(line):
        return "item"
    if line.lstrip("> ").startswith("|"):
        return "row"
    if _MARKER.match(line):
        return "marker"
    if line.startswith("#"):
        return "heading"
    if not words.strip() and "{{" not in line:
        return None  # a comment, which may stand in one language alone
    return None if kind in ("item", "paragraph") else "paragraph"
