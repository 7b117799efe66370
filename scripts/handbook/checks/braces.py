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


def stray_braces(page: Page) -> Iterator[Braces]:
    """The double braces outside code that are no variable; of a pair, the opening ones."""
    fence = ""
    for number, line in enumerate(page.body.split("\n"), page.front_matter.body_line):
        mark = FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif mark:
            fence = mark[1]
        elif OPEN in line or CLOSE in line:
            yield from _strays(line, number)


def _strays(line: str, number: int) -> Iterator[Braces]:
    passed = (*CODE_SPAN.finditer(line), *VARIABLE.finditer(line))

    def strays(braces: str) -> list[int]:
        places = (found.start() for found in re.finditer(re.escape(braces), line))
        return [p for p in places if not any(span.start() <= p < span.end() for span in passed)]

    for place in strays(OPEN) or strays(CLOSE)[:1]:
        text = line[place:].removeprefix(OPEN).partition(CLOSE)[0].strip()
        yield Braces(number, place + 1, text)
