"""What a file says, part by part, so that two versions of it can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from handbook.content.files import normalised
from handbook.content.handbook import Page, page_from_text
from handbook.content.structure import Language
from handbook.content.yamltext import YamlFault, load
from handbook.fixes.mends import Document, Key, Reading

TEXT: Key = ("text",)


def page_document(page: Page, text: str) -> Document:
    """A page's file, `text` with its line ends."""
    name, path = page.name, page.path

    def read(text: str) -> Reading | None:
        return page_reading(read_again(page.language, name, path, text))

    return Document(path, text, read)


# What was read to find mends is compared with what they make of it.
@lru_cache(maxsize=8)
def read_again(language: Language, name: str, path: str, text: str) -> Page:
    """A page from its file's text, with whatever line ends."""
    return page_from_text(language, name, path, normalised(text))


def page_reading(page: Page) -> Reading | None:
    """What a page says; None where its front matter is broken."""
    if page.meta is None or page.front_matter.text is None:
        return None
    found: dict[Key, object] = {TEXT: page.prose.text.text}
    for number, prose in enumerate(page.prose.alternatives):
        found["image", number] = prose.text
    for key, value in _leaves(page.front_matter.text.value):
        found["meta", *key] = value
    for number, section in enumerate(page.sections):
        found["id", number] = section.id
    for number, target in enumerate(link.target for s in page.sections for link in s.links):
        found["link", number] = target
    found[("form",)] = _form(page)
    return found


def _form(page: Page) -> object:
    """What no mend changes: headings' places, elements, variables, comments for the checks."""
    return [
        [(ignore.codes, ignore.reason, ignore.line) for ignore in page.ignores],
        [
            (
                section.level,
                section.line,
                section.end,
                section.is_empty,
                [element._replace(alt="") for element in section.elements],
                [(variable.name, variable.line, variable.alone) for variable in section.variables],
                [link.line for link in section.links],
                [mark.line for mark in section.marks],
            )
            for section in page.sections
        ],
    ]


def settings_document(path: str, text: str) -> Document:
    """A settings file, `text` with its line ends."""
    return Document(path, text, settings_reading)


def settings_reading(text: str) -> Reading | None:
    """Every value of a settings file by its keys; None where it is no YAML."""
    try:
        return dict(_leaves(load(normalised(text)).value))
    except YamlFault:
        return None


def _leaves(value: object, path: Key = ()) -> Iterator[tuple[Key, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*path, number))
    else:
        yield path, value
