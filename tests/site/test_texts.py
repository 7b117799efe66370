"""The interface's texts are found in code and templates, and the check passes every catalogue."""

from __future__ import annotations

import pytest
from babel import Locale

from handbook.checks import catalogues
from handbook.content.catalogues import CODE, TEMPLATES, Interface
from handbook.content.handbook import Handbook
from handbook.texts import catalogue_path, read_catalogue


@pytest.fixture(scope="module")
def interface(handbook: Handbook) -> Interface:
    assert handbook.interface
    return handbook.interface


def test_nothing_is_missing_unused_uncertain_or_without_a_plural_form(handbook: Handbook) -> None:
    # What the check finds, its own fixtures hold: text-missing, text-unused and the like.
    assert list(catalogues.check(handbook)) == []


@pytest.mark.parametrize("folder", [TEMPLATES, CODE])
def test_texts_are_found_at_all(interface: Interface, folder: str) -> None:
    assert len([used for used in interface.used if used.path.startswith(f"{folder}/")]) > 10


@pytest.mark.parametrize(("folder", "forms"), [("ar", 6), ("pt", 2), ("id", 1)])
def test_a_catalogue_holds_its_language(interface: Interface, folder: str, forms: int) -> None:
    catalogue = interface.catalogues[folder]
    assert catalogue.fault is None
    assert len(catalogue.entries) == len(interface.used)
    assert catalogue.forms == forms
    for entry in catalogue.entries:
        for text in entry.strings:
            assert text == text.strip(), entry.key


@pytest.mark.parametrize("locale", ["ar", "pt_BR", "id"])
def test_a_catalogue_names_its_language(handbook: Handbook, locale: str) -> None:
    catalog = read_catalogue(catalogue_path(handbook.root, locale), locale)
    assert catalog.locale == Locale.parse(locale)
    assert catalog.charset.lower() == "utf-8"
