"""Reads the built site's HTML into elements that tests can ask about."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "wbr"}
)


@dataclass(eq=False)
class Element:
    """One element, its attributes (those without a value have "") and its place."""

    tag: str
    attributes: dict[str, str]
    line: int
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str:
        """An attribute, "" where it is not given."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> set[str]:
        return set(self.get("class").split())

    @property
    def text(self) -> str:
        """All text in it, spaces joined."""
        return " ".join(self.raw_text.split())

    @property
    def raw_text(self) -> str:
        return "".join(
            child if isinstance(child, str) else child.raw_text for child in self.children
        )

    def all(self, *tags: str) -> Iterator[Element]:
        """The elements in it, of these tags where any is named, in the document's order."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def ancestors(self) -> Iterator[Element]:
        at = self.parent
        while at is not None:
            yield at
            at = at.parent

    def own(self, name: str) -> str:
        """An attribute of it or of the nearest element around it that has one."""
        for element in (self, *self.ancestors()):
            if name in element.attributes:
                return element[name]
        return ""


@dataclass(frozen=True)
class Document:
    """One HTML file of the site."""

    site: Path
    path: Path
    root: Element

    @property
    def address(self) -> str:
        """Its address on the site: `ar/channels/`, `404.html`."""
        return self.path.relative_to(self.site).as_posix().removesuffix("index.html")

    def all(self, *tags: str) -> Iterator[Element]:
        return self.root.all(*tags)

    def one(self, tag: str, **attributes: str) -> Element:
        """The only element of this tag with these attributes."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        found = [
            element
            for element in self.all(tag)
            if all(element.attributes.get(name) == value for name, value in wanted.items())
        ]
        assert len(found) == 1, f"{self.address}: {len(found)} x <{tag} {wanted}>"
        return found[0]

    @cached_property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.all() if "id" in element.attributes]

    def by_id(self, id: str) -> Element:
        found = [element for element in self.all() if element.attributes.get("id") == id]
        assert len(found) == 1, f"{self.address}: {len(found)} x #{id}"
        return found[0]

    @property
    def article(self) -> Element:
        return next(self.all("article"))

    def target(self, href: str, base: str = "/") -> tuple[Path, str]:
        """The file and the fragment that an address on this page leads to.

        `base` is the path at which the site stands.
        """
        parts = urlsplit(href)
        here = base + self.address
        path = posixpath.normpath(posixpath.join(here, parts.path)) if parts.path else here
        if parts.path.endswith(("/", ".", "..")) and not path.endswith("/"):
            path += "/"
        assert path.startswith(base), f"{self.address}: {href} leads out of the site"
        file = self.site / unquote(path.removeprefix(base))
        if path.endswith("/"):
            file /= "index.html"
        return file, unquote(parts.fragment)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, 0, None)
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, self.getpos()[0], self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.at = self.at.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        for element in (self.at, *self.at.ancestors()):
            if element.tag == tag:
                self.at = element.parent or self.root
                return

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


@cache
def document(site: Path, path: Path) -> Document:
    """The HTML file at `path`, read once."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return Document(site, path, reader.root)


def documents(site: Path, folder: str = ".") -> list[Document]:
    """Every HTML file below a folder of the site."""
    return [document(site, path) for path in sorted((site / folder).rglob("*.html"))]


def neutral_documents(site: Path) -> list[Document]:
    """Every HTML file that is of no language."""
    languages = {path.parent.name for path in site.glob("*/404.html")}
    return [found for found in documents(site) if found.address.split("/")[0] not in languages]
