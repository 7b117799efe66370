"""Double braces that are no variable: a slip that the reader would see on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.content.handbook import Page

FENCE = re.compile(r"\s*(`{3,}|~{3,})")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
# A variable, or in code what looks like one.
VARIABLE = re.compile(r"\{\{\s*[\w.-]+\s*\}\}")
_VARIABLE_IN_LINE = re.compile(r"\{\{[^\S\n]*[\w.-]+[^\S\n]*\}\}")
OPEN, CLOSE = "{{", "}}"
# A run of braces is one slip.
OPENING, CLOSING = re.compile(r"\{{2,}"), re.compile(r"\}{2,}")
# How much of a line is taken for what braces hold.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Braces:
    """Where stray braces stand, and what they hold."""

    line: int
    column: int
    text: str
    opens: bool


def stray_braces(page: Page) -> Iterator[Braces]:
    """The double braces outside code that are no variable; of a pair, the opening ones."""
    shown = _VARIABLE_IN_LINE.sub("x", page.body)
    if OPEN not in shown and CLOSE not in shown:
        return
    fence = ""
    unclosed = False
    for number, line in enumerate(page.body.split("\n"), page.front_matter.body_line):
        mark = FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif mark:
            fence = mark[1]
        elif not line.strip():
            unclosed = False
        elif OPEN in line or CLOSE in line:
            strays = tuple(_strays(line, number))
            # The end of a pair that was parted by a line's end belongs to its beginning.
            yield from (stray for stray in strays if stray.opens or not unclosed)
            last = line.rfind(CLOSE)
            unclosed = any(stray.opens and last < stray.column for stray in strays)


def _strays(line: str, number: int) -> Iterator[Braces]:
    letters = list(line)
    for passed in (CODE_SPAN, VARIABLE):
        for found in passed.finditer(line):
            letters[found.start() : found.end()] = "x" * len(found[0])
    shown = "".join(letters)
    opening = [found.start() for found in OPENING.finditer(shown)]
    for place in opening:
        start = place + len(OPEN)
        text = line[start : start + LONGEST].partition(CLOSE)[0]
        yield Braces(number, place + 1, text.strip(), opens=True)
    if not opening:
        for found in CLOSING.finditer(shown):
            text = line[max(0, found.start() - LONGEST) : found.start()].rpartition("{")[2]
            yield Braces(number, found.start() + 1, text.strip(), opens=False)
