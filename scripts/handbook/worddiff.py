"""What changed between two texts, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_TOKEN = re.compile(r"(\S+)(\s*)")

# Beyond this many words difflib may pass over the very common ones, to end in time.
LONG = 2000


class Kind(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind, and the space after them."""

    kind: Kind
    words: str
    space: str


def runs(old: str, new: str) -> Iterator[Run]:
    """The words of both texts in order; space between words is no difference."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = difflib.SequenceMatcher(
        None,
        [word for word, _ in before],
        [word for word, _ in after],
        autojunk=max(len(before), len(after)) > LONG,
    )
    for change, low, high, start, end in matcher.get_opcodes():
        if change == "equal":
            yield _run(Kind.SAME, after[start:end])
            continue
        if low < high:
            removed = _run(Kind.OLD, before[low:high])
            yield Run(Kind.OLD, removed.words, "" if start < end else removed.space)
        if start < end:
            yield _run(Kind.NEW, after[start:end])


def _run(kind: Kind, tokens: list[tuple[str, str]]) -> Run:
    words = "".join(word + space for word, space in tokens)
    space = tokens[-1][1]
    return Run(kind, words.removesuffix(space) if space else words, space)


def plain(old: str, new: str) -> str:
    """The change as `[-old-]{+new+}`."""
    marks = {Kind.SAME: ("", ""), Kind.OLD: ("[-", "-]"), Kind.NEW: ("{+", "+}")}
    return "".join(f"{run.words.join(marks[run.kind])}{run.space}" for run in runs(old, new))


def colored(old: str, new: str) -> str:
    """The change in red, struck through, and green."""
    starts = {Kind.OLD: "\x1b[9;31m", Kind.NEW: "\x1b[1;32m"}
    return "".join(
        (f"{starts[run.kind]}{run.words}\x1b[0m" if run.kind in starts else run.words) + run.space
        for run in runs(old, new)
    )
