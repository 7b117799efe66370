"""What a page says of its own freshness: sections that are behind their source, reviews due.

What is out of date is the checks' to say; this only shows it, in place.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from handbook.checks.reviews import due_date
from handbook.checks.staleness import FRONT_MATTER, INTRO, State, parts
from handbook.content.addresses import page_address, to_root
from handbook.content.handbook import Handbook, Page
from handbook.site.generate import Edition
from handbook.site.icons import icon
from handbook.site.outlines import CHANNEL, ETHIC, stem

# Where a page's notice stands that is of no section: before its text.
TOP = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """A section that its source has left behind: the day on which the two were last equal.

    `name` and `id` are the source's page and section; `id` is empty for what stands before
    the first heading.
    """

    name: str
    id: str
    accepted: datetime.date


def behind(handbook: Handbook, page: Page) -> dict[str, Behind]:
    """The sections of a page that are out of date, by id; `TOP` for its head."""
    found: dict[str, Behind] = {}
    if page.language.folder == handbook.structure.source:
        return found
    for part in parts(handbook, page.language.folder, page.name):
        if part.state is State.STALE and part.record:
            id = TOP if part.id in (FRONT_MATTER, INTRO) else part.id
            found.setdefault(id, Behind(page.name, id, part.record.accepted))
    if page.meta and page.meta.kind == ETHIC:
        found |= _gathered(handbook, page)
    return found


def _gathered(handbook: Handbook, ethic: Page) -> dict[str, Behind]:
    """The same for the sections that an ethic's page takes over from the channels' pages."""
    return {
        f"on-{stem(channel.name)}": section
        for channel in handbook.pages_of_kind(ethic.language.folder, CHANNEL)
        for id, section in behind(handbook, channel).items()
        if id == stem(ethic.name)
    }


def notices(edition: Edition, page: Page) -> Mapping[str, str]:
    """The notice of each section that is behind its source, by id, in the page's language."""
    return {
        id: _notice(edition, page, section)
        for id, section in behind(edition.handbook, page).items()
    }


def _notice(edition: Edition, page: Page, section: Behind) -> str:
    gettext = edition.texts.gettext
    source = edition.handbook.source.language
    day = edition.date(section.accepted)
    if section.id:
        said = gettext(
            "The source of this section has changed since %(date)s, "
            "and this translation has not caught up yet."
        )
        link = gettext("Read the section in %(language)s")
    else:
        said = gettext(
            "The source of this page's opening has changed since %(date)s, "
            "and this translation has not caught up yet."
        )
        link = gettext("Read the page in %(language)s")
    name = source.cldr.get_language_name(edition.language.locale) or source.name
    here = f"{edition.language.folder}/{page_address(page.name)}"
    there = f"{source.folder}/{page_address(section.name)}"
    anchor = f"#{section.id}" if section.id else ""
    return (
        f'<div class="hb-notice" role="note" data-pagefind-ignore>{icon("warning")}'
        f"<p>{escape(said.replace('%(date)s', day))} "
        f'<a href="{to_root(here)}{there}{anchor}" hreflang="{source.tag}">'
        f"{escape(link.replace('%(language)s', name))}</a></p></div>"
    )


def due(page: Page | None) -> datetime.date | None:
    """The day by which a page is to be reviewed again."""
    return due_date(page.meta) if page and page.meta else None
