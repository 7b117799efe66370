"""Which section of a translation is which of its source, on a site without a contract.

With the same explicit ids on both sides that is exact. Without, sections are paired
by order and level; what they hold and the words that no translation changes (names,
code, numbers) decide where there is a choice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from handbook.checks.outline import longest_rising
from handbook.content.handbook import Page, Section
from handbook.content.markdown import ElementKind

# Beyond this many possible pairs a page is compared no further than its number of sections.
MAX_PAIRS = 160_000
# What a section left alone costs, and a pair of sections at different levels.
ALONE = 0.6
OTHER_LEVEL = -1.0
# How like two titles must be for their sections to be compared where pairs are guessed.
SAME_TITLE = 0.5
# How many links and pictures two sections must share, and what part, to say as much as titles.
MUCH = 2
SAME_CONTENT = 0.6
MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*|[0-9][0-9.]*")


@dataclass(frozen=True, slots=True)
class Couple:
    """A section here and the source's; None where one side has none.

    `is_sure` says that the two may be compared, `is_moved` that the order differs.
    """

    here: Section | None
    there: Section | None
    is_sure: bool = True
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sections between two pairs that are plain, of which nobody can tell which is which."""

    before: Section | None
    after: Section | None
    here: tuple[Section, ...]
    there: tuple[Section, ...]


@dataclass(frozen=True)
class Alignment:
    """A page's sections beside those of its source, in the source's order."""

    here: Page
    there: Page

    @cached_property
    def mine(self) -> tuple[Section, ...]:
        """The page's sections, without a copy of the source that stands behind them."""
        sections = headed(self.here)
        if self.copy is None:
            return sections
        return sections[: sections.index(self.copy)]

    @cached_property
    def theirs(self) -> tuple[Section, ...]:
        """The source's sections."""
        return headed(self.there)

    @cached_property
    def copy(self) -> Section | None:
        """The title of a copy of the source that a page has behind its translation."""
        sections = headed(self.here)
        titles = [section.title for section in self.theirs]
        for index, section in enumerate(sections):
            if section.level == 1 and index:
                rest = [other.title for other in sections[index + 1 :]]
                same = sum(title in titles for title in rest)
                # From its first section on: else they are names that no translation changes.
                if rest[:1] == titles[:1] and same > 2 and same * 2 > len(rest):
                    return section
        return None

    @cached_property
    def is_exact(self) -> bool:
        """Whether every section on both sides has an id of its own."""
        ids = [[section.id for section in side] for side in (self.mine, self.theirs)]
        return all(None not in side and len(set(side)) == len(side) for side in ids)

    @cached_property
    def is_even(self) -> bool:
        """Whether both pages have as many sections, at the same levels in the same order."""
        return _levels(self.mine) == _levels(self.theirs)

    @cached_property
    def intro(self) -> Couple:
        """What stands before the first section: the page's title is of no account."""
        return Couple(_intro(self.here), _intro(self.there))

    @cached_property
    def couples(self) -> tuple[Couple, ...]:
        """The sections whose counterpart is plain, or plainly not there."""
        return self._parts[0]

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The sections that are in no couple."""
        return self._parts[1]

    @cached_property
    def _parts(self) -> tuple[tuple[Couple, ...], tuple[Stretch, ...]]:
        here, there = self.mine, self.theirs
        if self.is_exact:
            return _by_id(here, there), ()
        if self.is_even:
            couples = (
                Couple(mine, theirs, is_sure=not _differ(mine, theirs))
                for mine, theirs in zip(here, there, strict=True)
            )
            return tuple(couples), ()
        return _settled(_by_order(here, there))


def _settled(
    guessed: Sequence[Couple],
) -> tuple[tuple[Couple, ...], tuple[Stretch, ...]]:
    """The guessed couples, cut at those that are sure; what is between is kept if it is plain.

    Sections left over on one side only are missing, or too many. Where both sides have some,
    any of them may be another one that was moved.
    """
    couples: list[Couple] = []
    left: list[Stretch] = []
    waiting: list[Couple] = []
    before: Section | None = None
    for couple in (*guessed, None):
        if couple and not (couple.is_sure and couple.here and couple.there):
            waiting.append(couple)
            continue
        mine = tuple(waited.here for waited in waiting if waited.here)
        theirs = tuple(waited.there for waited in waiting if waited.there)
        if _levels(mine) == _levels(theirs):
            pairs = zip(mine, theirs, strict=True)
            couples += [Couple(one, other, is_sure=False) for one, other in pairs]
        else:
            # Couples with one side only keep the place; they are taken out again below.
            couples += [Couple(one, None) for one in mine] + [Couple(None, o) for o in theirs]
            left.append(Stretch(before, couple.here if couple else None, mine, theirs))
        if couple:
            couples.append(couple)
            before = couple.here
        waiting.clear()
    sides = any(stretch.here for stretch in left), any(stretch.there for stretch in left)
    if all(sides) or not any(couple.here and couple.there for couple in couples):
        return tuple(couple for couple in couples if couple.here and couple.there), tuple(left)
    return tuple(couples), ()


def headed(page: Page) -> tuple[Section, ...]:
    """The sections below the page's title, which is its first heading where at level 1."""
    sections = page.headed
    return sections[1:] if sections and sections[0].level == 1 else sections


def _intro(page: Page) -> Section | None:
    first = page.sections[: len(page.sections) - len(headed(page))]
    if not first:
        return None
    return replace(
        first[0],
        elements=tuple(element for section in first for element in section.elements),
        end=first[-1].end,
    )


def _levels(sections: Sequence[Section]) -> list[int]:
    return [section.level for section in sections]


def _differ(mine: Section, theirs: Section) -> bool:
    return mine.id is not None and theirs.id is not None and mine.id != theirs.id


def _by_id(here: Sequence[Section], there: Sequence[Section]) -> tuple[Couple, ...]:
    mine = {section.id: section for section in here}
    ranks = {section.id: rank for rank, section in enumerate(there)}
    shared = [section for section in here if section.id in ranks]
    kept = longest_rising([ranks[section.id] for section in shared])
    moved = {section.id for index, section in enumerate(shared) if index not in kept}
    couples = [
        Couple(mine.get(section.id), section, is_moved=section.id in moved) for section in there
    ]
    return (*couples, *(Couple(section, None) for section in here if section.id not in ranks))


def _by_order(here: Sequence[Section], there: Sequence[Section]) -> tuple[Couple, ...]:
    """The likeliest couples; those are sure whose titles or contents say so."""
    start = 0
    while start < min(len(here), len(there)) and _is_twin(here[start], there[start]):
        start += 1
    end = 0
    while end < min(len(here), len(there)) - start and _is_twin(here[-1 - end], there[-1 - end]):
        end += 1
    middle = here[start : len(here) - end], there[start : len(there) - end]
    if len(middle[0]) * len(middle[1]) > MAX_PAIRS:
        couples = [Couple(None, section) for section in middle[1]]
        couples += [Couple(section, None) for section in middle[0]]
    else:
        couples = _best(*middle)
    return (
        *map(Couple, here[:start], there[:start]),
        *_reunited(couples),
        *map(Couple, here[len(here) - end :], there[len(there) - end :]),
    )


def _is_twin(mine: Section, theirs: Section) -> bool:
    """Whether two sections at the same end of their pages are plainly the same."""
    return mine.level == theirs.level and _is_plain(_Traits(mine), _Traits(theirs))


def _reunited(couples: Sequence[Couple]) -> list[Couple]:
    """The same id on two sections left alone is one that was moved."""
    alone = {c.here.id: c.here for c in couples if c.here and c.here.id and not c.there}
    moved = {c.there.id for c in couples if c.there and not c.here and c.there.id in alone}
    return [
        replace(couple, here=alone[couple.there.id], is_moved=True)
        if couple.there and couple.there.id in moved
        else couple
        for couple in couples
        if not (couple.here and not couple.there and couple.here.id in moved)
    ]


class _Traits:
    """What can be compared of two sections in different languages."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.title = " ".join(MACRO.sub("", section.title).lower().split())
        self.words = set(WORD.findall(self.title))
        self.held = Counter(
            [f"{element.kind} {element.name}" for element in section.elements]
            + [link.target for link in section.links if "://" in link.target]
        )
        # What no translation changes, and few sections share.
        self.marks = {link.target for link in section.links if "://" in link.target}
        self.marks |= {e.name for e in section.elements if e.kind is ElementKind.IMAGE and e.name}
        self.length = section.end - section.line + 1


def _title_likeness(mine: _Traits, theirs: _Traits) -> float:
    if mine.title == theirs.title:
        return 1.0
    either = mine.words | theirs.words
    return len(mine.words & theirs.words) / len(either) if either else 0.0


def _content_likeness(mine: _Traits, theirs: _Traits) -> float:
    either = sum((mine.held | theirs.held).values())
    return sum((mine.held & theirs.held).values()) / either if either else 0.3


def _is_plain(mine: _Traits, theirs: _Traits) -> bool:
    """Whether two sections are the same beyond doubt."""
    if _differ(mine.section, theirs.section):
        return False
    if mine.section.id and mine.section.id == theirs.section.id:
        return True
    either = mine.marks | theirs.marks
    shared = mine.marks & theirs.marks
    return _title_likeness(mine, theirs) > SAME_TITLE or (
        len(shared) >= MUCH and len(shared) >= SAME_CONTENT * len(either)
    )


def _worth(mine: _Traits, theirs: _Traits) -> float:
    """How much speaks for two sections being the same."""
    if _differ(mine.section, theirs.section):
        return -10.0
    if mine.section.id and mine.section.id == theirs.section.id:
        return 20.0
    level = 2.0 if mine.section.level == theirs.section.level else OTHER_LEVEL
    content = _content_likeness(mine, theirs)
    length = min(mine.length, theirs.length) / max(mine.length, theirs.length)
    return level + 3 * _title_likeness(mine, theirs) + 2 * content + 0.5 * length


def _best(here: Sequence[Section], there: Sequence[Section]) -> list[Couple]:
    """The pairs, in order on both sides, that are worth most together."""
    mine, theirs = [_Traits(section) for section in here], [_Traits(section) for section in there]
    worth = [[_worth(one, other) for other in theirs] for one in mine]
    total = [[-ALONE * column for column in range(len(there) + 1)]]
    for row in range(1, len(here) + 1):
        line = [-ALONE * row]
        for column in range(1, len(there) + 1):
            line.append(
                max(
                    total[row - 1][column - 1] + worth[row - 1][column - 1],
                    total[row - 1][column] - ALONE,
                    line[column - 1] - ALONE,
                )
            )
        total.append(line)
    couples: list[Couple] = []
    row, column = len(here), len(there)
    while row or column:
        best = total[row][column]
        if row and column and best == total[row - 1][column - 1] + worth[row - 1][column - 1]:
            row, column = row - 1, column - 1
            is_sure = _is_plain(mine[row], theirs[column])
            couples.append(Couple(here[row], there[column], is_sure))
        elif row and (not column or best == total[row - 1][column] - ALONE):
            row -= 1
            couples.append(Couple(here[row], None))
        else:
            column -= 1
            couples.append(Couple(None, there[column]))
    return couples[::-1]
