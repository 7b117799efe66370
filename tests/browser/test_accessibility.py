"""Nothing that axe-core finds, on any page or in any state, in any language, light or dark.

Each page is looked at whole, once in each scheme, in one of the languages in turn: the
languages share their templates and, by the check, their sections. Each state is looked at
in the part that it opens, in every language and at every width, but each language at one of
the widths in turn. Colours alone differ between schemes, so dark is held to their rules alone.
`make test-accessibility` leaves none of this out: every page and state whole in every
language, by every rule, in both schemes and at every width.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import axe
import pytest
from playwright.sync_api import Page, expect
from visitor import Visitor, settled

WHOLE = bool(os.environ.get("HANDBOOK_ACCESSIBILITY_WHOLE"))
WIDTHS = (1360, 768, 390, 320)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FOLDERS = ("en", "ar", "pt", "id")
PHONE = "channels/phone-voicemail/"


def seen(page: Page, width: int, within: str = "") -> Iterator[str]:
    """Every fault of the page as it stands, in both schemes."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        settled(page)
        colours = scheme == "dark" and not WHOLE
        found = axe.faults(
            page, rules=axe.COLOURS if colours else (), within="" if WHOLE else within
        )
        yield from (f"{page.url} at {width}, {scheme}: {fault}" for fault in found)


def reader(visitor: Visitor) -> Page:
    """A page of a reader of no language of ours, so that neutral pages stay."""
    return visitor.page(locale="ja-JP", reduced_motion="reduce")


def test_it_finds_what_is_wrong(visitor: Visitor) -> None:
    page = reader(visitor)
    page.goto("en/")
    page.evaluate(
        """() => {
          const wrong = document.createElement("p");
          wrong.append("hard to read", document.createElement("button"));
          wrong.style.color = "#ccc";
          wrong.style.background = "#fff";
          document.querySelector("article").append(wrong);
          const heading = document.createElement("h6");
          heading.append("a level left out");
          wrong.after(heading);
        }"""
    )
    found = "\n".join(axe.faults(page))
    for rule in ("color-contrast", "button-name", "heading-order"):
        assert rule in found
    assert axe.faults(page, rules=axe.COLOURS)
    assert not axe.faults(page, within="header.md-header, nav")


def test_every_page_in_one_language_at_least(visitor: Visitor, site: Path, folder: str) -> None:
    page = reader(visitor)
    paths = sorted((site / folder).rglob("index.html"))
    assert len(paths) > 10
    if not WHOLE:
        turn = FOLDERS.index(folder)
        paths = [path for index, path in enumerate(paths) if index % len(FOLDERS) == turn]
    found: list[str] = []
    for path in paths:
        page.goto(f"{path.parent.relative_to(site).as_posix()}/")
        for width in WIDTHS if WHOLE else WIDTHS[:1]:
            page.set_viewport_size({"width": width, "height": 900})
            found += seen(page, width)
    assert not found


@pytest.mark.parametrize("address", ["", PHONE, f"{PHONE}#greeting", "nope"])
def test_neutral_pages(visitor: Visitor, address: str) -> None:
    visitor.expects(r"\b404\b.*nope")
    page = reader(visitor)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        found += seen(page, width)
    assert not found


@dataclass(frozen=True)
class State:
    """What a reader has done to a page: where, how, which part it opened, at which widths."""

    address: str
    opened: Callable[[Page], None]
    within: str = ""
    widths: tuple[int, ...] = WIDTHS


DIALOG = "dialog[data-handbook-search-dialog]"


def as_it_is(page: Page) -> None:
    pass


def search(page: Page, query: str = "") -> None:
    page.keyboard.press("/")
    expect(page.locator(DIALOG).locator("input")).to_be_focused()
    if query:
        page.keyboard.insert_text(query)  # at once: of a part of it nothing is said
        expect(page.locator(DIALOG).get_by_role("status")).not_to_be_empty()


def search_for_the_first_section(page: Page) -> None:
    heading = page.locator("article h2").first
    search(page, heading.evaluate("e => e.firstChild.data.split(' ').at(-1)"))
    expect(page.locator(DIALOG).locator("b").first).to_be_visible()


def language_menu(page: Page) -> None:
    page.locator("[data-handbook-languages] summary").click()
    expect(page.locator("[data-handbook-languages] a").first).to_be_visible()


def pages_drawer(page: Page) -> None:
    page.locator(".hb-pages-open").click()
    expect(page.locator("#hb-pages a").first).to_be_in_viewport()


def sections_drawer(page: Page) -> None:
    page.locator(".hb-contents-open").click()
    expect(page.locator("#hb-contents a").first).to_be_in_viewport()


def unfolded(page: Page) -> None:
    page.evaluate("document.querySelectorAll('article details').forEach(e => (e.open = true))")
    page.locator("article .hb-task").first.click()


def side_by_side(page: Page) -> None:
    page.locator(".hb-second summary").click()
    page.locator(".hb-second [lang]").first.click()
    expect(page.locator("article [data-section=greeting]").first).to_be_visible()


def link_menu(page: Page) -> None:
    page.locator("#greeting .headerlink").click()
    expect(page.locator("#hb-copy")).to_be_visible()


STATES = {
    "home": State("", as_it_is),
    "page": State(PHONE, as_it_is),
    "missing": State("nope", as_it_is),
    "folded blocks open": State(PHONE, unfolded, "article"),
    "drawer of pages open": State(PHONE, pages_drawer, "header, #hb-pages", (768, 390, 320)),
    "drawer of sections open": State(PHONE, sections_drawer, "#hb-contents", (768, 390, 320)),
    "language menu open": State(PHONE, language_menu, "header"),
    "second language beside": State(PHONE, side_by_side, "article"),
    "menu of a link open": State(PHONE, link_menu, "article, #hb-copy"),
    "search open": State(PHONE, search, DIALOG),
    "search with results": State(PHONE, search_for_the_first_section, DIALOG),
    "search without a result": State(PHONE, lambda page: search(page, "xqzvwk"), DIALOG),
}


@pytest.mark.parametrize("name", STATES)
def test_every_state(visitor: Visitor, folder: str, name: str) -> None:
    visitor.expects(r"\b404\b.*nope")
    state = STATES[name]
    page = reader(visitor)
    found: list[str] = []
    # The states begin at different widths, so that each language comes to all of them.
    turn = FOLDERS.index(folder) + list(STATES).index(name)
    one = state.widths[turn % len(state.widths)]
    for width in state.widths if WHOLE else (one,):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{folder}/{state.address}")
        state.opened(page)
        found += seen(page, width, state.within)
    assert not found
