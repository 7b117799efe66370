"""Notes what of the handbook is read while a page is made, so that it is known what it shows.

Templates and generated sections take what they want from the pages of all languages.
They are given these mappings in place of the real ones: none of them has to say what it
reads, and none can forget to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from handbook.content.handbook import Handbook, Tree
from handbook.site.outlines import Outline

Value = TypeVar("Value")

# What was read: a language's folder, a page's name, and whether only its outline was.
Read = tuple[str, str, bool]


class Reads:
    """What has been read since the last `begin`."""

    def __init__(self) -> None:
        self.seen: set[Read] = set()

    def begin(self) -> None:
        """Forget what was read for another page."""
        self.seen = set()


class Noted(Mapping[str, Value]):
    """A language's pages or outlines by name; each that is taken is noted.

    Which names there are is not: every page is made anew where that changes.
    """

    def __init__(
        self, values: Mapping[str, Value], reads: Reads, folder: str, *, outline: bool
    ) -> None:
        self._values = values
        self._reads = reads
        self._folder = folder
        self._outline = outline

    def __getitem__(self, name: str) -> Value:
        self._reads.seen.add((self._folder, name, self._outline))
        return self._values[name]

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def noted(handbook: Handbook, reads: Reads) -> Handbook:
    """`handbook` with its pages noted as they are read."""
    trees = {
        folder: Tree(tree.language, Noted(tree.pages, reads, folder, outline=False), tree.others)
        for folder, tree in handbook.trees.items()
    }
    # Which pages are of a kind is part of every page's key.
    return replace(handbook, trees=trees, known_kinds=handbook.names_by_kind)


def noted_outlines(
    outlines: Mapping[str, Outline], reads: Reads, folder: str
) -> Mapping[str, Outline]:
    """A language's outlines, noted as they are read."""
    return Noted(outlines, reads, folder, outline=True)
