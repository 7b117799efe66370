"""Blocks: lines without a blank one between them, and the marks that cut them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from handbook.content.markdown.lines import Line

# What cuts a block in two wherever it stands in it, by the start of its line.
_MARK = re.compile(
    r"""
    (?P<admonition>!!![ ]?[\w\-]+(?:[ ]+[\w\-]+)*(?:[ ]+".*?")?[ ]*$) |
    (?P<folded>\?{3}\+?[ ]?
        (?:(?:[\w\-]+(?:[ ]+[\w\-]+)*)?[ ]+".*?"|[\w\-]+(?:[ ]+[\w\-]+)*)[ ]*$) |
    (?P<heading>\#(?:[^\\]++|\\.)*+$) |
    (?P<rule>[ ]{0,3}(?=(?P<dashes>(?:-+[ ]{0,2}){3,}|(?:_+[ ]{0,2}){3,}|(?:\*+[ ]{0,2}){3,}))
        (?P=dashes)[ ]*$) |
    (?P<quote>[ ]{0,3}>) |
    (?P<definition>[ ]{0,3}\[[^\[\]]*\]:)
    """,
    re.VERBOSE,
)
_MARK_STARTS = frozenset("!?#>-_*[ ")


class Block:
    """Some lines without a blank one, or a part of such, with the places of their marks.

    The marks are found once; a part shares them, so that cutting a block stays cheap.
    """

    __slots__ = ("end", "lines", "marks", "start")

    def __init__(
        self,
        lines: list[Line],
        start: int = 0,
        end: int | None = None,
        marks: dict[str, list[int]] | None = None,
    ) -> None:
        self.lines = lines
        self.start = start
        self.end = len(lines) if end is None else end
        self.marks = _marks(lines) if marks is None else marks

    def part(self, start: int, end: int) -> Block:
        return Block(self.lines, start, end, self.marks)

    def first(self, kind: str) -> int:
        """The place of the first mark of a kind; -1 where there is none."""
        places = self.marks.get(kind)
        if not places:
            return -1
        index = bisect_left(places, self.start)
        return places[index] if index < len(places) and places[index] < self.end else -1

    @property
    def text(self) -> str:
        """The first line."""
        return self.lines[self.start][2]

    @property
    def own(self) -> list[Line]:
        return self.lines[self.start : self.end]


def _marks(lines: list[Line]) -> dict[str, list[int]]:
    marks: dict[str, list[int]] = {}
    for place, (_, _, text) in enumerate(lines):
        if text[0] in _MARK_STARTS and (match := _MARK.match(text)):
            marks.setdefault(match.lastgroup or "", []).append(place)
    return marks


def cut(lines: Iterable[Line]) -> list[Block]:
    """The lines cut at blank ones."""
    blocks = []
    block: list[Line] = []
    for line in lines:
        if line[2]:
            block.append(line)
        elif block:
            blocks.append(Block(block))
            block = []
    if block:
        blocks.append(Block(block))
    return blocks
