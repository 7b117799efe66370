"""Drawers, scheme and the list of sections: by pointer, by keyboard and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from visitor import Visitor

PHONE = "channels/phone-voicemail/"
both = pytest.mark.parametrize("folder", ["en", "ar"])

# Each drawer: the button that opens it, the drawer.
PAGES = (".hb-pages-open", "#hb-pages")
SECTIONS = (".hb-contents-open", "#hb-contents")
drawers = pytest.mark.parametrize(
    ("opener", "drawer"), [PAGES, SECTIONS], ids=["pages", "sections"]
)


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab from the page's start until `wanted` has the focus."""
    expect(wanted).to_have_count(1)
    for _ in range(15):
        page.keyboard.press("Tab")
        if has_focus(wanted):
            return
    raise AssertionError("the keyboard does not reach it")


def has_focus(element: Locator) -> bool:
    return bool(element.evaluate("element => element === document.activeElement"))


def has_focus_within(element: Locator) -> bool:
    return bool(element.evaluate("element => element.contains(document.activeElement)"))


def sees_focus(element: Locator) -> bool:
    return bool(
        element.evaluate(
            "e => { const s = getComputedStyle(e);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 }"
        )
    )


# ---- Drawers ----


@drawers
@pytest.mark.parametrize("key", ["Enter", "Space"])
@both
def test_the_keyboard_opens_and_closes_a_drawer(
    visitor: Visitor, folder: str, key: str, opener: str, drawer: str
) -> None:
    page = visitor.open(f"{folder}/{PHONE}", width=390)
    button, panel = page.locator(opener), page.locator(drawer)
    reach(page, button)
    assert sees_focus(button)
    expect(button).to_have_role("button")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(panel).to_be_hidden()
    page.keyboard.press(key)
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(panel.locator("a").first).to_be_in_viewport()
    page.keyboard.press(key)
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(panel).to_be_hidden()


@drawers
def test_the_next_stop_after_its_button_is_in_the_drawer(
    visitor: Visitor, opener: str, drawer: str
) -> None:
    page = visitor.open(f"ar/{PHONE}", width=390)
    reach(page, page.locator(opener))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert has_focus_within(page.locator(drawer))
    page.keyboard.press("Shift+Tab")
    assert has_focus(page.locator(opener))


@drawers
def test_escape_closes_a_drawer_and_gives_the_focus_back(
    visitor: Visitor, opener: str, drawer: str
) -> None:
    page = visitor.open(f"ar/{PHONE}", width=390)
    reach(page, page.locator(opener))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(drawer)).to_be_hidden()
    assert has_focus(page.locator(opener))


@drawers
def test_a_drawer_closes_when_the_focus_leaves_it(
    visitor: Visitor, opener: str, drawer: str
) -> None:
    page = visitor.open(f"en/{PHONE}", width=390)
    reach(page, page.locator(opener))
    page.keyboard.press("Enter")
    page.locator(f"{drawer} a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator(drawer)).to_be_hidden()
    expect(page.locator(opener)).to_have_attribute("aria-expanded", "false")
    assert page.evaluate("document.activeElement !== document.body")


@drawers
@both
def test_a_closed_drawer_holds_no_stop_of_the_keyboard(
    visitor: Visitor, folder: str, opener: str, drawer: str
) -> None:
    page = visitor.open(f"{folder}/{PHONE}", width=390)
    for _ in range(25):
        page.keyboard.press("Tab")
        assert not has_focus_within(page.locator(drawer))


@both
def test_a_drawer_closes_by_a_touch_beside_it(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/{PHONE}", width=390)
    page.locator(".hb-pages-open").click()
    expect(page.locator("#hb-pages")).to_be_visible()
    page.mouse.click(370 if folder == "en" else 20, 500)
    expect(page.locator("#hb-pages")).to_be_hidden()


@both
def test_the_keyboard_follows_a_link_in_the_drawer_of_pages(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/overview/", width=390)
    reach(page, page.locator(".hb-pages-open"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.url}{folder}/")


def test_a_link_to_a_section_closes_its_drawer_and_shows_the_section(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}", width=390)
    page.locator(".hb-contents-open").click()
    page.locator("#hb-contents a[href='#checklist']").click()
    expect(page.locator("#hb-contents")).to_be_hidden()
    expect(page.locator("h2#checklist")).to_be_in_viewport()


@drawers
@pytest.mark.parametrize("width", [390, 320])
def test_without_javascript_a_drawer_opens_and_leads_on(
    visitor: Visitor, width: int, opener: str, drawer: str
) -> None:
    page = visitor.open(f"ar/{PHONE}", width=width, java_script_enabled=False)
    expect(page.locator(drawer)).to_be_hidden()
    page.locator(opener).click()
    link = page.locator(f"{drawer} a").nth(1)
    expect(link).to_be_in_viewport()
    href = str(link.get_attribute("href"))
    link.click()
    page.wait_for_url(lambda url: url.endswith(href.removeprefix("../../")))


def test_where_there_is_room_pages_and_sections_stand_beside_the_text(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}", width=1360)
    for opener, drawer in (PAGES, SECTIONS):
        expect(page.locator(opener)).to_be_hidden()
        expect(page.locator(drawer)).to_be_visible()
    page.set_viewport_size({"width": 1024, "height": 800})
    expect(page.locator("#hb-pages")).to_be_visible()
    expect(page.locator("#hb-contents")).to_be_hidden()


def test_a_drawer_that_is_open_becomes_a_column_when_the_window_grows(visitor: Visitor) -> None:
    page = visitor.open(f"en/{PHONE}", width=390)
    page.locator(".hb-pages-open").click()
    page.set_viewport_size({"width": 1360, "height": 900})
    expect(page.locator("#hb-pages:popover-open")).to_have_count(0)
    expect(page.locator("#hb-pages a").first).to_be_in_viewport()


# ---- The section being read ----


def test_the_list_of_sections_marks_the_one_being_read(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}")
    marked = page.locator("#hb-contents [aria-current]")
    expect(marked).to_have_count(0)
    for id in ("holds", "honesty", "greeting"):
        page.locator(f"h2#{id}").evaluate(
            "e => scrollTo(0, scrollY + e.getBoundingClientRect().top - 90)"
        )
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("href", f"#{id}")
    page.goto(f"ar/{PHONE}#practice")
    expect(marked).to_have_attribute("href", "#practice")


# ---- Light and dark ----


def scheme(page: Page) -> str:
    return str(
        page.evaluate(
            """() => {
              const paint = document.createElement("canvas").getContext("2d");
              paint.fillStyle = getComputedStyle(document.body).backgroundColor;
              paint.fillRect(0, 0, 1, 1);
              return paint.getImageData(0, 0, 1, 1).data[0] > 127 ? "light" : "dark";
            }"""
        )
    )


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_readers_choice_of_scheme_lasts_everywhere(visitor: Visitor, system: str) -> None:
    other = "dark" if system == "light" else "light"
    page = visitor.open(f"ar/{PHONE}", color_scheme=system)
    assert scheme(page) == system
    button = page.locator("[data-handbook-scheme]")
    before = button.get_attribute("aria-label")
    button.click()
    assert scheme(page) == other
    expect(button).not_to_have_attribute("aria-label", str(before))
    for address in ("ar/overview/", "en/overview/", "pt/", "id/404.html", "404.html"):
        page.goto(address)
        assert scheme(page) == other, address


def test_a_choice_that_is_the_systems_follows_the_system_again(visitor: Visitor) -> None:
    page = visitor.open("en/", color_scheme="light")
    button = page.locator("[data-handbook-scheme]")
    button.click()
    button.click()
    assert scheme(page) == "light"
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert scheme(page) == "dark"


def test_the_chosen_scheme_applies_before_anything_is_drawn(visitor: Visitor) -> None:
    page = visitor.page(color_scheme="light")
    page.add_init_script(
        """localStorage.setItem("handbook.scheme", "dark");
        document.addEventListener("readystatechange", () => {
          if (document.body) window.firstScheme ??= document.documentElement.dataset.scheme;
        });"""
    )
    page.goto(f"ar/{PHONE}")
    assert page.evaluate("window.firstScheme") == "dark"


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_changes_the_scheme(visitor: Visitor, key: str) -> None:
    page = visitor.open("ar/overview/", width=390, color_scheme="light")
    button = page.locator("[data-handbook-scheme]")
    reach(page, button)
    assert sees_focus(button)
    page.keyboard.press(key)
    assert scheme(page) == "dark"
    assert has_focus(button)


def test_without_javascript_there_is_no_button_that_does_nothing(visitor: Visitor) -> None:
    page = visitor.open("ar/overview/", java_script_enabled=False)
    expect(page.locator("[data-handbook-scheme]")).to_be_hidden()
    expect(page.locator("button[data-handbook-search]")).to_be_hidden()


# ---- Sizes ----


SMALL = """() => [...document.querySelectorAll(
    "header :is(a, button, summary), nav a, article summary, article label, .headerlink, footer a")]
  .filter((element) => element.checkVisibility())
  .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([name, box]) => `${name} ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("width", [1360, 390])
@both
def test_every_target_of_the_frame_is_24_pixels_or_more(
    visitor: Visitor, folder: str, width: int
) -> None:
    page = visitor.open(f"{folder}/{PHONE}", width=width)
    assert page.evaluate(SMALL) == []
    if width < 1000:
        for opener, drawer in (PAGES, SECTIONS):
            page.locator(opener).click()
            expect(page.locator(drawer)).to_be_visible()
            assert page.evaluate(SMALL) == []
            page.keyboard.press("Escape")


def test_no_arabic_is_smaller_than_16_pixels(visitor: Visitor) -> None:
    page = visitor.page()
    for address in ("ar/", f"ar/{PHONE}", "ar/ethics/honesty/", "ar/glossary/", "ar/404.html"):
        page.goto(address)
        small = page.evaluate(
            r"""() => [...document.querySelectorAll("body *")]
              .filter((e) => e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 15.9)
              .filter((e) => [...e.childNodes].some(
                (n) => n.nodeType === 3 && /[\u0621-\u064a]/.test(n.data)))
              .map((e) => `${getComputedStyle(e).fontSize} ${e.textContent.trim().slice(0, 40)}`)"""
        )
        assert small == [], address


@pytest.mark.parametrize("folder", ["en", "ar"])
def test_a_line_of_running_text_is_of_a_length_for_reading(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/overview/", width=1600)
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("article > p")].map((p) => {
          const lines = new Set();
          const range = document.createRange();
          range.selectNodeContents(p);
          for (const box of range.getClientRects()) lines.add(Math.round(box.bottom / 8));
          return p.textContent.length / lines.size;
        }))"""
    )
    assert 45 < longest < 90
