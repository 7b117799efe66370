"""How long a reader waits for the search, on a slow processor: one measure for all benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

SLOWER = 4
KEY = 60  # ms between two keys, which is fast
REST = 800  # ms between two queries

# From the last key of a query to the first result of it that is drawn: not of its beginning,
# which may be there already.
ANSWERED = """(query) => { window.answered = new Promise((done, failed) => {
  let key = 0;
  const loaded = () => performance.getEntriesByType("resource")
    .filter((one) => one.startTime >= window.opened && one.responseEnd > 0)
    .reduce((sum, one) => sum + one.encodedBodySize, 0);
  addEventListener("input", () => (key = performance.now()), true);
  const look = () => {
    const list = document.querySelector("dialog[open] [role=listbox]");
    const whole = document.querySelector("dialog[open] input").value === query;
    const found = whole && list.dataset.query === query && list.querySelector("[role=option]");
    if (found && found.checkVisibility()) done([performance.now() - key, loaded()]);
    else requestAnimationFrame(look);
  };
  look();
  setTimeout(() => failed(new Error("nothing found for " + query)), 15000);
}); }"""


@dataclass(frozen=True, slots=True)
class Wait:
    """To the first result: milliseconds, and bytes as they were sent since the search opened."""

    time: float
    bytes: int


def waits(page: Page, queries: Sequence[str]) -> list[Wait]:
    """Open the search on a page, type the queries, and tell what each cost.

    At the first the search opens, and what it needs is fetched while the reader types.
    """
    client = page.context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.evaluate("window.opened = performance.now()")
    page.keyboard.press("/")
    page.locator("dialog[open] input:focus").wait_for()
    found: list[Wait] = []
    for query in queries:
        if found:
            page.wait_for_timeout(REST)
        page.keyboard.press("Control+a")
        page.evaluate(ANSWERED, query)
        page.keyboard.type(query, delay=KEY)
        time, bytes = page.evaluate("window.answered")
        found.append(Wait(float(time), int(bytes)))
    client.detach()
    return found
