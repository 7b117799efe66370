"""Links, anchors and images of a site without a contract, resolved as its engine would.

Only what is certain: a relative link to a Markdown file or a picture, and the anchor
of a page all of whose text is known. What a macro fills in, an address of the built
site or what a plugin may generate is passed over.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote, unquote

from handbook.checks.foreign_ids import counterparts, how_to_name, section_at
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.markdown import ElementKind
from handbook.content.site import Site, is_below
from handbook.content.slugs import SLUGS, Slugs, is_made, slugs_of, written_ids
from handbook.findings import Finding, Severity, code, finding

# Anything but a relative path: a scheme, an address, a macro, a template, a snippet of HTML.
OTHER = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]|.*[{}<>$|\s*]")
# Text that comes from elsewhere when the site is built: macros, includes, generated reference.
DYNAMIC = re.compile(r"\{%|\{\{|\{!|-{1,}8<-{1,}|^:::[ ]", re.MULTILINE)
# A page that others take in: `{% include "x.md" %}`, `--8<-- "x.md"`, `{! x.md !}`.
INCLUDED = re.compile(r"""(?:include(?:-markdown)?|-{1,}8<-{1,}|\{!)\s*["']?([^"'%}!\s]+\.md)""")
# An id that Python-Markdown makes where a heading's letters make none: `_2`.
NUMBERED = re.compile(r"_\d+\Z")
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every link and picture that leads nowhere, and links into another language."""
    if handbook.site is None:
        return
    resolver = _Resolver(handbook, handbook.site)
    fragments = _fragments(resolver.pages, handbook.site)
    for page in resolver.pages.values():
        # Links in what others take in are theirs, and relative to them.
        if page.path not in fragments:
            yield from resolver.links(page)
            yield from resolver.images(page)


def _fragments(pages: Mapping[str, Page], site: Site) -> set[str]:
    """The pages that others take in, by their paths."""
    return {
        path
        for page in pages.values()
        for match in INCLUDED.finditer(page.body)
        if (path := _included(page, match[1], pages, site))
    }


def _included(page: Page, written: str, pages: Mapping[str, Page], site: Site) -> str | None:
    """The page that an include names: what it is relative to depends on the extension."""
    if written.startswith("/"):
        return None
    named = site.extensions.folders if site.extensions else ()
    folders = (*named, posixpath.dirname(page.path), site.folder(page.language.folder), site.docs)
    for folder in (*folders, ""):
        path = posixpath.normpath(posixpath.join(folder, written))
        if path in pages:
            return path
    # Relative to a folder that is named elsewhere: only where no other page can be meant.
    tail = f"/{posixpath.normpath(written).removeprefix('../')}"
    fitting = [path for path in pages if path.endswith(tail)]
    return fitting[0] if len(fitting) == 1 else None


@dataclass(frozen=True)
class Anchors:
    """The ids of a page: those that are certain, with their lines, and all that may be."""

    certain: Mapping[str, int]
    all: frozenset[str]

    @cached_property
    def at(self) -> Mapping[int, str]:
        """The certain ids by their lines; of several on a line the first."""
        return {line: id for id, line in [*self.certain.items()][::-1]}

    @cached_property
    def in_any_case(self) -> Mapping[str, int]:
        """The lines of the certain ids, whose letters are all made small."""
        return {id.casefold(): line for id, line in [*self.certain.items()][::-1]}


@dataclass
class _Resolver:
    """Finds what a page leads to; anchors are worked out once a page, where one is asked for."""

    handbook: Handbook
    site: Site
    pages: dict[str, Page] = field(init=False)
    files: set[str] = field(init=False)
    known: dict[str, Anchors | None] = field(init=False, default_factory=dict)
    usual: dict[str, Mapping[str, set[int]]] = field(init=False, default_factory=dict)
    paired: dict[str, Mapping[int, Section]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        trees = self.handbook.trees.values()
        self.pages = {page.path: page for tree in trees for page in tree.pages.values()}
        self.files = {*self.pages, *self.handbook.shared}

    def links(self, page: Page) -> Iterator[Finding]:
        for section in page.sections:
            for link in section.links:
                target = link.target.strip()
                if OTHER.match(target):
                    continue
                path, _, anchor = target.partition("#")
                path, anchor = unquote(path.partition("?")[0]), unquote(anchor)
                if path and not path.endswith(".md"):
                    continue
                found = self.link(page, path, anchor, target)
                if found:
                    yield replace(found, path=page.path, line=link.line, column=link.column)

    def link(self, page: Page, path: str, anchor: str, target: str) -> Finding | None:
        """What is wrong with a link; its place is filled in later."""
        to: Page | None = page
        if path:
            full = self.full(page, path)
            place = self.place(page, full)
            if place is None:
                return self.missing(page, full, path, target)
            to = self.pages.get(place)
            if full in self.pages and (other := self.other_language(page, full, anchor)):
                return other
        if not anchor or to is None:
            return None
        return self.anchor(page, to, anchor, target)

    def full(self, page: Page, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))

    def place(self, page: Page, full: str) -> str | None:
        """The file that the engine finds for a path; an empty one where nobody can tell."""
        for candidate in self.site.candidates(page.language.folder, full):
            if candidate in self.files:
                return candidate
        if full in self.files or any(is_below(full, link) for link in self.site.symlinked):
            return full if full in self.files else ""
        return None

    def missing(self, page: Page, full: str, path: str, target: str) -> Finding | None:
        language = page.language.folder
        folder = self.site.folder(language)
        own = {
            self.site.path(language, name)
            for name in self.handbook.structure.pages
            if name not in self.handbook.trees[language].pages
        }
        if full in own or (not self.site.pattern and full in map(self.without, own)):
            return None  # a page that is missing is a finding of its own
        inside = is_below(full, self.site.docs) or is_below(full, folder)
        what = f"leads to {code(full)}, which does not exist"
        if not inside:
            what = f"leads to {code(full)}, which is not among the site's pages"
        near = [other for other in self.pages if self.is_near(page, other)]
        close = difflib.get_close_matches(full, near, n=1, cutoff=0.8) if inside else []
        meant = ""
        if close:
            meant = posixpath.relpath(close[0], posixpath.dirname(page.path) or ".")
        found = finding(
            "KB301",
            "",
            1,
            f"link {code(target)} {what}",
            help=f"did you mean {code(meant)}?"
            if meant
            else "link to a page that is there, or remove the link",
        )
        if not self.site.generators:
            return found
        plugins = ", ".join(map(code, self.site.generators))
        return replace(
            found, severity=Severity.WARNING, note=f"unless a plugin makes it: {plugins}"
        )

    def without(self, path: str) -> str:
        """`page.fr.md` as links write it: `page.md`."""
        stem, suffix = posixpath.splitext(path)
        return posixpath.splitext(stem)[0] + suffix

    def is_near(self, page: Page, path: str) -> bool:
        return self.pages[path].language.folder in (page.language.folder, self.site.source)

    def other_language(self, page: Page, full: str, anchor: str) -> Finding | None:
        """A link from a translation into another language, past its own page."""
        to = self.pages[full]
        own = self.handbook.trees[page.language.folder].pages.get(to.name)
        if (
            to.language.folder == page.language.folder
            or page.language.folder == self.site.source
            or to.name == page.name  # between the languages of one page
            or own is None
        ):
            return None
        if not self.site.pattern and self.site.suffix(full) is None:
            return None  # `page.md` is how a link to `page.fr.md` is written
        path = posixpath.relpath(own.path, posixpath.dirname(page.path) or ".")
        written = f"{path}#{anchor}" if anchor else path
        found = finding(
            "KB303",
            "",
            1,
            f"the link leads into another language, to {code(full)}",
            note=f"the page is there in this language: {own.path}",
            help=f"write {code(written)}",
        )
        return replace(found, severity=Severity.WARNING)

    def anchor(self, page: Page, to: Page, anchor: str, target: str) -> Finding | None:
        anchors = self.anchors(to)
        # A browser looks for an id as it is written, then for what its escapes stand for.
        if anchors is None or {anchor, quote(anchor)} & anchors.all or is_made(anchor):
            return None
        where = "this page" if to is page else to.path
        found = finding(
            "KB302", "", 1, f"link {code(target)}: {where} has no section {code(anchor)}"
        )
        path = target.partition("#")[0]
        return (
            _hash_in_id(found, to, anchors, anchor)
            or self.heading_meant(found, to, anchors, anchor, path)
            or self.at_source(found, to, anchors, anchor, path)
            or self.close(found, anchors, anchor, path)
        )

    def heading_meant(
        self, found: Finding, to: Page, anchors: Anchors, anchor: str, path: str
    ) -> Finding | None:
        """An anchor that another way of making ids would have made of a heading."""
        if to.path not in self.usual:
            self.usual[to.path] = _usual(to)
        lines = self.usual[to.path].get(anchor.casefold(), set())
        if len(lines) != 1:
            return None
        (line,) = lines
        own = anchors.at.get(line)
        if own is None:
            return None
        note = f"that heading, at {to.path}:{line}, has the id {code(own)} on this site"
        return self.renamed(replace(found, note=note), own, anchor, path)

    def renamed(self, found: Finding, own: str | None, anchor: str, path: str) -> Finding:
        """How to mend a link to a section that is there under another id."""
        # An id such as `_2` is the second of a page today, and another one's tomorrow.
        if own and not NUMBERED.match(own):
            return replace(found, help=f"write {code(f'{path}#{own}')}")
        how = how_to_name(self.site, anchor)
        return replace(found, help=f"give that heading the id: {how}")

    def at_source(
        self, found: Finding, to: Page, anchors: Anchors, anchor: str, path: str
    ) -> Finding | None:
        """An anchor of the source's page, which is made of a heading that is translated here."""
        source = self.handbook.source.pages.get(to.name)
        theirs = self.anchors(source) if source and source is not to else None
        if source is None or theirs is None:
            return None
        line = theirs.in_any_case.get(anchor.casefold())
        if line is None:
            return None
        if to.path not in self.paired:
            self.paired[to.path] = counterparts(to, source)
        note = f"the source's page has it, at {source.path}:{line}"
        section = section_at(source, line)
        here = self.paired[to.path].get(section.line) if section else None
        if here is None:
            how = how_to_name(self.site, anchor)
            return replace(found, note=note, help=f"give its translation that id: {how}")
        note += f"; here that section is at {to.path}:{here.line}"
        return self.renamed(replace(found, note=note), anchors.at.get(here.line), anchor, path)

    def close(self, found: Finding, anchors: Anchors, anchor: str, path: str) -> Finding:
        names = [id for id in sorted(anchors.certain) if not NUMBERED.match(id)]
        close = difflib.get_close_matches(anchor, names, n=1, cutoff=0.6)
        if close:
            return replace(found, help=f"did you mean {code(f'{path}#{close[0]}')}?")
        how = how_to_name(self.site, anchor)
        return replace(found, help=f"link to a section that is there, or name one so: {how}")

    def anchors(self, page: Page) -> Anchors | None:
        """What a link to a page may name; None where some of its text is not known."""
        if page.path not in self.known:
            is_unknown = not page.sections or DYNAMIC.search(page.body)
            self.known[page.path] = None if is_unknown else _anchors(page, self.site)
        return self.known[page.path]

    def images(self, page: Page) -> Iterator[Finding]:
        for section in page.sections:
            for image in section.elements:
                if image.kind is not ElementKind.IMAGE or OTHER.match(image.name):
                    continue
                path = unquote(image.name.partition("#")[0].partition("?")[0])
                if posixpath.splitext(path)[1].lower() not in PICTURES:
                    continue
                full = self.full(page, path)
                # What the engine does not find it leaves as it is; from the page's address,
                # a folder deeper than its file, it may be right all the same.
                built = posixpath.normpath(posixpath.join(posixpath.splitext(page.path)[0], path))
                if self.place(page, full) is None and self.place(page, built) is None:
                    yield finding(
                        "KB308",
                        page.path,
                        image.line,
                        f"image {code(image.name)} does not exist",
                        note=f"looked for at {full}",
                        help=f"save it as {full}, or name a file that is there",
                    )


def _hash_in_id(found: Finding, to: Page, anchors: Anchors, anchor: str) -> Finding | None:
    """`<a id="#x">`: the hash belongs to links, not to ids."""
    wrong = f"#{anchor}"
    if wrong not in anchors.certain:
        return None
    place = f"{to.path}:{anchors.certain[wrong]}"
    return replace(
        found,
        note=f"the id at {place} is {code(wrong)}, with the hash in it",
        help=f"write that id as {code(anchor)}, at {place}",
    )


def _usual(page: Page) -> Mapping[str, set[int]]:
    """The headings' lines by every id, in small letters, that one of the usual ways makes."""
    titles = [section.title for section in page.headed]
    found: dict[str, set[int]] = {}
    for make in SLUGS:
        for id, section in zip(Slugs(make).ids(titles), page.headed, strict=True):
            found.setdefault(id.casefold(), set()).add(section.line)
    return found


def _anchors(page: Page, site: Site) -> Anchors:
    certain = {section.id: section.line for section in page.headed if section.id}
    first = page.front_matter.body_line
    for id, position in written_ids(page.body):
        certain.setdefault(id, first + page.body.count("\n", 0, position))
    untitled = [section for section in page.headed if not section.id]
    titles = [section.title for section in untitled]
    if site.extensions is None or site.extensions.slugs is None:
        return Anchors(certain, frozenset(certain) | slugs_of(titles))
    headed = [section.id for section in page.headed if section.id]
    made = site.extensions.slugs.ids(titles, headed)
    for id, section in zip(made, untitled, strict=True):
        certain.setdefault(id, section.line)
    return Anchors(certain, frozenset(certain))
