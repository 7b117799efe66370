"""The anchors of a page whose headings have no explicit ids, as the usual slug functions make them.

Which function a site uses is a setting that may name any Python object, so an
anchor that any of the usual ones would make is accepted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import cache

from markdown import Markdown
from markdown.extensions.toc import slugify, slugify_unicode, unique
from pymdownx import slugs as pymdownx

SLUGS: tuple[Callable[[str, str], str], ...] = (
    slugify,
    slugify_unicode,
    *(pymdownx.slugify(case=case) for case in ("none", "lower", "lower-ascii", "fold")),
    *(pymdownx.slugify(case=case, percent_encode=True) for case in ("none", "lower")),
)

_MARKUP = re.compile(r"[`*_\[\]<>&\\:!{}~^=+]")
_TAG = re.compile(r"<[^>]*>")
_EMOJI = re.compile(r":[a-z0-9_+-]+:")
# An id written in HTML or in an attribute list.
_WRITTEN = re.compile(
    r"""<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))"""
    r"""|\{:?[^{}\n]*?\#([^\s{}"'=]+)[^{}\n]*\}"""
)
# Made by extensions: footnotes, tabs, lines of code.
_MADE = re.compile(r"(?:fn|fnref|__tabbed|__codelineno|__span)[:_-]|(?:fn|fnref)\d*:")


def slugs_of(titles: Iterable[str]) -> set[str]:
    """Every id that headings without one may have got, in the order of the page."""
    plains = [plain_titles(title) for title in titles]
    found: set[str] = set()
    for make in SLUGS:
        for variant in (0, 1):
            taken: set[str] = set()
            for plain in plains:
                unique(make(plain[min(variant, len(plain) - 1)], "-"), taken)
            found |= taken
    return found


@cache
def plain_titles(title: str) -> tuple[str, ...]:
    """A heading's text as the table of contents has it; with and without its emoji codes."""
    if not _MARKUP.search(title):
        return (title,)
    plain = html.unescape(_TAG.sub("", Markdown(extensions=["attr_list"]).convert(title)))
    return (plain, _EMOJI.sub("", plain)) if _EMOJI.search(plain) else (plain,)


def written_ids(text: str) -> set[str]:
    """The ids that stand in HTML tags and attribute lists anywhere in a text."""
    return {next(filter(None, match.groups()), "") for match in _WRITTEN.finditer(text)}


def is_made(anchor: str) -> bool:
    """Whether an anchor is of those that extensions make."""
    return bool(_MADE.match(anchor))
