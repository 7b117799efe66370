"""1xx: a section has the numbers and times of its source.

A language may write the same number in its own way: 4 pm, 16h, pukul 16.00 and
«الرابعة عصرًا» are one time, `2` and `two` one number. So each number is read to a value,
and a section must have the values that the source has. Digits and times have to be met
one by one; number words, of which languages have more or fewer (Arabic has a dual, `one`
is often no number), only when the section has the number nowhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handbook.checks.numerals import Number, numbers
from handbook.checks.pairs import Pair, pairs, place
from handbook.content.handbook import Handbook
from handbook.findings import Finding, quoted

# What stands between the parts of a telephone number, a date or a range.
_JOINT = re.compile(r"[ \u00a0\u202f]?[-\u2010-\u2013/().]{0,2}[ \u00a0\u202f]?")


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every number that a section has and its source has not, and the reverse."""
    for pair in pairs(handbook):
        yield from _differences(pair)


def _differences(pair: Pair) -> Iterator[Finding]:
    here, there = pair.words
    mine = numbers(pair.languages[0], here)
    theirs = numbers(pair.languages[1], there)
    if mine is None or theirs is None:
        return
    extra = _whole(here, mine, _unmet(mine, theirs))
    missing = _whole(there, theirs, _unmet(theirs, mine))
    for index, number in enumerate(extra):
        meant = missing[index] if index < len(missing) else None
        yield pair.finding(
            "KB131",
            place(here, number.start, pair.here.line),
            f"{pair.name} has {quoted(number.text)}"
            + (f" where the source has {quoted(meant.text)}" if meant else ", the source has not"),
            f"write {quoted(meant.text)} as the language does" if meant else "remove it",
            _note(pair, there, meant) if meant else "",
        )
    for number in missing[len(extra) :]:
        yield pair.finding(
            "KB131",
            place(here, 0, pair.here.line),
            f"{pair.name} lacks the number {quoted(number.text)}",
            f"write {quoted(number.text)} as the language does",
            _note(pair, there, number),
        )


def _note(pair: Pair, there: str, number: Number) -> str:
    at = place(there, number.start, pair.there.line)
    return f"the source has it at {pair.source.path}:{at.line}:{at.column}"


def _whole(words: str, numbers: Sequence[Number], unmet: Sequence[Number]) -> list[Number]:
    """The unmet numbers, those of one telephone number, date or range as one."""
    found: list[Number] = []
    for run in _runs(words, numbers) if unmet else ():
        if not any(number in unmet for number in run):
            continue
        first, last = run[0], run[-1]
        if first is last:
            found.append(first)
            continue
        start = first.start - (words[first.start - 1 : first.start] == "+")
        text = words[start : last.start + len(last.text)]
        found.append(replace(first, text=" ".join(text.split()), start=start))
    return found


def _runs(words: str, numbers: Sequence[Number]) -> Iterator[list[Number]]:
    """The numbers, those in digits together that nothing but marks stands between."""
    run: list[Number] = []
    for number in numbers:
        if run:
            between = words[run[-1].start + len(run[-1].text) : number.start]
            if not (run[-1].certain and number.certain and _JOINT.fullmatch(between)):
                yield run
                run = []
        run.append(number)
    if run:
        yield run


def _unmet(some: Sequence[Number], others: Sequence[Number]) -> list[Number]:
    """The numbers of `some` that `others` have not; what is in digits is met first."""
    left = Counter(number.value for number in others)
    present = frozenset(left)
    unmet = []
    for number in sorted(some, key=lambda number: not number.certain):
        if left[number.value]:
            left[number.value] -= 1
        elif number.certain or (number.counts and number.value not in present):
            unmet.append(number)
    return sorted(unmet, key=lambda number: number.start)
