"""The anchors of a page whose headings have no explicit ids, as the usual slug functions make them.

Which function a site uses is a setting that may name any Python object; where it is not
known, an anchor that any of the usual ones would make is accepted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Slugs:
    """How a site makes ids of headings."""

    make: Callable[[str, str], str]
    separator: str = "-"
    has_emoji: bool = False

    def ids(self, titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
        """The ids of headings that have none of their own, in the order of the page."""
        used = set(taken)
        plains = (plain_titles(title)[-1 if self.has_emoji else 0] for title in titles)
        return [unique(self.make(plain, self.separator), used) for plain in plains]


def slugs_of(titles: Iterable[str]) -> set[str]:
    """Every id that headings may have got where nobody knows how."""
    titles = tuple(titles)
    ways = (Slugs(make, has_emoji=emoji) for make in SLUGS for emoji in (False, True))
    return {id for way in ways for id in way.ids(titles)}


@cache
def plain_titles(title: str) -> tuple[str, ...]:
    """A heading's text as the table of contents has it; with and without its emoji codes."""
    if not _MARKUP.search(title):
        return (title,)
    plain = html.unescape(_TAG.sub("", Markdown(extensions=["attr_list"]).convert(title)))
    return (plain, _EMOJI.sub("", plain)) if _EMOJI.search(plain) else (plain,)


def written_ids(text: str) -> Iterator[tuple[str, int]]:
    """The ids that stand in HTML tags and attribute lists anywhere in a text, and where."""
    for match in _WRITTEN.finditer(text):
        yield next(filter(None, match.groups()), ""), match.start()


def is_made(anchor: str) -> bool:
    """Whether an anchor is of those that extensions make."""
    return bool(_MADE.match(anchor))
