"""How well the search finds: recall and precision at 5 of our queries, in a real browser.

.venv/bin/python -m tests.search.bench [--write] [LANGUAGE ...]

Then what it costs: bytes until the first result, as a web server sends them, and the
time from the last key to it, on a processor slowed down four times. With --pages N,N the
cost is measured on made-up handbooks of so many pages too; with --recall, not at all. With
--write, the tables in scripts/handbook/site/search/README.md are written anew.
"""

from __future__ import annotations

import gzip
import itertools
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from tests.search.judged import SETS, Query, read_queries

from handbook.content.atomic import write_atomically
from handbook.content.handbook import Handbook, read_handbook
from handbook.content.structure import Language
from handbook.site.search.index import index
from handbook.site.server import site_server

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/browser"))
import chromium  # noqa: E402
import searching  # noqa: E402

PAGE = ROOT / "scripts/handbook/site/search/README.md"
LEFT_OUT = ".headerlink,.hb-other-languages,.hb-links"
TOP = 5
FIRSTS = 3  # queries, each asked as the first
OURS = """async ([base, queries, others, script]) => {
    const { Finder } = await import(script);
    const finder = new Finder({ base, folder: base.split("/").at(-2), others });
    const answers = [];
    for (const query of queries) {
        let last;
        for await (const answer of finder.find(query)) last = answer;
        const own = (last?.pages ?? []).flatMap((page) => page.sections.map((one) => one.url));
        answers.push({ own, foreign: (last?.foreign ?? []).map((one) => one.url) });
    }
    return answers;
}"""
STOCK = """async ([base, queries]) => {
    const pagefind = await import(new URL("pagefind/pagefind.js", base).href);
    await pagefind.options({ baseUrl: new URL(base).pathname });
    await pagefind.init();
    const answers = [];
    for (const query of queries) {
        const { results } = await pagefind.search(query);
        const pages = await Promise.all(results.map((result) => result.data()));
        const own = pages.flatMap((page) => page.sub_results.map((one) => one.url));
        answers.push({ own: own.map((url) => new URL(url, base).href), foreign: [] });
    }
    return answers;
}"""


@dataclass(frozen=True, slots=True)
class Score:
    """The mean over the queries of one language."""

    queries: int
    recall: float
    precision: float


def recall(query: Query, found: Sequence[str]) -> float:
    """The part of the sections that answer the query which were found at all."""
    return len(set(query.sections) & set(found)) / len(query.sections)


def precision(query: Query, found: Sequence[str]) -> float:
    """The part of the first five that answer the query: of as many as there can be."""
    top = list(dict.fromkeys(found))[:TOP]
    possible = min(TOP, max(len(top), min(len(query.sections), TOP)))
    return len(set(query.sections) & set(top)) / possible


def score(queries: Sequence[Query], answers: Sequence[Sequence[str]]) -> Score:
    """The means over queries; a query that finds nothing counts as nought."""
    pairs = list(zip(queries, answers, strict=True))
    return Score(
        len(pairs),
        sum(recall(*pair) for pair in pairs) / len(pairs),
        sum(precision(*pair) for pair in pairs) / len(pairs),
    )


@contextmanager
def served(languages: Sequence[Language], site: Path) -> Iterator[str]:
    """The address of the site, with Pagefind's own index of each language under stock/."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        shutil.copytree(site, root)
        for language in languages:
            stock = root / "stock" / language.folder
            pages = root / language.folder
            marked = Path(folder) / language.folder
            for path in pages.rglob("index.html"):
                target = marked / path.relative_to(pages)
                target.parent.mkdir(parents=True, exist_ok=True)
                text = path.read_text(encoding="utf-8")
                target.write_text(text.replace("data-handbook-text", "data-pagefind-body"))
            command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(marked)]
            command += ["--output-path", str(stock / "pagefind"), "--exclude-selectors", LEFT_OUT]
            subprocess.run([*command, "--force-language", language.tag.lower()], check=True)
        with serving(root) as url:
            yield url


def asked(page: Page, script: str, base: str, queries: Sequence[str], *more: Any) -> list[Any]:
    """The addresses below `base` that each query finds."""
    return [
        {kind: [_below(base, url) for url in urls] for kind, urls in answer.items()}
        for answer in page.evaluate(script, [base, list(queries), *more])
    ]


def _below(base: str, url: str) -> str:
    address = url.removeprefix(base)
    return address if "#" in address else f"{address}#"


# What was loaded from opening the search, or the next query, to the first option.
LOADED = """async (query) => {
    const list = document.querySelector("[role=listbox]");
    const input = document.querySelector("#hb-search-query");
    const pressed = performance.now();
    const shown = new Promise((done) => {
        new MutationObserver((_, seen) => {
            if (!list.querySelector("[role=option]")) return;
            seen.disconnect();
            done(performance.now());
        }).observe(list, { childList: true });
    });
    document.querySelector("[data-handbook-search]").click();
    input.value = query;
    input.dispatchEvent(new InputEvent("input"));
    const end = await shown;
    return performance
        .getEntriesByType("resource")
        .filter((one) => one.startTime >= pressed && one.responseEnd <= end)
        .map((one) => one.name);
}"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes until the first result of a first and of a later query; times in ms.

    `wait` is that of the first query; the others are of the queries after it.
    """

    first: int
    later: int
    wait: float
    median: float
    longest: float


def cost(browser: Browser, site: Path, url: str, folder: str, queries: Sequence[str]) -> Cost:
    """What a search costs a reader who opens it on the language's home page."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{url}{folder}/", wait_until="networkidle")
    first, *others = queries
    bytes_sent = []
    for query in (first, others[0]):
        loaded = page.evaluate(LOADED, query)
        bytes_sent.append(sum(size(site, name.removeprefix(url)) for name in loaded))
        page.wait_for_timeout(800)
    context.close()
    firsts = [_waits(browser, f"{url}{folder}/", [query])[0] for query in queries[:FIRSTS]]
    _, *times = _waits(browser, f"{url}{folder}/", queries)
    return Cost(*bytes_sent, statistics.median(firsts), statistics.median(times), max(times))


def _waits(browser: Browser, address: str, queries: Sequence[str]) -> list[float]:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        return [wait.time for wait in searching.waits(page, queries)]


def size(site: Path, address: str) -> int:
    """How many bytes of a file a server sends that compresses text."""
    path = site / address.partition("?")[0]
    path = path / "index.html" if path.is_dir() else path
    data = path.read_bytes() if path.is_file() else b""
    packed = path.suffix.startswith(".pf_") or path.suffix == ".pagefind"
    return len(data) if packed else len(gzip.compress(data, mtime=0))


@contextmanager
def made_up(handbook: Handbook, site: Path, pages: int) -> Iterator[Path]:
    """The built site with `pages` pages of eight sections in English, as words fall."""
    dice = random.Random(7)
    own = [
        word
        for path in (site / "en").rglob("index.html")
        for word in re.findall("[a-z]{3,}", re.sub("<[^>]*>", " ", path.read_text("utf-8")))
    ]
    rare = ["".join(dice.choices("abdegiklmnoprstuv", k=8)) for _ in range(20_000)]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "site"
        shutil.copytree(site, target)
        for number in range(pages):
            words = [*dice.choices(own, k=570), *dice.choices(rare, k=30)]
            dice.shuffle(words)
            body = "".join(
                f'<h2 id="s{i}">{" ".join(words[75 * i : 75 * i + 3])}</h2>'
                f"<p>{' '.join(words[75 * i + 3 : 75 * i + 75])}</p>"
                for i in range(8)
            )
            path = target / f"en/made-up/{number}/index.html"
            path.parent.mkdir(parents=True)
            path.write_text(
                f"<article data-handbook-text><h1>Page {number}</h1>{body}</article>",
                encoding="utf-8",
            )
        index(target, handbook, ["en"])
        yield target


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """The address of a served folder."""
    server = site_server(site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def write_table(name: str, lines: Sequence[str]) -> None:
    """Put the lines of a table in its place in the documentation."""
    text = PAGE.read_text(encoding="utf-8")
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    head, rest = text.split(start)
    _, tail = rest.split(end)
    write_atomically(PAGE, (head + start + "\n".join(lines) + "\n" + end + tail).encode())


def main(arguments: list[str]) -> None:
    """Ask every query of every language, of both searches, and print the scores."""
    handbook = read_handbook(ROOT)
    wanted = [one for one in arguments if one.isalpha()]
    verbose = "--verbose" in arguments
    languages = [one for one in handbook.structure.languages if not wanted or one.folder in wanted]
    lines = []
    (finder,) = (ROOT / "site/assets").glob("find.*.js")
    with served(languages, ROOT / "site") as url, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        page = browser.new_page()
        for language in languages:
            sets = [read_queries(language.folder, part) for part in SETS]
            queries = [query for part in sets for query in part]
            texts = [query.text for query in queries]
            page.goto(f"{url}{language.folder}/")
            script = f"{url}assets/{finder.name}"
            stock = asked(page, STOCK, f"{url}stock/{language.folder}/", texts)
            others = [
                {"folder": other.folder, "base": f"{url}{other.folder}/"}
                for other in handbook.structure.languages
                if other != language
            ]
            ours = asked(page, OURS, f"{url}{language.folder}/", texts, others, script)
            across = []
            for other in handbook.structure.languages:
                if other == language:
                    continue
                theirs = [one for part in SETS for one in read_queries(other.folder, part)]
                asking = [one.text for one in theirs]
                found = asked(page, OURS, f"{url}{language.folder}/", asking, others, script)
                across += [
                    bool(set(one.sections) & set(answer["own"] + answer["foreign"]))
                    for one, answer in zip(theirs, found, strict=True)
                ]
            before = score(queries, [answer["own"] for answer in stock])
            after = score(queries, [answer["own"] for answer in ours])
            own = [answer["own"] for answer in ours]
            each = [score(part, own[place : place + len(part)]) for place, part in placed(sets)]
            if verbose:
                # What the last set misses is nobody's to look at.
                for query, answer in zip(queries[: -len(sets[-1])], ours, strict=False):
                    got = answer["own"]
                    if recall(query, got) < 1 or precision(query, got) < 1:
                        print(
                            f"  {query.text}: recall {recall(query, got):.2f}, precision "
                            f"{precision(query, got):.2f}\n    missed "
                            f"{sorted(set(query.sections) - set(got))[:6]}\n    first {got[:5]}"
                            f"\n    wrong {[x for x in got[:5] if x not in query.sections]}"
                        )
            lines.append(
                f"| {language.name} | {before.queries} | {before.recall:.2f} | "
                f"{before.precision:.2f} | {after.recall:.3f} | {after.precision:.3f} | "
                + "".join(f"{one.recall:.3f}, {one.precision:.3f} | " for one in each)
                + f"{sum(across) / len(across):.2f} |"
            )
            print(lines[-1], flush=True)
        costs = (
            [] if "--recall" in arguments else _costs(browser, url, handbook, languages, arguments)
        )
        browser.close()
    if "--write" in arguments:
        write_table("recall", lines)
        if costs:
            write_table("cost", costs)


def _costs(
    browser: Browser,
    url: str,
    handbook: Handbook,
    languages: Sequence[Language],
    arguments: Sequence[str],
) -> list[str]:
    """The table of costs: our handbook in each language, then the made-up ones asked for."""
    lines = []
    for language in languages:
        texts = [query.text for query in read_queries(language.folder)[2:16]]
        spent = cost(browser, ROOT / "site", url, language.folder, texts)
        lines.append(cost_line(language.name, 16, spent))
        print(lines[-1], flush=True)
    sizes = arguments[arguments.index("--pages") + 1] if "--pages" in arguments else ""
    texts = [query.text for query in read_queries("en")[2:16]]
    for number in map(int, filter(None, sizes.split(","))):
        with made_up(handbook, ROOT / "site", number) as big, serving(big) as address:
            lines.append(cost_line("English", number, cost(browser, big, address, "en", texts)))
        print(lines[-1], flush=True)
    return lines


def placed(sets: Sequence[Sequence[Query]]) -> list[tuple[int, Sequence[Query]]]:
    """Each set with its place in the row of all queries."""
    ends = list(itertools.accumulate(len(part) for part in sets))
    return [(end - len(part), part) for end, part in zip(ends, sets, strict=True)]


def cost_line(name: str, pages: int, spent: Cost) -> str:
    """A row of the table of costs."""
    return (
        f"| {name}, {pages} pages | {spent.first / 1000:.0f} | {spent.later / 1000:.0f} | "
        f"{spent.wait:.0f} | {spent.median:.0f} | {spent.longest:.0f} |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
