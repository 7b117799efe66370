"""The MkDocs plugin: hands MkDocs the pages as the handbook means them.

It runs in a plain `mkdocs build` or `mkdocs serve`, for the one language named by
mkdocs-static-i18n's `build_only_locale`; `handbook build` has engine.py in its place.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage

from handbook import checks
from handbook.content.addresses import page_address
from handbook.content.handbook import InvalidStructure, Page
from handbook.content.layout import HOME
from handbook.memory import remembered
from handbook.site import fonts, notices, rendered
from handbook.site.edition import read_edition
from handbook.site.generate import Edition, page_markdown
from handbook.site.navigation import groups
from handbook.site.outlines import mark

FONTS = "assets/fonts"
# Under overrides/, but for the build alone.
NOT_PUBLISHED = ("locale/", "neutral/")
# Material's own scripts and styles, in whose place ours stand.
REPLACED = (
    "assets/javascripts/bundle.",
    "assets/javascripts/lunr/",
    "assets/javascripts/workers/",
    "assets/stylesheets/main.",
    "assets/stylesheets/palette.",
    "assets/images/favicon.png",
)


class HandbookConfig(Config):
    """The plugin's options in mkdocs.yml."""

    site_url = config_options.Type(str, default="")
    cache_dir = config_options.Type(str, default=".cache")


class HandbookPlugin(BasePlugin[HandbookConfig]):
    """Fills pages in, orders the navigation, and gives templates what they show."""

    edition: Edition
    root: Path
    command: str = "build"

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether MkDocs builds or serves: its own server has one language, at `/`."""
        self.command = command

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the handbook; name the site, its address and its navigation."""
        self.root = Path(config.config_file_path).parent
        i18n: Any = config.plugins.get("i18n")
        folder = i18n.config.build_only_locale if i18n else None
        if not folder:
            raise PluginError("mkdocs.yml: set `build_only_locale` of the i18n plugin")
        base = self.config.site_url
        base = base if not base or base.endswith("/") else f"{base}/"
        try:
            self.edition = read_edition(self.root, folder, base)
        except InvalidStructure as error:
            notices.notify(checks.check_structure(error.settings))
            raise PluginError(f"{error}: run `handbook check`") from None
        except KeyError as error:
            raise PluginError(f"{error}: run `handbook check`") from None
        if not notices.is_checked():
            with remembered(self.root) as memory:
                verdict = checks.judge(self.edition.handbook, remembered=memory)
            notices.notify(verdict.findings)
        home = self.edition.pages.get(HOME)
        if home is None:
            raise PluginError(f"docs/{folder}/index.md is missing: run `handbook check`")
        config.site_name = home.title
        config.site_description = home.meta.description if home.meta else None
        if self.command != "serve":
            # Even where the site's address is unknown, its path tells the 404 page,
            # which is shown at any depth, where its style sheet is.
            config.site_url = f"{base or '/'}{folder}/"
        config.nav = _nested(self.edition)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the typefaces; leave out what no page loads."""
        for file in list(files):
            if file.src_uri.startswith((*NOT_PUBLISHED, *REPLACED)):
                files.remove(file)
        for name, path in fonts.font_files(self.root / self.config.cache_dir / "fonts"):
            files.append(File.generated(config, f"{FONTS}/{name}", abs_src_path=str(path)))
        return files

    @event_priority(-200)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Name each group of pages after its index page."""
        _name_sections(self, nav.items)
        return nav

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Give the templates our texts and the languages."""
        rendered.prepare(env, self.edition)
        env.globals["mark_of"] = self._mark
        return env

    def _mark(self, page: MkDocsPage | None) -> str:
        source = self._page(page) if isinstance(page, MkDocsPage) else None
        return mark(source.name, source.meta.kind) if source and source.meta else ""

    def _page(self, page: MkDocsPage) -> Page | None:
        name = PurePosixPath(page.file.src_uri)
        if name.parts[0] != self.edition.language.folder:
            return None
        return self.edition.pages.get(PurePosixPath(*name.parts[1:]).as_posix())

    @event_priority(100)
    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Fill in company values and generated sections."""
        source = self._page(page)
        if source is None:
            return markdown
        if source.meta:
            page.meta["hide"] = rendered.hidden(source)
        return page_markdown(self.edition, source)

    def on_page_content(
        self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Mend what the Markdown extensions leave hard to reach; drop notes to the check."""
        return rendered.content(self.edition, self._page(page), content)

    def on_page_context(
        self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Tell the template where the page stands in the whole site."""
        context.update(rendered.page_context(self.edition, self._page(page)))
        return context

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """A 404 page is shown at any depth, so it needs the site's own path."""
        context.update(rendered.template_context(self.edition))
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Isolate left-to-right runs where the language runs right to left."""
        source = self._page(page)
        address = page_address(source.name) if source else None
        return rendered.finished(self.edition, output, address)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """The same for templates that are pages of their own, such as 404.html."""
        if not template_name.endswith(".html"):
            return output_content
        return rendered.finished(self.edition, output_content, None)


def _nested(edition: Edition) -> list[Any]:
    """The reading order as MkDocs' navigation: a folder's pages in one group."""
    nav: list[Any] = []
    for group in groups(edition.handbook.structure.pages):
        if group[0] == HOME:
            nav.append({edition.texts.gettext("Home page"): HOME})
        elif "/" in group[0]:
            nav.append({str(PurePosixPath(group[0]).parent): group})
        else:
            nav += group
    return nav


def _name_sections(plugin: HandbookPlugin, items: list[Any]) -> None:
    for item in items:
        if isinstance(item, Section):
            index = plugin.edition.pages.get(f"{item.title}/index.md")
            if index is not None:
                item.title = index.title
            _name_sections(plugin, item.children)
