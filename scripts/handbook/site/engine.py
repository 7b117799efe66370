"""MkDocs' part in a build: its settings, the theme's templates, and Markdown as set in mkdocs.yml.

MkDocs has no way to build some of its pages, so this goes through its documented steps
itself: settings, templates' environment, Markdown, template. It makes nothing of MkDocs'
own objects for pages that are not asked for. Plugins and hooks are not run; what ours
does in a plain `mkdocs build` (plugin.py) is done here by the same functions.
tests/site/test_engine.py holds both to the same pages, letter for letter.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from xml.etree import ElementTree

import jinja2
import markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from mkdocs import __version__ as mkdocs_version
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.toc import TableOfContents, get_toc
from mkdocs.utils import get_build_datetime, get_relative_url, normalize_url

from handbook.content.addresses import page_address
from handbook.content.handbook import Page
from handbook.content.layout import ENGINE, HOME
from handbook.content.yamltext import YamlText, load
from handbook.site import rendered
from handbook.site.generate import Edition, page_markdown
from handbook.site.html import base_path
from handbook.site.memory.written import written as written_settings
from handbook.site.navigation import Group, Leaf, View

# Those of mkdocs.yml whose part is done here.
OURS = frozenset({"handbook", "i18n"})


class EngineError(Exception):
    """Settings that this build cannot follow; the message tells which."""


def settings(root: Path) -> MkDocsConfig:
    """What mkdocs.yml says, validated. Raises EngineError."""
    return _settings(root, written_settings(root))


@lru_cache(maxsize=1)
def _settings(root: Path, written: tuple[bytes, ...]) -> MkDocsConfig:
    # Nothing but `written` tells whether they were changed since the last build.
    _refuse_others(load(written[0].decode(errors="replace"), allow_tags=True))
    try:
        return load_config(str(root / ENGINE), plugins=[], hooks=[])
    except ConfigurationError as error:
        raise EngineError(f"{ENGINE}: {error}") from None


def _refuse_others(written: YamlText) -> None:
    """Say that a plugin or a hook would have no effect. Raises EngineError."""
    if not isinstance(written.value, dict):
        return
    plugins = written.value.get("plugins")
    for number, plugin in enumerate(plugins if isinstance(plugins, list) else ()):
        name = next(iter(plugin), "") if isinstance(plugin, dict) else plugin
        if name not in OURS:
            line = written.position(("plugins", number)).line
            raise EngineError(
                f"{ENGINE}:{line}: the handbook's build does not run the plugin `{name}`: take "
                "it out, or build each language with `mkdocs build`"
            )
    if written.value.get("hooks"):
        line = written.position(("hooks",)).line
        raise EngineError(
            f"{ENGINE}:{line}: the handbook's build does not run hooks: take them out, or "
            "build each language with `mkdocs build`"
        )


@dataclass(eq=False)
class ShownPage:
    """The page that a template draws, under the names that MkDocs' own have."""

    leaf: Leaf
    view: View
    meta: Mapping[str, Any]
    content: str
    toc: TableOfContents
    title: str = ""
    url: str = ""
    canonical_url: None = None
    edit_url: None = None
    parent: object = field(init=False)
    previous_page: object = field(init=False)
    next_page: object = field(init=False)

    def __post_init__(self) -> None:
        self.title, self.url = self.leaf.title, self.leaf.url
        self.parent = self.view.parent
        self.previous_page, self.next_page = self.view.previous_page, self.view.next_page

    @property
    def is_homepage(self) -> bool:
        """Whether this is a language's first page."""
        return self.leaf.name == HOME

    def __eq__(self, other: object) -> bool:
        """Whether a template compares it with its own place in the navigation."""
        return isinstance(other, Leaf | Group) and other.url == self.url

    def __hash__(self) -> int:
        return hash(self.url)


class Engine:
    """Markdown and the templates of one language."""

    def __init__(
        self,
        config: MkDocsConfig,
        edition: Edition,
        files: Collection[str],
        bytecode: jinja2.BytecodeCache | None = None,
    ) -> None:
        """`files` are the published ones beside the pages (site/static.py).

        `bytecode` keeps the templates' compiled code, which is the same for all languages.
        """
        self.edition = edition
        self._config = config
        self._links = _Links(edition.language.folder, frozenset(edition.pages), frozenset(files))
        self._markdown = markdown.Markdown(
            extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {}
        )
        self._markdown.treeprocessors.register(self._links, "relpath", 0)
        self._env = config.theme.get_env()
        self._env.bytecode_cache = bytecode
        # What they say while a build runs is what they said when it began.
        self._env.auto_reload = False
        rendered.prepare(self._env, edition)
        self._env.globals["mark_of"] = _mark

    def page(self, name: str, view: View) -> str:
        """The document of a page."""
        assert view.here is not None
        page = self.edition.pages[name]
        self._links.here = name
        self._markdown.reset()
        content = self._markdown.convert(page_markdown(self.edition, page))
        shown = ShownPage(
            leaf=view.here,
            view=view,
            meta={**_meta(page), "hide": rendered.hidden(page)},
            content=rendered.content(self.edition, page, content),
            toc=get_toc(getattr(self._markdown, "toc_tokens", [])),
        )
        context = {
            **self._context(view, shown, get_relative_url(".", shown.url)),
            **rendered.page_context(self.edition, page),
        }
        output = self._env.get_template("main.html").render(context)
        return rendered.finished(self.edition, output, page_address(name))

    def not_found(self, view: View) -> str:
        """The 404 page."""
        base = base_path(f"{self.edition.site_url or '/'}{self.edition.language.folder}/")
        context = {**self._context(view, None, base), **rendered.template_context(self.edition)}
        output = self._env.get_template("404.html").render(context)
        return rendered.finished(self.edition, output, None)

    def _context(self, view: View, page: ShownPage | None, base: str) -> dict[str, Any]:
        config = self._config
        config.site_name = self.edition.outlines[HOME].title
        found: Any = page
        return {
            "nav": view,
            "pages": (),
            "base_url": base,
            "extra_css": [normalize_url(path, found, base) for path in config.extra_css],
            "extra_javascript": [
                normalize_url(str(script), found, base) for script in config.extra_javascript
            ],
            "mkdocs_version": mkdocs_version,
            "build_date_utc": get_build_datetime(),
            "config": config,
            "page": page,
        }


def _mark(page: object) -> str:
    """The drawing of what a page in a template is about."""
    leaf = page.leaf if isinstance(page, ShownPage) else page
    return leaf.mark if isinstance(leaf, Leaf) else ""


class _Links(Treeprocessor):
    """Makes links to files in docs/ into addresses, as MkDocs does; the rest stays as it is."""

    def __init__(self, folder: str, pages: frozenset[str], files: frozenset[str]) -> None:
        super().__init__()
        self.here = HOME
        self._folder = folder
        self._pages = pages
        self._files = files

    def run(self, root: ElementTree.Element) -> None:
        """Mend the tree of a page in place."""
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(str(element.tag))
            if key and (url := element.get(key)) is not None:
                element.set(key, self._address(url))

    def _address(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path or AMP_SUBSTITUTE in url:
            return url
        if url.startswith(("/", "\\")):
            return url
        here = posixpath.join(self._folder, posixpath.dirname(self.here))
        target = posixpath.normpath(posixpath.join(here, unquote(parts.path)))
        # What stands above the languages is published in each.
        target = target.removeprefix(f"{self._folder}/")
        if target in self._pages:
            there = quote(page_address(target)) or "./"
        elif target in self._files:
            there = quote(target)
        else:
            return url
        path = get_relative_url(there, quote(page_address(self.here)) or "./")
        return urlunsplit(("", "", path, parts.query, parts.fragment))


def _meta(page: Page) -> Mapping[str, Any]:
    """A page's front matter as templates read it."""
    return page.front_matter.text.value if page.front_matter.text else {}
