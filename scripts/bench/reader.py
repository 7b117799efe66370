"""`make bench-reader`: what a page of site/ costs a reader, behind nginx, in Chromium.

For each language: bytes and requests of a page for who comes for the first time; when its
text stands and how long it keeps the browser busy, on a processor slowed down four times,
beside the same text as bare HTML with the same style sheet, in turn in one run; bytes and
time to the first result of a search.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from handbook.content.handbook import Handbook, read_handbook

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/browser"))
import chromium  # noqa: E402
import nginx  # noqa: E402
import searching  # noqa: E402

PAGE = "channels/phone-voicemail/"
BARE = "bare"
QUERIES = ("complaint", "customer")
SLOWER = searching.SLOWER
ROUNDS = 9

# The aims: of a page without its typefaces, of the typefaces of Arabic, of what is drawn,
# of the search.
BYTES, REQUESTS = 30_000, 5
FACE = 40_000
SHIFT = 0.02
RATIO = 1.3
SEARCH_BYTES, SEARCH_TIME = 150_000, 300

PAINTED = """() => new Promise((done) => {
  const sums = { shift: 0, painted: 0 };
  const watch = (type, note) => new PerformanceObserver((list) =>
    list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch("layout-shift", (entry) => (sums.shift += entry.value));
  watch("largest-contentful-paint", (entry) => (sums.painted = entry.startTime));
  setTimeout(() => done(sums), 400);
})"""
# What Chromium is to write down of its tasks, and what a reader takes for no delay, in ms.
TRACED = ("toplevel", "loading", "devtools.timeline", "disabled-by-default-devtools.timeline")
UNNOTICED = 50


@dataclass(frozen=True, slots=True)
class Weight:
    """What was sent, compressed, and in how many answers; typefaces for themselves."""

    bytes: int
    requests: int
    faces: int
    face_bytes: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a page came to be: milliseconds, but for the shift."""

    shift: float
    painted: float
    blocked: float
    blocked_later: float
    busy: float


@dataclass(frozen=True, slots=True)
class Search:
    """To the first result: bytes since the search was opened, milliseconds since the last key.

    `later` is the time of a second query.
    """

    bytes: int
    time: float
    later: float


def main() -> None:
    """Measure every language, and print what came of it."""
    parser = argparse.ArgumentParser(prog="make bench-reader", description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="built for no address")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    handbook = read_handbook(ROOT)
    folders = [language.folder for language in handbook.structure.languages]
    with TemporaryDirectory(prefix="handbook-bench-") as folder:
        site, work = Path(folder) / "site", Path(folder) / "nginx"
        work.mkdir()
        shutil.copytree(chosen.site, site)
        for language in folders:
            _write_bare(site, language)
        with nginx.serving(site, folders, work) as url, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
            print("\n".join(weights(browser, url, folders)), flush=True)
            print("\n".join(drawings(browser, url, folders, chosen.rounds)), flush=True)
            print("\n".join(searches(browser, url, handbook, chosen.rounds)), flush=True)


def _write_bare(site: Path, folder: str) -> None:
    """The same text and style sheet as the page's, and nothing else."""
    html = (site / folder / PAGE / "index.html").read_text(encoding="utf-8")
    root = re.search(r"<html[^>]*>", html)
    sheet = re.search(r'<link rel="stylesheet" href="(?:\.\./)*([^"]+)">', html)
    article = re.search(r"<article.*</article>", html, re.DOTALL)
    assert root and sheet and article, "the page is not as this benchmark knows it"
    target = site / BARE / folder / "index.html"
    target.parent.mkdir(parents=True)
    target.write_text(
        f'<!doctype html>\n{root[0]}<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Bare</title>'
        f'<link rel="stylesheet" href="../../{sheet[1]}"></head>'
        f'<body><div class="md-content">{article[0]}</div></body></html>\n',
        encoding="utf-8",
    )


# ---- Bytes ----


def weights(browser: Browser, url: str, folders: Sequence[str]) -> Iterator[str]:
    """The table of what is sent for a page."""
    yield f"{PAGE}, for the first time: bytes as nginx sends them"
    rows = [("", "bytes", "requests", "typefaces", "their bytes", "in all", "")]
    for folder in folders:
        weight = _weigh(browser, f"{url}{folder}/{PAGE}")
        reached = weight.bytes <= BYTES and weight.requests <= REQUESTS
        reached &= folder != "ar" or weight.face_bytes <= weight.faces * FACE
        rows.append(
            (
                folder,
                f"{weight.bytes:,}",
                str(weight.requests),
                str(weight.faces),
                f"{weight.face_bytes:,}",
                f"{weight.bytes + weight.face_bytes:,}",
                _verdict(reached),
            )
        )
    yield from _aligned(rows)
    yield f"  aim: {BYTES:,} bytes in {REQUESTS} requests; an Arabic typeface {FACE:,}"
    yield ""


def _weigh(browser: Browser, address: str) -> Weight:
    with browser.new_context() as context:
        page, sent = _listening(context)
        page.goto(address, wait_until="networkidle")
        # The tab's icon, which not every browser without a window asks for.
        icon = page.evaluate("document.querySelector('link[rel=icon]').href")
        if all(one.url != icon for one in sent):
            page.evaluate("(icon) => fetch(icon).then((answer) => answer.text())", icon)
        faces = [one for one in sent if one.url.endswith(".woff2")]
        parts = [one for one in sent if one not in faces]
        return Weight(_size(parts), len(parts), len(faces), _size(faces))


def _listening(context: BrowserContext) -> tuple[Page, list[Request]]:
    """A page, and the requests that it has ended so far."""
    sent: list[Request] = []
    page = context.new_page()
    page.on("requestfinished", lambda request: sent.append(request))
    return page, sent


def _size(requests: Sequence[Request]) -> int:
    return sum(request.sizes()["responseBodySize"] for request in requests)


# ---- Drawing ----


def drawings(browser: Browser, url: str, folders: Sequence[str], rounds: int) -> Iterator[str]:
    """The table of how a page and its bare text come to be, and their ratios."""
    found: dict[str, list[Drawing]] = {}
    for _ in range(rounds):
        for folder in folders:
            for kind, address in (("", f"{folder}/{PAGE}"), (BARE, f"{BARE}/{folder}/")):
                found.setdefault(f"{folder} {kind}".strip(), []).append(
                    _draw(browser, url + address)
                )
    yield f"{PAGE}, on a processor {SLOWER} times slower: medians of {rounds}, in ms"
    heads = "LCP bare ratio blocking spread bare spread ratio later bare busy bare ratio CLS"
    rows = [("", *heads.split(), "")]
    for folder in folders:
        drawn, bared = found[folder], found[f"{folder} {BARE}"]
        ours, bare = _middle(drawn), _middle(bared)
        painted, blocked = ours.painted / bare.painted, ours.blocked / max(bare.blocked, 1)
        rows.append(
            (
                folder,
                f"{ours.painted:.0f}",
                f"{bare.painted:.0f}",
                f"{painted:.2f}",
                f"{ours.blocked:.0f}",
                _spread([one.blocked for one in drawn]),
                f"{bare.blocked:.0f}",
                _spread([one.blocked for one in bared]),
                f"{blocked:.2f}",
                f"{ours.blocked_later:.0f}",
                f"{bare.blocked_later:.0f}",
                f"{ours.busy:.0f}",
                f"{bare.busy:.0f}",
                f"{ours.busy / bare.busy:.2f}",
                f"{ours.shift:.4f}",
                _verdict(painted <= RATIO and blocked <= RATIO and ours.shift < SHIFT),
            )
        )
    yield from _aligned(rows)
    yield f"  aim: LCP and blocking {RATIO} times the bare page's at most, CLS below {SHIFT}"
    yield f"  blocking: what tasks of the main thread take above {UNNOTICED} ms, in its own time;"
    yield "  later: the part of it after the first paint, which a bare page has at the end"
    yield "  busy: the processor's time of the main thread until the page is loaded"
    yield from _loaded_machine()
    yield ""


def _draw(browser: Browser, address: str) -> Drawing:
    with browser.new_context(viewport={"width": 1360, "height": 900}) as context:
        page = context.new_page()
        client = context.new_cdp_session(page)
        # The processor's time, which what else the machine does leaves as it is.
        client.send("Performance.enable", {"timeDomain": "threadTicks"})
        client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        browser.start_tracing(page=page, categories=list(TRACED))
        page.goto(address, wait_until="networkidle")
        metrics = {
            one["name"]: one["value"] for one in client.send("Performance.getMetrics")["metrics"]
        }
        sums = page.evaluate(PAINTED)
        blocked = _blocked(json.loads(browser.stop_tracing())["traceEvents"], address)
        return Drawing(sums["shift"], sums["painted"], *blocked, 1000 * metrics["TaskDuration"])


def _blocked(events: Sequence[dict[str, Any]], address: str) -> tuple[float, float]:
    """For how long a reader could have done nothing: in all, and after the first paint.

    In the main thread's own time, which leaves out what else the machine does. Not from the
    page's PerformanceObserver: it knows of no task before the first paint, and that of a bare
    page comes at the end of its longest.
    """
    start = next(
        one
        for one in events
        if one["name"] == "CommitLoad" and one["args"]["data"]["url"] == address
    )
    here = [one for one in events if one["pid"] == start["pid"]]
    tasks = [
        one
        for one in here
        if one["name"] == "RunTask"
        and one["ph"] == "X"
        and one["tid"] == start["tid"]
        and one["ts"] + one["dur"] >= start["ts"]
    ]
    painted = next(one["ts"] for one in here if one["name"] == "firstContentfulPaint")

    def above(since: float) -> float:
        times = [float(one["tdur"]) / 1000 for one in tasks if one["ts"] >= since]
        return sum(max(0.0, time - UNNOTICED) for time in times)

    return above(-inf), above(painted)


def _middle(found: Sequence[Drawing]) -> Drawing:
    return Drawing(
        max(one.shift for one in found),
        median(one.painted for one in found),
        median(one.blocked for one in found),
        median(one.blocked_later for one in found),
        median(one.busy for one in found),
    )


def _spread(times: Sequence[float]) -> str:
    return f"{min(times):.0f}-{max(times):.0f}"


# ---- Search ----


def searches(browser: Browser, url: str, handbook: Handbook, rounds: int) -> Iterator[str]:
    """The table of what a first result costs."""
    yield f"First result of a search, on a processor {SLOWER} times slower: medians of {rounds}"
    rows = [("", "query", "bytes", "ms", "spread", "a later one, ms", "")]
    # Terms of the glossary, as they are typed.
    model = handbook.glossary.model
    assert model is not None
    for language in handbook.structure.languages:
        queries = [model.terms[term].term[language.folder] for term in QUERIES]
        address = f"{url}{language.folder}/{PAGE}"
        found = [_search(browser, address, queries) for _ in range(rounds)]
        bytes, times = max(one.bytes for one in found), [one.time for one in found]
        later = median(one.later for one in found)
        reached = bytes <= SEARCH_BYTES and max(median(times), later) <= SEARCH_TIME
        rows.append(
            (
                language.folder,
                queries[0],
                f"{bytes:,}",
                f"{median(times):.0f}",
                _spread(times),
                f"{later:.0f}",
                _verdict(reached),
            )
        )
    yield from _aligned(rows)
    yield f"  aim: {SEARCH_BYTES:,} bytes, {SEARCH_TIME} ms from the last key"
    yield f"  typed with {searching.KEY} ms between two keys, from the page as it was loaded"
    yield from _loaded_machine()


def _search(browser: Browser, address: str, queries: Sequence[str]) -> Search:
    with browser.new_context(viewport={"width": 1360, "height": 900}) as context:
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        first, later = searching.waits(page, queries)
        return Search(first.bytes, first.time, later.time)


# ---- Tables ----


def _verdict(reached: bool) -> str:
    return "reached" if reached else "NOT REACHED"


def _loaded_machine() -> Iterator[str]:
    load, cores = round(os.getloadavg()[0]), os.cpu_count() or 1
    if load > cores:
        yield f"  {load} at work on {cores} cores meanwhile: LCP and search are clock time"


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        shown = "  ".join(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield f"  {name.ljust(widths[0])}  {shown}".rstrip()


if __name__ == "__main__":
    main()
