"""The language switch keeps the page and the section, for every way of using it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from visitor import Visitor

from handbook.content.handbook import Handbook

PHONE = "channels/phone-voicemail/"
SCRIPTS = {"en": "English", "ar": "العربية", "pt": "Português (Brasil)", "id": "Bahasa Indonesia"}


def menu(page: Page) -> Locator:
    return page.locator("[data-handbook-languages]")


def button(page: Page) -> Locator:
    return menu(page).locator("summary")


def link(page: Page, folder: str) -> Locator:
    return menu(page).locator(f"a[data-handbook-language='{folder}']")


def switch(page: Page, folder: str) -> None:
    button(page).click()
    link(page, folder).click()


def scroll_to(page: Page, id: str) -> None:
    """Scroll until the section's heading stands just below the site's header."""
    page.locator(f"h2#{id}").evaluate(
        "e => scrollBy({top: e.getBoundingClientRect().top - 100, behavior: 'instant'})"
    )


def focused(page: Page) -> str:
    """What of the switch has the focus: the language of a link, or the element's name."""
    return str(
        page.evaluate(
            "[document.activeElement].map((at) => at.dataset.handbookLanguage ??"
            " (at.closest('[data-handbook-languages]') ? at.localName : ''))[0]"
        )
    )


def tab_to(page: Page, wanted: str, key: str = "Tab") -> None:
    """Press Tab until `wanted` has the focus."""
    for _ in range(30):
        page.keyboard.press(key)
        if focused(page) == wanted:
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_it_names_each_language_in_its_own_script(
    visitor: Visitor, handbook: Handbook, folder: str
) -> None:
    page = visitor.open(f"{folder}/{PHONE}")
    button(page).click()
    links = menu(page).locator("a")
    expect(links).to_have_text([SCRIPTS[lang.folder] for lang in handbook.structure.languages])
    for language in handbook.structure.languages:
        one = link(page, language.folder)
        expect(one).to_be_visible()
        expect(one).to_have_attribute("lang", language.tag)
        expect(one).to_have_attribute("hreflang", language.tag)
        expect(one).to_have_attribute("dir", language.direction)
        assert one.evaluate("e => getComputedStyle(e).direction") == language.direction
    current = menu(page).locator("a[aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_have_attribute("hreflang", handbook.structure.language(folder).tag)
    expect(button(page)).to_have_accessible_name(re.compile(re.escape(SCRIPTS[folder])))


@pytest.mark.parametrize(
    ("start", "goal"), [("en", "ar"), ("ar", "pt"), ("pt", "id"), ("id", "en")]
)
def test_it_keeps_the_page_and_the_section_of_the_address(
    visitor: Visitor, start: str, goal: str
) -> None:
    page = visitor.open(f"{start}/{PHONE}#transfers")
    expect(page.locator("h2#transfers")).to_be_in_viewport()
    switch(page, goal)
    expect(page).to_have_url(f"{visitor.url}{goal}/{PHONE}#transfers")
    expect(page.locator("h2#transfers")).to_be_in_viewport()


def test_it_keeps_the_section_scrolled_to(visitor: Visitor) -> None:
    page = visitor.open(f"en/{PHONE}")
    scroll_to(page, "honesty")
    switch(page, "ar")
    expect(page).to_have_url(f"{visitor.url}ar/{PHONE}#honesty")
    expect(page.locator("h2#honesty")).to_be_in_viewport()


def test_it_keeps_the_section_scrolled_to_rather_than_that_of_the_address(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}#greeting")
    scroll_to(page, "courtesy")
    switch(page, "en")
    expect(page).to_have_url(f"{visitor.url}en/{PHONE}#courtesy")


def test_at_the_top_it_keeps_the_page_alone(visitor: Visitor) -> None:
    page = visitor.open(f"pt/{PHONE}")
    switch(page, "id")
    expect(page).to_have_url(f"{visitor.url}id/{PHONE}")


def test_it_keeps_the_section_below_a_path(kb_visitor: Visitor) -> None:
    page = kb_visitor.open(f"en/{PHONE}#holds")
    switch(page, "id")
    expect(page).to_have_url(f"{kb_visitor.url}id/{PHONE}#holds")


@pytest.mark.parametrize("width", [1360, 390])
def test_the_keyboard_opens_it_and_chooses(visitor: Visitor, width: int) -> None:
    page = visitor.open(f"en/{PHONE}", width=width)
    scroll_to(page, "holds")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(link(page, "ar")).to_be_visible()
    tab_to(page, "ar")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.url}ar/{PHONE}#holds")


def test_escape_closes_it_and_gives_the_focus_back(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "pt")
    page.keyboard.press("Escape")
    expect(link(page, "pt")).to_be_hidden()
    expect(button(page)).to_be_focused()


def test_it_closes_when_the_reader_goes_elsewhere(visitor: Visitor) -> None:
    page = visitor.open(f"en/{PHONE}")
    button(page).click()
    expect(link(page, "ar")).to_be_visible()
    page.locator("article h1").click()
    expect(link(page, "ar")).to_be_hidden()
    button(page).focus()
    page.keyboard.press("Enter")
    expect(link(page, "ar")).to_be_visible()
    for _ in SCRIPTS:
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(link(page, "ar")).to_be_hidden()


@pytest.mark.parametrize("folder", ["en", "ar"])
def test_without_javascript_it_opens_and_leads_to_the_same_page(
    visitor: Visitor, folder: str
) -> None:
    page = visitor.open(f"{folder}/{PHONE}", java_script_enabled=False)
    expect(link(page, "id")).to_be_hidden()
    switch(page, "id")
    expect(page).to_have_url(f"{visitor.url}id/{PHONE}")


def test_the_choice_is_remembered_by_neutral_links(visitor: Visitor) -> None:
    page = visitor.page(locale="en-US")
    page.goto(f"en/{PHONE}")
    switch(page, "ar")
    expect(page).to_have_url(f"{visitor.url}ar/{PHONE}")
    page.goto("ethics/honesty/#pitfalls")
    expect(page).to_have_url(f"{visitor.url}ar/ethics/honesty/#pitfalls")


def test_reading_a_page_in_another_language_is_no_choice(visitor: Visitor) -> None:
    page = visitor.page(locale="en-US")
    page.goto(f"ar/{PHONE}")
    page.goto("glossary/")
    expect(page).to_have_url(f"{visitor.url}en/glossary/")


@pytest.mark.parametrize("width", [1360, 390, 320])
@pytest.mark.parametrize("folder", ["en", "ar"])
def test_its_list_stays_inside_the_window(visitor: Visitor, folder: str, width: int) -> None:
    page = visitor.open(f"{folder}/", width=width)
    button(page).click()
    box = menu(page).locator("ul").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
