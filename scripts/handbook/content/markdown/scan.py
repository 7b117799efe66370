"""Reads a page: fences out first, raw HTML second, then block by block."""

from __future__ import annotations

from handbook.content.markdown.fences import without_fences
from handbook.content.markdown.html import without_html
from handbook.content.markdown.inline import Inline
from handbook.content.markdown.lines import Line, columns_before_tabs, normalised
from handbook.content.markdown.nodes import Node
from handbook.content.markdown.parser import Parser
from handbook.content.markdown.values import Paragraph, Scan, Text


def scan(text: str, *, first_line: int = 1) -> Scan:
    """Scan Markdown without its front matter; `first_line` is the number of its first line."""
    source = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, tabbed = normalised(source, first_line)
    lines, fences = without_fences(lines)
    lines, stash = without_html(lines)
    blocks = Parser(fences, stash)
    blocks.parse(Node("root"), lines, "")
    inline = Inline(blocks.references, source, first_line, tabbed)
    for _, chunk in blocks.chunks:
        inline.read(chunk, links=True)
    for line in blocks.raw_lines:
        inline.read([line], links=False)
    return Scan(
        headings=tuple(sorted(blocks.headings, key=lambda heading: heading.line)),
        elements=tuple(sorted(blocks.elements + inline.images, key=lambda found: found.line)),
        links=tuple(sorted(inline.links, key=lambda link: (link.line, link.column))),
        variables=tuple(sorted(inline.variables, key=lambda found: (found.line, found.column))),
        text_lines=tuple(sorted(blocks.text_lines)),
        texts=tuple(
            Text(kind, tuple(_begun(line, tabbed) for line in chunk))
            for kind, chunk in sorted(blocks.texts, key=lambda found: found[1][0][0])
        ),
        paragraphs=tuple(
            Paragraph(kind, tuple(inline.written(line) for line in chunk))
            for kind, chunk in blocks.chunks
        ),
    )


def _begun(line: Line, tabbed: dict[int, str]) -> Line:
    """A line with the column that it begins at in the file, where tabs are tabs."""
    number, column, text = line
    if number in tabbed:
        before = columns_before_tabs(tabbed[number])
        column = before[min(column, len(before) - 1)]
    return number, column + 1, text
