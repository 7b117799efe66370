"""What is found of one page in all its languages, and what others have to know of it.

This is all that is remembered of a page: while its text, its records and the settings
stay as they are, neither is taken from it again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from handbook.checks import language, reviews
from handbook.checks.identify import Answers
from handbook.checks.links import targets
from handbook.checks.strangers import NO_FACTS, Facts, Languages
from handbook.content.anchors import kind_name
from handbook.content.handbook import Handbook, NeedsAll, Page
from handbook.findings import Finding

Family = Callable[[Handbook], Iterable[Finding]]
WHOLE_FILE = (1, 0)


class Ignored(NamedTuple):
    """One `<!-- handbook: ignore -->`, and the lines it speaks of: `last` 0 is to the end."""

    codes: Sequence[str]
    reason: str
    line: int
    column: int
    first: int
    last: int


class PageFacts(NamedTuple):
    """What others have to know of a page.

    `kind` is what it names, `valid_kind` only where its front matter is valid.
    `sections` are the ids, and the first and last lines, of those with a heading; `links`,
    `images` and `is_odd` are its `Targets`.
    """

    kind: str | None
    valid_kind: str | None
    is_empty: bool
    sections: Sequence[tuple[str | None, int, int]]
    links: Sequence[tuple[str, str | None]]
    images: Sequence[str]
    is_odd: bool
    variables: Sequence[str]
    ignores: Sequence[Ignored]

    @property
    def by_id(self) -> Mapping[str, tuple[int, int]]:
        """The lines of each section by its id; the first where an id is written twice."""
        found: dict[str, tuple[int, int]] = {}
        for id, first, last in self.sections:
            if id:
                found.setdefault(id, (first, last))
        return found


class Examined(NamedTuple):
    """What is found of a page in all its languages, and the facts by language.

    `undecided` are the families that could not tell without the other pages, by their
    place among all; `due` are findings that hold after a day; `strangers` what may stand
    in another language, of which all pages together decide; `answers` which languages
    were asked for, and need not be once more.
    """

    findings: tuple[Finding, ...]
    due: tuple[tuple[str, Finding], ...]
    undecided: tuple[int, ...]
    pages: Mapping[str, PageFacts]
    strangers: Facts
    answers: Answers


def examine(
    part: Handbook, name: str, families: Collection[Family], languages: Languages, known: Answers
) -> Examined:
    """What the families find of a part of the handbook that is one page.

    `known` may be answers of before.
    """
    found: set[Finding] = set()
    undecided = []
    for number, family in enumerate(families):
        try:
            found.update(tuple(family(part)))
        except NeedsAll:
            undecided.append(number)
    due = ((day.isoformat(), late) for day, late in reviews.due(part))
    recalling = languages.recalling(known)
    strangers = language.page_facts(part, recalling, name)
    return Examined(
        tuple(sorted(found)),
        tuple(due),
        tuple(undecided),
        dict(facts(part)),
        strangers,
        recalling.identifier.answers,
    )


def examine_settings(
    handbook: Handbook, families: Collection[Family], languages: Languages, known: Answers
) -> Examined:
    """What the families find of the company's settings and the glossary."""
    recalling = languages.recalling(known)
    strangers = language.setting_facts(handbook, recalling)
    found = examine_files(handbook, families)
    return found._replace(strangers=strangers, answers=recalling.identifier.answers)


def examine_files(handbook: Handbook, families: Collection[Family]) -> Examined:
    """What the families find of other files beside the pages."""
    found = {found for family in families for found in family(handbook)}
    return Examined(tuple(sorted(found)), (), (), {}, NO_FACTS, {})


def facts(handbook: Handbook) -> Iterator[tuple[str, PageFacts]]:
    """The facts of a page in each language that has it."""
    for folder, tree in handbook.trees.items():
        for page in tree.pages.values():
            yield folder, facts_of(handbook, page)


def facts_of(handbook: Handbook, page: Page) -> PageFacts:
    """The facts of a page in one language."""
    to = targets(handbook, page)
    return PageFacts(
        kind_name(handbook, page),
        page.meta.kind if page.meta else None,
        not page.sections,
        tuple((section.id, section.line, section.end) for section in page.headed),
        tuple(sorted(to.links, key=str)),
        tuple(sorted(to.images)),
        to.is_odd,
        tuple(sorted(page.variables)),
        tuple(
            Ignored(
                ignore.codes,
                ignore.reason,
                ignore.line,
                ignore.column,
                *_around(page, ignore.line),
            )
            for ignore in page.ignores
        ),
    )


def _around(page: Page, line: int) -> tuple[int, int]:
    """The lines of the section at `line`; of the whole file where no heading stands before."""
    for section in page.headed:
        if section.line <= line <= section.end:
            return section.line, section.end
    return WHOLE_FILE
