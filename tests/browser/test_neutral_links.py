"""A link without a language opens its section in the reader's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from visitor import Visitor

from handbook.content.addresses import page_address
from handbook.content.handbook import Handbook

LINK = "channels/phone-voicemail/#greeting"
KEY = "handbook.language"
LOCALES = [
    ("en-US", "en"),
    ("en", "en"),
    ("ar-EG", "ar"),
    ("ar", "ar"),
    ("pt-PT", "pt"),
    ("pt-BR", "pt"),
    ("id-ID", "id"),
    ("in", "id"),
]


def at_section(page: Page, url: str, id: str = "greeting") -> None:
    """The page is at `url`, with the heading of the section at the top of the window."""
    expect(page).to_have_url(url)
    expect(page.locator(f"h2#{id}")).to_be_in_viewport()


def offers(page: Page, handbook: Handbook, ending: str) -> None:
    """The page shows four links, each in its language's own script, that end in `ending`."""
    shown = page.locator("main a:visible")
    expect(shown).to_have_count(len(handbook.structure.languages))
    for language in handbook.structure.languages:
        link = page.locator(f"main a[hreflang='{language.tag}']:visible")
        expect(link).to_have_count(1)
        expect(link).to_contain_text(language.name)
        expect(link).to_have_attribute("lang", language.tag)
        expect(link).to_have_attribute("dir", language.direction)
        href = str(link.evaluate("link => link.href"))
        assert href.endswith(f"/{language.folder}/{ending}")


@pytest.mark.parametrize(("locale", "folder"), LOCALES, ids=[locale for locale, _ in LOCALES])
def test_it_opens_in_the_language_of_the_browser_at_the_section(
    visitor: Visitor, locale: str, folder: str
) -> None:
    page = visitor.page(locale=locale)
    page.goto(LINK)
    at_section(page, f"{visitor.url}{folder}/{LINK}")


@pytest.mark.parametrize("folder", ["en", "ar", "pt", "id"])
def test_it_opens_in_the_language_the_reader_chose_before(visitor: Visitor, folder: str) -> None:
    page = visitor.page(locale="ar-EG" if folder != "ar" else "en-US")
    page.add_init_script(f"localStorage.setItem('{KEY}', '{folder}')")
    page.goto(LINK)
    at_section(page, f"{visitor.url}{folder}/{LINK}")


def test_a_stored_choice_that_is_no_language_is_passed_over(visitor: Visitor) -> None:
    page = visitor.page(locale="id-ID")
    page.add_init_script(f"localStorage.setItem('{KEY}', 'xx')")
    page.goto(LINK)
    at_section(page, f"{visitor.url}id/{LINK}")


def test_the_first_of_the_browsers_languages_that_there_is_wins(visitor: Visitor) -> None:
    page = visitor.page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'languages', {get: () => ['ja', 'fr', 'pt-PT', 'en']})"
    )
    page.goto(LINK)
    at_section(page, f"{visitor.url}pt/{LINK}")


def test_it_opens_where_the_browser_keeps_nothing(visitor: Visitor) -> None:
    page = visitor.page(locale="pt-BR")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('off') }})"
    )
    visitor.expects("page error: .*off")  # the theme's own script
    page.goto(LINK)
    expect(page).to_have_url(f"{visitor.url}pt/{LINK}")


def test_going_back_does_not_meet_the_neutral_page_again(visitor: Visitor) -> None:
    page = visitor.page(locale="en-US")
    page.goto("en/glossary/")
    page.goto(LINK)
    expect(page).to_have_url(f"{visitor.url}en/{LINK}")
    page.go_back()
    expect(page).to_have_url(f"{visitor.url}en/glossary/")


def test_every_page_has_one_that_opens_it(visitor: Visitor, handbook: Handbook) -> None:
    page = visitor.page(locale="ar-EG")
    for name in handbook.structure.pages:
        address = page_address(name)
        page.goto(address, wait_until="commit")
        expect(page).to_have_url(f"{visitor.url}ar/{address}")


def test_a_term_of_the_glossary_has_one_too(visitor: Visitor, handbook: Handbook) -> None:
    assert handbook.glossary.model is not None
    term = next(iter(handbook.glossary.model.terms))
    page = visitor.page(locale="id-ID")
    page.goto(f"glossary/#{term}")
    expect(page).to_have_url(f"{visitor.url}id/glossary/#{term}")
    expect(page.locator(f"#{term}")).to_be_in_viewport()


def test_in_another_language_it_offers_the_four(visitor: Visitor, handbook: Handbook) -> None:
    page = visitor.open(LINK, locale="ja-JP")
    assert page.url == visitor.url + LINK
    offers(page, handbook, LINK)


def test_the_language_chosen_there_is_remembered(visitor: Visitor) -> None:
    page = visitor.open(LINK, locale="ja-JP")
    page.locator("main a[hreflang='pt-BR']:visible").click()
    at_section(page, f"{visitor.url}pt/{LINK}")
    page.goto("ethics/honesty/#pitfalls")
    at_section(page, f"{visitor.url}pt/ethics/honesty/#pitfalls", "pitfalls")


@pytest.mark.parametrize("address", ["", "channels/phone-voicemail/", LINK])
def test_without_javascript_it_offers_the_four(
    visitor: Visitor, handbook: Handbook, address: str
) -> None:
    page = visitor.open(address, locale="ar-EG", java_script_enabled=False)
    assert page.url == visitor.url + address
    offers(page, handbook, address)


def test_without_javascript_every_link_leads_to_the_section(
    visitor: Visitor, handbook: Handbook
) -> None:
    for language in handbook.structure.languages:
        page = visitor.open(LINK, java_script_enabled=False)
        page.locator(f"main a[hreflang='{language.tag}']:visible").click()
        at_section(page, f"{visitor.url}{language.folder}/{LINK}")


@pytest.mark.parametrize("folder", ["en", "ar"])
def test_the_root_opens_home(visitor: Visitor, folder: str) -> None:
    page = visitor.page(locale=folder)
    page.goto("")
    expect(page).to_have_url(f"{visitor.url}{folder}/")


@pytest.mark.parametrize(("locale", "folder"), [("ar-EG", "ar"), ("in", "id")])
def test_below_a_path_it_opens_there(kb_visitor: Visitor, locale: str, folder: str) -> None:
    page = kb_visitor.page(locale=locale)
    for address in ("", LINK):
        page.goto(address)
        expect(page).to_have_url(f"{kb_visitor.url}{folder}/{address}")


def test_below_a_path_it_offers_the_four(kb_visitor: Visitor, handbook: Handbook) -> None:
    for scripts in (True, False):
        page = kb_visitor.open(LINK, locale="ja-JP", java_script_enabled=scripts)
        offers(page, handbook, LINK)
        page.locator("main a[hreflang='id']:visible").click()
        at_section(page, f"{kb_visitor.url}id/{LINK}")


def test_the_choice_is_legible_in_every_script(visitor: Visitor, handbook: Handbook) -> None:
    page = visitor.open(LINK, locale="ja-JP", width=320)
    for language in handbook.structure.languages:
        asked = page.locator(f"h1 [lang='{language.tag}']")
        expect(asked).to_be_visible()
        expect(asked).to_have_attribute("dir", language.direction)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
