"""What becomes of a page's HTML after Markdown and after its template, in either engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jinja2

from handbook.content.addresses import page_address, to_root
from handbook.content.handbook import Page
from handbook.content.layout import HOME
from handbook.site import bidi, fonts, freshness, html, icons
from handbook.site.generate import Edition
from handbook.site.outlines import CHANNEL, ETHIC, stem


def prepare(env: jinja2.Environment, edition: Edition) -> None:
    """Give the templates our texts and what they ask of the handbook."""
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_translations(edition.texts.translations, newstyle=True)  # type: ignore[attr-defined]
    env.globals["handbook"] = edition
    env.globals["theme_text"] = lambda key: _theme_text(edition, key)
    env.globals["icon"] = icons.icon
    env.globals["logo"] = icons.LOGO
    env.globals["first_faces"] = fonts.first_faces(edition.language.direction)
    env.globals["plural_forms"] = edition.plural_forms
    env.globals["address_of"] = page_address
    env.globals["search_others"] = edition.search_others


def _theme_text(edition: Edition, key: str) -> str | None:
    message = html.THEME_TEXTS.get(key)
    return edition.texts.gettext(message) if message else None


def hidden(page: Page) -> list[str]:
    """The columns that a page goes without."""
    return ["navigation", "toc"] if page.meta and page.meta.kind == "home" else []


def content(edition: Edition, page: Page | None, text: str) -> str:
    """A page's HTML, what the Markdown extensions leave hard to reach mended."""
    text = html.accessible(html.without_notes(text), edition.texts)
    text = html.drawn(text, _marked_sections(edition, page))
    return html.noted(text, freshness.notices(edition, page)) if page else text


def _marked_sections(edition: Edition, page: Page | None) -> Mapping[str, str]:
    """The sections about one ethic or one channel, by id, each with its drawing."""
    kind = page.meta.kind if page and page.meta else ""
    if kind == CHANNEL:
        return {stem(one.name): stem(one.name) for one in edition.listed(ETHIC)}
    if kind == ETHIC:
        return {f"on-{stem(one.name)}": stem(one.name) for one in edition.listed(CHANNEL)}
    return {}


def page_context(edition: Edition, page: Page | None) -> dict[str, Any]:
    """What the template is told of where a page stands in the whole site."""
    name = page.name if page else HOME
    return {
        "handbook_page": page,
        "review_due": freshness.due(page),
        "site_root": to_root(f"{edition.language.folder}/{page_address(name)}"),
        "page_address": page_address(name),
    }


def template_context(edition: Edition) -> dict[str, Any]:
    """The same for a 404 page, which is shown at any depth and so needs the site's own path."""
    return {
        "handbook_page": None,
        "site_root": html.base_path(edition.site_url),
        "page_address": "",
    }


def finished(edition: Edition, output: str, page: str | None) -> str:
    """A document with its root, its left-to-right runs isolated; `page` is its address."""
    language = edition.language
    output = html.rooted(output, language, page)
    return bidi.isolate(output) if language.direction == "rtl" else output
