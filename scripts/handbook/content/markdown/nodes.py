"""The containers that are open while a page is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Node:
    """A container, as much of it as decides how the next block is read."""

    tag: str
    last: Node | None = None  # its last child
    has_text: bool = False  # text of its own, outside any child
    element: int = -1  # its place among the elements

    def add(self, tag: str, element: int = -1) -> Node:
        self.last = Node(tag, element=element)
        return self.last

    def add_leaf(self, leaf: Node) -> None:
        """Add what nothing can be added to; one of each sort serves all."""
        self.last = leaf

    def wrap_text(self) -> None:
        """Text of an item that becomes loose is put into a paragraph, its first child."""
        if self.has_text:
            self.has_text = False
            self.last = self.last or PARAGRAPH


PARAGRAPH, HEADING, TABLE, RULE = Node("p"), Node("heading"), Node("table"), Node("rule")
