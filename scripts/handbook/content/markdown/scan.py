"""Reads a page: fences out first, raw HTML second, then block by block."""

from __future__ import annotations

from operator import attrgetter

from handbook.content.markdown.fences import without_fences
from handbook.content.markdown.html import without_html
from handbook.content.markdown.inline import Inline
from handbook.content.markdown.lines import normalised
from handbook.content.markdown.nodes import Node
from handbook.content.markdown.parser import Parser
from handbook.content.markdown.values import Chunk, Scan, TextKind

_LINE = attrgetter("line")
_PLACE = attrgetter("line", "column")


def scan(text: str, *, first_line: int = 1) -> Scan:
    """Scan Markdown without its front matter; `first_line` is the number of its first line."""
    source = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, tabbed = normalised(source, first_line)
    lines, fences = without_fences(lines)
    lines, stash = without_html(lines)
    parser = Parser(fences, stash)
    parser.parse(Node("root"), lines, "")
    inline = Inline(parser.references, source, first_line, tabbed)
    for kind, chunk in parser.chunks:
        inline.read(chunk, links=kind is not TextKind.HTML)
    return Scan(
        headings=tuple(sorted(parser.headings, key=_LINE)),
        elements=tuple(sorted(parser.elements + inline.images, key=_LINE)),
        links=tuple(sorted(inline.links, key=_PLACE)),
        variables=tuple(sorted(inline.variables, key=_PLACE)),
        text_lines=tuple(sorted(parser.drawn.union(*map(_seen, parser.chunks)))),
        chunks=tuple(sorted(parser.chunks, key=_first_line)),
        tabbed=tabbed,
    )


def _first_line(chunk: Chunk) -> int:
    return chunk[1][0][0]


def _seen(chunk: Chunk) -> list[int]:
    """The lines of some text that are part of a section's body."""
    kind, lines = chunk
    return [] if kind is TextKind.HEADING else [line[0] for line in lines]
