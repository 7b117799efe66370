"""The sections that a page shares with the source page, for whatever compares their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from handbook.checks.matching import is_readable
from handbook.checks.outline import Outline, outline
from handbook.checks.staleness import INTRO, stale
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.markdown import ElementKind
from handbook.content.once import once
from handbook.findings import Finding, code, finding, quoted

TEXT_BEFORE = "the text before the first heading"
_TYPED = (ElementKind.ADMONITION, ElementKind.FOLDED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is in a file."""

    line: int
    column: int = 1


@dataclass(frozen=True)
class Pair:
    """A section of a translation and the source's; `name` is how messages speak of it."""

    page: Page
    source: Page
    here: Section
    there: Section
    name: str

    @cached_property
    def words(self) -> tuple[str, str]:
        """The words of the translation and of the source."""
        return self.page.words_of(self.here), self.source.words_of(self.there)

    @cached_property
    def languages(self) -> tuple[str, str]:
        """The language codes of the translation and of the source."""
        return self.page.language.cldr.language, self.source.language.cldr.language

    def finding(
        self, number: str, place: Place, message: str, help: str, note: str = ""
    ) -> Finding:
        """A finding in the translation, with the source's section as its note."""
        title = f" {quoted(self.there.title)}" if self.there.title else ""
        return finding(
            number,
            self.page.path,
            place.line,
            message,
            column=place.column,
            note=note or f"the source's is at {self.source.path}:{self.there.line}{title}",
            help=help,
        )


def pairs(handbook: Handbook) -> Iterator[Pair]:
    """Every section that stands in a translation and in the source, the texts before them too.

    One that is out of date or still to be written is not compared: it differs by right. Nor
    is one that has other elements or variables than the source's: parity tells, and what
    they say is told apart when they are the same.
    """
    for tree in handbook.translations:
        for name, page in tree.pages.items():
            source = handbook.source.pages.get(name)
            if source and is_readable(page) and is_readable(source):
                yield from _of_page(handbook, page)


@once
def _of_page(handbook: Handbook, page: Page) -> tuple[Pair, ...]:
    source = handbook.source.pages[page.name]
    return tuple(_compared(outline(handbook, page), outline(handbook, source)))


def _compared(here: Outline, original: Outline) -> Iterator[Pair]:
    page, source = here.page, original.page
    outdated = stale(here, original)
    if page.sections and source.sections and INTRO not in outdated:
        intro = page.sections[0], source.sections[0]
        if _is_alike(*intro):
            yield Pair(page, source, *intro, TEXT_BEFORE)
    there = original.sections
    for found in here.matches:
        if not found.id or found.id not in there or found.id in outdated or found.section.marks:
            continue
        theirs = there[found.id]
        # A section without text is a finding of its own.
        if found.section.is_empty or theirs.is_empty or theirs.marks:
            continue
        if _is_alike(found.section, theirs):
            yield Pair(page, source, found.section, theirs, f"section {code(found.id)}")


def _is_alike(here: Section, there: Section) -> bool:
    """Whether two sections have the same elements and variables, in whatever order."""
    mine, theirs = _shape(here), _shape(there)
    return mine == theirs or Counter(mine) == Counter(theirs)


def _shape(section: Section) -> list[tuple[str | int, ...]]:
    """The elements and variables of a section, as far as they are the same in every language."""
    shape: list[tuple[str | int, ...]] = []
    for element in section.elements:
        name = element.name if element.kind in _TYPED else ""
        if element.kind is ElementKind.IMAGE:
            name = "with a text" if element.alt else ""
        shape.append((element.kind, name, element.rows, element.columns))
    shape += [("variable", variable.name) for variable in section.variables]
    return shape


def place(words: str, position: int, line: int) -> Place:
    """The place of a position in words that begin on `line`."""
    before = words[:position]
    return Place(line + before.count("\n"), position - before.rfind("\n"))
