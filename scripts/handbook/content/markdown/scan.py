"""Reads a page: fences out first, raw HTML second, then block by block."""

from __future__ import annotations

from operator import attrgetter

from handbook.content.markdown.fences import Fence, without_fences
from handbook.content.markdown.html import Html, without_html
from handbook.content.markdown.inline import Inline
from handbook.content.markdown.lines import normalised
from handbook.content.markdown.nodes import Node
from handbook.content.markdown.parser import Parser
from handbook.content.markdown.values import Chunk, Scan, TextKind

_LINE = attrgetter("line")
_PLACE = attrgetter("line", "column")


def scan(text: str, *, first_line: int = 1) -> Scan:
    """Scan Markdown without its front matter; `first_line` is the number of its first line."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = text.split("\n")
    has_controls = "\t" in text or "\x02" in text or "\x03" in text
    lines, tabbed = normalised(source, first_line, has_controls=has_controls)
    fences: list[Fence] = []
    stash: list[Html] = []
    if "```" in text or "~~~" in text:
        lines, fences = without_fences(lines)
    if "<" in text:
        lines, stash = without_html(lines)
    parser = Parser(fences, stash)
    parser.parse(Node("root"), lines, "")
    inline = Inline(parser.references, source, first_line, tabbed)
    marked = _marked(source, first_line)
    for kind, chunk in parser.chunks:
        for line in chunk:
            if line[0] in marked:
                inline.read(chunk, links=kind is not TextKind.HTML)
                break
    return Scan(
        headings=tuple(sorted(parser.headings, key=_LINE)),
        elements=tuple(sorted(parser.elements + inline.images, key=_LINE)),
        links=tuple(sorted(inline.links, key=_PLACE)),
        variables=tuple(sorted(inline.variables, key=_PLACE)),
        drawn=tuple(sorted(parser.drawn)),
        chunks=tuple(sorted(parser.chunks, key=_first_line)),
        tabbed=tabbed,
    )


def _marked(source: list[str], first_line: int) -> set[int]:
    """The lines that may hold a link, an image or a variable."""
    return {
        number
        for number, text in enumerate(source, first_line)
        if "[" in text or "{{" in text or "<" in text
    }


def _first_line(chunk: Chunk) -> int:
    return chunk[1][0][0]
