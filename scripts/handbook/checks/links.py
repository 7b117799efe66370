"""3xx: links lead somewhere, in their own language, and headings have the ids to lead to."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from handbook.checks.external import ALLOWED, malformed
from handbook.checks.matching import Match, is_source, match, page_kind, slugged
from handbook.content.anchors import GLOSSARY, anchors, generated_anchors, kind_name
from handbook.content.handbook import Handbook, Page
from handbook.content.layout import DOCS
from handbook.content.layout import GLOSSARY as GLOSSARY_FILE
from handbook.content.markdown import ElementKind, Link
from handbook.content.structure import ID
from handbook.findings import Finding, code, finding, quoted

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of links, images and ids."""
    yield from pages(handbook)
    for tree in handbook.trees.values():
        for page in tree.pages.values():
            yield from across(handbook, page)


def pages(handbook: Handbook) -> Iterator[Finding]:
    """What is found of the ids that are written on a page."""
    for tree in handbook.trees.values():
        for page in tree.pages.values():
            yield from _ids(handbook, page)


def across(handbook: Handbook, page: Page) -> Iterator[Finding]:
    """What is found of a page's links, images and ids beside all other pages."""
    yield from _generated_ids(handbook, page)
    yield from _images(handbook, page)
    for section in page.sections:
        for link in section.links:
            if amiss := _amiss(handbook, page, link):
                yield amiss.at(page, link)


def is_broken(handbook: Handbook, page: Page, link: Link) -> bool:
    """Whether a link is a finding in itself."""
    return _amiss(handbook.all, page, link) is not None


# What need not be judged


@dataclass(frozen=True, slots=True)
class Targets:
    """Where a page's links and images lead, as far as that is told from the page itself.

    `links` are files and anchors and `images` files, of the page's own language or of
    none; `is_odd` says that there are others, which have to be judged one by one.
    """

    links: frozenset[tuple[str, str | None]]
    images: frozenset[str]
    is_odd: bool


def targets(handbook: Handbook, page: Page) -> Targets:
    """Where the links and images of a page lead."""
    folders = handbook.trees
    links = {
        _target(folders, page, target)
        for section in page.sections
        for link in section.links
        if not _is_outside(handbook.site_url, target := link.target.strip())
    }
    images = {
        _target(folders, page, element.name)
        for section in page.sections
        for element in section.elements
        if element.kind is ElementKind.IMAGE
    }
    return Targets(
        frozenset(found for found in links if found),
        frozenset(found[0] for found in images if found),
        None in links or None in images,
    )


def _is_outside(site_url: str, target: str) -> bool:
    scheme = SCHEME.match(target)
    is_allowed = scheme is not None and scheme[1].lower() in ALLOWED and not malformed(target)
    return is_allowed and _below_site(site_url, target) is None


def _target(folders: Container[str], page: Page, target: str) -> tuple[str, str | None] | None:
    """The file and the anchor of a relative link; None where it is anything else."""
    if SCHEME.match(target) or malformed(target):
        return None
    path, mark, anchor = target.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/") or not (path or target.startswith("#")):
        return None
    full = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    top = full.removeprefix(f"{DOCS}/").partition("/")[0]
    if top in folders and top != page.language.folder:
        return None
    return full if path else page.path, unquote(anchor) if mark else None


def rewritten(handbook: Handbook, page: Page, link: Link) -> tuple[Finding, str] | None:
    """A link's finding and the target to write, where only one can be meant and it leads there."""
    amiss = _amiss(handbook, page, link)
    if amiss is None or not amiss.written:
        return None
    if is_broken(handbook, page, link._replace(target=amiss.written)):
        return None
    return amiss.at(page, link), amiss.written


# Links


@dataclass(frozen=True, slots=True)
class _Amiss:
    """What is wrong with a link, before it is known where the link stands.

    `written` is the right target, where there is no doubt.
    """

    code: str
    message: str
    help: str
    note: str = ""
    written: str = ""

    def at(self, page: Page, link: Link) -> Finding:
        return finding(
            self.code,
            page.path,
            link.line,
            self.message,
            column=link.column,
            note=self.note,
            help=self.help,
        )


def _amiss(handbook: Handbook, page: Page, link: Link) -> _Amiss | None:
    target = link.target.strip()
    if fault := malformed(target):
        return _Amiss(
            "KB310",
            f"link {code(target)} {fault.message}",
            f"did you mean {code(fault.written)}?" if fault.written else "correct the address",
        )
    if (own := _below_site(handbook.site_url, target)) is not None:
        message = f"link {code(target)} names the site's own address"
        return _not_relative(handbook, page, own, message)
    if scheme := SCHEME.match(target):
        if scheme[1].lower() in ALLOWED:
            return None
        return _Amiss(
            "KB307",
            f"link {code(target)} has a scheme that the handbook does not use",
            "link to a page, or write https://, mailto: or tel:",
        )
    path, anchor = _parted(target)
    if path.startswith("/"):
        return _not_relative(handbook, page, target, f"link {code(target)} is not relative")
    if not path and not target.startswith("#"):
        return _Amiss("KB301", f"link {quoted(link.text)} has no target", "write the page's file")
    if not path:
        return _anchor_amiss(handbook, page, page, anchor, target)
    return _path_amiss(handbook, page, path, anchor, target)


def _parted(target: str) -> tuple[str, str]:
    """A link's path and its anchor."""
    path, _, anchor = target.partition("#")
    return unquote(path.partition("?")[0]), unquote(anchor)


def _below_site(site_url: str, target: str) -> str | None:
    """What a link to the site's own address names there; None for any other link."""
    try:
        site, to = urlsplit(site_url), urlsplit(target)
    except ValueError:
        return None
    base = site.path.rstrip("/") + "/"
    is_own = to.netloc.lower() == site.netloc.lower() and f"{to.path}/".startswith(base)
    if not site.netloc or not is_own:
        return None
    return to._replace(scheme="", netloc="", path=to.path[len(base) :]).geturl()


def _not_relative(handbook: Handbook, page: Page, target: str, message: str) -> _Amiss:
    """A link from the site's root: the page it means may be known."""
    path, anchor = _parted(target)
    name = _page_at(handbook, page, _without_language(handbook, path.strip("/")))
    written = _relative(page, name, anchor) if name else ""
    help = f"write {code(written)}" if written else "link to the page's file, relative to this one"
    return _Amiss("KB307", message, help, written=written)


def _path_amiss(
    handbook: Handbook, page: Page, path: str, anchor: str, target: str
) -> _Amiss | None:
    folder = f"{DOCS}/{page.language.folder}"
    full = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    top, _, rest = full.removeprefix(f"{DOCS}/").partition("/")
    if top != page.language.folder and top in handbook.trees and full.startswith(f"{DOCS}/"):
        name = _page_at(handbook, page, rest)
        written = _relative(page, name, anchor) if name else ""
        return _Amiss(
            "KB303",
            f"link {code(target)} leads into another language",
            f"write {code(written)}" if written else f"link to a page below {folder}",
            written=written,
        )
    name = rest if full.startswith(f"{folder}/") else ""
    pages = handbook.trees[page.language.folder].pages
    if name in pages:
        return _anchor_amiss(handbook, page, pages[name], anchor, target)
    if name in handbook.structure.pages or full in handbook.files:
        # A page of the contract that is missing is a finding of its own.
        return None
    built = _page_at(handbook, page, name) if name or full == folder else None
    if built and not path.endswith(".md"):
        return _Amiss(
            "KB309",
            f"link {code(target)} leads to the built page",
            f"write {code(_relative(page, built, anchor))}",
            written=_relative(page, built, anchor),
        )
    known = [*handbook.structure.pages, *pages]
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6) if name else []
    return _Amiss(
        "KB301",
        f"link {code(target)} leads to {code(full)}, which does not exist",
        f"did you mean {code(_relative(page, close[0], anchor))}?"
        if close
        else "link to a page that is there, or remove the link",
    )


def _anchor_amiss(
    handbook: Handbook, page: Page, to: Page, anchor: str, target: str
) -> _Amiss | None:
    if "#" not in target or not to.sections:
        return None
    known = anchors(handbook, to)
    if anchor in known or _is_reported(handbook, to, anchor):
        return None
    where = "this page" if to is page else to.path
    close = difflib.get_close_matches(anchor, sorted(known), n=1, cutoff=0.6)
    path = target.partition("#")[0]
    return _Amiss(
        "KB302",
        f"link {code(target)}: {where} has no section {code(anchor)}"
        if anchor
        else f"link {code(target)} names no section after its `#`",
        f"did you mean {code(f'{path}#{close[0]}')}?"
        if close
        else ("link to a section that is there" if anchor else "remove the `#`"),
    )


def _is_reported(handbook: Handbook, to: Page, anchor: str) -> bool:
    """Whether a section that a link leads to is itself reported as missing or amiss."""
    if kind_name(handbook, to) == GLOSSARY and handbook.glossary.model is None:
        return True
    if kind_name(handbook, to) not in handbook.structure.kinds:
        return True
    kind = page_kind(handbook, to)
    if kind and anchor in {rule.id for rule in kind[1].fixed}:
        return True
    source = handbook.source.pages.get(to.name)
    in_source = anchors(handbook, source) if source and not is_source(handbook, to) else frozenset()
    meant = {found.id for found in match(handbook, to)}
    return anchor in in_source or anchor in meant


def _page_at(handbook: Handbook, page: Page, address: str) -> str | None:
    """The page that an address of the built site stands for."""
    address = address.strip("/").removesuffix("index.html").removesuffix(".html").rstrip("/")
    candidates = (address, f"{address}.md", f"{address}/index.md".lstrip("/"))
    known = {*handbook.structure.pages, *handbook.trees[page.language.folder].pages}
    return next((name for name in candidates if name in known), None)


def _without_language(handbook: Handbook, address: str) -> str:
    first, _, rest = address.partition("/")
    return rest if first in handbook.trees else address


def _relative(page: Page, name: str, anchor: str) -> str:
    path = posixpath.relpath(name, posixpath.dirname(page.name) or ".")
    return f"{path}#{anchor}" if anchor else path


# Images


def _images(handbook: Handbook, page: Page) -> Iterator[Finding]:
    images = [e for s in page.sections for e in s.elements if e.kind is ElementKind.IMAGE]
    for image in images:
        target = image.name
        if SCHEME.match(target) or target.startswith("//"):
            message = f"image {code(target)} is not in the handbook"
            help = "save it below docs/ and name its file, relative to this one"
        elif target.startswith("/"):
            yield finding(
                "KB307",
                page.path,
                image.line,
                f"image {code(target)} is not relative",
                help="name its file, relative to this one",
            )
            continue
        else:
            path = unquote(target.partition("#")[0].partition("?")[0])
            full = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
            if full in handbook.files:
                continue
            message = f"image {code(target)} does not exist"
            close = difflib.get_close_matches(full, sorted(handbook.files), n=1, cutoff=0.6)
            near = posixpath.relpath(close[0], posixpath.dirname(page.path)) if close else ""
            help = f"did you mean {code(near)}?" if near else f"save it as {full}"
        yield finding("KB308", page.path, image.line, message, help=help)


# Ids


def _ids(handbook: Handbook, page: Page) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for found in match(handbook, page):
        section = found.section
        id = section.id
        if id is None:
            # A level-1 heading is a finding of its own.
            if section.level > 1:
                yield _without_id(handbook, page, found)
        elif id in first:
            meant = found.id if found.guessed else None
            yield finding(
                "KB305",
                page.path,
                section.line,
                f"id {code(id)} is used twice",
                note=f"its first place is {page.path}:{first[id]}",
                help=f"did you mean `{meant}`?" if meant else "give this section an id of its own",
            )
        elif not ID.match(id):
            meant = found.id if found.guessed else slugged(id)
            yield finding(
                "KB306",
                page.path,
                section.line,
                f"id {code(id)} is not made of lower-case ASCII words joined by `-`",
                help=f"write `{{#{meant}}}`" if meant else "write it as in `{#model-phrases}`",
            )
        if id is not None:
            first.setdefault(id, section.line)


def _generated_ids(handbook: Handbook, page: Page) -> Iterator[Finding]:
    """Ids that the build writes into the page as well."""
    for id in sorted(page.by_id.keys() & generated_anchors(handbook, kind_name(handbook, page))):
        if ID.match(id):
            yield finding(
                "KB305",
                page.path,
                page.by_id[id].line,
                f"id {code(id)} is used twice",
                note=_generated_note(handbook, page, id),
                help="give this section an id of its own",
            )


def _generated_note(handbook: Handbook, page: Page, id: str) -> str:
    if kind_name(handbook, page) == GLOSSARY:
        return f"it is a term at {GLOSSARY_FILE}:{handbook.glossary.line('terms', id)}"
    return "the build writes a section with this id into the page"


def _without_id(handbook: Handbook, page: Page, found: Match) -> Finding:
    section = found.section
    source = handbook.source.pages.get(page.name)
    note = ""
    help = "add an id, the same in every language"
    if found.id:
        help = f"add `{{#{found.id}}}`"
        meant = (
            [other for other in match(handbook, source) if other.id == found.id]
            if (source and source is not page)
            else []
        )
        if meant and source:
            there = meant[0].section
            note = f"the source has it at {source.path}:{there.line} {quoted(there.title)}"
    elif slug := slugged(section.title):
        help = f"add an id, the same in every language, such as `{{#{slug}}}`"
    return finding(
        "KB304",
        page.path,
        section.line,
        f"heading {quoted(section.title)} has no id",
        note=note,
        help=help,
    )
