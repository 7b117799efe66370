"""Passages on their way from where pages are made to where they are indexed.

They pass through files, and what is handed on of a page is where its passages stand:
those of thousands of pages are in no process at once.
"""

from __future__ import annotations

import marshal
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from handbook.site.memory import inputs
from handbook.site.search.passages import Passage


class Spooled(NamedTuple):
    """A page's passages: what stands for them, their titles by id, and where they stand."""

    text: str
    titles: tuple[tuple[str, str], ...]
    file: str
    start: int
    size: int


class Spool:
    """A file of passages in a folder, written by one process."""

    def __init__(self, folder: Path) -> None:
        self._handle, self._name = tempfile.mkstemp(dir=folder)
        self._end = 0

    def put(self, passages: Sequence[Passage]) -> Spooled:
        """Write the passages of a page."""
        plain = tuple((one.id, one.title, one.text) for one in passages)
        data = marshal.dumps(plain)
        os.write(self._handle, data)
        start, self._end = self._end, self._end + len(data)
        titles = tuple((one.id, one.title) for one in passages)
        return Spooled(inputs.digest(plain), titles, self._name, start, len(data))

    def close(self) -> None:
        """Write no more."""
        os.close(self._handle)


def read(place: Spooled) -> tuple[Passage, ...]:
    """The passages that were put there."""
    with Path(place.file).open("rb") as file:
        file.seek(place.start)
        return tuple(Passage(*one) for one in marshal.loads(file.read(place.size)))
