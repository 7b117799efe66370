"""Which section of one page is which of another, also where an id is missing or mistyped.

Parity compares sections by id. A heading without an id, with one used before or
with a slip in it would then be one section too many and one too few: this
module finds out which section it was meant to be, so that one slip is one
finding and its help can name the right id.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handbook.content.anchors import kind_name
from handbook.content.faults import FaultKind
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.once import once
from handbook.content.structure import ID, Kind

# Stricter than a suggestion needs: a wrong pair would hide a section that is missing.
CLOSE = 0.75


@dataclass(frozen=True, slots=True)
class Match:
    """A section and the id it has, or was meant to have; None where nobody can tell.

    `guessed` says that the id is not the one written.
    """

    section: Section
    id: str | None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A section that a page should have: its id, and the id as a slip wrote it there."""

    id: str
    level: int
    written: str


def is_readable(page: Page) -> bool:
    """Whether the page's text could be read, so that its sections can be judged."""
    unclosed = any(f.kind is FaultKind.NO_FRONT_MATTER for f in page.front_matter.faults)
    return page.fault is None and not (unclosed and not page.body)


def page_kind(handbook: Handbook, page: Page) -> tuple[str, Kind] | None:
    """The name and contract of the page's kind: the source's, wherever that has one."""
    kinds = handbook.structure.kinds
    for candidate in (handbook.source.pages.get(page.name), page):
        name = kind_name(handbook, candidate) if candidate else None
        if name in kinds:
            return name, kinds[name]
    return None


def is_source(handbook: Handbook, page: Page) -> bool:
    """Whether the page is of the source language."""
    return page.language.folder == handbook.structure.source


@once
def match(handbook: Handbook, page: Page) -> tuple[Match, ...]:
    """The page's headed sections, with the ids they were meant to have."""
    contract = _contract_slots(handbook, page)
    if is_source(handbook, page):
        translation = _first_translation(handbook, page)
        written = [
            Slot(section.id, section.level, section.id)
            for section in (translation.headed if translation else ())
            if section.id and ID.match(section.id)
        ]
        # A translation may say what a source heading's id is, never that one is mistyped.
        return _matched(page, known=contract, near=contract, by_place=(written, contract))
    source = handbook.source.pages.get(page.name)
    slots = [
        Slot(found.id, found.section.level, found.section.id or found.id)
        for found in (match(handbook, source) if source else ())
        if found.id
    ]
    return _matched(page, [*slots, *contract], [*slots, *contract], (slots, contract))


def _contract_slots(handbook: Handbook, page: Page) -> list[Slot]:
    kind = page_kind(handbook, page)
    return [Slot(rule.id, 2, rule.id) for rule in kind[1].fixed] if kind else []


def _first_translation(handbook: Handbook, page: Page) -> Page | None:
    pages = (tree.pages.get(page.name) for tree in handbook.translations)
    return next((found for found in pages if found), None)


def _matched(
    page: Page, known: Sequence[Slot], near: Sequence[Slot], by_place: Sequence[Sequence[Slot]]
) -> tuple[Match, ...]:
    matches = list(_by_id(page, known))
    matches = list(_by_likeness(matches, near))
    for slots in by_place:
        if any(found.id is None for found in matches):
            matches = list(_by_place(matches, slots))
    return tuple(matches)


def _by_id(page: Page, known: Sequence[Slot]) -> Iterator[Match]:
    meant = {slot.written: slot.id for slot in reversed(known)} | {
        slot.id: slot.id for slot in known
    }
    seen: set[str] = set()
    for section in page.headed:
        id = section.id
        if id is None or id in seen:
            yield Match(section, None)
            continue
        seen.add(id)
        yield Match(section, meant.get(id, id))


def _by_likeness(matches: Sequence[Match], near: Sequence[Slot]) -> Iterator[Match]:
    ids = {slot.id for slot in near}
    taken = {found.id for found in matches}
    missing = [slot.id for slot in near if slot.id not in taken]
    for found in matches:
        if found.id is None or found.id in ids:
            yield found
            continue
        close = missing and difflib.get_close_matches(slugged(found.id), missing, n=1, cutoff=CLOSE)
        if close:
            missing.remove(close[0])
            yield replace(found, id=close[0], guessed=True)
        else:
            # An id of the wrong form may stand for any other; its place tells more.
            yield found if ID.match(found.id) else replace(found, id=None)


def _by_place(matches: Sequence[Match], slots: Sequence[Slot]) -> Iterator[Match]:
    order: dict[str | None, int] = {}
    for place, slot in enumerate(slots):
        order.setdefault(slot.id, place)
    taken = {found.id for found in matches}
    befores = list(_nearest(matches, order, -1))
    afters = list(_nearest(matches[::-1], order, len(slots)))[::-1]
    for found, before, after in zip(matches, befores, afters, strict=True):
        if found.id is not None:
            yield found
            continue
        # Where its neighbours are themselves out of order its place says nothing.
        between = slots[before + 1 : after]
        candidate = next(
            (s for s in between if s.level == found.section.level and s.id not in taken), None
        )
        if candidate is None:
            yield found
        else:
            taken.add(candidate.id)
            yield replace(found, id=candidate.id, guessed=True)


def _nearest(
    matches: Sequence[Match], order: Mapping[str | None, int], nearest: int
) -> Iterator[int]:
    """For each match the place in `order` of the last one before it that has one."""
    for found in matches:
        yield nearest
        nearest = order.get(found.id, nearest)


def slugged(text: str) -> str:
    """`text` in the form of an id: lower-case ASCII words joined by hyphens."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()
    slug = "-".join(words)
    return slug if ID.match(slug) else ""
