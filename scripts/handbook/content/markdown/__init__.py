"""Finds headings, elements, links and variables in Markdown, each with its place.

`scan` reads a page the way Python-Markdown renders it with the site's extensions
(attr_list, tables, admonition, md_in_html, toc, pymdownx.superfences, .details and
.tasklist), without rendering: fences are taken out first, raw HTML second, and what
is left is cut into blocks at blank lines and handed down the containers that are open.

Left out, as no author would write it or the cost would be too high:
- lists, tables, images, links and headings written as HTML tags are not counted, and what
  Python-Markdown makes of Markdown indented below an `<li>` or a `<details>` is not followed;
- a comment that begins a line inside an open inline tag (`<b>` ... `</b>`) is a block here;
- a fence on the line after indented code is a fence here, where superfences breaks it up;
- a code span opened by more backticks than close it is none;
- other braces in a heading that has an attribute list, `data-toc-label` and an id of no letters;
- a link inside the text of another one;
- containers nested more than 40 deep are read as plain text.
"""

from handbook.content.markdown.code import code_spans
from handbook.content.markdown.scan import scan
from handbook.content.markdown.values import (
    Element,
    ElementKind,
    Heading,
    Link,
    Scan,
    Text,
    TextKind,
    Variable,
)

__all__ = [
    "Element",
    "ElementKind",
    "Heading",
    "Link",
    "Scan",
    "Text",
    "TextKind",
    "Variable",
    "code_spans",
    "scan",
]
