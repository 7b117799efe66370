"""A missing address is answered in the language of the address, in full dress."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from visitor import Visitor

from handbook.content.handbook import Handbook
from handbook.site.edition import editions

DEPTHS = ("nope", "a/b/c/d/nope.html")


def title_of(handbook: Handbook, folder: str) -> str:
    return editions(handbook, "")[folder].texts.gettext("Page not found")


def is_found_missing(visitor: Visitor, address: str) -> Page:
    """A page at an address that must not exist, met with status 404."""
    visitor.expects(rf"\b404\b.*{address}")
    page = visitor.page(locale="en-US")
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    assert page.url == visitor.url + address
    return page


def is_styled(page: Page) -> bool:
    """Whether every style sheet the page names came with rules in it."""
    return bool(
        page.evaluate(
            """() => document.styleSheets.length > 0 &&
                document.querySelectorAll('link[rel=stylesheet]').length ===
                document.styleSheets.length &&
                [...document.styleSheets].every(sheet => sheet.cssRules.length > 0)"""
        )
    )


def check_own(visitor: Visitor, handbook: Handbook, folder: str, depth: str) -> None:
    page = is_found_missing(visitor, f"{folder}/{depth}")
    language = handbook.structure.language(folder)
    root = page.locator("html")
    expect(root).to_have_attribute("lang", language.tag)
    expect(root).to_have_attribute("dir", language.direction)
    expect(page.locator("article h1")).to_have_text(title_of(handbook, folder))
    assert is_styled(page)
    page.locator("article li a").first.click()
    expect(page).to_have_url(f"{visitor.url}{folder}/")


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_language_answers_in_its_own_words_at_any_depth(
    visitor: Visitor, handbook: Handbook, folder: str, depth: str
) -> None:
    check_own(visitor, handbook, folder, depth)


@pytest.mark.parametrize("depth", DEPTHS[1:])
def test_a_language_answers_in_its_own_words_below_a_path(
    kb_visitor: Visitor, handbook: Handbook, folder: str, depth: str
) -> None:
    check_own(kb_visitor, handbook, folder, depth)


def check_neutral(visitor: Visitor, handbook: Handbook, address: str) -> None:
    page = is_found_missing(visitor, address)
    assert is_styled(page)
    for language in handbook.structure.languages:
        link = page.locator(f"a[hreflang='{language.tag}']")
        expect(link).to_be_visible()
        expect(link).to_contain_text(title_of(handbook, language.folder))
        assert link.evaluate("link => link.href") == f"{visitor.url}{language.folder}/"


@pytest.mark.parametrize("address", DEPTHS)
def test_outside_the_languages_all_of_them_answer(
    visitor: Visitor, handbook: Handbook, address: str
) -> None:
    check_neutral(visitor, handbook, address)


@pytest.mark.parametrize("address", DEPTHS)
def test_outside_the_languages_all_of_them_answer_below_a_path(
    kb_visitor: Visitor, handbook: Handbook, address: str
) -> None:
    check_neutral(kb_visitor, handbook, address)
