"""The sections that a page shares with the source page, for whatever compares their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.checks.matching import is_readable, is_source, match
from handbook.checks.outline import Outline
from handbook.checks.staleness import INTRO, stale
from handbook.content.handbook import Handbook, Page, Section
from handbook.findings import Finding, code, finding, quoted

TEXT_BEFORE = "the text before the first heading"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is in a file."""

    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """A section of a translation and the source's; `name` is how messages speak of it."""

    page: Page
    source: Page
    here: Section
    there: Section
    name: str

    @property
    def words(self) -> tuple[str, str]:
        """The words of the translation and of the source."""
        return self.page.words_of(self.here), self.source.words_of(self.there)

    @property
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

    One that is out of date or still to be written is not compared: it differs by right.
    """
    for tree in handbook.translations:
        for name, page in tree.pages.items():
            source = handbook.source.pages.get(name)
            if source and is_readable(page) and is_readable(source):
                yield from _of_page(handbook, page, source)


def _of_page(handbook: Handbook, page: Page, source: Page) -> Iterator[Pair]:
    assert not is_source(handbook, page)
    outdated = stale(Outline(handbook, page), Outline(handbook, source))
    if page.sections and source.sections and INTRO not in outdated:
        intro = page.sections[0], source.sections[0]
        yield Pair(page, source, *intro, TEXT_BEFORE)
    there = {found.id: found.section for found in match(handbook, source) if found.id}
    for found in match(handbook, page):
        if found.id in outdated or found.section.marks or found.id not in there:
            continue
        # A section without text is a finding of its own.
        if not found.section.is_empty and not there[found.id].is_empty:
            yield Pair(page, source, found.section, there[found.id], f"section {code(found.id)}")


def place(words: str, position: int, line: int) -> Place:
    """The place of a position in words that begin on `line`."""
    before = words[:position]
    return Place(line + before.count("\n"), position - before.rfind("\n"))
