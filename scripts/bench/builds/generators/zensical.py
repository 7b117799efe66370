"""Zensical: a project for each language, for it knows one language a site."""

from __future__ import annotations

from pathlib import Path

from bench.builds.generator import LANGUAGES, Corpus, Generator, address
from bench.builds.generators.stock import EXTENSIONS
from bench.builds.output import sent
from bench.builds.pages import head, write
from bench.builds.tools import python_programs

VERSION = "0.0.73"
_SETTINGS = """\
site_name: Handbook
theme:
  name: material
  language: {language}
  font: false
  features: [navigation.indexes, navigation.prune]
"""


def _prepare(corpus: Corpus, folder: Path, programs: Path) -> None:
    for language in LANGUAGES:
        text = _SETTINGS.format(language=language) + EXTENSIONS
        write(folder / language / "mkdocs.yml", text)
    for page in corpus.pages:
        write(folder / page.language / "docs" / page.name, head(page) + page.body)


def _search(folder: Path) -> int:
    return max(
        sent(site / "search.json")
        + sum(map(sent, (site / "assets/javascripts/workers").glob("search.*.js")))
        for site in (folder / language / "site" for language in LANGUAGES)
    )


ZENSICAL = Generator(
    name="Zensical",
    version=f"{VERSION}, four projects",
    prepare=_prepare,
    build=tuple(("zensical", "build", "-f", f"{language}/mkdocs.yml") for language in LANGUAGES),
    source=lambda language, name: f"{language}/docs/{name}",
    page=lambda language, name: f"{language}/site/{address(name)}index.html",
    outputs=tuple(f"{language}/site" for language in LANGUAGES),
    caches=tuple(f"{language}/.cache" for language in LANGUAGES),
    install=lambda cache: python_programs(cache, f"zensical=={VERSION}"),
    search=_search,
)
