"""Every page fits its window, and everything on it can be used by pointer and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tour import OVERFLOWING, overflowing, tour
from visitor import Visitor

from handbook.content.handbook import Handbook

PHONE = "channels/phone-voicemail/"


def test_no_neutral_page_scrolls_sideways(visitor: Visitor) -> None:
    assert not overflowing(tour(visitor, ["", PHONE, f"{PHONE}#greeting", "404.html"]))


def test_what_sticks_out_is_seen(visitor: Visitor) -> None:
    page = visitor.open(PHONE, locale="ja-JP", width=390)
    assert page.evaluate(OVERFLOWING) is None
    page.evaluate("document.querySelector('main').style.width = '500px'")
    assert "main" in page.evaluate(OVERFLOWING)


# ---- Light and dark ----


def background(page: Page) -> float:
    """How light the page is, from 0 to 1."""
    return float(
        page.evaluate(
            """() => {
              const canvas = document.createElement("canvas").getContext("2d");
              canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
              canvas.fillRect(0, 0, 1, 1);
              return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
                .reduce((sum, part) => sum + part) / 765;
            }"""
        )
    )


@pytest.mark.parametrize("address", [f"en/{PHONE}", f"ar/{PHONE}", PHONE])
def test_the_readers_scheme_applies(visitor: Visitor, address: str) -> None:
    light = visitor.open(address, color_scheme="light", locale="ja-JP")
    dark = visitor.open(address, color_scheme="dark", locale="ja-JP")
    assert background(light) > 0.8
    assert background(dark) < 0.2


# ---- Folded answers and tick boxes ----


def test_a_folded_answer_opens_by_keyboard(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/{PHONE}")
    answer = page.locator("article details").first
    expect(answer.locator("p").first).to_be_hidden()
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(answer.locator("p").first).to_be_visible()
    page.keyboard.press("Space")
    expect(answer.locator("p").first).to_be_hidden()


def boxes(page: Page) -> Locator:
    return page.locator("article h2#checklist ~ ul input[type=checkbox]")


def test_a_tick_box_has_its_text_as_its_name(visitor: Visitor, handbook: Handbook) -> None:
    for language in handbook.structure.languages:
        page = visitor.open(f"{language.folder}/{PHONE}")
        items = page.locator("article .task-list-item")
        assert items.count() >= 8
        for item in items.all():
            text = " ".join(item.inner_text().split())
            assert text
            expect(item.get_by_role("checkbox")).to_have_accessible_name(text)


def test_a_tick_box_is_ticked_by_its_text_and_by_the_space_bar(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}")
    first, second = boxes(page).nth(0), boxes(page).nth(1)
    expect(first).not_to_be_checked()
    page.locator(".hb-task").nth(0).click()
    expect(first).to_be_checked()
    second.focus()
    page.keyboard.press("Space")
    expect(second).to_be_checked()
    page.keyboard.press("Space")
    expect(second).not_to_be_checked()


def test_ticks_stay_after_a_reload_and_in_the_other_language(visitor: Visitor) -> None:
    page = visitor.open(f"en/{PHONE}")
    for index in (0, 2):
        page.locator(".hb-task").nth(index).click()
    ticked = [True, False, True, False]

    def states() -> list[bool]:
        return [boxes(page).nth(index).is_checked() for index in range(len(ticked))]

    assert states() == ticked
    page.reload()
    assert states() == ticked
    page.goto(f"ar/{PHONE}")
    assert states() == ticked
    page.locator(".hb-task").nth(2).click()
    page.goto(f"id/{PHONE}")
    assert states() == [True, False, False, False]
    page.goto("en/channels/in-person/")
    assert states() == [False] * 4, "ticks of one page show on another"


# ---- The keyboard on a narrow screen ----


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab from the page's start until `wanted` has the focus."""
    expect(wanted).to_have_count(1)
    for _ in range(12):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")


def sees_focus(element: Locator) -> bool:
    return bool(
        element.evaluate(
            "e => { const s = getComputedStyle(e);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 }"
        )
    )


@pytest.mark.parametrize("folder", ["en", "ar"])
def test_the_keyboard_reaches_the_search(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/{PHONE}", width=390)
    opener = page.locator("[data-handbook-search]")
    reach(page, opener)
    assert sees_focus(opener)
    page.keyboard.press("Enter")
    query = page.locator("#hb-search-query")
    expect(query).to_be_focused()
    page.keyboard.press("Escape")
    expect(query).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("width", [1360, 390])
def test_the_first_stop_of_the_keyboard_skips_to_the_text(visitor: Visitor, width: int) -> None:
    page = visitor.open(f"ar/{PHONE}", width=width)
    skip = page.locator("a.md-skip")
    reach(page, skip)
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#"))
