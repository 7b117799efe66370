"""1xx: a section holds the same elements, variables and links as the source's."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass

from handbook.checks.links import is_broken
from handbook.checks.names import NAMES
from handbook.checks.outline import Outline
from handbook.checks.pairs import TEXT_BEFORE, Pair, Place
from handbook.checks.staleness import INTRO
from handbook.content.handbook import Handbook, Section
from handbook.content.markdown import Element, ElementKind
from handbook.findings import Finding, code, counted

# How like a target or name must be to be taken for a slip in another.
ALIKE = 0.6


def contents(here: Outline, source: Outline, stale: Container[str]) -> Iterator[Finding]:
    """What differs in each section that both pages have, but for the `stale` ones."""
    for pair in _pairs(here, source, stale):
        # An empty section is a finding of its own, and so is one still to be written.
        if pair.here.level and pair.here.is_empty:
            continue
        if pair.here.marks or pair.there.marks:
            continue
        yield from elements(pair)
        yield from _variables(here, source, pair)
        yield from _links(here.handbook, pair)


def _pairs(here: Outline, source: Outline, stale: Container[str]) -> Iterator[Pair]:
    """The text before the first heading, then each section by its id."""
    pages = here.page, source.page
    if here.page.sections and source.page.sections and INTRO not in stale:
        intro = here.page.sections[0], source.page.sections[0]
        yield Pair(*pages, *intro, TEXT_BEFORE)
    for id, section in here.sections.items():
        if id in source.sections and id not in stale:
            yield Pair(*pages, section, source.sections[id], f"section {code(id)}")


# Elements

COUNTED = {
    "KB111": (ElementKind.LIST_ITEM, "list item"),
    "KB112": (ElementKind.TASK, "task"),
    "KB116": (ElementKind.IMAGE, "image"),
    "KB117": (ElementKind.CODE_BLOCK, "code block"),
}
TYPED = {
    "KB114": (ElementKind.ADMONITION, "admonition"),
    "KB115": (ElementKind.FOLDED, "folded block"),
}


def elements(pair: Pair) -> Iterator[Finding]:
    """What a section holds more or less of than the source's."""
    if _shape(pair.here) == _shape(pair.there):
        return
    for number, (kind, noun) in COUNTED.items():
        yield from _number(pair, number, noun, _of(pair.here, kind), _of(pair.there, kind))
    for number, (kind, noun) in TYPED.items():
        yield from _types(pair, number, noun, _of(pair.here, kind), _of(pair.there, kind))
    yield from _tables(pair)


def _shape(section: Section) -> list[tuple[ElementKind, str, int, int]]:
    return [(found.kind, found.name, found.rows, found.columns) for found in section.elements]


def _of(section: Section, kind: ElementKind) -> list[Element]:
    return [element for element in section.elements if element.kind is kind]


def _number(
    pair: Pair, number: str, noun: str, here: list[Element], there: list[Element]
) -> Iterator[Finding]:
    """Another number of elements: at the first one too many, or at the heading."""
    if len(here) == len(there):
        return
    surplus = len(here) - len(there)
    yield pair.finding(
        number,
        Place(_first_extra(here, there).line if surplus > 0 else pair.here.line),
        f"{pair.name} has {counted(len(here), noun)}, the source has {len(there)}",
        f"remove {counted(surplus, noun)}" if surplus > 0 else f"add {counted(-surplus, noun)}",
    )


def _first_extra(here: list[Element], there: list[Element]) -> Element:
    """The first of more elements that is of a type the others have no more of."""
    if here[0].kind not in (ElementKind.ADMONITION, ElementKind.FOLDED):
        return here[len(there)]
    left = Counter(element.name for element in there)
    for element in here:
        if not left[element.name]:
            return element
        left[element.name] -= 1
    return here[-1]


def _types(
    pair: Pair, number: str, noun: str, here: list[Element], there: list[Element]
) -> Iterator[Finding]:
    if len(here) != len(there):
        yield from _number(pair, number, noun, here, there)
        return
    for mine, theirs in zip(here, there, strict=True):
        if mine.name != theirs.name:
            yield pair.finding(
                number,
                Place(mine.line),
                f"{noun} of {pair.name} is of type {code(mine.name)}, "
                f"in the source {code(theirs.name)}",
                f"write {code(theirs.name)}",
            )


def _tables(pair: Pair) -> Iterator[Finding]:
    here, there = (_of(section, ElementKind.TABLE) for section in (pair.here, pair.there))
    if len(here) != len(there):
        yield from _number(pair, "KB113", "table", here, there)
        return
    for index, (mine, theirs) in enumerate(zip(here, there, strict=True), 1):
        name = f"table {index} of {pair.name}" if len(here) > 1 else f"the table of {pair.name}"
        for noun, held, meant in (
            ("row", mine.rows, theirs.rows),
            ("column", mine.columns, theirs.columns),
        ):
            if held != meant:
                verb = "remove" if held > meant else "add"
                yield pair.finding(
                    "KB113",
                    Place(mine.line),
                    f"{name} has {counted(held, noun)}, the source's has {meant}",
                    f"{verb} {counted(abs(held - meant), noun)}",
                )


# Variables and links


@dataclass(frozen=True, slots=True)
class _Use:
    """A name or target that a section uses, and where."""

    text: str
    line: int
    column: int


def _variables(here: Outline, source: Outline, pair: Pair) -> Iterator[Finding]:
    if not (pair.here.variables or pair.there.variables or here.strays or source.strays):
        return
    uses, meant = (
        [_Use(used.name, used.line, used.column) for used in section.variables]
        # Braces that hold no variable, a finding of their own, were meant to hold one.
        + [
            _Use(braces.text, braces.line, braces.column)
            for braces in outline.strays
            if section.line <= braces.line <= section.end
        ]
        for outline, section in ((here, pair.here), (source, pair.there))
    )
    yield from _differences(pair, "KB118", "variable", uses, meant, lambda name: name not in NAMES)


def _links(handbook: Handbook, pair: Pair) -> Iterator[Finding]:
    if [link.target for link in pair.here.links] == [link.target for link in pair.there.links]:
        return
    uses, meant = (
        [_Use(used.target, used.line, used.column) for used in section.links]
        for section in (pair.here, pair.there)
    )
    links = {link.target: (pair.source, link) for link in pair.there.links}
    links |= {link.target: (pair.page, link) for link in pair.here.links}
    yield from _differences(
        pair, "KB119", "link", uses, meant, lambda target: is_broken(handbook, *links[target])
    )


def _differences(
    pair: Pair,
    number: str,
    noun: str,
    here: Iterable[_Use],
    there: Iterable[_Use],
    is_amiss: Callable[[str], bool],
) -> Iterator[Finding]:
    """What one side has more often than the other.

    What is amiss in itself is a finding already; whatever it was meant to be is
    then not missing as well.
    """
    extra, missing = _surplus(here, there), _surplus(there, here)
    _drop_amiss(extra, missing, is_amiss)
    _drop_amiss(missing, extra, is_amiss)
    for use in extra:
        meant = _take_alike(use, missing, ALIKE)
        often = use.text in {other.text for other in there}
        yield pair.finding(
            number,
            Place(use.line, use.column),
            f"{pair.name} has the {noun} {code(use.text)}"
            + (" more often than the source" if often else ", which the source has not"),
            f"did you mean {code(meant.text)}?" if meant else "remove it",
        )
    for text, times in Counter(use.text for use in missing).items():
        often = text in {use.text for use in here}
        yield pair.finding(
            number,
            Place(pair.here.line),
            f"{pair.name} has the {noun} {code(text)} less often than the source"
            if often
            else f"{pair.name} lacks the {noun} {code(text)}",
            f"add it {counted(times, 'time')}" if times > 1 else "add it",
        )


def _surplus(some: Iterable[_Use], others: Iterable[_Use]) -> list[_Use]:
    """What `some` has beyond `others`; of one that it has more often, the last."""
    left = Counter(use.text for use in others)
    surplus = []
    for use in some:
        if left[use.text]:
            left[use.text] -= 1
        else:
            surplus.append(use)
    return surplus


def _drop_amiss(uses: list[_Use], others: list[_Use], is_amiss: Callable[[str], bool]) -> None:
    for use in [use for use in uses if is_amiss(use.text)]:
        uses.remove(use)
        _take_alike(use, others, 0.0)


def _take_alike(use: _Use, others: list[_Use], cutoff: float) -> _Use | None:
    """The one of `others` most like `use`, taken out of them."""
    texts = [other.text for other in others]
    close = difflib.get_close_matches(use.text, texts, n=1, cutoff=cutoff)
    return others.pop(texts.index(close[0])) if close else None
