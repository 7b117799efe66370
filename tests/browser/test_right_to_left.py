"""Arabic pages run from right to left, in an Arabic face, with every number as written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from visitor import Contexts, Visitor, settled

from handbook.content.handbook import Handbook

PHONE = "channels/phone-voicemail/"
LATIN_FACE = "IBM Plex Sans"
ARABIC_FACE = "IBM Plex Sans Arabic"

# Text with Latin letters or digits that its line would reorder: the outermost of
# the left-to-right elements around it must be isolated from the Arabic about it.
STRAY = r"""() => {
  const found = [];
  const isolating = (style) =>
    style.unicodeBidi.includes("isolate") || style.unicodeBidi === "plaintext" ||
    !["inline", "contents"].includes(style.display);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!/[A-Za-z0-9\u00c0-\u024f]/.test(text.data)) continue;
    if (text.parentElement.closest("script, style, noscript, template, svg")) continue;
    let outer = null;
    for (let at = text.parentElement; getComputedStyle(at).direction === "ltr"; ) {
      outer = at;
      at = at.parentElement;
    }
    if (!outer || !isolating(getComputedStyle(outer))) found.push(text.data.trim());
  }
  return found;
}"""

# Numbers, addresses and Latin words whose letters are not drawn from left to right,
# line by line, however they are marked up; and the texts that are isolated.
RUNS = r"""() => {
  const pattern = /\+?[A-Za-z0-9][A-Za-z0-9 @.,:;\/()+\-–_%?&=#]*[A-Za-z0-9%]/g;
  const disordered = [];
  const blocks = new Map();
  for (const root of document.querySelectorAll("article, footer")) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      let block = texts.currentNode.parentElement;
      while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
      if (!blocks.has(block)) blocks.set(block, []);
      blocks.get(block).push(texts.currentNode);
    }
  }
  const range = document.createRange();
  for (const nodes of blocks.values()) {
    const letters = nodes.flatMap((node) => [...node.data].map((_, index) => [node, index]));
    const text = nodes.map((node) => node.data).join("");
    for (const run of text.matchAll(pattern)) {
      let last = null;
      for (const [node, index] of letters.slice(run.index, run.index + run[0].length)) {
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        const box = range.getClientRects()[0];
        if (!box || !box.width) continue;
        const sameLine = last && Math.abs(box.top - last.top) < last.height / 2;
        if (last && !(sameLine ? box.left > last.left : box.top > last.top)) {
          disordered.push(run[0]);
          break;
        }
        last = box;
      }
    }
  }
  const isolated = [...document.querySelectorAll("article :is(bdi, code)")];
  return {disordered, all: isolated.map((run) => run.textContent)};
}"""

# Elements that are slanted or spaced out, as Arabic never is.
DISTORTED = """() => [...document.querySelectorAll("body, body *")].filter((element) => {
  const style = getComputedStyle(element);
  return !["normal", "0px"].includes(style.letterSpacing) || style.fontStyle !== "normal";
}).map((element) => element.outerHTML.slice(0, 80))"""

# Elements that are seen and hold Arabic themselves; code is set in another face.
ARABIC_TEXTS = r"""() => {
  let number = 0;
  return [...document.querySelectorAll("body *:not(script, style, noscript)")]
    .filter((e) => e.checkVisibility() && !e.closest("code") && !e.querySelector("code"))
    .map((e) => [e, [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("")])
    .filter(([, text]) => /[\u0621-\u064a]/.test(text))
    .map(([e, text]) => { e.dataset.number = ++number; return text.trim(); });
}"""


@dataclass(frozen=True)
class Reading:
    """What was seen on one Arabic page."""

    address: str
    stray: list[str]
    disordered: dict[int, list[str]]
    runs: list[str]
    distorted: list[str]
    faces: dict[str, str]


def strange_faces(page: Page) -> dict[str, str]:
    """Arabic texts that are seen on a page in another face than the Arabic one.

    By text, the families it is drawn in; a Latin run in it is drawn in the Latin face.
    """
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root: dict[str, Any] = session.send("DOM.getDocument", {"depth": 0})["root"]
    texts: list[str] = page.evaluate(ARABIC_TEXTS)
    nodes = session.send(
        "DOM.querySelectorAll", {"nodeId": root["nodeId"], "selector": "[data-number]"}
    )["nodeIds"]
    assert len(nodes) == len(texts) > 0
    strange = {}
    for node, text in zip(nodes, texts, strict=True):
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        families = {font["familyName"] for font in fonts}
        arabic = {family for family in families if family.startswith(ARABIC_FACE)}
        if not arabic or families - arabic - {LATIN_FACE}:
            strange[text] = ", ".join(sorted(families)) or "nothing"
    session.detach()
    return strange


def read(page: Page, address: str) -> Reading:
    """Read one page at two widths."""
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(address)
    # Folded answers are read like the rest.
    page.evaluate("document.querySelectorAll('article details').forEach(e => (e.open = true))")
    settled(page)
    stray = page.evaluate(STRAY)
    distorted = page.evaluate(DISTORTED)
    wrong = strange_faces(page)
    runs = page.evaluate(RUNS)
    page.set_viewport_size({"width": 390, "height": 844})
    narrow = page.evaluate(RUNS)
    return Reading(
        address,
        stray,
        {1360: runs["disordered"], 390: narrow["disordered"]},
        runs["all"],
        distorted,
        wrong,
    )


@pytest.fixture(scope="module")
def readings(contexts: Contexts, server: str, site: Path) -> list[Reading]:
    """Every Arabic page, read once."""
    visitor = Visitor(contexts, server)
    # A face that comes later than three seconds is not used for the page that asked for it;
    # after this one, faces are at hand.
    page = settled(visitor.open("ar/"))
    pages = sorted((site / "ar").rglob("index.html"))
    addresses = [f"{path.parent.relative_to(site).as_posix()}/" for path in pages]
    found = [read(page, address) for address in [*addresses, "ar/404.html"]]
    visitor.leave()
    assert len(found) > 15
    return found


def told(faults: dict[str, Any]) -> str:
    """Faults by page, for the report."""
    return json.dumps(faults, ensure_ascii=False, indent=1)


def test_every_latin_run_and_number_is_isolated(readings: list[Reading]) -> None:
    faults = {one.address: one.stray for one in readings if one.stray}
    assert not faults, told(faults)


@pytest.mark.parametrize("width", [1360, 390])
def test_every_run_is_drawn_as_written(readings: list[Reading], width: int) -> None:
    faults = {one.address: one.disordered[width] for one in readings if one.disordered[width]}
    assert not faults, told(faults)


def test_the_companys_contacts_are_each_one_run(
    readings: list[Reading], handbook: Handbook
) -> None:
    company = handbook.company.model
    assert company is not None
    texts = "\n".join(page.body for page in handbook.trees["ar"].pages.values())
    runs = {run for one in readings for run in one.runs}
    wanted = {
        "company.phone": company.phone,
        "company.email": company.email,
        "company.website": company.website.removeprefix("https://"),
        "company.escalation.extension": company.escalation.extension,
        "company.escalation.email": company.escalation.email,
    }
    for name, value in wanted.items():
        if name in texts:
            assert any(run.endswith(value) for run in runs), f"{name} is split: {value}"
    assert company.phone in runs


def test_nothing_is_slanted_or_spaced_out(readings: list[Reading]) -> None:
    faults = {one.address: one.distorted for one in readings if one.distorted}
    assert not faults, told(faults)


def test_every_arabic_text_is_drawn_in_the_arabic_face(readings: list[Reading]) -> None:
    faults = {one.address: one.faces for one in readings if one.faces}
    assert not faults, told(faults)


def test_arabic_on_a_neutral_page_is_drawn_in_it_too(visitor: Visitor) -> None:
    page = settled(visitor.open(PHONE, locale="ja-JP"))
    page.reload()  # with the faces at hand
    settled(page)
    strange = strange_faces(page)
    assert not strange, told(strange)


# ---- Where things stand: each in Arabic, and the other way round in English ----


@dataclass(frozen=True)
class Edges:
    """The left and right edges of a box, seen from where reading starts."""

    start: float
    end: float


def edges(element: Locator, folder: str) -> Edges:
    box = element.bounding_box()
    assert box is not None
    left, right = box["x"], box["x"] + box["width"]
    return Edges(-right, -left) if folder == "ar" else Edges(left, right)


both = pytest.mark.parametrize("folder", ["ar", "en"])


@pytest.fixture(scope="module")
def phones(contexts: Contexts, server: str) -> Iterator[dict[str, Page]]:
    """The phone page by language, for tests that only look at it."""
    visitor = Visitor(contexts, server)
    yield {folder: settled(visitor.open(f"{folder}/{PHONE}")) for folder in ("ar", "en")}
    faults = visitor.unexpected()
    visitor.leave()
    assert not faults


@both
def test_navigation_stands_at_the_start_of_the_line(phones: dict[str, Page], folder: str) -> None:
    page = phones[folder]
    pages = edges(page.locator(".md-sidebar--primary"), folder)
    content = edges(page.locator(".md-content"), folder)
    contents = edges(page.locator(".md-sidebar--secondary"), folder)
    assert pages.end <= content.start
    assert content.end <= contents.start


@both
def test_the_drawer_slides_in_from_the_start(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/{PHONE}", width=390)
    drawer = page.locator(".md-sidebar--primary")
    window = -390 if folder == "ar" else 0
    expect(drawer).to_be_hidden()
    page.locator(".hb-pages-open").click()
    expect(drawer).to_be_visible()
    settled(page)
    assert edges(drawer, folder).start == window


@both
def test_lists_tables_and_notes_start_at_the_start(phones: dict[str, Page], folder: str) -> None:
    page = phones[folder]
    items = page.locator("article ul:not(:has(input))").first
    item = edges(items.locator("li").first, folder)
    assert item.start - edges(items, folder).start > 10, "no room for the marker"
    assert edges(items, folder).end - item.end < 1
    row = page.locator("article table tr").first
    assert (
        edges(row.locator("th").nth(0), folder).end
        <= edges(row.locator("th").nth(1), folder).start + 1
    )
    task = page.locator("article .task-list-item").first
    box = edges(task.locator("input"), folder)
    assert box.end < edges(task.locator(".hb-task"), folder).start, (
        "the tick box stands on its text"
    )


@both
def test_a_note_has_its_icon_at_the_start(phones: dict[str, Page], folder: str) -> None:
    page = phones[folder]
    title = page.locator("article .admonition-title").first
    icon = edges(title.locator("svg"), folder)
    assert icon.start - edges(title, folder).start < 1
    words = title.evaluate(
        """title => {
          const range = document.createRange();
          range.selectNodeContents(title.lastChild);
          const box = range.getBoundingClientRect();
          return [box.left, box.right];
        }"""
    )
    starts = -words[1] if folder == "ar" else words[0]
    assert starts > icon.end, "the title is drawn over its icon"


@both
def test_a_folded_answer_has_its_arrow_at_the_end(phones: dict[str, Page], folder: str) -> None:
    page = phones[folder]
    summary = page.locator("article details summary").first
    # The arrow is pushed away from the words by all the room there is.
    before, after = summary.evaluate(
        """(summary, rtl) => {
          const style = getComputedStyle(summary, "::after");
          const sides = [parseFloat(style.marginLeft), parseFloat(style.marginRight)];
          return rtl ? sides.reverse() : sides;
        }""",
        folder == "ar",
    )
    assert before > 100
    assert after < 20


def mirrored(element: Locator) -> bool:
    """Whether an element is drawn with left and right exchanged."""
    scale: float = element.evaluate(
        """(element) => {
          let scale = 1;
          for (let at = element; at; at = at.parentElement)
            scale *= new DOMMatrix(getComputedStyle(at).transform).a;
          return scale;
        }"""
    )
    assert scale != 0
    return scale < 0


@both
def test_arrows_point_the_way_of_reading(phones: dict[str, Page], folder: str) -> None:
    page = phones[folder]
    previous = page.locator(".md-footer__link--prev")
    following = page.locator(".md-footer__link--next")
    assert edges(previous, folder).end <= edges(following, folder).start
    # One drawing of an arrow to the right serves both.
    assert mirrored(previous.locator("svg")) == (folder == "en")
    assert mirrored(following.locator("svg")) == (folder == "ar")


@both
def test_a_link_to_the_source_of_an_extract_points_it_too(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/ethics/courtesy/")
    shown = page.locator(".hb-source").first.evaluate("e => getComputedStyle(e, '::after').content")
    assert shown.split("/")[0].strip('" ') == ("←" if folder == "ar" else "→")


@both
def test_icons_without_a_direction_are_not_mirrored(phones: dict[str, Page], folder: str) -> None:
    page = phones[folder]
    for selector in (
        "[data-handbook-languages] svg",
        "[data-handbook-scheme] svg",
        "[data-handbook-search] svg",
        "a.md-header__button.md-logo svg",
    ):
        icon = page.locator(selector)
        assert icon.count() == 1, selector
        assert not mirrored(icon), selector


@both
def test_the_matrix_of_the_home_page_starts_at_the_start(visitor: Visitor, folder: str) -> None:
    page = settled(visitor.open(f"{folder}/"))
    cells = page.locator(".hb-matrix tbody tr").first.locator("th, td")
    assert cells.count() == 5
    starts = [edges(cell, folder).start for cell in cells.all()]
    assert starts == sorted(starts)
