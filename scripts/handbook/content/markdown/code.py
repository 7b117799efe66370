"""Code spans and escapes: what in a paragraph is no markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_TICKS = re.compile(r"`+")
_ESCAPE = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!|]")


def filler(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def without_escapes(text: str) -> str:
    return _ESCAPE.sub(filler, text) if "\\" in text else text


def masked(text: str) -> str:
    """The text with code spans and escaped characters replaced by as many letters."""
    return without_escapes(without_code(text) if "`" in text else text)


def without_code(text: str) -> str:
    """The text with code spans replaced by as many letters."""
    parts = []
    position = 0
    for start, stop in code_spans(text):
        parts += [text[position:start], "x" * (stop - start)]
        position = stop
    return "".join([*parts, text[position:]])


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the code spans of a paragraph begin and end, their ticks included."""
    runs = []
    for match in _TICKS.finditer(text):
        backslashes = match.start() - len(text[: match.start()].rstrip("\\"))
        runs.append((match.start(), match.end(), backslashes % 2))
    places: dict[int, list[int]] = {}
    for index, (start, end, _) in enumerate(runs):
        places.setdefault(end - start, []).append(index)
    index = 0
    while index < len(runs):
        start, end, escaped = runs[index]
        start += escaped
        closing = places.get(end - start, [])
        found = bisect_right(closing, index)
        index += 1
        if start < end and found < len(closing):
            index = closing[found] + 1
            yield start, runs[closing[found]][1]
