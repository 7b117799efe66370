"""The texts whose language is judged, from pages, front matter and settings alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from handbook.checks.samples import Sample, key, samples
from handbook.content.company import Company
from handbook.content.glossary import Glossary
from handbook.content.handbook import Handbook, Page
from handbook.content.markdown import TextKind
from handbook.content.marks import is_unwritten
from handbook.content.prose import prose
from handbook.content.settings import Settings
from handbook.content.yamltext import KeyPath
from handbook.findings import code

# The keys of the front matter that are written in the page's language.
FRONT_MATTER = ("title", "description", "owner")
LABELS = frozenset({TextKind.HEADING, TextKind.TITLE})

Place: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A text and where it stands.

    `place` is the page and section, or the setting: the same for what should say the
    same in another language. `noun` is what a message calls the text, `key` what it
    shares with a copy of it; a setting and a key of the front matter are `keyed`.
    """

    folder: str
    path: str
    place: Place
    line: int
    column: int
    noun: str
    text: str
    samples: tuple[Sample, ...]
    key: str
    section_id: str | None = None
    is_label: bool = False
    keyed: bool = False


def items(handbook: Handbook) -> Iterator[Item]:
    """Every text of the handbook that is written in each language."""
    for folder, tree in handbook.trees.items():
        for page in tree.pages.values():
            yield from _of_front_matter(folder, page)
            yield from _of_page(folder, page)
    yield from _of_settings(handbook)


def _of_page(folder: str, page: Page) -> Iterator[Item]:
    for passage in prose(page):
        yield Item(
            folder,
            page.path,
            (page.name, passage.section_id or ""),
            passage.line,
            passage.column,
            str(passage.kind),
            passage.text,
            samples(passage.text),
            key(passage.text),
            section_id=passage.section_id,
            is_label=passage.kind in LABELS,
        )


def _of_front_matter(folder: str, page: Page) -> Iterator[Item]:
    for name in FRONT_MATTER if page.meta else ():
        text = str(getattr(page.meta, name))
        if is_unwritten(text):
            continue
        yield _keyed(
            folder, page.path, (page.name, "---", name), page.front_matter.line(name), name, text
        )


def _of_settings(handbook: Handbook) -> Iterator[Item]:
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
    return Item(
        folder, path, place, line, 1, code(name), text, samples(text), key(text), keyed=True
    )
