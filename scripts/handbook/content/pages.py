"""A language's pages, each taken apart when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handbook.content.handbook import Page

# Page from its name and its file's bytes.
Make = Callable[[str, bytes], "Page"]


class Pages(Mapping[str, "Page"]):
    """Pages by name. In a handbook of thousands, most are the same as in the last check."""

    def __init__(self, files: Mapping[str, bytes], make: Make) -> None:
        # In one piece: processes that are copies of this one share what is written nowhere,
        # and to use a small object is to write how many do.
        self._text = b"".join(files.values())
        ends = list(accumulate(map(len, files.values())))
        self._places = dict(zip(files, pairwise((0, *ends)), strict=True))
        self._versions: dict[str, bytes] = {}
        self._make = make
        self._made: dict[str, Page] = {}
        self._digests: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> Page:
        if name not in self._made:
            self._made[name] = self._make(name, self.data(name))
        return self._made[name]

    def take(self, name: str) -> Page | None:
        """A page, which is not kept for the next who asks."""
        if name in self._places and name not in self._made:
            return self._make(name, self.data(name))
        return self._made.get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def data(self, name: str) -> bytes:
        """A page's file as it was read."""
        if name in self._versions:
            return self._versions[name]
        start, end = self._places[name]
        return self._text[start:end]

    def edited(self, name: str, data: bytes) -> None:
        """Take a page in another version, which its file has now."""
        self._versions[name] = data
        self._made.pop(name, None)
        self._digests.pop(name, None)

    def forget(self) -> None:
        """Keep none of the pages taken apart so far."""
        self._made.clear()

    def digest(self, name: str) -> bytes:
        """What stands for a page's file; the same only where the file is."""
        if name not in self._digests:
            self._digests[name] = blake2b(self.data(name), digest_size=16).digest()
        return self._digests[name]


class Edited(Mapping[str, "Page"]):
    """Pages, some of them in another version than their files have."""

    def __init__(self, pages: Mapping[str, Page], versions: Mapping[str, Page]) -> None:
        self._pages = pages
        self._versions = versions

    def __getitem__(self, name: str) -> Page:
        return self._versions[name] if name in self._versions else self._pages[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._pages, *self._versions)))

    def __len__(self) -> int:
        return len(self._pages.keys() | self._versions.keys())
