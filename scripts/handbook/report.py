"""Renders findings. What is said is decided before; here is only how it looks.

The text form is rustc's; the JSON form is a stable object:

    {"version": 1,
     "findings": [{"code", "alias", "severity", "path", "line", "column",
                   "message", "detail", "note", "help"}, ...],
     "summary": [{"name", "pages", "sections", "errors", "warnings"}, ...]}

`summary` has one entry a language, named by its folder, and `total` last, which
also counts findings in files that are of no language. In both forms quoted
right-to-left text stands between U+2068 and U+2069.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from handbook.content.handbook import Handbook
from handbook.findings import Finding, Severity, counted

VERSION = 1
TOTAL = "total"

_BOLD, _BLUE, _PLAIN = "\x1b[1m", "\x1b[1;34m", "\x1b[0m"
_COLORS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]")


@dataclass(frozen=True, slots=True)
class Tally:
    """How much one language, or the whole, has, and how much of it is amiss."""

    name: str
    pages: int
    sections: int
    errors: int
    warnings: int


def summarise(handbook: Handbook, findings: Iterable[Finding]) -> tuple[Tally, ...]:
    """A tally per language, in the contract's order, and the total last."""
    findings = tuple(findings)
    tallies = []
    for folder, tree in handbook.trees.items():
        own = [found for found in findings if handbook.language_of(found.path) == folder]
        sections = sum(len(page.headed) for page in tree.pages.values())
        tallies.append(Tally(folder, len(tree.pages), sections, *_severities(own)))
    pages = sum(tally.pages for tally in tallies)
    sections = sum(tally.sections for tally in tallies)
    return (*tallies, Tally(TOTAL, pages, sections, *_severities(findings)))


def _severities(findings: Iterable[Finding]) -> tuple[int, int]:
    severities = [found.severity for found in findings]
    return severities.count(Severity.ERROR), severities.count(Severity.WARNING)


def text(findings: Iterable[Finding], summary: Sequence[Tally], *, color: bool = False) -> str:
    """The findings as rustc shows them, then a line per language and one for all."""
    blocks = ["\n".join(_lines(found, color)) + "\n" for found in findings]
    if summary:
        blocks.append("".join(f"{line}\n" for line in _summary(summary)))
    return "\n".join(blocks)


def _lines(found: Finding, color: bool) -> Iterator[str]:
    def painted(style: str, words: str) -> str:
        return f"{style}{words}{_PLAIN}" if color else words

    head = painted(_COLORS[found.severity], f"{found.severity}[{found.code}]")
    yield head + painted(_BOLD, f": {_visible(found.message)}")
    place = f"{found.path}:{found.line}" + (f":{found.column}" if found.column > 1 else "")
    yield f"  {painted(_BLUE, '-->')} {_visible(place)}"
    if found.detail:
        yield f"   {painted(_BLUE, '|')} {_visible(found.detail)}"
    if found.note:
        yield f"{painted(_BOLD, 'note')}: {_visible(found.note)}"
    if found.help:
        yield f"{painted(_BOLD, 'help')}: {_visible(found.help)}"


def _visible(words: str) -> str:
    """`words` without what could drive a terminal or turn the rest of a line around."""
    return _CONTROLS.sub(lambda found: f"\\u{{{ord(found[0]):04x}}}", words)


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
    for row, name in enumerate(names):
        line = name.ljust(max(map(len, names)))
        for column in columns:
            widths = [max(map(len, parts)) for parts in zip(*column, strict=True)]
            number, noun = column[row]
            line += f"  {number.rjust(widths[0])} {noun.ljust(widths[1])}"
        yield line.rstrip()


def json_text(findings: Iterable[Finding], summary: Sequence[Tally]) -> str:
    """The findings and the summary as the JSON object described above."""
    value = {
        "version": VERSION,
        "findings": [
            {
                "code": found.code,
                "alias": found.alias,
                "severity": found.severity.value,
                "path": found.path,
                "line": found.line,
                "column": found.column,
                "message": found.message,
                "detail": found.detail,
                "note": found.note,
                "help": found.help,
            }
            for found in findings
        ],
        "summary": [asdict(tally) for tally in summary],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
