"""What a site's mkdocs.yml says of its Markdown extensions, as far as it decides what a page holds.

The settings are read as plain values. A function that they name is never imported: the
usual ones are known here by their names, and any other is unknown.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markdown.extensions.toc import slugify, slugify_unicode
from pymdownx import slugs as pymdownx

from handbook.content.slugs import Slugs
from handbook.content.yamltext import PythonTag

# What brings other extensions with it.
_EXTRA = frozenset({"abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables"})
_BUNDLES = {"extra": _EXTRA, "pymdownx.extra": _EXTRA}
# MkDocs has these on without being told.
_BUILT_IN = frozenset({"toc", "tables", "fenced_code"})
_PREFIX = "markdown.extensions."

_FUNCTIONS = {
    "markdown.extensions.toc.slugify": slugify,
    "markdown.extensions.toc.slugify_unicode": slugify_unicode,
    # As they were called before there was `slugify`.
    "pymdownx.slugs.uslugify": pymdownx.slugify(case="lower"),
    "pymdownx.slugs.uslugify_cased": pymdownx.slugify(),
    "pymdownx.slugs.uslugify_encoded": pymdownx.slugify(case="lower", percent_encode=True),
    "pymdownx.slugs.uslugify_cased_encoded": pymdownx.slugify(percent_encode=True),
    "pymdownx.slugs.gfm": pymdownx.slugify(case="lower-ascii"),
    "pymdownx.slugs.gfm_encoded": pymdownx.slugify(case="lower-ascii", percent_encode=True),
}
_MAKERS = {"pymdownx.slugs.slugify": pymdownx.slugify}
# How mkdocs.yml says where included files are, by extension or plugin.
_FOLDERS = (
    ("pymdownx.snippets", "base_path"),
    ("mdx_include", "base_path"),
    ("markdown_include.include", "base_path"),
    ("macros", "include_dir"),
)


@dataclass(frozen=True, slots=True)
class Extensions:
    """The extensions by their short names, and what of their settings we use.

    `slugs` makes the ids of headings; None where the site has a function of its own.
    `folders` are where included files are looked for, relative to the project's root.
    """

    names: frozenset[str]
    slugs: Slugs | None
    folders: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """Whether an extension is on, by itself or brought by another."""
        return name in self.names


def extensions_of(settings: Mapping[str, Any], plugins: Mapping[str, Any]) -> Extensions:
    """What the settings of an mkdocs.yml and those of its plugins say."""
    found = dict(_entries(settings.get("markdown_extensions")))
    names = {*_BUILT_IN, *found}
    for bundle, brought in _BUNDLES.items():
        if bundle in found:
            names |= brought
    return Extensions(
        frozenset(names),
        _slugs(found.get("toc", {}), "pymdownx.emoji" in names),
        tuple(_folders({**found, **plugins})),
    )


def _entries(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        named = entry if isinstance(entry, dict) else {entry: {}} if isinstance(entry, str) else {}
        for name, options in named.items():
            yield name.removeprefix(_PREFIX), options if isinstance(options, dict) else {}


def _slugs(toc: Mapping[str, Any], has_emoji: bool) -> Slugs | None:
    separator = toc.get("separator", "-")
    named = toc.get("slugify")
    if not isinstance(separator, str):
        return None
    if "slugify" not in toc:
        return Slugs(slugify, separator, has_emoji)
    if isinstance(named, str):
        function = _FUNCTIONS.get(named)
        return Slugs(function, separator, has_emoji) if function else None
    if not isinstance(named, PythonTag):
        return None
    kind, _, name = named.tag.partition(":")
    if kind == "name" and name in _FUNCTIONS:
        return Slugs(_FUNCTIONS[name], separator, has_emoji)
    if kind in ("object/apply", "object/new") and name in _MAKERS:
        try:
            return Slugs(_MAKERS[name](**_keywords(named.value)), separator, has_emoji)
        except (TypeError, ValueError):
            return None
    return None


def _keywords(value: Any) -> dict[str, Any]:
    """What PyYAML would call a function with; of a mapping only what stands below `kwds`."""
    if isinstance(value, dict):
        kwds = value.get("kwds")
        return {str(key): each for key, each in kwds.items()} if isinstance(kwds, dict) else {}
    if value:
        raise ValueError("arguments without names")
    return {}


def _folders(settings: Mapping[str, Any]) -> Iterator[str]:
    for name, key in _FOLDERS:
        options = settings.get(name)
        written = options.get(key) if isinstance(options, dict) else None
        for folder in written if isinstance(written, list) else [written]:
            if isinstance(folder, str):
                yield posixpath.normpath(folder)
