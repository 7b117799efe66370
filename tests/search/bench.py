"""How well the search finds: recall and precision at 5 of our queries, in a real browser.

.venv/bin/python -m tests.search.bench [--write] [LANGUAGE ...]

With --write, the table in scripts/handbook/site/search.md is written anew.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page, sync_playwright

from handbook.content.handbook import read_handbook
from handbook.content.structure import Language
from handbook.site.server import site_server
from tests.search.judged import Query, read_queries

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/browser"))
import chromium  # noqa: E402

LEFT_OUT = ".headerlink,.hb-other-languages,.hb-links"
TOP = 5
OURS = """async ([base, queries, others]) => {
    const { Finder } = await import(new URL("assets/javascripts/search/find.js", base).href);
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
        server = site_server(root)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        server.server_close()


def asked(page: Page, script: str, base: str, queries: Sequence[str], *more: Any) -> list[Any]:
    """The addresses below `base` that each query finds."""
    return [
        {kind: [_below(base, url) for url in urls] for kind, urls in answer.items()}
        for answer in page.evaluate(script, [base, list(queries), *more])
    ]


def _below(base: str, url: str) -> str:
    address = url.removeprefix(base)
    return address if "#" in address else f"{address}#"


def main(arguments: list[str]) -> None:
    """Ask every query of every language, of both searches, and print the scores."""
    handbook = read_handbook(ROOT)
    wanted = [one for one in arguments if not one.startswith("-")]
    verbose = "--verbose" in arguments
    languages = [
        one for one in handbook.structure.languages if not wanted or one.folder in wanted
    ]
    lines = []
    with served(languages, ROOT / "site") as url, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        page = browser.new_page()
        for language in languages:
            queries = read_queries(language.folder)
            texts = [query.text for query in queries]
            page.goto(f"{url}{language.folder}/")
            stock = asked(page, STOCK, f"{url}stock/{language.folder}/", texts)
            others = [
                {"folder": other.folder, "base": f"{url}{other.folder}/"}
                for other in handbook.structure.languages
                if other != language
            ]
            ours = asked(page, OURS, f"{url}{language.folder}/", texts, others)
            across = []
            for other in handbook.structure.languages:
                if other == language:
                    continue
                theirs = read_queries(other.folder)
                found = asked(
                    page, OURS, f"{url}{language.folder}/", [one.text for one in theirs], others
                )
                across += [
                    bool(set(one.sections) & set(answer["own"] + answer["foreign"]))
                    for one, answer in zip(theirs, found, strict=True)
                ]
            before = score(queries, [answer["own"] for answer in stock])
            after = score(queries, [answer["own"] for answer in ours])
            if verbose:
                for query, answer in zip(queries, ours, strict=True):
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
                f"{sum(across) / len(across):.2f} |"
            )
            print(lines[-1], flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
