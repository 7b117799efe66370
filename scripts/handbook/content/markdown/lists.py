"""Lists: where an item ends, and how deep what is indented belongs."""

from __future__ import annotations

import re

from handbook.content.markdown.lines import INDENT, TAB, Line
from handbook.content.markdown.nodes import Node

ITEM = re.compile(r" {0,3}(?:\d+\.|[*+-]) +")
_NESTED_ITEM = re.compile(r" {4,7}(?:\d+\.|[*+-]) +")


def list_level(node: Node, text: str, state: str) -> tuple[int, Node]:
    """How deep in the open lists an indented block belongs, and under what."""
    indent = (len(text) - len(text.lstrip(" "))) // TAB
    level = 1 if state == "list" else 0
    while indent > level and node.last is not None and node.last.tag in ("list", "item"):
        node = node.last
        if node.tag == "list":
            level += 1
    return level, node


def items_of(lines: list[Line]) -> list[list[Line]]:
    """The lines of each item; those of nested ones, indented, are an item of their own."""
    items: list[list[Line]] = []
    for line in lines:
        number, column, text = line
        if match := ITEM.match(text):
            items.append([(number, column + match.end(), text[match.end() :])])
        elif _NESTED_ITEM.match(text) and not items[-1][0][2].startswith(INDENT):
            items.append([line])
        else:
            items[-1].append(line)
    return items
