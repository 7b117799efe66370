"""What a scan finds: frozen values, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ElementKind(StrEnum):
    """What a checker counts in a section."""

    LIST_ITEM = "list item"
    TASK = "task"
    TABLE = "table"
    ADMONITION = "admonition"
    FOLDED = "folded block"
    IMAGE = "image"
    CODE_BLOCK = "code block"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `id` only where the text gives one."""

    level: int
    text: str
    id: str | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Element:
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


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the text; the target of a reference link is the defined one."""

    target: str
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Variable:
    """A `{{ dotted.name }}` outside code; `alone` when nothing else is on its line."""

    name: str
    line: int
    column: int
    alone: bool


class TextKind(StrEnum):
    """What a piece of running text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TASK = "task"
    TABLE_ROW = "table row"
    TITLE = "title"
    ADMONITION = "admonition"
    FOLDED = "folded block"
    QUOTATION = "quotation"
    HTML = "HTML block"


@dataclass(frozen=True, slots=True)
class Text:
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


class ParagraphKind(StrEnum):
    """How the lines of a paragraph are to be read."""

    TEXT = "text"
    HEADING = "heading"
    ROW = "row"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that is drawn as one: a paragraph, a heading, a table's row, a callout's head.

    Each line is its number, its first column (0-based), and its text as written,
    without what the containers around it put before it.
    """

    kind: ParagraphKind
    lines: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything found, in document order; `text_lines` carry something a reader sees."""

    headings: tuple[Heading, ...]
    elements: tuple[Element, ...]
    links: tuple[Link, ...]
    variables: tuple[Variable, ...]
    text_lines: tuple[int, ...]
    texts: tuple[Text, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
