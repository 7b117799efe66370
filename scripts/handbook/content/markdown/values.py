"""What a scan finds: frozen values, each with its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from handbook.content.markdown.lines import Line, columns_before_tabs


class ElementKind(StrEnum):
    """What a checker counts in a section."""

    LIST_ITEM = "list item"
    TASK = "task"
    TABLE = "table"
    ADMONITION = "admonition"
    FOLDED = "folded block"
    IMAGE = "image"
    CODE_BLOCK = "code block"


class Heading(NamedTuple):
    """A heading; `id` only where the text gives one."""

    level: int
    text: str
    id: str | None
    line: int
    column: int


class Element(NamedTuple):
    """Something a section is made of.

    `name` is the type of an admonition or folded block, the language of a fence, the
    target of an image; `titled` says that an admonition or folded block gives a title;
    `rows` (of the body) and `columns` are a table's, `alt` is an image's text.
    """

    kind: ElementKind
    line: int
    name: str = ""
    titled: bool = True
    rows: int = 0
    columns: int = 0
    alt: str = ""


class Link(NamedTuple):
    """A link in the text; the target of a reference link is the defined one."""

    target: str
    text: str
    line: int
    column: int


class Variable(NamedTuple):
    """A `{{ dotted.name }}` outside code; `alone` when nothing else is on its line."""

    name: str
    line: int
    column: int
    alone: bool


class TextKind(StrEnum):
    """What a piece of running text is; the value names it in a message."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TASK = "task"
    TABLE_ROW = "table row"
    TABLE_CELL = "table cell"  # what a row is cut into, where its words are read
    TITLE = "title"
    ADMONITION = "admonition"
    FOLDED = "folded block"
    QUOTATION = "quotation"
    HTML = "HTML block"


_HEADING = TextKind.HEADING


class Text(NamedTuple):
    """A piece of running text as it is written, without the marks that make it a block.

    Of each line its number, the column it begins at, and the rest of it; a table's
    rows are a piece each.
    """

    kind: TextKind
    lines: tuple[tuple[int, int, str], ...]

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.lines[0][0]


# A piece of running text as the parser leaves it: columns 0-based, tabs become spaces.
Chunk: TypeAlias = tuple[TextKind, list[Line]]


@dataclass(frozen=True)
class Scan:
    """Everything found, in document order.

    `drawn` are the lines that a reader sees and that are no running text, such as code. The
    running text is kept as `chunks` and put into `texts` when they are asked for: what
    is counted and linked needs none. `tabbed` are the lines that had tabs.
    """

    headings: tuple[Heading, ...] = ()
    elements: tuple[Element, ...] = ()
    links: tuple[Link, ...] = ()
    variables: tuple[Variable, ...] = ()
    drawn: tuple[int, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    tabbed: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The running text, as it is written in the file."""
        return tuple(
            Text(kind, tuple([self._written(line) for line in lines]))
            for kind, lines in self.chunks
        )

    @cached_property
    def text_lines(self) -> tuple[int, ...]:
        """The lines that carry something a reader sees, headings aside."""
        seen = {n for kind, lines in self.chunks if kind is not _HEADING for n, _, _ in lines}
        return tuple(sorted(seen.union(self.drawn)))

    def is_empty(self, first: int, last: int) -> bool:
        """Whether there is nothing for a reader between two lines, a heading aside."""
        begin = bisect_left(self._first_lines, first)
        end = bisect_right(self._first_lines, last)
        if any(kind is not _HEADING for kind, _ in self.chunks[begin:end]):
            return False
        return bisect_left(self.drawn, first) == bisect_right(self.drawn, last)

    @cached_property
    def _first_lines(self) -> list[int]:
        return [lines[0][0] for _, lines in self.chunks]

    def texts_between(self, first: int, last: int) -> tuple[Text, ...]:
        """The running text that begins between two lines, inclusive."""
        begin = bisect_left(self._first_lines, first)
        return self.texts[begin : bisect_right(self._first_lines, last)]

    def _written(self, line: Line) -> Line:
        number, column, text = line
        if number not in self.tabbed:
            return number, column + 1, text
        whole = self.tabbed[number]
        before = columns_before_tabs(whole)
        end = column + len(text)
        column = before[min(column, len(before) - 1)]
        return number, column + 1, whole[column : before[end] if end < len(before) else None]
