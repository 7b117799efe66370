"""What was measured, as a table and as aims that are reached or not.

Seconds are those of processors, but for those by the clock. `command` is a check from start
to end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bench.check import Cost, Way

# The largest ratio to one pass of Python-Markdown.
AIMS = {Way.STRUCTURAL: 1 / 20, Way.FULL: 1 / 2}
# What a check after an edit may take of a full one, in a handbook of many pages.
EDIT = 1 / 10
MANY = 10_000
# How much longer a page may take in a handbook ten times as large.
LINEAR = 1.15

HEADS = (
    *("", "s / 1,000 pages", "to Markdown", "by the clock", "command", "to full check"),
    *("peak MB", "growth", "findings"),
)


@dataclass(frozen=True)
class Result:
    """The medians of the ways at one size; `pages` are those of all languages."""

    pages: int
    costs: Mapping[Way, Cost]


def result(pages: int, rounds: Sequence[Mapping[Way, Cost]]) -> Result:
    """The medians of some rounds."""
    return Result(pages, {way: _median([costs[way] for costs in rounds]) for way in rounds[0]})


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.start for cost in costs),
        median(cost.work for cost in costs),
        median(cost.clock for cost in costs),
        max(cost.memory for cost in costs),
        max(cost.findings for cost in costs),
    )


def table(results: Sequence[Result]) -> Iterator[str]:
    """The lines of the table, a block for each size."""
    for now, before in zip(results, [None, *results], strict=False):
        yield f"4 languages x {now.pages // 4:,} pages"
        yield from _aligned([HEADS, *_rows(now, before)])
        yield ""


def _rows(now: Result, before: Result | None) -> Iterator[tuple[str, ...]]:
    for way, cost in now.costs.items():
        yield (
            way.value,
            f"{cost.work / now.pages * 1000:.2f}",
            f"{cost.work / now.costs[Way.MARKDOWN].work:.3f}",
            f"{cost.clock / now.pages * 1000:.2f}",
            f"{cost.whole:.2f}" if way.name in CHECKS else "",
            f"{cost.whole / now.costs[Way.FULL].whole:.3f}" if way.name in CHECKS else "",
            f"{cost.memory:.0f}",
            f"{growth(way, now, before):.2f}" if before else "",
            str(cost.findings) if way is not Way.MARKDOWN else "",
        )


# The ways that are a whole command.
CHECKS = (Way.FULL.name, Way.UNCHANGED.name, Way.EDITED.name)


def growth(way: Way, now: Result, before: Result) -> float:
    """How much longer a page takes than in the smaller handbook; 1 where growth is linear."""
    return now.costs[way].work / now.pages / (before.costs[way].work / before.pages)


def aims(results: Sequence[Result]) -> Iterator[str]:
    """Each aim, what was measured at the largest size, and whether that reaches it."""
    last = results[-1]
    for way, aim in AIMS.items():
        found = last.costs[way].work / last.costs[Way.MARKDOWN].work
        yield _aim(f"{way.value}, to one pass of Python-Markdown", found, aim)
    found = last.costs[Way.EDITED].whole / last.costs[Way.FULL].whole
    if last.pages >= MANY:
        yield _aim(f"after editing one of {last.pages:,} pages, to the full check", found, EDIT)
    else:
        yield (
            f"after editing one of {last.pages:,} pages, to the full check: {found:.3f} "
            f"(the aim, {EDIT:.3f}, is for {MANY:,})"
        )
    for before, now in pairwise(results):
        found = growth(Way.FULL, now, before)
        name = f"all families, seconds a page at {now.pages:,} to those at {before.pages:,}"
        yield _aim(name, found, LINEAR)


def _aim(name: str, found: float, aim: float) -> str:
    return f"{name}: {found:.3f}, aim {aim:.3f}: {'reached' if found <= aim else 'NOT REACHED'}"


def _aligned(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        shown = "  ".join(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield f"  {name.ljust(widths[0])}  {shown}".rstrip()
