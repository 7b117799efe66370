"""Each section of a translation against what it was accepted for: fresh, stale, or neither.

A section is stale where the source says something else than on the day the translation
was accepted. What the translation says does not count: mended or not, somebody has to
say that it is right again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handbook.checks.matching import is_readable
from handbook.checks.outline import Outline, outline
from handbook.content.fingerprint import fields_text, fingerprint
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.once import once
from handbook.content.records import Record

# What stands before the first heading has no id of its own. No heading's id may begin with
# an underscore, and no shell minds one.
FRONT_MATTER = "_front-matter"
INTRO = "_intro"

# The front matter's keys, so that a key for tools alone makes no translation stale.
KEYS = ("title", "description", "owner", "kind", "reviewed", "review_interval")


class State(StrEnum):
    """What a section of a translation is."""

    FRESH = "up to date"
    STALE = "out of date"
    NEVER_ACCEPTED = "never accepted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Text:
    """A section as one page has it: the front matter where `section` is None."""

    page: Page
    section: Section | None
    title: str
    line: int
    is_guessed: bool = False

    @property
    def text(self) -> str:
        """What it says, in normal form."""
        if self.section:
            return self.page.normal_text(self.section)
        return fields_text((key, getattr(self.page.meta, key)) for key in KEYS)

    @property
    def is_unwritten(self) -> bool:
        """Whether any of it is still to be written."""
        return bool(self.section.marks if self.section else self.page.unwritten_keys)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what it says."""
        return fingerprint(self.text)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the source, and of one translation where that has it."""

    folder: str
    name: str
    id: str
    there: Text
    here: Text | None
    record: Record | None

    @property
    def state(self) -> State:
        """Whether the translation is up to date."""
        if self.here is None:
            return State.MISSING
        if self.record is None:
            return State.NEVER_ACCEPTED
        is_same = self.record.source == self.there.fingerprint
        return State.FRESH if is_same else State.STALE

    @property
    def is_unwritten(self) -> bool:
        """Whether any of it is still to be written, in the source or the translation."""
        return self.there.is_unwritten or (self.here is not None and self.here.is_unwritten)

    @property
    def target(self) -> str:
        """The section as a command names it."""
        return f"{self.name}#{self.id}"


def texts(outline: Outline) -> Mapping[str, Text]:
    """The sections of a page by the ids they were meant to have, in the page's order."""
    return _texts(outline.handbook, outline.page)


@once
def _texts(handbook: Handbook, page: Page) -> Mapping[str, Text]:
    here = outline(handbook, page)
    found: dict[str, Text] = {}
    if page.meta:
        found[FRONT_MATTER] = Text(page, None, page.meta.title, page.front_matter.line("title"))
    if page.sections:
        found[INTRO] = Text(page, page.sections[0], "", _first_line(page))
    guessed = {match.id for match in here.matches if match.guessed}
    for id, section in here.sections.items():
        found[id] = Text(page, section, section.title, section.line, id in guessed)
    return found


def _first_line(page: Page) -> int:
    lines = page.body.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    return page.front_matter.body_line + first


def parts(handbook: Handbook, folder: str, name: str) -> Iterator[Part]:
    """Every section of a source page, with its translation in one language."""
    source = handbook.source.pages.get(name)
    if source is None or not is_readable(source):
        return
    page = handbook.trees[folder].pages.get(name)
    is_there = page is not None and is_readable(page)
    yield from compared(
        folder,
        _texts(handbook, page) if page and is_there else {},
        outline(handbook, source),
    )


def compared(folder: str, here: Mapping[str, Text], source: Outline) -> Iterator[Part]:
    """The sections of `source`, with those of a translation and its records."""
    name = source.page.name
    records = source.handbook.freshness.page(folder, name)
    for id, there in texts(source).items():
        # A page need not have an introduction, and one without text was never translated.
        if id != INTRO or there.text:
            yield Part(folder, name, id, there, here.get(id), records.get(id))


def stale(here: Outline, source: Outline) -> frozenset[str]:
    """The ids of a translated page's sections that are out of date."""
    folder = here.page.language.folder
    if not here.handbook.freshness.page(folder, here.page.name):
        return frozenset()
    return frozenset(
        part.id for part in compared(folder, texts(here), source) if part.state is State.STALE
    )


def obsolete(handbook: Handbook, folder: str) -> Iterator[tuple[str, str]]:
    """The pages and ids of records of what neither the source nor the translation has.

    Where one of the two has it still, parity tells that it is missing in the other.
    """
    settings = handbook.freshness.records.get(folder)
    for name, page in (settings.model.pages if settings and settings.model else {}).items():
        found = [handbook.trees[folder].pages.get(name), handbook.source.pages.get(name)]
        pages = [each for each in found if each]
        if not all(map(is_readable, pages)) or (not pages and name in handbook.structure.pages):
            continue
        known: set[str] = set()
        for each in pages:
            known.update(each.by_id)
            known.update(id for id, said in _texts(handbook, each).items() if said.text)
            if each.meta is None:
                known.add(FRONT_MATTER)
        yield from ((name, id) for id in page if id not in known)
