"""Every heading has a link to copy: in this language, or one that opens in each reader's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from visitor import Visitor, rest, settled

PHONE = "channels/phone-voicemail/"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
COPIED = {
    "en": "The link is copied.",
    "ar": "نُسخ الرابط.",
    "pt": "O link foi copiado.",
    "id": "Tautan sudah disalin.",
}
# As on a page that comes by plain http; the test itself still reads what was copied.
NO_CLIPBOARD = """
  window.clipboard = navigator.clipboard;
  Object.defineProperty(navigator, "clipboard", {value: undefined});
"""


def panel(page: Page) -> Locator:
    return page.locator("#hb-copy")


def ask(page: Page, id: str) -> None:
    """Open the choice of links of a section."""
    page.locator(f"#{id}").hover()
    page.locator(f"#{id} .headerlink").click()
    expect(panel(page)).to_be_visible()


def copied(page: Page) -> str:
    return str(page.evaluate("(window.clipboard ?? navigator.clipboard).readText()"))


@pytest.mark.parametrize("kind", ["language", "neutral"])
def test_a_link_is_copied_and_that_is_said(visitor: Visitor, folder: str, kind: str) -> None:
    page = visitor.open(f"{folder}/{PHONE}?from=mail", permissions=CLIPBOARD)
    ask(page, "greeting")
    expect(page).to_have_url(re.compile("#greeting$"))
    panel(page).locator(f"[data-copy={kind}]").click()
    status = page.get_by_role("status").filter(has_text=COPIED[folder])
    expect(status).to_be_visible()
    place = f"{folder}/{PHONE}" if kind == "language" else PHONE
    assert copied(page) == f"{visitor.url}{place}#greeting"
    expect(panel(page)).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('#greeting .headerlink')")
    expect(page.locator("#greeting")).to_be_in_viewport()


def test_the_neutral_link_opens_in_another_readers_language(kb_visitor: Visitor) -> None:
    page = kb_visitor.open(f"en/{PHONE}", permissions=CLIPBOARD)
    ask(page, "holds")
    panel(page).locator("[data-copy=neutral]").click()
    expect(page.get_by_role("status").filter(has_text=COPIED["en"])).to_be_visible()
    other = kb_visitor.open(copied(page), locale="pt-BR")
    expect(other).to_have_url(f"{kb_visitor.url}pt/{PHONE}#holds")


def test_the_keyboard_opens_chooses_and_leaves(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}", permissions=CLIPBOARD)
    link = page.locator("#holds .headerlink")
    link.focus()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    assert page.evaluate("document.activeElement.dataset.copy") == "language"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.copy") == "neutral"
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=COPIED["ar"])).to_be_visible()
    assert copied(page) == f"{visitor.url}ar/{PHONE}#holds"


@pytest.mark.parametrize("width", [1360, 390, 320])
@pytest.mark.parametrize("folder", ["en", "ar"])
def test_the_choice_stands_below_the_heading_and_within_the_window(
    visitor: Visitor, folder: str, width: int
) -> None:
    page = visitor.open(f"{folder}/{PHONE}", width=width)
    for id in ("key-points", "transfers", "practice"):
        ask(page, id)
        settled(page)
        heading, choice = page.locator(f"#{id}").bounding_box(), panel(page).bounding_box()
        assert heading and choice
        assert 0 <= choice["x"] <= choice["x"] + choice["width"] <= width
        assert -20 < choice["y"] - (heading["y"] + heading["height"]) < 40, id
        page.keyboard.press("Escape")


@pytest.mark.parametrize("folder", ["en", "ar"])
def test_where_the_page_comes_by_plain_http_it_works_too(visitor: Visitor, folder: str) -> None:
    page = visitor.page(permissions=CLIPBOARD)
    page.add_init_script(NO_CLIPBOARD)
    page.goto(f"{folder}/{PHONE}")
    ask(page, "closing")
    panel(page).locator("[data-copy=language]").click()
    expect(page.get_by_role("status").filter(has_text=COPIED[folder])).to_be_visible()
    assert copied(page) == f"{visitor.url}{folder}/{PHONE}#closing"
    assert page.evaluate("document.activeElement.matches('#closing .headerlink')")


def test_a_link_that_cannot_be_copied_is_shown(visitor: Visitor) -> None:
    page = visitor.page()
    page.add_init_script(NO_CLIPBOARD + "document.execCommand = () => false;")
    page.goto(f"en/{PHONE}")
    ask(page, "closing")
    panel(page).locator("[data-copy=neutral]").click()
    wanted = f"The link could not be copied. It is {visitor.url}{PHONE}#closing"
    expect(page.locator(".hb-said")).to_have_text(wanted)


def test_beside_another_language_each_heading_copies_its_own_link(visitor: Visitor) -> None:
    page = visitor.page(permissions=CLIPBOARD)
    page.add_init_script("localStorage.setItem('handbook.second', 'en')")
    page.goto(f"ar/{PHONE}")
    heading = page.locator(".hb-there [data-section=holds]")
    heading.hover()
    # It leads to another page; the choice of links opens here all the same.
    heading.locator(".headerlink").click()
    expect(panel(page)).to_be_visible()
    panel(page).locator("[data-copy=language]").click()
    expect(page.get_by_role("status").filter(has_text=COPIED["ar"])).to_be_visible()
    assert copied(page) == f"{visitor.url}en/{PHONE}#holds"
    assert page.url == f"{visitor.url}ar/{PHONE}"


def test_a_click_that_opens_a_tab_is_left_to_the_browser(visitor: Visitor) -> None:
    page = visitor.open(f"en/{PHONE}")
    # What opens the choice is here, so that it would open at once.
    ask(page, "closing")
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    page.locator("#holds").hover()
    with page.context.expect_page() as opened:
        page.locator("#holds .headerlink").click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(re.compile("#holds$"))
    rest(page, 100)
    expect(panel(page)).to_be_hidden()


def test_without_javascript_the_anchor_is_a_link_with_a_name(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/{PHONE}", java_script_enabled=False)
    link = page.locator("#holds .headerlink")
    assert link.get_attribute("aria-label")
    page.locator("#holds").hover()
    link.click()
    expect(page).to_have_url(f"{visitor.url}{folder}/{PHONE}#holds")
    assert not panel(page).is_visible()
