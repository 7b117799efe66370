"""What a section says, apart from how it is laid out, and a fingerprint of that.

The normal form has what a translator must follow: the words, the kinds of elements,
the targets of links. It has not what a formatter may change: line ends, wrapping,
indents, blank lines, trailing space, the marks of lists, fences and emphasis, the
padding and rule of a table, comments. Where elements differ the normal forms do too,
so that two sections with one fingerprint are equal in the eyes of parity.

Every fingerprint on record depends on this form: a change of it makes every
translation stale.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from handbook.content.markdown import Element, ElementKind

DIGITS = 12

# Marks of the normal form. They are not Markdown's, so that a list is not taken for a
# paragraph that begins with a hyphen.
HEADING = "# "
BULLET, NUMBER, OPEN_TASK, DONE_TASK, BAR = "•", "#.", "☐", "☑", "│"

_QUOTES = re.compile(r"(?:>\s*)+")
_ITEM = re.compile(r"(?P<mark>[-*+]|\d+[.)])(?:\s+|$)")
_CHECKBOX = re.compile(r"\[(?P<done>[ xX])\](?:\s+|$)")
_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})\s*(?P<info>.*)")
_RULE = re.compile(r"(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})")
_RULES = frozenset("-*_")
_UNDERLINE = re.compile(r"[\s>]*(?:=+|-+)\s*")
_MARKED_HEADING = re.compile(r"[\s>*+\-\d.)]*#")
_COMMENT = re.compile(r" {0,3}<!--")
# An underscore within a word (`a_b`) is part of it; any other marks emphasis.
_EMPHASIS = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_BRACES = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_CELL = re.compile(r"(?<!\\)\|")


@lru_cache(maxsize=512)  # the source's sections are held against every translation's record
def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits that stand for a normal form, its line breaks left out.

    A heading keeps its end: a word that moves from it into the text counts.
    """
    text = unicodedata.normalize("NFC", text)
    head, _, rest = text.partition("\n") if text.startswith(HEADING) else ("", "", text)
    words = f"{_words(head)}\n{_words(rest)}"
    return hashlib.sha256(words.encode()).hexdigest()[:DIGITS]


def fields_text(fields: Iterable[tuple[str, object]]) -> str:
    """The normal form of a front matter: a line a key."""
    return "\n".join(f"{key}: {' '.join(str(value).split())}" for key, value in fields)


def section_text(
    title: str, lines: Sequence[str], first_line: int, elements: Iterable[Element]
) -> str:
    """The normal form of a section: its title, then a line a paragraph, item or row.

    `lines` are the section's, its heading first where it has a title, and
    `first_line` the number of the first of them.
    """
    reader = _Reader(elements, first_line, lines)
    if title:
        reader.blocks.append(HEADING + _words(title))
    below = _below_heading(lines) if title else 0
    for number, line in enumerate(lines[below:], first_line + below):
        reader.read(number, line)
    return "\n".join(reader.blocks)


def _below_heading(lines: Sequence[str]) -> int:
    """The index of the first line below the heading, which may be underlined."""
    underlined = (
        len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]) and not _MARKED_HEADING.match(lines[0])
    )
    return 2 if underlined else 1


class _Reader:
    """Reads line by line; `blocks` are the lines of the normal form."""

    def __init__(self, elements: Iterable[Element], first_line: int, lines: Sequence[str]) -> None:
        self.blocks: list[str] = []
        self.items: dict[int, list[ElementKind]] = {}
        self.rows: set[int] = set()
        self.rules: set[int] = set()
        self.code: set[int] = set()
        self.titles: set[int] = set()
        for element in elements:
            line = element.line
            match element.kind:
                case ElementKind.LIST_ITEM | ElementKind.TASK:
                    self.items.setdefault(line, []).append(element.kind)
                case ElementKind.TABLE:
                    self.rows.update((line, *range(line + 2, line + 2 + element.rows)))
                    self.rules.add(line + 1)
                case ElementKind.CODE_BLOCK:
                    self.code.add(line)
                case ElementKind.ADMONITION | ElementKind.FOLDED:
                    self.titles.add(line)
                case _:
                    pass
        # A comment that is never closed is text.
        closings = [n for n, text in enumerate(lines, first_line) if "-->" in text]
        self.last_closing = closings[-1] if closings else 0
        self.fence = ""
        self.in_comment = False
        self.in_quote = False
        self.after_blank = True

    def read(self, number: int, line: str) -> None:
        text = line.strip()
        if self.fence:
            self.read_code(text)
        elif self.in_comment or (
            "<!--" in line and _COMMENT.match(line) and number <= self.last_closing
        ):
            self.read_comment(text)
        elif not text.lstrip("> "):
            self.after_blank = True
        elif number not in self.rules:
            self.read_text(number, text)

    def read_code(self, text: str) -> None:
        bare = text.lstrip("> ")
        if bare.startswith(self.fence) and not bare.strip(self.fence[0]):
            self.fence = ""
            self.blocks.append("```")
            self.after_blank = True
        elif text:
            self.blocks.append(" ".join(text.split()))

    def read_comment(self, text: str) -> None:
        _, end, after = text.partition("-->")
        self.in_comment = not end
        if after.strip():
            self.add(after, starts=True)

    def read_text(self, number: int, text: str) -> None:
        text, quoted = _unquoted(text)
        marks = []
        for kind in self.items.get(number, ()):
            if item := _ITEM.match(text):
                text = text[item.end() :]
                mark = BULLET if item["mark"] in "-*+" else NUMBER
                box = _CHECKBOX.match(text) if kind is ElementKind.TASK else None
                if box:
                    text = text[box.end() :]
                    mark += f" {OPEN_TASK if box['done'] == ' ' else DONE_TASK}"
                marks.append(mark)
        text, inner = _unquoted(text)
        if (quoted or inner) and not self.in_quote:
            marks.append(">")
        # A line without the mark goes on with the quotation above it, as a wrapped one may.
        self.in_quote = quoted or inner or (self.in_quote and not self.after_blank and not marks)
        if number in self.code and (fence := _FENCE.fullmatch(text)):
            self.fence = fence["mark"]
            text = f"```{fence['info']}"
            starts = True
        elif number in self.rows:
            text = _row(text)
            starts = True
        else:
            if text[:1] in _RULES and _RULE.fullmatch(text):
                text = "---"
            elif "{{" in text:
                text = _BRACES.sub(r"{{ \1 }}", text)
            if "_" in text:
                text = _EMPHASIS.sub(lambda found: "*" * len(found[0]), text)
            starts = self.after_blank or bool(marks) or number in self.titles
        self.add(" ".join([*marks, text]), starts=starts)
        if number in self.titles:
            self.after_blank = True

    def add(self, text: str, *, starts: bool) -> None:
        """Add text to the block that is open, or as the next one."""
        words = _words(text)
        if starts or not self.blocks:
            self.blocks.append(words)
        else:
            self.blocks[-1] = f"{self.blocks[-1]} {words}"
        self.after_blank = False


def _unquoted(text: str) -> tuple[str, bool]:
    found = _QUOTES.match(text) if text[:1] == ">" else None
    return (text[found.end() :], True) if found else (text, False)


def _row(text: str) -> str:
    cells = _CELL.split(_BRACES.sub(r"{{ \1 }}", text).removeprefix("|"))
    if not cells[-1].strip():
        cells.pop()
    return f"{BAR} {f' {BAR} '.join(cell.strip() for cell in cells)} {BAR}"


def _words(text: str) -> str:
    return " ".join(text.split())
