"""Findings as rustc shows them, for a person at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from handbook.findings import FIRST_STRONG_ISOLATE, POP_ISOLATE, Finding, Severity, counted
from handbook.report.summary import Tally

_BOLD, _BLUE, _PLAIN = "\x1b[1m", "\x1b[1;34m", "\x1b[0m"
_COLORS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066\u2067\ud800-\udfff]")
_ISOLATES = re.compile(f"[{FIRST_STRONG_ISOLATE}{POP_ISOLATE}]")


def text(findings: Iterable[Finding], summary: Sequence[Tally], *, color: bool = False) -> str:
    """The findings as rustc shows them, then a line per language and one for all."""
    findings = tuple(findings)
    blocks = ["\n".join(_lines(found, color)) + "\n" for found in findings]
    if summary:
        blocks.append("".join(f"{line}\n" for line in _summary(summary)))
    if fixable := sum(found.fixable for found in findings):
        number = f"{fixable} of these" if len(findings) > 1 else "this"
        blocks.append(f"{number} can be mended by `handbook check --fix`\n")
    return "\n".join(blocks)


def _lines(found: Finding, color: bool) -> Iterator[str]:
    def painted(style: str, words: str) -> str:
        return f"{style}{words}{_PLAIN}" if color else words

    head = painted(_COLORS[found.severity], f"{found.severity}[{found.code}]")
    yield head + painted(_BOLD, f": {visible(found.message)}")
    place = f"{found.path}:{found.line}" + (f":{found.column}" if found.column > 1 else "")
    yield f"  {painted(_BLUE, '-->')} {visible(place)}"
    if found.detail:
        yield f"   {painted(_BLUE, '|')} {visible(found.detail)}"
    if found.note:
        yield f"{painted(_BOLD, 'note')}: {visible(found.note)}"
    if found.help:
        yield f"{painted(_BOLD, 'help')}: {visible(found.help)}"


def visible(words: str) -> str:
    """`words` without what could drive a terminal or turn the rest of a line around."""
    words = _CONTROLS.sub(_escaped, words)
    return words if _is_balanced(words) else _ISOLATES.sub(_escaped, words)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{{{ord(found[0]):04x}}}"


def _is_balanced(words: str) -> bool:
    """Whether each isolate ends, and none that was not begun: a file's name may hold either."""
    depth = 0
    for mark in _ISOLATES.findall(words):
        depth += 1 if mark == FIRST_STRONG_ISOLATE else -1
        if depth < 0:
            return False
    return depth == 0


def _summary(summary: Sequence[Tally]) -> Iterator[str]:
    """One line a tally, numbers under numbers and words under words."""
    names = [tally.name for tally in summary]
    columns = [
        [counted(number, noun).split() for number in numbers]
        for noun, numbers in (
            ("page", [tally.pages for tally in summary]),
            ("section", [tally.sections for tally in summary]),
            ("error", [tally.errors for tally in summary]),
            ("warning", [tally.warnings for tally in summary]),
        )
    ]
    suppressed = [tally.suppressed for tally in summary]
    if any(suppressed):
        columns.append([[str(number), "suppressed"] for number in suppressed])
    for row, name in enumerate(names):
        line = name.ljust(max(map(len, names)))
        for column in columns:
            widths = [max(map(len, parts)) for parts in zip(*column, strict=True)]
            number, noun = column[row]
            line += f"  {number.rjust(widths[0])} {noun.ljust(widths[1])}"
        yield line.rstrip()
