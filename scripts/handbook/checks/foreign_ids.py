"""How a section gets an id on a site of others, and which section an id is of."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.checks.alignment import Alignment
from handbook.content.handbook import Page, Section
from handbook.content.site import Site

# How far above its heading an anchor written in HTML may stand.
ABOVE = 3


def has_attributes(site: Site) -> bool:
    """Whether `{#id}` behind a heading is an id: not so where `attr_list` is off."""
    return site.extensions is None or site.extensions.has("attr_list")


def how_to_name(site: Site, id: str) -> str:
    """How to write an id at a heading."""
    if has_attributes(site):
        return f"`## Heading {{#{id}}}`"
    return f'`<a id="{id}"></a>` on the line before the heading'


def section_at(page: Page, line: int) -> Section | None:
    """The section whose heading, or an anchor just above it, is on a line."""
    return next((s for s in page.headed if line <= s.line <= line + ABOVE), None)


def counterparts(page: Page, source: Page) -> Mapping[int, Section]:
    """The page's sections by the lines of the source's, where it is plain which is which."""
    return {
        couple.there.line: couple.here
        for couple in Alignment(page, source).couples
        if couple.there and couple.here and couple.is_sure
    }
