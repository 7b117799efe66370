"""What axe-core does not see: the accessibility tree, the keyboard's way, sizes, zoom, motion.

Drawers, search and menus by themselves are in test_frame, test_layout and test_languages.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from visitor import Visitor

PHONE = "channels/phone-voicemail/"
both = pytest.mark.parametrize("folder", ["en", "ar"])

# ---- The accessibility tree, as the browser hands it to a screen reader ----

OPERABLE = {"button", "link", "checkbox", "DisclosureTriangle", "searchbox", "combobox"}


def operable(page: Page) -> list[dict[str, Any]]:
    """Every element that takes the focus: its role, its name and its states."""
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    found = []
    for node in nodes:
        states = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        if node["ignored"] or not states.get("focusable"):
            continue
        role, name = node["role"]["value"], node.get("name", {}).get("value", "")
        if role != "RootWebArea":
            found.append({**states, "role": role, "name": name})
    client.detach()
    return found


@pytest.mark.parametrize("address", ["", PHONE, "glossary/", "trainers/links/"])
def test_all_that_can_be_operated_has_a_role_and_a_name(
    visitor: Visitor, folder: str, address: str
) -> None:
    page = visitor.open(f"{folder}/{address}")
    for width in (1360, 390):
        page.set_viewport_size({"width": width, "height": 900})
        # A region that scrolls takes the focus too, so that the keyboard can scroll it.
        regions = page.locator("[tabindex='0']").count()
        found = operable(page)
        assert len(found) > 15
        assert not [one for one in found if not one["name"].strip()]
        assert len([one for one in found if one["role"] not in OPERABLE]) <= regions


@both
def test_what_opens_something_tells_whether_it_is_open(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/{PHONE}", width=390)

    def states() -> list[bool]:
        return [bool(one["expanded"]) for one in operable(page) if "expanded" in one]

    # Two drawers, the two menus of languages, and the folded answers of the page.
    closed = 4 + page.locator("article details").count()
    assert states() == [False] * closed
    page.locator("[data-handbook-languages] summary").click()
    assert states().count(True) == 1
    page.keyboard.press("Escape")
    assert states() == [False] * closed


def test_regions_are_named_apart(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/{PHONE}")
    names = page.evaluate(
        """() => [...document.querySelectorAll("nav")].map((nav) => nav.ariaLabel
            ?? document.getElementById(nav.getAttribute("aria-labelledby"))?.textContent)"""
    )
    assert len(names) >= 3
    assert all(names)
    assert len(set(names)) == len(names)
    for region in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(region)).to_have_count(1)  # type: ignore[arg-type]


# ---- The keyboard's way through a page ----

STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  // The first line of a link that breaks over several.
  const line = at.getClientRects()[0] ?? box;
  const x = line.left + line.width / 2, y = line.top + line.height / 2;
  const hit = document.elementFromPoint(x, y);
  const style = getComputedStyle(at);
  const seen = hit && (at.contains(hit) || hit.contains(at) || at.labels?.[0]?.contains(hit));
  const header = document.querySelector("header.md-header").contains(at);
  // An outline that a column which scrolls would cut off.
  const frame = at.closest(".md-sidebar")?.getBoundingClientRect();
  const grown = parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
  const cut = frame
    && (box.left - grown < frame.left - 0.5 || box.right + grown > frame.right + 0.5);
  return {
    name: at.outerHTML.slice(0, 90), seen: Boolean(seen), cut: Boolean(cut),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    part: header ? "header" : at.closest(".md-sidebar--primary, .md-sidebar--secondary,"
      + " article, footer")?.className.split(" ").at(-1) ?? "start",
    closed: Boolean(at.closest("dialog:not([open]), [popover]:not(:popover-open)"
      + ", details:not([open]) > :not(summary)")) && !at.checkVisibility(),
  };
}"""


@pytest.mark.parametrize("width", [1360, 390])
@both
def test_every_stop_is_seen_and_none_is_in_a_closed_part(
    visitor: Visitor, folder: str, width: int
) -> None:
    page = visitor.open(f"{folder}/{PHONE}", width=width, reduced_motion="reduce")
    stops = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert 20 < len(stops) < 200, "the keyboard does not come to the page's end"
    for stop in stops:
        assert stop["seen"], f"covered: {stop['name']}"
        assert stop["outlined"], f"no outline: {stop['name']}"
        assert not stop["cut"], f"outline cut off: {stop['name']}"
        assert not stop["closed"], stop["name"]
    parts = list(dict.fromkeys(stop["part"] for stop in stops))
    assert parts[:2] == ["start", "header"]
    entered = [i for i, stop in enumerate(stops) if stop["part"] != stops[i - 1]["part"]]
    assert len(entered) == len(parts), f"a part is entered twice: {parts}"


# ---- Targets ----

# WCAG 2.5.8: 24 by 24 pixels; or as much room around; or a link in a line of text.
SMALL = """() => {
  const all = [...document.querySelectorAll("a, button, summary, input, label, [tabindex='0']")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length
      && !(e.matches("input") && e.closest("label")));
  const boxes = all.map((e) => e.getBoundingClientRect());
  const inText = (e) => getComputedStyle(e).display.startsWith("inline")
    && [...e.parentElement.childNodes].some((n) => n !== e && n.textContent.trim().length > 1);
  const small = (box) => box.width < 23.9 || box.height < 23.9;
  const near = (at, box, i) => {
    const x = at.left + at.width / 2, y = at.top + at.height / 2;
    return boxes.some((other, j) => {
      if (i === j || all[i].contains(all[j]) || all[j].contains(all[i])) return false;
      const cx = Math.max(other.left, Math.min(x, other.right)) - x;
      const cy = Math.max(other.top, Math.min(y, other.bottom)) - y;
      return Math.hypot(cx, cy) < 12;
    });
  };
  return all.filter((e, i) => small(boxes[i]) && !inText(e) && near(boxes[i], boxes[i], i))
    .map((e) => `${e.outerHTML.slice(0, 100)} ${JSON.stringify(e.getBoundingClientRect())}`);
}"""


@pytest.mark.parametrize("address", ["", PHONE, "ethics/honesty/", "glossary/", "trainers/links/"])
def test_targets_on_a_phone_are_24_pixels_or_have_as_much_room(
    visitor: Visitor, folder: str, address: str
) -> None:
    page = visitor.open(f"{folder}/{address}", width=390)
    page.evaluate("document.querySelectorAll('article details').forEach(e => (e.open = true))")
    assert page.evaluate(SMALL) == []


# ---- Zoom and spacing ----

CLIPPED = """() => [
  ...(document.documentElement.scrollWidth > innerWidth
    ? [`scrolls sideways by ${document.documentElement.scrollWidth - innerWidth}`] : []),
  ...[...document.querySelectorAll("body *")].filter((e) => {
    const { overflowX, overflowY } = getComputedStyle(e);
    const hides = (way) => way === "hidden" || way === "clip";
    // A word for screen readers alone is drawn in one pixel.
    return e.checkVisibility() && e.clientWidth > 1 && !e.closest("svg, dialog")
      && (hides(overflowX) && e.scrollWidth > e.clientWidth + 1
        || hides(overflowY) && e.scrollHeight > e.clientHeight + 1);
  }).map((e) => `clips its text: ${e.outerHTML.slice(0, 90)}`),
]"""
OVERLAPPING = """() => {
  const all = [...document.querySelectorAll("header.md-header :is(a, button, summary)")]
    .filter((e) => e.checkVisibility() && !e.closest("dialog, ul"));
  const boxes = all.map((e) => e.getBoundingClientRect());
  return all.flatMap((e, i) => all.slice(i + 1).filter((_, j) => {
    const [a, b] = [boxes[i], boxes[i + 1 + j]];
    return a.left < b.right - 1 && b.left < a.right - 1
      && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  }).map((other) => `${e.outerHTML.slice(0, 60)} over ${other.outerHTML.slice(0, 60)}`));
}"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}"""


@pytest.mark.parametrize(
    ("width", "scale"), [(680, 2), (320, 4)], ids=["zoom 200 %", "reflow at 400 %"]
)
@pytest.mark.parametrize("address", ["", PHONE, "glossary/"])
@both
def test_zoom_loses_nothing(
    visitor: Visitor, folder: str, address: str, width: int, scale: int
) -> None:
    page = visitor.open(
        f"{folder}/{address}", width=width, height=900 // scale, device_scale_factor=scale
    )
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OVERLAPPING) == []
    # What stays in view leaves most of the window to the text.
    stays = page.locator("header.md-header").evaluate("e => e.getBoundingClientRect().height")
    assert stays <= 0.34 * 900 / scale


@pytest.mark.parametrize("width", [1360, 768, 390])
@both
def test_text_twice_as_large_loses_nothing(visitor: Visitor, folder: str, width: int) -> None:
    page = visitor.page(width=width)
    for address in ("", PHONE):
        page.goto(f"{folder}/{address}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OVERLAPPING) == []


@pytest.mark.parametrize("width", [1360, 390, 320])
@both
def test_text_spaced_as_a_reader_needs_it_loses_nothing(
    visitor: Visitor, folder: str, width: int
) -> None:
    page = visitor.page(width=width)
    for address in ("", PHONE):
        page.goto(f"{folder}/{address}")
        page.evaluate(SPACED)
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OVERLAPPING) == []


# ---- Motion and colours ----


def test_nothing_moves_for_who_wants_no_motion(visitor: Visitor) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((e) => {
      const style = getComputedStyle(e);
      return style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0)
        || style.animationName !== "none" || style.scrollBehavior !== "auto";
    }).map((e) => e.outerHTML.slice(0, 80))"""
    still = visitor.open(f"ar/{PHONE}", width=390, reduced_motion="reduce")
    still.locator(".hb-pages-open").click()
    assert still.evaluate(moving) == []
    assert still.evaluate("document.getAnimations().length") == 0
    # It is this wish that stills them.
    assert visitor.open(f"ar/{PHONE}", width=390).evaluate(moving) != []


@both
def test_forced_colours_leave_signs_and_focus_to_be_seen(visitor: Visitor, folder: str) -> None:
    page = visitor.open(f"{folder}/{PHONE}", forced_colors="active")
    faults = page.evaluate(
        """() => {
          const canvas = document.createElement("canvas").getContext("2d");
          const paint = (colour) => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data].join();
          };
          const ground = paint(getComputedStyle(document.body).backgroundColor);
          const faults = [];
          for (const icon of document.querySelectorAll(".hb-icon")) {
            if (icon.checkVisibility() && paint(getComputedStyle(icon).stroke) === ground)
              faults.push(`icon unseen: ${icon.parentElement.outerHTML.slice(0, 80)}`);
          }
          for (const part of document.querySelectorAll(".hb-logo > *")) {
            if (paint(getComputedStyle(part).fill) === ground) faults.push("logo unseen");
          }
          const phrases = "#phrases + .hb-table td:nth-child(-n + 2)";
          for (const cell of document.querySelectorAll(phrases)) {
            const sign = getComputedStyle(cell, "::after").backgroundColor;
            if (paint(sign) === ground) faults.push("tick or cross unseen");
          }
          return faults;
        }"""
    )
    assert faults == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focus = page.evaluate(
        """() => {
          const style = getComputedStyle(document.activeElement);
          return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor,
            getComputedStyle(document.body).backgroundColor];
        }"""
    )
    assert focus[0] != "none" and focus[1] >= 2
    assert focus[2] != focus[3]
    # The focus shows on the current page's link too, which has a mark of its own there.
    outline = "e => [getComputedStyle(e).outlineWidth, getComputedStyle(e).outlineColor].join()"
    link = page.locator("#hb-pages [aria-current=page]")
    resting = link.evaluate(outline)
    while not link.evaluate("e => e === document.activeElement"):
        page.keyboard.press("Tab")
    assert link.evaluate(outline) != resting
    # The current page is marked by more than a colour that is forced away.
    current = page.locator("nav [aria-current=page]").first
    weight = current.evaluate("e => parseInt(getComputedStyle(e).fontWeight)")
    line = current.evaluate(
        "e => ['Left', 'Right'].some(s => parseFloat(getComputedStyle(e)[`border${s}Width`]) > 1)"
    )
    assert weight >= 600 or line
