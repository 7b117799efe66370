"""8xx: a page is reviewed again by the day that its front matter sets."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator

from handbook.checks.matching import is_source
from handbook.content.frontmatter import INTERVAL, Meta
from handbook.content.handbook import Handbook, Page
from handbook.findings import Finding, code, finding


def check(handbook: Handbook, today: datetime.date) -> Iterator[Finding]:
    """Every page whose review is overdue on a day."""
    return (late for day, late in due(handbook) if today > day)


def due(handbook: Handbook) -> Iterator[tuple[datetime.date, Finding]]:
    """What is found of a page after the day by which it is to be reviewed.

    Once for all its languages, for the date is the same in each: a translation speaks for
    itself only where the source has no such page, or no date.
    """
    for tree in handbook.trees.values():
        for page in tree.pages.values():
            source = handbook.source.pages.get(page.name)
            if page.meta and (is_source(handbook, page) or source is None or not source.meta):
                yield from _due(page, page.meta)


def _due(page: Page, meta: Meta) -> Iterator[tuple[datetime.date, Finding]]:
    if due := due_date(meta):
        yield (
            due,
            finding(
                "KB861",
                page.path,
                page.front_matter.line("reviewed"),
                f"the page was to be reviewed by {due}",
                note=f"it was last reviewed on {meta.reviewed}, "
                f"its interval is {meta.review_interval}",
                help=f"read it in every language, then write {code('reviewed: <the day>')} in each",
            ),
        )


def due_date(meta: Meta) -> datetime.date | None:
    """The last day on which a page is not overdue; None where the calendar ends before."""
    found = INTERVAL.match(meta.review_interval)
    if found is None:
        return None
    number, unit = int(found[1]), found[2].removesuffix("s")
    try:
        if unit in ("day", "week"):
            return meta.reviewed + datetime.timedelta(days=number * (7 if unit == "week" else 1))
        months = meta.reviewed.month - 1 + number * (12 if unit == "year" else 1)
        year, month = meta.reviewed.year + months // 12, months % 12 + 1
        last = calendar.monthrange(year, month)[1]
        return meta.reviewed.replace(year=year, month=month, day=min(meta.reviewed.day, last))
    except (OverflowError, ValueError):
        return None
