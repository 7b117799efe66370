"""Tables: whether a block is one, and of how many columns."""

from __future__ import annotations

import re

from handbook.content.markdown.blocks import Block
from handbook.content.markdown.code import masked

_END_BORDER = re.compile(r"(?<!\\)(?:\\\\)*\|$")


def columns_of(block: Block) -> int:
    """How many columns a block has as a table; 0 where it is none."""
    header = block.text.strip(" ")
    border = _has_border(header)
    columns = _cells(header, border)
    rows = (block.lines[place][2] for place in range(block.start + 1, block.end))
    if columns == 1 and not (border and all(_has_border(row.strip(" ")) for row in rows)):
        return 0
    delimiters = block.lines[block.start + 1][2].strip(" ")
    return columns if _cells(delimiters, border) == columns else 0


def _has_border(row: str) -> bool:
    return row.startswith("|") or bool(_END_BORDER.search(row))


def _cells(row: str, border: bool) -> int:
    if border:
        row = _END_BORDER.sub("", row.removeprefix("|"))
    return masked(row).count("|") + 1
