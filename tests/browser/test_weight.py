"""What a page costs a reader who comes for the first time: bytes, requests, and no jump.

Counted from real requests; sizes are of the bodies, compressed with gzip as README's
web server does. Typefaces are counted for themselves.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, Route
from serving import serving_slowly
from visitor import Contexts, Visitor, settled

BYTES = 30_000
REQUESTS = 5
ARABIC_FACE = 40_000
SHIFT = 0.02

PHONE = "channels/phone-voicemail/"
# Pages that are lists of everything rather than guidance.
LISTS = ("trainers/links/", "glossary/")


@dataclass(frozen=True)
class Weight:
    """What one page asked for, by the name of the file: compressed, and typefaces as they are."""

    parts: dict[str, int]
    faces: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.parts.values())


def first_visits(page: Page) -> None:
    """Make each visit of a page the first one: nothing is kept of what was loaded before."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})


def visit(page: Page, address: str) -> None:
    """Go to a page, until it has all it asks for: a slow one is idle before it asks for faces."""
    page.goto(address)
    settled(page)
    page.wait_for_load_state("networkidle")


def weigh(visitor: Visitor, addresses: Iterable[str], site: Path) -> Iterator[Weight]:
    """Open pages for the first time, one after another, and weigh every answer."""
    answers: list[Response] = []
    page = visitor.page()
    first_visits(page)
    page.on("response", lambda answer: answers.append(answer))
    for address in addresses:
        answers.clear()
        visit(page, address)
        # The tab's icon: a browser without a window does not ask for it.
        icon = page.locator("link[rel=icon]").evaluate("link => link.href")
        parts: dict[str, int] = {}
        faces: dict[str, int] = {}
        for answer in answers:
            name = answer.url.removeprefix(visitor.url)
            if name.endswith(".woff2"):
                faces[name.rsplit("/", 1)[-1]] = len(answer.body())
            else:
                parts[name] = len(gzip.compress(answer.body(), 6))
        name = icon.removeprefix(visitor.url)
        parts.setdefault(name, len(gzip.compress((site / name).read_bytes(), 6)))
        yield Weight(parts, faces)


def test_a_page_costs_30_kilobytes_in_5_requests_at_most(
    visitor: Visitor, site: Path, folder: str
) -> None:
    pages = sorted((site / folder).rglob("index.html"))
    addresses = [f"{path.parent.relative_to(site).as_posix()}/" for path in pages]
    addresses = [address for address in addresses if not address.endswith(LISTS)]
    assert len(addresses) > 10
    heaviest = Weight({}, {})
    fewest = REQUESTS
    for address, weight in zip(addresses, weigh(visitor, addresses, site), strict=True):
        assert weight.total <= BYTES, f"{address}: {weight}"
        assert len(weight.parts) <= REQUESTS, f"{address}: {weight}"
        heaviest = max(heaviest, weight, key=lambda one: one.total)
        fewest = min(fewest, len(weight.parts))
    assert fewest >= 4, "page, style, script and icon: a visit that was not the first was weighed"
    print(f"{folder}: {heaviest.total} bytes in {len(heaviest.parts)} requests: {heaviest}")


def test_a_page_asks_for_the_faces_of_its_script_alone(
    visitor: Visitor, site: Path, folder: str
) -> None:
    (weight,) = weigh(visitor, [f"{folder}/{PHONE}"], site)
    faces = weight.faces
    assert faces
    for name, size in faces.items():
        assert ("arabic" in name) == (folder == "ar"), name
        assert size < ARABIC_FACE, f"{name}: {size}"


def test_the_search_is_fetched_when_it_is_first_wanted(visitor: Visitor, site: Path) -> None:
    page = visitor.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, "ar/")
    assert not [url for url in asked if "search" in url or "pagefind" in url]
    with page.expect_request(re.compile("search")):
        page.keyboard.press("/")
    page.get_by_role("combobox").wait_for()


def shift(page: Page) -> float:
    """How much of what was drawn has moved since, as the browser measures it."""
    return float(
        page.evaluate(
            """() => new Promise((done) => {
              let sum = 0;
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += entry.value;
              }).observe({type: "layout-shift", buffered: true});
              setTimeout(() => done(sum), 300);
            })"""
        )
    )


@pytest.mark.parametrize("width", [1360, 390])
def test_nothing_jumps_while_a_page_loads(visitor: Visitor, folder: str, width: int) -> None:
    page = visitor.page(width=width)
    first_visits(page)
    for address in ("", PHONE, "ethics/honesty/", "glossary/"):
        visit(page, f"{folder}/{address}")
        assert shift(page) < SHIFT, address


@pytest.fixture
def slow_visitor(contexts: Contexts, site: Path) -> Iterator[Visitor]:
    """Someone whose line is slow: the browser draws pages that are not there whole."""
    with serving_slowly(site) as url:
        visitor = Visitor(contexts, url)
        yield visitor
        visitor.leave()
        assert not visitor.unexpected()


@pytest.mark.parametrize("width", [1360, 1000, 390])
@pytest.mark.parametrize("folder", ["ar", "en"])
@pytest.mark.parametrize("address", ["", PHONE])
def test_nothing_jumps_while_a_page_comes_in_pieces(
    slow_visitor: Visitor, folder: str, address: str, width: int
) -> None:
    """What is drawn, such as the list of sections, stands where it stays."""
    page = slow_visitor.page(width=width)
    # The faces are at hand: what moves when one comes late is held by itself.
    page.goto(f"{folder}/404.html")
    settled(page)
    page.goto(f"{folder}/{address}")
    settled(page)
    steps = page.evaluate("performance.getEntriesByType('navigation')[0]")
    # In fact more than a second; a slow machine may see the first piece late.
    assert steps["responseEnd"] - steps["responseStart"] > 100, "the page came at once"
    assert shift(page) < SHIFT / 2


@pytest.mark.parametrize("width", [1360, 390])
def test_little_moves_when_a_latin_face_comes_late(visitor: Visitor, width: int) -> None:
    """The stand-in, Arial or Liberation Sans, has the same proportions."""
    page = visitor.page(width=width, new=True)

    def late(route: Route) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/*.woff2", late)
    visit(page, f"en/{PHONE}")
    assert shift(page) < SHIFT
