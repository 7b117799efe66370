"""Links, images and variables in running text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from handbook.content.markdown.code import filler, without_code, without_escapes
from handbook.content.markdown.lines import Line, columns_before_tabs
from handbook.content.markdown.values import Element, ElementKind, Link, Variable

VARIABLE = re.compile(r"\{\{[^\S\n]*([\w.-]+)[^\S\n]*\}\}")
_VARIABLE_LINE = re.compile(r"\s*\{\{[^{}]*\}\}\s*")
_INLINE_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_BRACKET = re.compile(r"[\[\]]")
_DESTINATION = re.compile(
    r"""
    \(\s*+
    (?:<([^<>]*)>|((?>[^\s()<>"']*(?:\([^\s()]*\)[^\s()<>"']*)*)))
    (?:\s++(?:"[^"]{0,500}"|'[^']{0,500}'))?+
    \s*+\)
    """,
    re.VERBOSE,
)
_ODD_DESTINATION = re.compile(r"\(([^()\n]*)\)")
_LABEL = re.compile(r"\s?\[([^\[\]]*)\]")
_AUTOLINK = re.compile(r"<(?:([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)|([^<> !]+@[^@<> ]+))>")
_SPACES = re.compile(r"\s+")
# A label longer than this names no reference.
MAX_LABEL = 1000


class Inline:
    """Finds links, images and variables in text that blocks have shown."""

    def __init__(
        self, references: dict[str, str], source: list[str], first_line: int, tabbed: dict[int, str]
    ) -> None:
        self.references = references
        self.source = source
        self.first_line = first_line
        self.tabbed = tabbed
        self.links: list[Link] = []
        self.images: list[Element] = []
        self.variables: list[Variable] = []
        self.placed: list[Line] = []
        self.starts: list[int] = []
        self.columns: dict[int, list[int]] = {}

    def read(self, lines: list[Line], *, links: bool) -> None:
        """Read a paragraph, a heading, a row of a table, or raw HTML."""
        text = lines[0][2] if len(lines) == 1 else "\n".join([text for _, _, text in lines])
        may_link = "](" in text or "<" in text or (bool(self.references) and "[" in text)
        has_links = links and may_link
        has_variables = "{{" in text
        if not has_links and not has_variables:
            return
        coded = without_code(text) if links and "`" in text else text
        if has_variables:
            for match in VARIABLE.finditer(coded):
                self.add_variable(lines, match)
        if has_links:
            masked = without_escapes(coded)
            if "<!--" in masked:
                masked = _INLINE_COMMENT.sub(filler, masked)
            self.read_links(lines, text, masked)

    def add_variable(self, lines: list[Line], match: re.Match[str]) -> None:
        number, column = self.place(lines, match.start())
        alone = bool(_VARIABLE_LINE.fullmatch(self.source[number - self.first_line]))
        self.variables.append(Variable(match[1], number, column, alone))

    def read_links(self, lines: list[Line], text: str, masked: str) -> None:
        text_end = target_end = image_end = 0
        for start, end in _bracketed(masked):
            is_image = masked.startswith("!", start - 1) if start else False
            if start < image_end or text_end <= start < target_end:
                continue
            if start < text_end and not is_image:
                continue
            found = self.destination(text, masked, start, end)
            if not found:
                continue
            target, stop = found
            if is_image:
                image_end = stop
                number, _ = self.place(lines, start - 1)
                alt = _SPACES.sub(" ", text[start + 1 : end]).strip()
                self.images.append(Element(ElementKind.IMAGE, number, target, alt=alt))
            else:
                text_end, target_end = end, stop
                self.add_link(lines, start, target, text[start + 1 : end])
        for match in _AUTOLINK.finditer(masked) if "<" in masked else ():
            target = match[1] or f"mailto:{match[2]}"
            self.add_link(lines, match.start(), target, match[1] or match[2])

    def add_link(self, lines: list[Line], start: int, target: str, label: str) -> None:
        number, column = self.place(lines, start)
        self.links.append(Link(target, _SPACES.sub(" ", label), number, column))

    def destination(self, text: str, masked: str, start: int, end: int) -> tuple[str, int] | None:
        """Where the bracketed text between `start` and `end` leads, and where that ends."""
        after = end + 1
        if match := _DESTINATION.match(masked, after):
            group = 2 if match[1] is None else 1
            return text[match.start(group) : match.end(group)].strip(), match.end()
        if match := _ODD_DESTINATION.match(masked, after):
            return text[match.start(1) : match.end(1)].strip(), match.end()
        # Brackets within brackets would be copied as often as they are deep.
        label = ""
        if end - start <= MAX_LABEL and self.references:
            label = _SPACES.sub(" ", text[start + 1 : end].lower())
        if match := _LABEL.match(masked, after):
            named = _SPACES.sub(" ", text[match.start(1) : match.end(1)].lower()) or label
            if named in self.references:
                return self.references[named], match.end()
        if label in self.references:
            return self.references[label], after
        return None

    def place(self, lines: list[Line], position: int) -> tuple[int, int]:
        """The line and column of a position in the joined lines."""
        if lines is not self.placed:
            self.placed = lines
            self.starts = list(accumulate((len(line[2]) + 1 for line in lines), initial=0))
        index = bisect_right(self.starts, position) - 1
        number, shift, _ = lines[index]
        column = shift + position - self.starts[index]
        if number in self.tabbed:
            if number not in self.columns:
                self.columns[number] = columns_before_tabs(self.tabbed[number])
            columns = self.columns[number]
            column = columns[min(column, len(columns) - 1)]
        return number, column + 1


def _bracketed(masked: str) -> Iterator[tuple[int, int]]:
    """The places of brackets that belong together, in the order of the opening ones."""
    opened: list[int] = []
    pairs = []
    for match in _BRACKET.finditer(masked):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            pairs.append((opened.pop(), match.start()))
    yield from sorted(pairs)
