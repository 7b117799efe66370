"""What two sections of a site of others hold more or less of, and where to look for why.

Nobody promised that the two are equal, and the cause is as often markup that was
mangled as text that was left out: the place and the help are those of the cause
where one is seen.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handbook.checks.contents import COUNTED, TYPED, elements
from handbook.checks.mangled import Mangled, indented, mangled
from handbook.checks.pairs import Pair
from handbook.content.handbook import Page, Section
from handbook.content.markdown import Element, ElementKind, TextKind
from handbook.findings import Finding, code, counted

KINDS = {
    number: kind
    for number, (kind, _) in {**COUNTED, **TYPED, "KB113": (ElementKind.TABLE, "table")}.items()
}
NOUNS = {number: noun for number, (_, noun) in {**COUNTED, **TYPED}.items()} | {"KB113": "table"}
FIRST_CODE = re.compile(r"\s*\|?\s*`([^`]+)`\s*\|")
# More places than these are not listed, and longer sections are not compared piece by piece.
MANY_PLACES = 40
MANY_ELEMENTS = 400


def contents(pair: Pair) -> Iterator[Finding]:
    """Every difference in what the two sections hold, at its cause."""
    for found in elements(pair):
        yield _explained(pair, found, KINDS[found.code])


def _explained(pair: Pair, found: Finding, kind: ElementKind) -> Finding:
    here, there = _of(pair.here, kind), _of(pair.there, kind)
    if len(here) == len(there):
        return _rows_named(pair, _renamed(pair, found))
    found = _placed(pair, found, kind)
    is_less = len(here) < len(there)
    noun = NOUNS[found.code]
    if cause := _cause(pair.page, pair.here, kind, is_less):
        return replace(found, line=cause.line, note=f"{cause.fault}; {found.note}", help=cause.mend)
    if cause := _cause(pair.source, pair.there, kind, not is_less):
        return replace(
            found,
            note=f"{found.note}; in {pair.source.path}, {cause.fault}",
            help=f"mend the source: {cause.mend}",
        )
    if _in_all(pair.page, kind) == _in_all(pair.source, kind):
        return replace(
            found,
            help=f"the two pages have as many {noun}s in all: see whether one stands below "
            "another heading than in the source",
        )
    return found


def _in_all(page: Page, kind: ElementKind) -> int:
    return sum(element.kind is kind for each in page.sections for element in each.elements)


def _cause(page: Page, section: Section, kind: ElementKind, is_less: bool) -> Mangled | None:
    """The first mangled markup for which a section has less, or more, of a kind."""
    found = (*mangled(section), *indented(page, section))
    return next(
        (
            each
            for each in found
            # Where headings are lost, what stands below them is counted here.
            if kind in (each.fewer if is_less else each.more) or each.headings
        ),
        None,
    )


def _of(section: Section, kind: ElementKind) -> list[Element]:
    return [element for element in section.elements if element.kind is kind]


def _renamed(pair: Pair, found: Finding) -> Finding:
    """An admonition whose type was translated: the title is what readers see."""
    mine = next((e for e in pair.here.elements if e.line == found.line and e.name), None)
    if found.code not in TYPED or mine is None or mine.name.isascii():
        return found
    theirs = found.help.removeprefix("write `").removesuffix("`")
    return replace(found, help=f'write {code(theirs)} as its type, and "{mine.name}" as its title')


def _rows_named(pair: Pair, found: Finding) -> Finding:
    """A table whose rows begin with code, the same in every language: which are not in both."""
    if found.code != "KB113" or " row" not in found.message:
        return found
    here, there = (_codes(section, table) for section, table in _tables(pair, found.line))
    extra, missing = (
        [each for each in side if each not in other]
        for side, other in ((here, there), (there, here))
    )
    parts = []
    if missing:
        parts.append(f"add {', '.join(map(code, missing))}")
    if extra:
        parts.append(f"remove {', '.join(map(code, extra))}, or add it to the source")
    return replace(found, help="; ".join(parts)) if parts else found


def _tables(pair: Pair, line: int) -> list[tuple[Section, Element]]:
    """The table on a line, and the source's at the same place among its section's."""
    mine, theirs = (_of(section, ElementKind.TABLE) for section in (pair.here, pair.there))
    place = next(place for place, table in enumerate(mine) if table.line == line)
    return [(pair.here, mine[place]), (pair.there, theirs[place])]


def _codes(section: Section, table: Element) -> list[str]:
    """The code that the first cells of a table's rows consist of."""
    last = table.line + 1 + table.rows
    rows = (
        text.lines[0][2]
        for text in section.texts
        if text.kind is TextKind.TABLE_ROW and table.line < text.line <= last
    )
    return [match[1] for row in rows if (match := FIRST_CODE.match(row))]


def _placed(pair: Pair, found: Finding, kind: ElementKind) -> Finding:
    """The difference with the places of both sides, and where the first one without fellow is."""
    here, there = _of(pair.here, kind), _of(pair.there, kind)
    noun, number = NOUNS[found.code], abs(len(here) - len(there))
    mine, theirs = _alone(pair.here.elements, pair.there.elements)
    name = f"{noun}s" if len(there) > 1 else noun
    note = found.note + _listed(there, f", its {name}") + _listed(here, "; here")
    if len(here) > len(there):
        extra = next((each for each in mine if each.kind is kind), None)
        return replace(
            found,
            line=extra.line if extra else pair.here.line,
            note=note,
            help=f"compare the two: remove {counted(number, noun)}, or add "
            f"{'it' if number == 1 else 'them'} to the source",
        )
    lost = next((each for each in theirs if each.kind is kind), None)
    place = f", the first as in {pair.source.path}:{lost.line}" if lost else ""
    return replace(found, note=note, help=f"add {counted(number, noun)}{place}")


def _listed(found: Sequence[Element], noun: str) -> str:
    """Where elements are, unless they are too many to look at."""
    if not found or len(found) > MANY_PLACES:
        return ""
    lines = ", ".join(str(element.line) for element in found)
    return f"{noun} on line{'s' if len(found) > 1 else ''} {lines}"


def _alone(
    here: Sequence[Element], there: Sequence[Element]
) -> tuple[list[Element], list[Element]]:
    """The elements that plainly have no fellow on the other side, in the order they stand in."""
    if max(len(here), len(there)) > MANY_ELEMENTS:
        return [], []
    names = {(e.kind, e.name) for e in here} & {(e.kind, e.name) for e in there}
    mine, theirs = (
        [(e.kind, e.name if (e.kind, e.name) in names else "") for e in side]
        for side in (here, there)
    )
    left: tuple[list[Element], list[Element]] = ([], [])
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, mine, theirs, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            left[0].extend(_plain(here, mine, i1, i2))
            left[1].extend(_plain(there, theirs, j1, j2))
    return left


def _plain(
    side: Sequence[Element], keys: Sequence[object], start: int, end: int
) -> Sequence[Element]:
    """The elements of a span, unless any in the row beside them may be meant as well."""
    around = {*keys[max(start - 1, 0) : start], *keys[end : end + 1]}
    return [] if around & set(keys[start:end]) else side[start:end]
