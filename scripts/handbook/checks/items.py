"""The texts whose language is judged, from pages, front matter and settings alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from handbook.checks import samples
from handbook.checks.samples import Sample
from handbook.content.company import Company
from handbook.content.glossary import Glossary
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.markdown import Text, TextKind
from handbook.content.marks import is_unwritten
from handbook.content.prose import passages
from handbook.content.settings import Settings
from handbook.content.yamltext import KeyPath

# The keys of the front matter that are written in the page's language.
FRONT_MATTER = ("title", "description", "owner")
LABELS = frozenset({TextKind.HEADING, TextKind.TITLE})

Place: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Item:
    """A text and where it stands.

    `place` is the page and section, or the setting: the same for what should say the
    same in another language. `noun` is what a message calls the text; a setting and a
    key of the front matter are `keyed`, and it is their name.
    """

    folder: str
    path: str
    place: Place
    line: int
    column: int
    noun: str
    text: str
    section_id: str | None = None
    is_label: bool = False
    keyed: bool = False

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """What of it can be judged by itself."""
        return samples.samples(self.text)

    @cached_property
    def key(self) -> str:
        """What it shares with a copy of it."""
        return samples.key(self.text)


def place_of(page: Page, section: Section) -> Place:
    """The place of what a section says."""
    return page.name, section.id or ""


def of_text(page: Page, section: Section, text: Text) -> Iterator[Item]:
    """The passages of one block of a page; a table's row has one for each cell."""
    for passage in passages(section, text):
        yield Item(
            page.language.folder,
            page.path,
            place_of(page, section),
            passage.line,
            passage.column,
            str(passage.kind),
            passage.text,
            section_id=passage.section_id,
            is_label=passage.kind in LABELS,
        )


def of_front_matter(page: Page) -> Iterator[Item]:
    """What the front matter says in the page's language."""
    for name in FRONT_MATTER if page.meta else ():
        text = str(getattr(page.meta, name))
        if is_unwritten(text):
            continue
        line = page.front_matter.line(name)
        folder = page.language.folder
        yield _keyed(folder, page.path, (page.name, "---", name), line, name, text)


def of_settings(handbook: Handbook) -> Iterator[Item]:
    """What the settings say in each language."""
    for settings, path, texts in _translated(handbook):
        place = tuple(map(str, path))
        for folder, text in texts.items():
            if folder in handbook.trees:
                line = settings.line(*path, folder)
                name = ".".join((*place, folder))
                yield _keyed(folder, settings.path, place, line, name, text)


_Translated: TypeAlias = tuple[Settings[Company] | Settings[Glossary], KeyPath, Mapping[str, str]]


def _translated(handbook: Handbook) -> Iterable[_Translated]:
    """The settings with a text for each language.

    Not a company's name, which is a name, nor the forbidden variants of a term: a word
    of another language may be what is forbidden.
    """
    if company := handbook.company.model:
        yield handbook.company, ("escalation", "role"), company.escalation.role
    if glossary := handbook.glossary.model:
        for name, term in glossary.terms.items():
            yield handbook.glossary, ("terms", name, "term"), term.term
            yield handbook.glossary, ("terms", name, "definition"), term.definition


def _keyed(folder: str, path: str, place: Place, line: int, name: str, text: str) -> Item:
    return Item(folder, path, place, line, 1, name, text, keyed=True)
