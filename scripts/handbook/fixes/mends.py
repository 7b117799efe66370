"""A mend: the edits that end one finding, and what the files then say.

What is written is only right if it reads as meant: Markdown and YAML may take a mark for
markup. So each mend tells what its files are to say when it is made, and `sound` keeps
those for which that comes true and everything else stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from handbook.checks import faults
from handbook.content.spans import BREAK
from handbook.findings import Edit, Finding

# What a file says, part by part; see readings.py.
Key: TypeAlias = tuple[str | int, ...]
Reading: TypeAlias = Mapping[Key, object]

_BEFORE_BREAK = re.compile(f"[ ]+(?={BREAK})")
_LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Says:
    """What a part of a file says once a mend is made: edits of its text, or a new value."""

    path: str
    key: Key
    edits: tuple[faults.Edit, ...] = ()
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Mend:
    """A finding and what ends it, whole or not at all."""

    finding: Finding
    edits: tuple[Edit, ...]
    says: tuple[Says, ...]


@dataclass(frozen=True)
class Document:
    """A file as it is written, line ends and all; `read` tells what a text says, None where
    it cannot be read.
    """

    path: str
    text: str
    read: Callable[[str], Reading | None]

    @cached_property
    def reading(self) -> Reading | None:
        """What it says."""
        return self.read(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """Its lines without their ends."""
        return _LINE_END.split(self.text)[::2]

    def edited(self, edits: Iterable[Edit]) -> Document:
        """The document with edits that do not overlap."""
        parts = _LINE_END.split(self.text)
        by_line: dict[int, list[faults.Edit]] = {}
        for edit in edits:
            by_line.setdefault(edit.line, []).append(faults.Edit(edit.start, edit.end, edit.text))
        for line, found in by_line.items():
            # The line ends stand between the lines.
            index = 2 * (line - 1)
            parts[index] = faults.applied(parts[index], tuple(found))
        return Document(self.path, "".join(parts), self.read)


Documents: TypeAlias = Mapping[str, Document]


def apart(mends: Iterable[Mend]) -> list[Mend]:
    """The mends that touch no place which one before them touches; the rest can wait."""
    taken: dict[tuple[str, int], list[tuple[int, int]]] = {}
    chosen = []
    for mend in sorted(mends, key=lambda mend: mend.edits):
        spans = [((e.path, e.line), (e.start, e.end)) for e in mend.edits]
        if any(_overlap(span, other) for at, span in spans for other in taken.get(at, ())):
            continue
        for at, span in spans:
            taken.setdefault(at, []).append(span)
        chosen.append(mend)
    return chosen


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    # Two insertions at one place have no order.
    return one == other or (one[0] < other[1] and other[0] < one[1])


def made(documents: Documents, mends: Iterable[Mend]) -> dict[str, Document]:
    """The documents that the mends touch, with them made."""
    by_path: dict[str, list[Edit]] = {}
    for mend in mends:
        for edit in mend.edits:
            by_path.setdefault(edit.path, []).append(edit)
    return {path: documents[path].edited(edits) for path, edits in by_path.items()}


def sound(documents: Documents, mends: Sequence[Mend]) -> list[Mend]:
    """Those of the mends that do what they are meant to do, and nothing else."""
    if not mends or _is_sound(documents, mends):
        return list(mends)
    if len(mends) == 1:
        return []
    middle = len(mends) // 2
    first = sound(documents, mends[:middle])
    both = first + sound(documents, mends[middle:])
    return both if _is_sound(documents, both) else first


def _is_sound(documents: Documents, mends: Sequence[Mend]) -> bool:
    said: dict[str, dict[Key, list[Says]]] = {}
    for mend in mends:
        for says in mend.says:
            said.setdefault(says.path, {}).setdefault(says.key, []).append(says)
    return all(
        _shown(_meant(documents[path], said.get(path, {}))) == _shown(document.reading)
        for path, document in made(documents, mends).items()
    )


def _shown(reading: Reading | None) -> Reading | None:
    """A reading without the space that is left before an attribute list at a paragraph's end."""
    if reading is None:
        return None
    return {
        key: _BEFORE_BREAK.sub("", value) if isinstance(value, str) else value
        for key, value in reading.items()
    }


def _meant(document: Document, said: Mapping[Key, Sequence[Says]]) -> dict[Key, object] | None:
    before = document.reading
    if before is None:
        return None
    meant = dict(before)
    for key, changes in said.items():
        edits = tuple(edit for says in changes for edit in says.edits)
        text = meant[key]
        meant[key] = faults.applied(text, edits) if edits and isinstance(text, str) else None
        for says in changes:
            if says.value is not None:
                meant[key] = says.value
    return meant
