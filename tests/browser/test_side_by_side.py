"""Two languages side by side: section by section, on every page, until the reader has enough."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from visitor import Visitor, settled

from handbook.content.addresses import page_address
from handbook.content.handbook import Handbook

PHONE = "channels/phone-voicemail/"
TAGS = {"en": "en", "ar": "ar", "pt": "pt-BR", "id": "id"}
NAMES = {"en": "English", "ar": "العربية", "pt": "Português (Brasil)", "id": "Bahasa Indonesia"}
KEY = "handbook.second"

pairs = pytest.mark.parametrize(
    ("folder", "second"), [("ar", "en"), ("en", "ar"), ("pt", "id"), ("ar", "pt"), ("id", "en")]
)


def menu(page: Page) -> Locator:
    return page.locator(".hb-second")


def choose(page: Page, second: str) -> None:
    """Choose the second language, "" for none, and wait until the page is so."""
    menu(page).locator("summary").click()
    menu(page).locator(f"button[data-second='{second}']").click()
    expect(page.locator(".hb-pair").first).to_be_visible(visible=bool(second))
    settled(page)


def opened(visitor: Visitor, address: str, second: str, **options: Any) -> Page:
    """A page on which the reader has chosen a second language."""
    page = visitor.open(address, **options)
    choose(page, second)
    return page


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("folder", ["en", "ar"])
def test_the_control_names_the_other_languages_in_their_own_script(
    visitor: Visitor, folder: str
) -> None:
    page = visitor.open(f"{folder}/{PHONE}")
    menu(page).locator("summary").click()
    buttons = menu(page).locator("button[lang]")
    assert buttons.all_inner_texts() == [NAMES[one] for one in NAMES if one != folder]
    for button in buttons.all():
        second = button.get_attribute("data-second") or ""
        assert button.get_attribute("lang") == TAGS[second]
        assert button.get_attribute("dir") == ("rtl" if second == "ar" else "ltr")


@pairs
def test_every_section_stands_beside_its_twin(
    visitor: Visitor, handbook: Handbook, folder: str, second: str
) -> None:
    twin = visitor.open(f"{second}/{PHONE}")
    page = opened(visitor, f"{folder}/{PHONE}", second)
    ids = [section.id for section in handbook.trees[folder].pages[f"{PHONE[:-1]}.md"].headed]
    rows = page.locator(".hb-pair")
    assert rows.count() == len(ids) + 1
    for id in ids:
        row = rows.filter(has=page.locator(f"#{id}"))
        here, there = row.locator("> .hb-here"), row.locator("> .hb-there")
        assert there.get_attribute("lang") == TAGS[second]
        assert there.get_attribute("dir") == ("rtl" if second == "ar" else "ltr")
        heading = there.locator("h2")
        assert heading.inner_text() == twin.locator(f"#{id}").inner_text()
        mine, other = here.bounding_box(), there.bounding_box()
        assert mine and other
        assert mine["y"] == other["y"], id
        # The page's own language comes first in its own direction.
        assert (mine["x"] < other["x"]) == (folder != "ar"), id
        assert mine["width"] == pytest.approx(other["width"], abs=1), id


@pairs
def test_each_language_is_set_in_its_own_face_and_direction(
    visitor: Visitor, folder: str, second: str
) -> None:
    page = opened(visitor, f"{folder}/{PHONE}", second)
    for side, language in ((".hb-here", folder), (".hb-there", second)):
        paragraph = page.locator(f"{side} li").first
        style = paragraph.evaluate(
            "e => (({direction, fontFamily, fontSize}) => [direction, fontFamily, fontSize])"
            "(getComputedStyle(e))"
        )
        direction, family, size = style
        assert direction == ("rtl" if language == "ar" else "ltr")
        assert family.startswith('"Plex Arabic"' if language == "ar" else '"Plex Latin"')
        assert size == ("19px" if language == "ar" else "17px")


@pytest.mark.parametrize("address", ["", PHONE, "ethics/courtesy/", "glossary/", "trainers/links/"])
def test_no_id_stands_twice_and_the_second_text_leads_to_its_own_pages(
    visitor: Visitor, address: str
) -> None:
    page = opened(visitor, f"ar/{address}", "en")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({id}) => id)")
    assert len(ids) == len(set(ids))
    links = page.evaluate("[...document.querySelectorAll('.hb-there a')].map(({href}) => href)")
    own = [link.removeprefix(visitor.url) for link in links if link.startswith(visitor.url)]
    # A page of links has each of them in two kinds.
    strays = [link for link in own if not link.startswith("en/")]
    assert own and (not strays or address == "trainers/links/")
    assert not [link for link in strays if link.split("/")[0] in ("ar", "pt", "id")]


def test_it_stays_while_moving_through_the_handbook(visitor: Visitor) -> None:
    page = opened(visitor, f"ar/{PHONE}", "en")
    page.locator(".md-footer__link--next").click()
    expect(page.locator(".hb-there h1")).to_have_text("Letters and memos")
    expect(page.locator("html.hb-joining")).to_have_count(0)
    page.goto("ar/ethics/honesty/#pitfalls")
    expect(page.locator(".hb-there [data-section=pitfalls]")).to_be_in_viewport()
    expect(page.locator("#pitfalls")).to_be_in_viewport()
    choose(page, "")
    page.reload()
    expect(page.locator("html.hb-joining")).to_have_count(0)
    assert not page.locator(".hb-pair").count()


def test_when_the_second_language_becomes_the_first_the_two_change_places(visitor: Visitor) -> None:
    page = opened(visitor, f"ar/{PHONE}", "en")
    page.locator("[data-handbook-languages] summary").click()
    page.locator("a[data-handbook-language=en]").click()
    expect(page.locator(".hb-there h1")).to_have_text("الهاتف والبريد الصوتي")
    expect(page.locator(".hb-here h1")).to_have_text("Phone and voicemail")


# What is said of a choice stands for a while after it.
MAIN = """() => {
  const main = document.querySelector("main").cloneNode(true);
  main.querySelector(".hb-said").textContent = "";
  return main.innerHTML;
}"""


def test_one_language_again_is_the_page_as_it_was(page: Page) -> None:
    page.goto(f"ar/{PHONE}")
    settled(page)
    before = page.evaluate(MAIN)
    place = page.locator("article h1").bounding_box()
    choose(page, "en")
    assert page.evaluate(MAIN) != before
    choose(page, "pt")
    expect(page.locator(".hb-there h1")).to_have_text("Telefone e correio de voz")
    assert page.locator(".hb-there h1").count() == 1
    choose(page, "")
    assert page.evaluate(MAIN) == before
    assert page.locator("article h1").bounding_box() == place


@pytest.mark.parametrize(("folder", "second"), [("ar", "en"), ("en", "ar")])
@pytest.mark.parametrize("address", ["", PHONE, "glossary/"])
def test_on_a_narrow_screen_the_second_stands_below_the_first(
    visitor: Visitor, folder: str, second: str, address: str
) -> None:
    page = opened(visitor, f"{folder}/{address}", second, width=320)
    row = page.locator(".hb-pair").nth(1)
    for width in (320, 390, 768):
        page.set_viewport_size({"width": width, "height": 900})
        mine = row.locator(".hb-here").bounding_box()
        other = row.locator(".hb-there").bounding_box()
        assert mine and other
        assert other["y"] >= mine["y"] + mine["height"], width
        assert overflow(page) <= 0, width


@pytest.mark.parametrize("address", ["", PHONE, "channels/", "trainers/links/"])
def test_nothing_overflows_where_they_stand_side_by_side(visitor: Visitor, address: str) -> None:
    page = opened(visitor, f"en/{address}", "ar")
    for width in (1360, 1100, 960):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) <= 0, width
        for side in ("here", "there"):
            cut = page.evaluate(
                f"""[...document.querySelectorAll(".hb-{side}")]
                .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.innerText)"""
            )
            assert not cut, width


def test_the_section_being_read_stays_where_it_is(page: Page) -> None:
    page.goto(f"ar/{PHONE}#closing")
    settled(page)
    top = "document.getElementById('closing').getBoundingClientRect().top"
    before = page.evaluate(top)
    assert 0 < before < 200
    menu(page).locator("summary").click()
    menu(page).locator("button[data-second=en]").click()
    expect(page.locator(".hb-pair").first).to_be_attached()
    settled(page)
    assert page.evaluate(top) == pytest.approx(before, abs=2)


def test_a_point_ticked_or_an_answer_opened_in_one_is_so_in_the_other(visitor: Visitor) -> None:
    page = opened(visitor, f"ar/{PHONE}", "en")
    here = page.locator(".hb-here .task-list-item input").nth(2)
    there = page.locator(".hb-there .task-list-item input").nth(2)
    there.check()
    expect(here).to_be_checked()
    page.locator(".hb-here details summary").click()
    expect(page.locator(".hb-there details")).to_have_attribute("open", "")
    page.reload()
    expect(page.locator(".hb-there .task-list-item input").nth(2)).to_be_checked()


def test_the_keyboard_chooses_and_the_choice_is_said(page: Page) -> None:
    page.goto(f"en/{PHONE}")
    status = page.locator(".hb-said")
    menu(page).locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.second") == "ar"
    page.keyboard.press("Enter")
    expect(status).to_have_text("العربية is shown beside this language.")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    expect(menu(page).locator("button[data-second=ar]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(menu(page)).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("answer", ["abort", "missing", "other"])
def test_a_page_that_cannot_be_loaded_is_said_and_nothing_breaks(
    visitor: Visitor, answer: str
) -> None:
    visitor.expects("ERR_FAILED|status 404|404 \\(Not Found\\)")
    page = visitor.open(f"ar/{PHONE}")

    def fail(route: Route) -> None:
        if answer == "abort":
            route.abort()
        else:
            status = 404 if answer == "missing" else 200
            route.fulfill(status=status, content_type="text/html", body="<p>no handbook</p>")

    page.route(f"**/en/{PHONE}", fail)
    before = page.locator("article").inner_html()
    menu(page).locator("summary").click()
    menu(page).locator("button[data-second=en]").click()
    expect(page.locator(".hb-said")).to_have_text("تعذّر تحميل الصفحة بهذه اللغة: English.")
    assert page.locator("article").inner_html() == before
    expect(menu(page).locator("button[data-second=en]")).to_have_attribute("aria-pressed", "false")
    assert page.locator("h1").is_visible()


def test_it_costs_nothing_until_it_is_wanted(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"ar/{PHONE}")
    page.wait_for_load_state("networkidle")
    assert asked and not [url for url in asked if "reading." in url]


def test_a_kept_choice_that_is_no_language_or_the_pages_own_does_nothing(visitor: Visitor) -> None:
    for kept in ("xx", "ar"):
        page = visitor.page()
        page.add_init_script(f"localStorage.setItem('{KEY}', '{kept}')")
        page.goto(f"ar/{PHONE}")
        # Until it is known what is shown.
        expect(page.locator("html.hb-joining")).to_have_count(0)
        assert not page.locator(".hb-pair").count()


def test_without_javascript_the_control_is_not_shown(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}", java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert menu(page).count() == 1
    assert not menu(page).is_visible()


def test_it_works_below_a_path(kb_visitor: Visitor) -> None:
    page = opened(kb_visitor, f"en/{PHONE}", "ar")
    expect(page.locator(".hb-there h1")).to_have_text("الهاتف والبريد الصوتي")
    link = page.locator(".hb-there .hb-across a").first
    assert (link.get_attribute("href") or "").startswith("/kb/ar/ethics/courtesy/")
    link.click()
    expect(page).to_have_url(f"{kb_visitor.url}ar/ethics/courtesy/")


def test_every_page_of_the_handbook_can_be_shown_so(visitor: Visitor, handbook: Handbook) -> None:
    page = visitor.page()
    page.add_init_script(f"localStorage.setItem('{KEY}', 'pt')")
    for name, source in handbook.source.pages.items():
        page.goto(f"id/{page_address(name)}")
        expect(page.locator(".hb-there h1")).to_be_visible()
        ids = [section.id for section in source.headed if section.level == 2]
        for id in ids:
            assert page.locator(f".hb-there [data-section='{id}']").count() == 1, f"{name}#{id}"
