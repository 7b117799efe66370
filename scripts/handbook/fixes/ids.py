"""Ids copied from the source: onto a translation's heading that can only be one section's.

A heading is paired with a section of the source as checks/matching.py pairs them, and then
only where nothing else could be meant: its id is nearly that section's and no other's, or
it is the one heading without a section between two that have theirs, where the source has
one section. A translation's links to the old id go with it.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from urllib.parse import unquote

from handbook.checks.matching import CLOSE, Match, is_readable, is_source, match, slugged
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.markdown import Link
from handbook.content.structure import ID
from handbook.findings import Edit, Finding
from handbook.fixes.mends import Documents, Mend, Says
from handbook.fixes.targets import target_edit

CODES = frozenset({"KB103", "KB108", "KB304", "KB305", "KB306"})

_ATTRIBUTES = re.compile(r"\{(?P<begin>:?[ ]*)(?P<words>[^{}\n]*?)(?P<end>[ ]*)\}[ ]*#*[ ]*$")
_LONE_ID = re.compile(r"#[^ }]+")
_CLOSING_HASHES = re.compile(r"(?:[ ]+#+)?[ ]*$")
_PLAIN = ("", "")


def mends(
    handbook: Handbook, page: Page, findings: Mapping[tuple[str, int], Finding], files: Documents
) -> Iterator[Mend]:
    """The mends of a page's headings, for the findings at their path and line."""
    lines = files[page.path].lines
    form = attribute_form(handbook, page)
    for found in sure(handbook, page):
        section = found.section
        finding = findings.get((page.path, section.line))
        if finding is None or found.id is None:
            continue
        edit = heading_edit(lines[section.line - 1], section.id, found.id, form)
        if edit is None:
            continue
        number = page.sections.index(section)
        edits = [Edit(page.path, section.line, *edit)]
        says = [Says(page.path, ("id", number), value=found.id)]
        # Of an id that is used twice, the first place keeps it, and its links, until the
        # other has one of its own.
        if section.id and page.by_id.get(section.id) is section:
            if sum(other.id == section.id for other in page.headed) > 1:
                continue
            renamed = list(links_to(handbook, page, section.id))
            moved = [_retargeted(*place, section.id, found.id, files) for place in renamed]
            if not all(moved):
                continue
            for change in moved:
                assert change
                edits.append(change[0])
                says.append(change[1])
        yield Mend(finding, tuple(edits), tuple(says))


# Which section a heading is


def sure(handbook: Handbook, page: Page) -> Iterator[Match]:
    """The headings of a translation whose id is amiss, with the source's id that they must have."""
    source = handbook.source.pages.get(page.name)
    if source is None or is_source(handbook, page):
        return
    if not (is_readable(source) and is_readable(page)):
        return
    ids = [section.id for section in source.headed]
    if len(set(ids)) < len(ids) or not all(id and ID.match(id) for id in ids):
        return
    order = {id: place for place, id in enumerate(ids)}
    matches = match(handbook, page)
    # The headings that are beyond doubt; what stands between them is measured by them.
    places = [None if found.guessed else order.get(found.id) for found in matches]
    fixed = [place for place in places if place is not None]
    if any(before >= after for before, after in pairwise(fixed)):
        return
    for number, found in enumerate(matches):
        if not found.guessed or found.id not in order:
            continue
        first = max((n for n in range(number) if places[n] is not None), default=-1)
        last = min(
            (n for n in range(number, len(places)) if places[n] is not None), default=len(places)
        )
        begin = -1 if first < 0 else places[first]
        end = len(ids) if last == len(places) else places[last]
        assert begin is not None and end is not None
        if _is_sure(found, matches[first + 1 : last], source.headed[begin + 1 : end]):
            yield found


def _is_sure(found: Match, rivals: Sequence[Match], missing: Sequence[Section]) -> bool:
    """Whether of the headings and the source's sections in one gap these two are a pair."""
    meant = [section for section in missing if section.id == found.id]
    if len(meant) != 1 or meant[0].level != found.section.level:
        return False
    if len(rivals) == len(missing) == 1:
        return True
    close = _close(found, missing)
    others = [rival for rival in rivals if rival is not found]
    return close == [found.id] and all(found.id not in _close(rival, missing) for rival in others)


def _close(found: Match, missing: Sequence[Section]) -> list[str]:
    written = slugged(found.section.id or "")
    ids = [section.id for section in missing if section.id]
    return difflib.get_close_matches(written, ids, n=len(ids), cutoff=CLOSE) if written else []


# How an id is written


def attribute_form(handbook: Handbook, page: Page) -> tuple[str, str]:
    """What stands before and after a heading's id on this page, or else on the source's."""
    for each in (page, handbook.source.pages.get(page.name)):
        forms = Counter(
            (found["begin"], found["end"])
            for section in (each.headed if each else ())
            if each and (found := _ATTRIBUTES.search(each.lines_of(section)[0]))
            if _LONE_ID.fullmatch(found["words"])
        )
        if forms:
            return forms.most_common(1)[0][0]
    return _PLAIN


def heading_edit(
    line: str, old: str | None, new: str, form: tuple[str, str]
) -> tuple[int, int, str] | None:
    """The edit of a heading's line that gives it an id; None where there is no safe one."""
    found = _ATTRIBUTES.search(line)
    if old is not None:
        words = found["words"].split(" ") if found else []
        if not found or words.count(f"#{old}") != 1:
            return None
        before = " ".join(words[: words.index(f"#{old}")])
        start = found.start("words") + len(before) + bool(before) + 1
        return start, start + len(old), new
    if found and not found["words"].startswith("{"):
        return found.start("words"), found.start("words"), f"#{new} "
    is_marked = line.lstrip(" >").startswith("#")
    end = len(line.rstrip(" "))
    if is_marked and (hashes := _CLOSING_HASHES.search(line)):
        end = hashes.start()
    return end, end, f" {{{form[0]}#{new}{form[1]}}}"


# The links to it


def links_to(handbook: Handbook, page: Page, id: str | None) -> Iterator[tuple[Page, int, Link]]:
    """Every link of the page's language to one of its sections, with its number on its page."""
    for other in handbook.trees[page.language.folder].pages.values():
        links = [link for section in other.sections for link in section.links]
        for number, link in enumerate(links):
            path, _, anchor = link.target.strip().partition("#")
            folder = posixpath.dirname(other.name)
            to = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else other.name
            if to == page.name and unquote(anchor) == id:
                yield other, number, link


def _retargeted(
    page: Page, number: int, link: Link, old: str, new: str, files: Documents
) -> tuple[Edit, Says] | None:
    target = f"{link.target.partition('#')[0]}#{new}"
    return target_edit(page, number, link, target, files)
