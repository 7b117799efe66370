"""A fault of script or typography within some prose, and the edits that mend it."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from handbook.content.spans import BREAK, HOLE

# As many words on either side as tell the author which place is meant.
_BEFORE = re.compile(rf"(?:[^\s{BREAK}{HOLE}]{{1,24}}[ ]?)?[^\s{BREAK}{HOLE}]{{0,24}}\Z")
_AFTER = re.compile(rf"[^\s{BREAK}{HOLE}]{{0,24}}(?:[ ][^\s{BREAK}{HOLE}]{{1,24}})?")


class Edit(NamedTuple):
    """A slice of the prose, and what to write for it."""

    start: int
    end: int
    text: str


class Fault(NamedTuple):
    """A rule's finding: where in the prose, what is wrong, and how to mend it.

    `edits` are the mend, where it is mechanical and safe; without `help` they tell it too.
    """

    code: str
    start: int
    end: int
    message: str
    help: str = ""
    edits: tuple[Edit, ...] = ()


def one_edit(code: str, start: int, end: int, message: str, text: str, help: str = "") -> Fault:
    """A fault that is mended by writing `text` for what is there."""
    return Fault(code, start, end, message, help, (Edit(start, end, text),))


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """`text` with the edits made; of two that overlap, the first."""
    parts = []
    position = 0
    for start, end, new in sorted(edits):
        if start >= position:
            parts += [text[position:start], new]
            position = end
    return "".join([*parts, text[position:]])


def excerpt(text: str, start: int, end: int, edits: tuple[Edit, ...] = ()) -> str:
    """A slice with a word on either side, corrected, in one line."""
    before = _BEFORE.search(text, max(0, start - 50), start)
    after = _AFTER.match(text, end)
    first = before.start() if before else start
    last = after.end() if after else end
    shifted = tuple(Edit(at - first, stop - first, new) for at, stop, new in edits)
    shown = applied(text[first:last], shifted)
    shown = " ".join(re.sub(f"[{BREAK}{HOLE}]+", "…", shown).split())
    # What nobody sees is told by its number.
    return "".join(
        f"\\u{{{ord(c):04x}}}" if unicodedata.category(c) in ("Cf", "Cc") else c for c in shown
    )
