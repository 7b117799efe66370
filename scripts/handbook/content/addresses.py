"""Addresses of the site: where a page stands in one language, and its neutral link.

`/<language>/<page>/#<section>` is a page in one language; `/<page>/#<section>`
is the neutral link, which opens it in the reader's own.
"""

from __future__ import annotations

import posixpath
import re

LINK = re.compile(r"(?P<open>\]\()(?P<target>[^)\s#]*\.md)(?P<rest>#[^)\s]*)?(?=[)\s])")


def page_address(name: str) -> str:
    """A page's address below its language: `channels/in-person.md` -> `channels/in-person/`."""
    stem = name.removesuffix(".md")
    if stem == "index":
        return ""
    return stem.removesuffix("/index") + "/"


def slug(name: str) -> str:
    """A page's name as one word: `channels/in-person.md` -> `channels-in-person`."""
    return page_address(name).strip("/").replace("/", "-") or "home"


def to_root(address: str) -> str:
    """The way from an address up to the site's root: `en/overview/` -> `../../`."""
    return "../" * address.count("/") or "./"


def relink(markdown: str, from_page: str, to_page: str) -> str:
    """Markdown of `from_page` with its relative links made right for `to_page`."""
    here = posixpath.dirname(from_page)
    there = posixpath.dirname(to_page)

    def moved(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(here, link["target"]))
        return f"{link['open']}{posixpath.relpath(target, there or '.')}{link['rest'] or ''}"

    bare = re.sub(r"\]\(#", f"]({posixpath.basename(from_page)}#", markdown)
    return LINK.sub(moved, bare)
