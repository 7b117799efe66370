"""Material for MkDocs as it comes, all languages in one build by mkdocs-static-i18n."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from bench.builds.generator import LANGUAGES, SOURCE, Corpus, Generator, address
from bench.builds.output import sent
from bench.builds.pages import head, write

# As in mkdocs.yml of the handbook, so that the same is rendered.
EXTENSIONS = """\
markdown_extensions:
  - admonition
  - attr_list
  - md_in_html
  - tables
  - toc:
      permalink: "#"
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.tasklist:
      custom_checkbox: true
      clickable_checkbox: true
"""
_THEME = """\
site_name: Handbook
theme:
  name: material
  font: false
  features: [{features}]
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
{languages}
"""


def settings(features: str) -> str:
    """The project's mkdocs.yml."""
    languages = "\n".join(
        f"        - {{locale: {folder}, name: {name}{', default: true' * (folder == SOURCE)}}}"
        for folder, name in LANGUAGES.items()
    )
    return _THEME.format(features=features, languages=languages) + EXTENSIONS


def _preparing(features: str) -> Callable[[Corpus, Path, Path], None]:
    def prepare(corpus: Corpus, folder: Path, programs: Path) -> None:
        write(folder / "mkdocs.yml", settings(features))
        for page in corpus.pages:
            write(folder / "docs" / page.language / page.name, head(page) + page.body)

    return prepare


def _page(language: str, name: str) -> str:
    # The default language stands at the root.
    return "site/" + ("" if language == SOURCE else f"{language}/") + address(name) + "index.html"


def _search(folder: Path) -> int:
    """The index of all pages, which is loaded whole, and the script that reads it."""
    output = folder / "site"
    workers = (output / "assets/javascripts/workers").glob("search.*.js")
    return sent(output / "search/search_index.json") + sum(map(sent, workers))


STOCK = Generator(
    name="stock",
    version=f"Material {version('mkdocs-material')}, static-i18n {version('mkdocs-static-i18n')}",
    prepare=_preparing("navigation.indexes"),
    build=((sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"),),
    source=lambda language, name: f"docs/{language}/{name}",
    page=_page,
    environment={"NO_MKDOCS_2_WARNING": "1"},
    search=_search,
    # Its output grows with the square of the pages: 9 GB in 12 minutes at 2,500 a language.
    most=1_000,
)
PRUNED = replace(
    STOCK,
    name="stock pruned",
    version="the same with navigation.prune",
    prepare=_preparing("navigation.indexes, navigation.prune"),
    most=None,
)
