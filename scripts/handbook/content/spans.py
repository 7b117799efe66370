"""The prose of a page: what a reader sees of its Markdown, and where each part is written.

A page's paragraphs are joined into one text. Markup that shows nothing (emphasis, a link's
address, tags, attribute lists) is left out, so that a mark and the word it belongs to
stand side by side as they do on the page. What is shown but is no prose (code, variables,
addresses, images) leaves one `HOLE`. `BREAK` parts paragraphs, table cells and titles.
Both are characters that no page can show: Python-Markdown removes them.

Raw HTML blocks and fences hold no prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from handbook.content.markdown import Text, TextKind, code_spans

BREAK = "\x02"
HOLE = "\x03"


class Piece(NamedTuple):
    """Characters that are written as they are seen, side by side on one line.

    `offset` is their place in the prose, `line` that in the file, `column` 0-based; `size`
    is how many they are in the file, where a hole may be many.
    """

    offset: int
    line: int
    column: int
    size: int


@dataclass(frozen=True, slots=True)
class Prose:
    """Some prose and its pieces; one without pieces stands on `line`, nobody knows where."""

    text: str
    pieces: tuple[Piece, ...] = ()
    line: int = 1

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column, both 1-based, of a character."""
        if not self.pieces:
            return self.line, 1
        piece = self._piece(offset)
        return piece.line, piece.column + 1 + min(max(offset - piece.offset, 0), piece.size)

    def written(self, start: int, end: int) -> tuple[int, int, int] | None:
        """The line, start and end column (0-based) of a slice; None where markup parts it."""
        if not self.pieces or start >= end or HOLE in self.text[start:end]:
            return None
        first, last = self._piece(start), self._piece(end - 1)
        begin = first.column + start - first.offset
        stop = last.column + end - last.offset
        if first.line != last.line or stop - begin != end - start:
            return None
        return first.line, begin, stop

    def _piece(self, offset: int) -> Piece:
        index = bisect_right(self.pieces, offset, key=lambda piece: piece.offset) - 1
        return self.pieces[max(index, 0)]


@dataclass(frozen=True, slots=True)
class PageProse:
    """The prose of a page's text, and that of its images' alternative texts.

    The latter become attributes: no markup can stand in them.
    """

    text: Prose
    alternatives: tuple[Prose, ...] = ()

    def spans(self) -> dict[int, list[tuple[int, int]]]:
        """The columns (0-based, end exclusive) of each line that are prose."""
        found: dict[int, list[tuple[int, int]]] = {}
        for prose in (self.text, *self.alternatives):
            for piece in prose.pieces:
                if prose.text[piece.offset : piece.offset + 1] != HOLE:
                    span = (piece.column, piece.column + piece.size)
                    found.setdefault(piece.line, []).append(span)
        return {line: sorted(spans) for line, spans in sorted(found.items())}


def page_prose(texts: Iterable[Text]) -> PageProse:
    """The prose of a page."""
    builder = _Builder()
    for text in texts:
        builder.add(text)
    return PageProse(Prose("".join(builder.parts), tuple(builder.pieces)), tuple(builder.images))


def text_prose(text: str, line: int = 1) -> Prose:
    """The prose of a single text, as a setting or an interface text has it."""
    builder = _Builder()
    builder.add(
        Text(
            TextKind.PARAGRAPH,
            tuple((line, 1, part) for part in _PLACEHOLDER.sub(_held, text).split("\n")),
        )
    )
    return Prose("".join(builder.parts).removesuffix(BREAK), (), line)


# --- Markup -----------------------------------------------------------------------------------

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|(?<!\{)\{\w*\}(?!\})")
_HAS_MARKUP = re.compile(r"[\\{<\[\]&*~=^:/_`|+!?-]")

# Where one can begin: what is common in plain text only before what may go on with it.
_TOKEN_START = re.compile(
    r"[\\{<!\[\]&:+*~=^_/?\x03-](?:(?<=[\\{<\[\]*_\x03])|(?<=:)(?=[a-z:])|(?<=-)(?=-)"
    r"|(?<=[!?])(?=[!?]{2})|(?<=!)(?=\[)|(?<=&)(?=[#A-Za-z])|(?<=/)(?=//)"
    r"|(?<=\+)(?=\+)|(?<=~)(?=~)|(?<==)(?==)|(?<=\^)(?=\^))"
)
_TOKEN = re.compile(
    r"""
    (?P<escape>\\[\\`*_{}\[\]()>#+\-.!|"'~^=:<])
  | (?P<variable>\{\{[^{}\n]*\}\}|\{%[^\n]*?%\})
  | (?P<attributes>\{:?[ ]*[.#][^{}\n]*\}|\{:[^{}\n]*\})
  | (?P<braces>\{[^{}\n]*\}|\x03+)
  | (?P<comment><!--.{0,2000}?-->)
  | (?P<address><[A-Za-z][\w+.-]*:[^<>\s]*>|<[^<>\s@]+@[^<>\s]+>)
  | (?P<shown><(?P<code>code|kbd|samp|var)\b[^<>]*>[^\n]{0,400}?</(?P=code)>)
  | (?P<tag></?[A-Za-z][^<>]*>)
  | (?P<note>\[\^[^\]\s]+\])
  | (?P<image>!\[)
  | (?P<open>\[)
  | (?P<target>\](?:\((?:<[^<>\n]*>|[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)|\[[^\[\]\n]*\]))
  | (?P<close>\])
  | (?P<entity>&(?:\#[0-9]+|\#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);)
  | (?P<icon>(?<!\w):[a-z][\w+-]*:(?!\w))
  | (?P<keys>\+\+[\w+-]+\+\+)
  | (?P<emphasis>(?<![*\s])\*+|\*+(?![*\s])|~~|(?<=\S)==|==(?=\S)|\^\^|(?<!\w)_+(?=[^\s_])
      | (?<=[^\s_])_+(?!\w))
  | (?P<break>^(?:/{3,}|:{3,}|-{2,}8<|[!?]{3}\+?|===)[^\n]*)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_HAS_ADDRESS = re.compile(r"[/@]|(?<=[A-Za-z0-9_-])\.[a-z]")
_ADDRESS = re.compile(
    r"""
    (?<![A-Za-z])(?:https?|ftp|mailto|tel):[^\s<>«»“”\x02\x03]*[^\s<>«»“”.,;:!?،؛؟)\]\x02\x03'"*_]
  | (?<![\w.])www\.[\w./-]*\w
  | (?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+
  | (?<![A-Za-z0-9_./~-])(?:\.{1,2}|~)?/?(?:[A-Za-z0-9_.-]++/)+[A-Za-z0-9_.-]*[A-Za-z0-9_]
  | (?<![A-Za-z0-9_.-])[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]+)*\.[a-z]{2,8}(?![A-Za-z0-9_])
    """,
    re.VERBOSE,
)
_HIDDEN = frozenset({"escape", "attributes", "comment", "tag", "note", "emphasis"})
_HOLES = frozenset({"variable", "braces", "address", "shown", "entity", "icon", "keys"})


def _held(match: re.Match[str]) -> str:
    return HOLE * len(match[0])


def _without_code(text: str) -> str:
    """The text with a hole over each character of a code span."""
    parts = []
    position = 0
    for start, end in code_spans(text):
        parts += [text[position:start], HOLE * (end - start)]
        position = end
    return "".join([*parts, text[position:]])


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a text; only where one can begin is the whole expression tried."""
    position = 0
    while begun := _TOKEN_START.search(text, position):
        token = _TOKEN.match(text, begun.start())
        position = token.end() if token else begun.end()
        if token:
            yield token


class _Mark(NamedTuple):
    """A slice of a paragraph that is no prose, and what is seen in its place."""

    start: int
    end: int
    shown: str


class _Builder:
    """Joins pieces of running text into one."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.images: list[Prose] = []
        self.length = 0

    def add(self, text: Text) -> None:
        if text.kind is not TextKind.HTML:
            lines = tuple([(number, column - 1, part) for number, column, part in text.lines])
            self.add_lines(lines, cells=text.kind is TextKind.TABLE_ROW)
            self.show(BREAK)

    def add_lines(self, lines: tuple[tuple[int, int, str], ...], *, cells: bool) -> None:
        text = lines[0][2] if len(lines) == 1 else "\n".join(text for _, _, text in lines)
        if not _HAS_MARKUP.search(text) and not _HAS_ADDRESS.search(text):
            offset = self.length
            for number, column, part in lines:
                self.pieces.append(Piece(offset, number, column, len(part)))
                offset += len(part) + 1
            self.show(text)
            return
        marks = self.marks(text, lines, cells)
        position = 0
        starts = list(accumulate((len(line[2]) + 1 for line in lines), initial=0))
        for mark in marks:
            if mark.start < position:
                continue
            self.write(text, position, mark.start, lines, starts)
            if mark.shown:
                self.hole(mark, lines, starts)
            position = mark.end
        self.write(text, position, len(text), lines, starts)

    def show(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def hole(self, mark: _Mark, lines: tuple[tuple[int, int, str], ...], starts: list[int]) -> None:
        index = bisect_right(starts, mark.start) - 1
        number, column, _ = lines[index]
        size = min(mark.end, starts[index + 1] - 1) - mark.start
        self.pieces.append(Piece(self.length, number, column + mark.start - starts[index], size))
        self.show(mark.shown)

    def write(
        self,
        text: str,
        start: int,
        end: int,
        lines: tuple[tuple[int, int, str], ...],
        starts: list[int],
    ) -> None:
        """Show a slice as it is written, a piece for each line of it."""
        while start < end:
            index = bisect_right(starts, start) - 1
            number, column, _ = lines[index]
            stop = min(end, starts[index + 1])
            shift = column + start - starts[index]
            seen = min(stop, starts[index + 1] - 1) - start
            self.pieces.append(Piece(self.length, number, shift, seen))
            self.show(text[start:stop])
            start = stop

    def marks(self, text: str, lines: tuple[tuple[int, int, str], ...], cells: bool) -> list[_Mark]:
        """What is no prose, in order; where two overlap, the one that begins first counts."""
        found: list[_Mark] = []
        masked = _without_code(text) if "`" in text else text
        opened: list[tuple[int, bool]] = []
        for match in _tokens(masked):
            name = match.lastgroup or ""
            start, end = match.span()
            if name == "escape":
                # What it escapes is no markup, and is seen.
                found.append(_Mark(start, start + 1, ""))
            elif name in _HIDDEN:
                found.append(_Mark(start, end, ""))
            elif name in _HOLES:
                found.append(_Mark(start, end, HOLE))
            elif name == "break":
                found.append(_Mark(start, end, BREAK))
            elif name in ("open", "image"):
                opened.append((start, name == "image"))
            elif name == "close" and opened:
                opened.pop()
            elif name == "target" and opened:
                begin, is_image = opened.pop()
                if is_image:
                    found.append(_Mark(begin, end, HOLE))
                    self.image(text, begin + 2, start, lines)
                else:
                    found += [_Mark(begin, begin + 1, ""), _Mark(start, end, "")]
        if _HAS_ADDRESS.search(masked):
            found += [
                _Mark(match.start(), match.end(), HOLE) for match in _ADDRESS.finditer(masked)
            ]
        if cells:
            found += [
                _Mark(match.start(), match.end(), BREAK)
                for match in re.finditer(r"(?<!\\)\|", masked)
            ]
        return sorted(found, key=lambda mark: (mark.start, -mark.end))

    def image(
        self, text: str, start: int, end: int, lines: tuple[tuple[int, int, str], ...]
    ) -> None:
        alternative = text[start:end]
        before = text.count("\n", 0, start)
        number, column, _ = lines[before]
        if alternative.strip() and "\n" not in alternative:
            shift = column + start - (text.rfind("\n", 0, start) + 1)
            self.images.append(Prose(alternative, (Piece(0, number, shift, end - start),), number))


def slices(prose: Prose) -> Iterator[tuple[int, str]]:
    """Each part between breaks, with its offset."""
    offset = 0
    for part in prose.text.split(BREAK):
        if part:
            yield offset, part
        offset += len(part) + 1
