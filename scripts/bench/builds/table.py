"""What was measured, as tables in Markdown; and the aims, each reached or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench.builds.process import Cost
from bench.builds.projects import Way
from bench.builds.results import Result, Seconds, growth, middle, peak, ratio
from handbook.content.atomic import write_atomically

OURS, PRUNED, HUGO = "ours", "stock pruned", "Hugo"
# What stands for a thing that is not there.
NONE = "–"


@dataclass(frozen=True)
class Aim:
    """How long ours may take to another at most, by the pages a language; nothing if it is open."""

    way: Way
    other: str
    most: Mapping[int, float]


_EDIT_TO_PRUNED = {15: 0.20, 250: 0.06, 2_500: 0.02}
_EDIT_TO_HUGO = {15: 1.5, 250: 0.5, 2_500: 0.25}
AIMS = (
    Aim(Way.COLD, PRUNED, {15: 0.45, 250: 0.30, 2_500: 0.20}),
    Aim(Way.COLD, HUGO, {}),
    Aim(Way.UNCHANGED, PRUNED, {}),
    Aim(Way.UNCHANGED, HUGO, {15: 1.2, 250: 0.3, 2_500: 0.1}),
    Aim(Way.EDIT, PRUNED, _EDIT_TO_PRUNED),
    Aim(Way.EDIT, HUGO, _EDIT_TO_HUGO),
    Aim(Way.SOURCE_EDIT, PRUNED, _EDIT_TO_PRUNED),
    Aim(Way.SOURCE_EDIT, HUGO, _EDIT_TO_HUGO),
)
# Ten times the pages may take so many times as long.
GROWTH = {(250, 2_500): 10.5}
# Megabytes at the largest size.
MEMORY = {2_500: 600}
# How many per cent the HTML of a page may grow from the smallest size to the largest.
SAME = 5


def by_clock(cost: Cost) -> float:
    """Seconds that somebody waits."""
    return cost.wall


def by_processors(cost: Cost) -> float:
    """Seconds of all processors, which other work on the machine changes little."""
    return cost.cpu


def tables(results: Sequence[Result]) -> Iterator[str]:
    """All tables, for some sizes in ascending order."""
    yield "### Aims"
    yield ""
    yield from _ratios(results, by_clock, "ours, by the clock")
    yield ""
    yield from _ratios(results, by_processors, "ours, by processor time")
    if others := list(_others(results)):
        yield ""
        yield from _head(["ours", "found"])
        yield from others
    for result in results:
        yield ""
        yield f"### {result.pages:,} pages a language"
        yield ""
        yield from _times(result)
        yield ""
        yield from _sizes(result)
        yield from _left_out(result)
    if len(results) > 1:
        yield ""
        yield "### Growth"
        yield ""
        yield from _growths(results)


# Aims


def _ratios(results: Sequence[Result], seconds: Seconds, head: str) -> Iterator[str]:
    yield from _head([head, *(f"{result.pages:,}" for result in results)])
    for aim in AIMS:
        cells = [_ratio(result, aim, seconds) for result in results]
        yield _line([f"{aim.way}, to {aim.other}", *cells])


def _ratio(result: Result, aim: Aim, seconds: Seconds) -> str:
    found = ratio(result, aim.way, OURS, aim.other, seconds)
    if found is None:
        return NONE
    if result.pages not in aim.most:
        return f"{found:.2f}"
    return judged(found, aim.most[result.pages])


def judged(found: float, most: float) -> str:
    """A value beside its aim."""
    return f"{found:.3g}, aim {most:.3g}: {'reached' if found <= most else 'NOT REACHED'}"


def _others(results: Sequence[Result]) -> Iterator[str]:
    ours = [(result.pages, row) for result in results if (row := result.row(OURS))]
    for now, before in _pairs(results):
        if most := GROWTH.get((before.pages, now.pages)):
            for name, seconds in (("the clock", by_clock), ("processor time", by_processors)):
                if found := growth(now, before, OURS, seconds):
                    name = f"cold, {now.pages:,} to {before.pages:,}, by {name}"
                    yield _line([name, judged(found, most)])
    for pages, row in ours:
        if most := MEMORY.get(pages):
            yield _line([f"memory at most, {pages:,} pages, MB", judged(peak(row), most)])
    if len(ours) > 1:
        (few, small), (many, large) = ours[0], ours[-1]
        more = 100 * large.output.html / small.output.html - 100
        yield _line([f"HTML of a page, {many:,} to {few:,}, % more", judged(more, SAME)])
        if small.output.search and large.output.search:
            found = large.output.search / small.output.search
            yield _line([f"first search, bytes, {many:,} to {few:,}", f"{found:.3g}"])


# Measurements


def _times(result: Result) -> Iterator[str]:
    rounds = f"medians of {result.rounds} rounds" if result.rounds > 1 else "one round"
    yield f"On {result.machine}, {rounds}: seconds by the clock (of processors)."
    yield ""
    yield from _head(["", *Way, "MB at most"])
    for row in result.measured:
        costs = [middle(row, way) for way in row.costs]
        cells = [f"{cost.wall:.2f} ({cost.cpu:.2f})" for cost in costs]
        yield _line([_name(row.name, row.version), *cells, f"{peak(row):.0f}"])


def _sizes(result: Result) -> Iterator[str]:
    yield from _head(["", "output, MB", "files", "a page's HTML, bytes", "first search, kB"])
    for row in result.measured:
        out = row.output
        search = f"{out.search / 1e3:,.0f}" if out.search else NONE
        yield _line(
            [row.name, f"{out.bytes / 1e6:,.1f}", f"{out.files:,}", f"{out.html:,.0f}", search]
        )


def _left_out(result: Result) -> Iterator[str]:
    for row in result.not_run:
        yield ""
        yield f"Not run: {_name(row.name, row.version)}: {row.reason}."


def _growths(results: Sequence[Result]) -> Iterator[str]:
    pairs = _pairs(results)
    heads = [
        f"{before.pages:,} to {now.pages:,} ({now.pages / before.pages:.3g} times the pages)"
        for now, before in pairs
    ]
    yield from _head(["cold: times as long (of processors)", *heads])
    for name in dict.fromkeys(row.name for result in results for row in result.measured):
        cells = []
        for now, before in pairs:
            clock = growth(now, before, name, by_clock)
            cpu = growth(now, before, name, by_processors)
            cells.append(f"{clock:.1f} ({cpu:.1f})" if clock and cpu else NONE)
        yield _line([name, *cells])


def _pairs(results: Sequence[Result]) -> list[tuple[Result, Result]]:
    return [(now, before) for before, now in pairwise(results)]


# Markdown


def _name(name: str, version: str) -> str:
    return f"{name} ({version})" if version else name


def _head(cells: Sequence[str]) -> Iterator[str]:
    yield _line(cells)
    yield _line(["---", *("---:" for _ in cells[1:])])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def write(page: Path, lines: Sequence[str]) -> None:
    """Put the tables in their place in the documentation."""
    text = page.read_text(encoding="utf-8")
    start, end = "<!-- builds -->\n", "<!-- end of builds -->"
    head, rest = text.split(start)
    _, tail = rest.split(end)
    write_atomically(page, (head + start + "\n".join(lines) + "\n" + end + tail).encode())
