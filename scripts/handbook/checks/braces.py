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
OPEN, CLOSE = "{{", "}}"


@dataclass(frozen=True, slots=True)
class Braces:
    """Where stray braces stand, and what they hold."""

    line: int
    column: int
    text: str
    opens: bool


def stray_braces(page: Page) -> Iterator[Braces]:
    """The double braces outside code that are no variable; of a pair, the opening ones."""
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
            unclosed = any(stray.opens and CLOSE not in line[stray.column :] for stray in strays)


def _strays(line: str, number: int) -> Iterator[Braces]:
    passed = (*CODE_SPAN.finditer(line), *VARIABLE.finditer(line))

    def strays(braces: str) -> list[int]:
        places = (found.start() for found in re.finditer(re.escape(braces), line))
        return [p for p in places if not any(span.start() <= p < span.end() for span in passed)]

    opening = strays(OPEN)
    for place in opening:
        text = line[place + len(OPEN) :].partition(CLOSE)[0]
        yield Braces(number, place + 1, text.strip(), opens=True)
    if not opening:
        for place in strays(CLOSE):
            text = line[:place].rpartition("{")[2]
            yield Braces(number, place + 1, text.strip(), opens=False)
