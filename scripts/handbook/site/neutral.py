"""The pages without a language: neutral links, the neutral 404, and the sitemap.

A neutral page is a tiny static page. With JavaScript it opens the section in
the reader's language at once; without, it shows the four links, and for an
address with a `#section` the four links to that section.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import jinja2

from handbook.content.addresses import page_address, to_root
from handbook.content.handbook import Handbook, Page
from handbook.content.layout import HOME
from handbook.content.structure import Language
from handbook.site.assets import ASSETS
from handbook.site.generate import Edition
from handbook.site.html import base_path
from handbook.site.icons import LOGO
from handbook.site.outlines import Outline

TEMPLATES = Path("overrides/neutral")
SITEMAP = "sitemap.xml"


@dataclass(frozen=True, slots=True)
class Choice:
    """One language's link to a page or section."""

    language: Language
    title: str
    href: str


class Neutral:
    """Draws the pages without a language."""

    def __init__(self, editions: Mapping[str, Edition], site_url: str) -> None:
        self._editions = editions
        self._handbook = next(iter(editions.values())).handbook
        self._site_url = site_url
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self._handbook.root / TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._environment.globals["logo"] = LOGO

    def page(self, name: str) -> str:
        """The page that opens `name` in the reader's language."""
        address = page_address(name)
        root = to_root(address)
        return self._environment.get_template("page.html").render(
            root=root,
            site_url=self._site_url,
            address=address,
            choices=_choices(self._handbook, name, root),
            sections=_sections(self._handbook, name, root),
            editions=self._editions,
        )

    def not_found(self) -> str:
        """The 404 page of addresses that are of no language."""
        root = base_path(self._site_url)
        return self._environment.get_template("404.html").render(
            root=root, choices=_choices(self._handbook, HOME, root), editions=self._editions
        )


def for_crawlers(
    handbook: Handbook, outlines: Mapping[str, Mapping[str, Outline]], site_url: str
) -> Iterator[tuple[str, str]]:
    """The files for search engines, by path; none where the site's address is unknown."""
    if site_url:
        yield SITEMAP, _sitemap(handbook, outlines, site_url)
        yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site_url}sitemap.xml\n"


def neutral_assets(root: Path) -> Iterator[tuple[str, Path]]:
    """The neutral pages' own style sheet and script, by the path at which they name it."""
    for name in ("neutral.css", "neutral.js"):
        yield f"{ASSETS}/{name}", root / TEMPLATES / name
    yield f"{ASSETS}/favicon.svg", root / "overrides/assets/images/favicon.svg"


def _versions(handbook: Handbook, name: str) -> list[Page]:
    """The page in each language that has it: all of them, but while somebody is at work."""
    trees = (handbook.trees[language.folder] for language in handbook.structure.languages)
    return [tree.pages[name] for tree in trees if name in tree.pages]


def _choices(handbook: Handbook, name: str, root: str) -> list[Choice]:
    return [
        Choice(page.language, page.title, f"{root}{page.language.folder}/{page_address(name)}")
        for page in _versions(handbook, name)
    ]


def _sections(handbook: Handbook, name: str, root: str) -> list[tuple[str, list[Choice]]]:
    """The sections that have a heading of their own in every language, with their links."""
    pages = _versions(handbook, name)
    return [
        (
            id,
            [
                Choice(
                    page.language,
                    page.by_id[id].title,
                    f"{root}{page.language.folder}/{page_address(name)}#{id}",
                )
                for page in pages
            ],
        )
        for id in (pages[0].by_id if pages else ())
        if all(id in page.by_id for page in pages)
    ]


def _sitemap(
    handbook: Handbook, outlines: Mapping[str, Mapping[str, Outline]], site_url: str
) -> str:
    """One sitemap for all languages, each address with its alternates."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for name in handbook.structure.pages:
        address = page_address(name)
        alternates = [
            (language.tag, f"{site_url}{language.folder}/{address}")
            for language in handbook.structure.languages
        ]
        alternates.append(("x-default", f"{site_url}{address}"))
        for language in handbook.structure.languages:
            outline = outlines[language.folder].get(name)
            if outline is None:
                continue
            own = f"{site_url}{language.folder}/{address}"
            lines.append(f"<url><loc>{escape(own, quote=False)}</loc>")
            if outline.reviewed:
                lines.append(f"<lastmod>{outline.reviewed}</lastmod>")
            lines += [
                f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(href, quote=False)}"/>'
                for tag, href in alternates
            ]
            lines.append("</url>")
    lines.append("</urlset>")
    return "\n".join(lines) + "\n"
