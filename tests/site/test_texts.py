"""Every text of the interface is in every catalogue, whole and in the right plural forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file

from handbook.texts import catalogue_path, read_catalogue

LOCALES = ("ar", "pt_BR", "id")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "plural_forms": (1, 2),
}
SOURCES = (("scripts/handbook", "*.py", "python"), ("overrides", "*.html", "jinja2"))
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-zA-Z]|\{\w*\}|%")

locales = pytest.mark.parametrize("locale", LOCALES)


def extracted(root: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each message of the code and the templates, its plural second, and where it stands."""
    for folder, pattern, method in SOURCES:
        for path in sorted((root / folder).rglob(pattern)):
            options = {"silent": "false"} if method == "jinja2" else {}
            for line, found, _, _ in extract_from_file(
                method, path, keywords=KEYWORDS, options=options
            ):
                place = f"{path.relative_to(root)}:{line}"
                yield (found,) if isinstance(found, str) else tuple(found or ()), place


@pytest.fixture(scope="module")
def messages(root: Path) -> dict[tuple[str, ...], str]:
    found = dict(extracted(root))
    assert len(found) > 30
    return found


def key(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def catalogue(root: Path, locale: str) -> Catalog:
    return read_catalogue(catalogue_path(root, locale), locale)


def entries(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


@locales
def test_every_message_is_in_the_catalogue(
    root: Path, messages: dict[tuple[str, ...], str], locale: str
) -> None:
    listed = {key(message) for message in entries(catalogue(root, locale))}
    missing = {text: place for text, place in messages.items() if text not in listed}
    assert not missing


@locales
def test_every_message_in_the_catalogue_is_used(
    root: Path, messages: dict[tuple[str, ...], str], locale: str
) -> None:
    catalog = catalogue(root, locale)
    unused = [key(message) for message in entries(catalog) if key(message) not in messages]
    assert not unused
    assert not catalog.obsolete


@locales
def test_every_message_is_translated_for_certain(root: Path, locale: str) -> None:
    for message in entries(catalogue(root, locale)):
        assert not message.fuzzy, message.id
        for text in strings(message):
            assert text.strip(), message.id
            assert text == text.strip(), message.id


@locales
def test_a_translation_fills_in_what_its_source_does(root: Path, locale: str) -> None:
    for message in entries(catalogue(root, locale)):
        wanted = sorted(PLACEHOLDER.findall(key(message)[-1]))
        for form, text in enumerate(strings(message)):
            given = sorted(PLACEHOLDER.findall(text))
            # Arabic says none, one and two in words.
            in_words = locale == "ar" and message.pluralizable and form < 3
            if in_words and given != wanted:
                wanted_rest = [one for one in wanted if one != "%(num)d"]
                assert given == wanted_rest, (message.id, text)
            else:
                assert given == wanted, (message.id, text)


@locales
def test_a_translation_has_every_plural_form_of_its_language(root: Path, locale: str) -> None:
    catalog = catalogue(root, locale)
    forms = {"ar": 6, "pt_BR": 2, "id": 1}[locale]
    assert catalog.num_plurals == forms
    for message in entries(catalog):
        if message.pluralizable:
            assert len(strings(message)) == forms, message.id


@locales
def test_the_plural_rule_is_that_of_cldr(root: Path, locale: str) -> None:
    rule = c2py(catalogue(root, locale).plural_expr)
    categories: dict[int, set[str]] = {}
    for number in range(201):
        category = Locale.parse(locale).plural_form(number)
        categories.setdefault(rule(number), set()).add(category)
    assert all(len(found) == 1 for found in categories.values()), categories
    order = [next(iter(categories[index])) for index in sorted(categories)]
    assert (
        order
        == {
            "ar": ["zero", "one", "two", "few", "many", "other"],
            "pt_BR": ["one", "other"],
            "id": ["other"],
        }[locale]
    )


@locales
def test_the_catalogue_names_its_language(root: Path, locale: str) -> None:
    catalog = catalogue(root, locale)
    assert catalog.locale == Locale.parse(locale)
    assert catalog.charset.lower() == "utf-8"


@pytest.mark.parametrize("path", ["overrides", "scripts/handbook"])
def test_texts_are_found_at_all(messages: dict[tuple[str, ...], str], path: str) -> None:
    assert any(place.startswith(path) for place in messages.values())
