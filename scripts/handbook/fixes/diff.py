"""A change as a unified diff, as `git apply` and `patch -p1` take it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from handbook.fixes.plan import Change
from handbook.report import visible

_LINES = re.compile(r"[^\n]*\n|[^\n]+\Z")
_COLORS = {"-": "\x1b[31m", "+": "\x1b[32m", "@": "\x1b[36m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def unified_diff(change: Change, *, terminal: bool = False, color: bool = False) -> str:
    """The diff, byte for byte; on a terminal without what would drive it."""
    parts = []
    for number, line in enumerate(_diff(change)):
        shown = line
        if terminal:
            words, end = (line[:-1], "\n") if line.endswith("\n") else (line, "")
            shown = "\t".join(map(visible, words.removesuffix("\r").split("\t"))) + end
        if color:
            style = _BOLD if number < 2 else _COLORS.get(line[0], "")
            shown = f"{style}{shown.removesuffix(chr(10))}{_PLAIN}\n" if style else shown
        parts.append(shown)
        if not line.endswith("\n"):
            parts.append("\n\\ No newline at end of file\n")
    return "".join(parts)


def _diff(change: Change) -> Iterator[str]:
    name = visible(change.path)
    before, after = _LINES.findall(change.before), _LINES.findall(change.after)
    return difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
