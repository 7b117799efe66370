"""Starlight, where Node is new enough for it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from bench.builds.generator import LANGUAGES, SOURCE, Corpus, Generator, folder_page
from bench.builds.output import largest, sent
from bench.builds.pages import PlainPage, head, write
from bench.builds.tools import node_programs

VERSION = "0.42.4"
PACKAGES = {"@astrojs/starlight": VERSION, "astro": "7.3.5"}
# Astro's own demand.
NODE = (22, 12)
# What Pagefind's own interface shows first.
FIRST_PAGES = 5

_CONFIG = """\
import {{ defineConfig }} from "astro/config";
import starlight from "@astrojs/starlight";

export default defineConfig({{
  outDir: "site",
  cacheDir: ".cache",
  integrations: [starlight({{
    title: "Handbook",
    defaultLocale: "{source}",
    locales: {locales},
    sidebar: {sidebar},
  }})],
}});
"""
_CONTENT = """\
import { defineCollection } from "astro:content";
import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";

export const collections = {
  docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }),
};
"""
_ADMONITION = re.compile(r'(?m)^(?:!!!|\?\?\?) \w+ "(.*)"\n((?:    .*\n?)+)')
_ID = re.compile(r"(?m)^(#+ .*) \{#[\w-]+\}$")
_LINK = re.compile(r"\]\(([\w./-]+)\.md(#[\w-]+)?\)")


def _prepare(corpus: Corpus, folder: Path, programs: Path) -> None:
    # Copied with the list of packages, in which Astro looks for those that it is to compile;
    # modules outside the project would not be found again by their real path.
    shutil.copytree(programs.parents[1], folder, symlinks=True)
    write(folder / "src/content.config.ts", _CONTENT)
    write(folder / "astro.config.mjs", _settings(corpus))
    for page in corpus.pages:
        write(folder / _source(page.language, page.name), head(page) + markdown(page))


def _settings(corpus: Corpus) -> str:
    locales = {
        folder: {"label": name, "lang": folder, "dir": "rtl" if folder == "ar" else "ltr"}
        for folder, name in LANGUAGES.items()
    }
    parts = dict.fromkeys(page.name.split("/")[0] for page in corpus.pages if "/" in page.name)
    sidebar = [
        {"label": part, "collapsed": True, "items": [{"autogenerate": {"directory": part}}]}
        for part in parts
    ]
    return _CONFIG.format(source=SOURCE, locales=json.dumps(locales), sidebar=json.dumps(sidebar))


def markdown(page: PlainPage) -> str:
    """The text of a page as Starlight reads it: its asides, and addresses in links."""
    text = _ADMONITION.sub(_aside, _ID.sub(r"\1", page.body))
    # A page of its own folder is one step further down.
    up = "" if page.name.endswith("index.md") else "../"
    return _LINK.sub(lambda link: f"]({up}{_address(link[1])}{link[2] or ''})", text)


def _address(path: str) -> str:
    return re.sub(r"(^|/)index/$", r"\1", f"{path}/") or "./"


def _aside(match: re.Match[str]) -> str:
    inner = re.sub(r"(?m)^    ", "", match[2]).rstrip("\n")
    return f":::note[{match[1]}]\n{inner}\n:::\n"


def _source(language: str, name: str) -> str:
    return f"src/content/docs/{language}/{name}"


def _search(folder: Path) -> int:
    """As ours, by Pagefind's own interface: one language's index, a word of it."""
    pagefind = folder / "site/pagefind"
    scripts = [pagefind / name for name in ("pagefind.js", "pagefind-entry.json")]
    return (
        sum(map(sent, scripts))
        + largest(pagefind.glob("wasm.*"))
        + largest(pagefind.glob("*.pf_meta"))
        + largest((pagefind / "index").iterdir())
        + FIRST_PAGES * largest((pagefind / "fragment").iterdir())
    )


STARLIGHT = Generator(
    name="Starlight",
    version=VERSION,
    prepare=_prepare,
    build=(("node_modules/.bin/astro", "build", "--silent"),),
    source=_source,
    page=folder_page,
    caches=(".cache", ".astro"),
    environment={"ASTRO_TELEMETRY_DISABLED": "1"},
    install=lambda cache: node_programs(cache, NODE, PACKAGES),
    search=_search,
)
