"""What every page of a language is made from beside the pages themselves, as one digest."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from handbook.content.handbook import ENGINE, Handbook
from handbook.content.pages import Pages
from handbook.memory import program
from handbook.site.outlines import Outline
from handbook.texts import LOCALE_DIR

DIGEST = 16
OVERRIDES = "overrides"
# What a page or an index may come out differently of, beside what the check runs on
# (handbook/memory.py). Of the Markdown extensions, mkdocs.yml may name any.
LIBRARIES = (
    *("fontpkg-ibm-plex-sans", "fontpkg-ibm-plex-sans-arabic", "fonttools", "jinja2", "markupsafe"),
    *("mkdocs", "mkdocs-material", "pagefind", "pagefind-bin", "pygments", "snowballstemmer"),
)


def digest(*parts: object) -> str:
    """One short text that stands for all of `parts`."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=DIGEST).hexdigest()


def tool() -> str:
    """What stands for the program and the libraries that draw pages."""
    found = []
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found.append((name, version(name)))
    return digest(program(), found, platform.machine())


def settings(handbook: Handbook, site_url: str) -> str:
    """What stands for all settings, templates and interface texts."""
    root = handbook.root
    # Catalogues are below the overrides, scripts and styles too; those go by their own names.
    templates = sorted((root / OVERRIDES).rglob("*.html"))
    catalogues = sorted((root / LOCALE_DIR).rglob("*.po"))
    files = [root / ENGINE, *templates, *catalogues]
    return digest(
        site_url,
        [(path.relative_to(root).as_posix(), _file(path)) for path in files],
        handbook.structure.model_dump_json(exclude={"pages"}),
        handbook.company.digest,
        handbook.glossary.digest,
    )


def common(handbook: Handbook, folder: str, rest: object) -> str:
    """What stands for all that each page of a language is made from, and is no page.

    `rest` is the same for all languages. Which pages and files there are counts too: a
    link leads to one that is there.
    """
    tree = handbook.trees[folder]
    return digest(
        folder, rest, handbook.structure.pages, sorted(tree.pages), tree.others, handbook.shared
    )


def page_stamp(handbook: Handbook, folder: str, name: str) -> str:
    """What stands for a page's file and its records; "" where there is no such page."""
    pages = handbook.trees[folder].pages
    if name not in pages:
        return ""
    assert isinstance(pages, Pages)
    records = handbook.freshness.page(folder, name)
    told = [(id, *record.told) for id, record in records.items()]
    own = pages.digest(name).hex()
    return f"{own}.{digest(told)}" if told else own


def outline_stamp(outlines: Mapping[str, Outline], name: str) -> str:
    """What stands for a page's outline; "" where there is no such page."""
    return digest(outlines[name]) if name in outlines else ""


def _file(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=DIGEST).hexdigest()
