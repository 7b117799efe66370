"""Visits every page of a language once, and notes what tests ask of all pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page
from visitor import Visitor

WIDTHS = (1360, 768, 390, 320)

# What can be scrolled sideways: by how much, and some of what sticks out.
OVERFLOWING = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return null;
  const wide = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > innerWidth || box.left < 0);
  });
  return [document.documentElement.scrollWidth - innerWidth,
    ...wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 80))].join(" | ");
}"""


@dataclass(frozen=True)
class Visit:
    """One page: how many files it loaded, what was wrong, and how it fits each width."""

    address: str
    loaded: int
    faults: tuple[str, ...]
    overflowing: dict[int, str] = field(default_factory=dict)


def addresses(site: Path, folder: str) -> list[str]:
    """The addresses of the pages below a folder of the site."""
    pages = sorted((site / folder).rglob("index.html"))
    return [f"{page.parent.relative_to(site).as_posix()}/" for page in pages]


def loaded(page: Page) -> int:
    """How many files a page has loaded."""
    return int(page.evaluate("performance.getEntriesByType('resource').length"))


def tour(visitor: Visitor, stops: Iterable[str]) -> Iterator[Visit]:
    """Visit pages one after another."""
    # A language that the handbook does not have keeps neutral pages where they are.
    page = visitor.page(locale="ja-JP")
    for address in stops:
        before = len(visitor.unexpected())
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto(address, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => null)")
        files = loaded(page)
        page.evaluate("document.querySelectorAll('details').forEach(e => (e.open = true))")
        overflowing = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if fault := page.evaluate(OVERFLOWING):
                overflowing[width] = fault
        yield Visit(address, files, tuple(visitor.unexpected()[before:]), overflowing)


def overflowing(visits: Iterable[Visit]) -> dict[str, dict[int, str]]:
    """The pages that can be scrolled sideways, at which widths, by how much and by what."""
    return {visit.address: visit.overflowing for visit in visits if visit.overflowing}
