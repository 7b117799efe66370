"""Any page on paper, as Chromium prints it: whole, with its address and review, no sheet wasted."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Page
from pypdf import PageObject, PdfReader
from visitor import Visitor, settled

from handbook.content.addresses import page_address
from handbook.content.handbook import Handbook

PHONE = "channels/phone-voicemail/"
NUMBER = re.compile(r"^\s*\d+ ?/ ?\d+\s*$", re.MULTILINE)


def sheets_of(page: Page, paper: str = "A4") -> list[PageObject]:
    """What Chromium prints of a page."""
    return list(PdfReader(io.BytesIO(page.pdf(format=paper))).pages)


def text_of(sheet: PageObject) -> str:
    """The text of a sheet, without its number."""
    return NUMBER.sub("", sheet.extract_text())


def printed(page: Page, paper: str = "A4") -> list[str]:
    """The text of each sheet."""
    return [text_of(sheet) for sheet in sheets_of(page, paper)]


def has_much_text(sheet: PageObject) -> bool:
    """Whether a sheet draws far more letters than its number has; to read them takes long."""
    contents = sheet.get_contents()
    assert contents is not None
    drawn = re.findall(rb"<([0-9A-Fa-f]+)>", contents.get_data())
    return sum(map(len, drawn)) // 4 > 100


def words(text: str) -> list[str]:
    """Its words without vowel marks, which a PDF sets as it likes."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"\w+", bare)


def share(wanted: str, sheets: list[str]) -> float:
    """How many of the words of a text are on the sheets; ligatures may hide a few."""
    found = set(words(" ".join(sheets)))
    looked_for = words(wanted)
    assert looked_for
    return sum(word in found for word in looked_for) / len(looked_for)


def test_every_page_ends_on_a_sheet_with_text(
    visitor: Visitor, handbook: Handbook, folder: str
) -> None:
    page = visitor.page()
    for name in handbook.structure.pages:
        page.goto(f"{folder}/{page_address(name)}")
        sheets = sheets_of(page)
        for number, sheet in enumerate(sheets, 1):
            if not has_much_text(sheet):
                text = text_of(sheet)
                assert len(words(text)) > 5, f"{name}: sheet {number} of {len(sheets)}: {text!r}"
        last = words(page.locator("article :is(p, li, td)").last.text_content() or "")
        assert share(" ".join(last[-6:]), [text_of(sheets[-1])]) >= 0.5, name


def test_a_sheet_with_its_number_alone_is_not_much_text(visitor: Visitor) -> None:
    page = visitor.open(f"en/{PHONE}")
    page.evaluate(
        """() => {
          const rest = document.querySelector("article").appendChild(document.createElement("p"));
          rest.style.breakBefore = "page";
          rest.append("left over");
        }"""
    )
    *full, last = sheets_of(page)
    assert has_much_text(full[0])
    assert not has_much_text(last)
    assert len(words(text_of(last))) <= 5


@pytest.mark.parametrize("java_script", [True, False], ids=["script", "no-script"])
def test_title_address_and_review_are_on_the_first_sheet_and_folded_answers_in_full(
    visitor: Visitor, handbook: Handbook, folder: str, java_script: bool
) -> None:
    page = visitor.open(f"{folder}/{PHONE}#holds", java_script_enabled=java_script)
    answer = page.locator("article details")
    assert answer.get_attribute("open") is None
    sheets = printed(page)
    meta = handbook.trees[folder].pages[f"{PHONE[:-1]}.md"].meta
    assert meta is not None
    assert share(meta.title, sheets[:1]) == 1
    root = visitor.url if java_script else "/"
    assert f"{root}{folder}/{PHONE}" in sheets[0].replace("\n", "")
    assert "#holds" not in sheets[0]
    assert str(meta.reviewed.year) in sheets[0]
    assert share(meta.owner, sheets[:1]) == 1
    text = answer.text_content() or ""
    assert len(words(text)) > 100
    assert share(text, sheets) > 0.85


def test_what_is_for_the_screen_alone_is_not_printed(visitor: Visitor) -> None:
    page = visitor.open(f"en/{PHONE}")
    text = "\n".join(printed(page))
    for absent in ("Skip to content", "On this page", "Next page", "Search", "Copy the link", "#"):
        assert absent not in text, absent
    assert "Model phrases" in text


def test_dark_is_not_printed(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}", color_scheme="dark")
    page.locator("[data-handbook-scheme]").click()
    page.locator("[data-handbook-scheme]").click()
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        "[document.body, document.documentElement, document.querySelector('article p.hb-lead')]"
        ".map((e) => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color])"
    )
    assert [background for background, _ in colours] == ["rgba(0, 0, 0, 0)"] * 3
    for _, colour in colours:
        assert max(map(int, re.findall(r"\d+", colour)[:3])) < 110, colour


def test_only_links_that_lead_outside_show_their_address(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}")
    page.evaluate(
        """() => {
          const link = Object.assign(document.createElement("a"), {href: "https://example.org/x"});
          link.textContent = "example";
          document.querySelector("#answering + p").append(" ", link);
        }"""
    )
    text = "".join(printed(page)).replace("\n", "")
    assert "https://example.org/x" in text
    assert text.count("http") == 2  # that link's, and the page's own address


@pytest.mark.parametrize(("folder", "second"), [("ar", "en"), ("en", "ar")])
def test_two_languages_are_printed_side_by_side(visitor: Visitor, folder: str, second: str) -> None:
    page = visitor.page(width=390)
    page.add_init_script(f"localStorage.setItem('handbook.second', '{second}')")
    page.goto(f"{folder}/{PHONE}")
    page.locator(".hb-pair").first.wait_for()
    settled(page)
    sheets = printed(page)
    for side in ("here", "there"):
        titles = page.locator(f".hb-{side} :is(h1, h2)").all_text_contents()
        assert share(" ".join(titles), sheets) > 0.9
        assert share(page.locator(f".hb-{side} details").text_content() or "", sheets) > 0.8
    assert all(len(words(sheet)) > 5 for sheet in sheets)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    settled(page)
    row = page.locator(".hb-pair").nth(2)
    mine, other = row.locator(".hb-here").bounding_box(), row.locator(".hb-there").bounding_box()
    assert mine and other
    assert mine["y"] == other["y"]
    assert mine["x"] != other["x"]


@pytest.mark.parametrize("paper", ["A4", "Letter", "A5"])
def test_nothing_runs_off_the_paper(visitor: Visitor, paper: str) -> None:
    """What is wider than the sheet makes Chromium shrink the page, and letters too."""
    widths = {"A4": 673, "Letter": 695, "A5": 438}
    page = visitor.page(width=widths[paper])
    for address in ("ar/", f"ar/{PHONE}", "en/channels/", "en/trainers/links/"):
        page.goto(address)
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        page.emulate_media(media="screen")
