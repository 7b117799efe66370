"""Rules of direction: what the bidirectional algorithm would draw in another order.

Nothing is guessed: the algorithm itself (python-bidi) lays the line out, once as it is
and once with the run isolated, and the two are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bidi import get_display

from handbook.checks.conventions import Conventions
from handbook.checks.faults import Fault, one_edit
from handbook.content.runs import runs
from handbook.content.spans import BREAK, HOLE
from handbook.findings import code

# How far around a run or mark the line is laid out: a long paragraph, and a bound on time.
NEAR = 200
LRI, PDI = "\u2066", "\u2069"
_ISOLATES = "\u2066\u2067\u2068"
_MARKS = "\u200e\u200f\u061c"
CONTROL = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_EMBEDDINGS = "\u202a\u202b\u202c\u202d\u202e"
_NAMES = {
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u061c": "Arabic letter mark",
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "pop directional formatting",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "first strong isolate",
    "\u2069": "pop directional isolate",
}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# A word of letters or a plain number is drawn as one whatever surrounds it. A percentage
# and a range of two numbers are turned around, and read so by Arabic readers.
_SIMPLE = re.compile(
    r"[A-Za-z\u00c0-\u024f]+|[0-9]+(?:[.,:][0-9]+)*[ \u00a0]?%?"
    r"|(?:[1-9][0-9]{0,2}|[12][0-9]{3})[-\u2013](?:[1-9][0-9]{0,2}|[12][0-9]{3})"
)


def run_order(text: str, conventions: Conventions) -> Iterator[Fault]:
    """KB501: a Latin or digit run of right-to-left text that would be drawn in another order.

    For text that nobody isolates: what becomes an attribute or the browser's title, or the
    pages of a site that is not built by `site/bidi.py`.
    """
    if not conventions.rtl:
        return
    for offset, line in _lines(text):
        if not _RIGHT_TO_LEFT.search(line):
            continue
        found = [
            (start, end) for start, end in runs(line) if not _SIMPLE.fullmatch(line[start:end])
        ]
        found = [run for run in found if not _is_isolated(line, *run)]
        if not found:
            continue
        for start, end in found:
            low = max(0, start - NEAR)
            before, run, after = line[low:start], line[start:end], line[end : end + NEAR]
            drawn = _drawn(f"{before}{run}{after}", conventions)
            if _drawn(f"{before}{LRI}{run}{PDI}{after}", conventions) != drawn:
                yield Fault(
                    "KB501",
                    offset + start,
                    offset + end,
                    f"{code(line[start:end])} would be drawn in another order within "
                    "right-to-left text",
                    "put U+2066 before it and U+2069 after it, or word it without the signs",
                )


def controls(text: str, conventions: Conventions, *, isolated: bool) -> Iterator[Fault]:
    """KB502: a direction control that stands alone, is deprecated, or does nothing.

    `isolated` says that the build isolates left-to-right runs, so that a mark which was
    put there for their sake does nothing any more.
    """
    if not CONTROL.search(text):
        return
    for offset, line in _lines(text):
        opened: list[int] = []
        for match in CONTROL.finditer(line):
            mark, at = match[0], match.start()
            name = f"U+{ord(mark):04X} ({_NAMES[mark]})"
            if mark in _MARKS:
                if _does_nothing(line, at, conventions, isolated):
                    message = f"{name} changes nothing where it stands"
                    yield one_edit("KB502", offset + at, offset + at + 1, message, "", "remove it")
            elif mark in _EMBEDDINGS:
                yield Fault(
                    "KB502",
                    offset + at,
                    offset + at + 1,
                    f"{name} changes the order of what follows it, unseen",
                    "remove it; where a run must be kept apart, put U+2068 before and U+2069 after",
                )
            elif mark in _ISOLATES:
                opened.append(at)
            elif opened:
                opened.pop()
            else:
                yield _alone(offset + at, name, "opened")
        for at in opened:
            yield _alone(offset + at, f"U+{ord(line[at]):04X} ({_NAMES[line[at]]})", "closed")


def _alone(at: int, name: str, verb: str) -> Fault:
    fellow = "U+2069 at the run's end" if verb == "closed" else "U+2068 at the run's beginning"
    return Fault(
        "KB502",
        at,
        at + 1,
        f"{name} is not {verb} in its paragraph",
        f"remove it, or write {fellow}",
    )


def _does_nothing(line: str, at: int, conventions: Conventions, isolated: bool) -> bool:
    def drawn(text: str) -> str:
        return _drawn(_with_isolates(text) if isolated and conventions.rtl else text, conventions)

    before, after = line[max(0, at - NEAR) : at], line[at + 1 : at + NEAR]
    return drawn(f"{before}{line[at]}{after}") == drawn(f"{before}{after}")


def _with_isolates(text: str) -> str:
    parts = []
    position = 0
    for start, end in runs(text):
        parts += [text[position:start], LRI, text[start:end], PDI]
        position = end
    return "".join([*parts, text[position:]])


def _is_isolated(line: str, start: int, end: int) -> bool:
    return line[start - 1 : start] in tuple(_ISOLATES) and line[end : end + 1] == PDI


def _drawn(line: str, conventions: Conventions) -> str:
    """The line's characters from left to right, without the controls."""
    # A hole stands for something drawn, such as code: a neutral object.
    line = line.replace(HOLE, "\ufffc")
    shown = get_display(line, base_dir="R" if conventions.rtl else "L")
    assert isinstance(shown, str)
    return CONTROL.sub("", shown)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for part in text.split(BREAK):
        # A line's end is a space to the reader, and the algorithm must not end there.
        yield offset, part.replace("\n", " ")
        offset += len(part) + 1
