"""Shared assets: each once for all languages, under a name that tells its content.

en/assets/stylesheets/handbook.css, ar/assets/... -> assets/handbook.3f9c0a71de.css

A page names the style sheets, scripts, typefaces and pictures of its own language. Here
those of all languages become one, and every page, style sheet and script that names one
gets its new name. A browser may keep such a file for ever: a changed one is another.
Nothing is left in a language's folder but its pages, its search and what is handed out
to be downloaded.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from handbook.site.headers import DIGEST

ASSETS = "assets"
PICTURES = frozenset({".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp"})

# An address in a page: the value of any attribute, so that a script's are found too. Of
# hundreds in a page, few have a file's ending.
_ATTRIBUTE = re.compile(r'="((?:[^"<>\s?#]*/)?[^"<>\s?#/]*\.[^"<>\s?#/]*)(?![^"<>\s?#])')
# In a style sheet url("..."), in a script the file that another imports.
_LINKS = {
    ".css": re.compile(r"""(?<=url\(["'])[^"')]+(?=["']\))|(?<=url\()[^"')]+(?=\))"""),
    ".js": re.compile(r"""(?<=["'])\.{1,2}/[^"'\s]+(?=["'])"""),
}


class AssetError(Exception):
    """Assets that name each other in a circle, so that none can be named by its content."""


def named(sources: Mapping[str, Path]) -> tuple[dict[str, str], dict[str, bytes]]:
    """The new address of each asset, by its old one, and the content at each new one.

    `sources` has each asset's file by its address on the site. An asset is named
    after those it links to, so its name tells of their content too. Raises AssetError.
    """
    names: dict[str, str] = {}
    contents: dict[str, bytes] = {}

    def name(address: str, path: tuple[str, ...]) -> None:
        if address in path:
            raise AssetError(f"{' -> '.join((*path, address))}: assets link in a circle")
        if address in names:
            return
        content = sources[address].read_bytes()
        if links := _LINKS.get(PurePosixPath(address).suffix):
            text = content.decode("utf-8")
            for link in links.findall(text):
                if (other := _target(link, address)) in sources:
                    name(other, (*path, address))
            content = linked(text, links, address, names, ASSETS).encode()
        names[address] = f"{ASSETS}/{_name(PurePosixPath(address), content)}"
        contents[names[address]] = content

    for address in sources:
        name(address, ())
    return names, contents


def _name(address: PurePosixPath, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()[:DIGEST]
    return f"{address.stem}.{digest}{address.suffix}"


def page_linked(html: str, address: str, names: Mapping[str, str], base: str) -> str:
    """A page with the new names of the assets it names; `base` is the site's path."""
    folder = posixpath.dirname(address) or "."
    return linked(html, _ATTRIBUTE, address, names, folder, base)


def linked(
    text: str,
    links: re.Pattern[str],
    address: str,
    names: Mapping[str, str],
    folder: str,
    base: str = "/",
) -> str:
    """`text` of `address` with the new names of assets, as seen from `folder`.

    A path from the server's root stays one: a 404 page is shown at any depth.
    """

    def renamed(found: re.Match[str]) -> str:
        # Of a page's link what stands before it is found too: that is quicker.
        link = found[found.lastindex or 0]
        name = names.get(_target(link, address, base))
        if name is None:
            return found[0]
        if link.startswith("/"):
            path = quote(base + name)
        else:
            path = quote(posixpath.relpath(name, folder))
            # A script imports "./other.js"; "other.js" would be a package.
            if link.startswith(".") and not path.startswith("."):
                path = f"./{path}"
        return found[0].removesuffix(link) + path

    return links.sub(renamed, text)


def _target(link: str, address: str, base: str = "/") -> str:
    """The address on the site that `link` leads to from `address`."""
    path = unquote(link)
    if path.startswith("/"):
        return path.removeprefix(base)
    return posixpath.normpath(posixpath.join(posixpath.dirname(address), path))
