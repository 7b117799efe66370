"""Judges the handbook: pure functions from what was read to findings."""

from __future__ import annotations

import datetime

from handbook.checks import (
    catalogues,
    files,
    images,
    links,
    negations,
    numbers,
    opposites,
    parity,
    reviews,
    settings,
    terms,
)
from handbook.checks.settings import check_structure
from handbook.content.handbook import Handbook
from handbook.findings import Finding

__all__ = ["check", "check_structure"]

FAMILIES = (
    parity.check,
    links.check,
    files.check,
    settings.check,
    images.check,
    numbers.check,
    opposites.check,
    negations.check,
    terms.check,
    catalogues.check,
)


def check(handbook: Handbook, today: datetime.date | None = None) -> tuple[Finding, ...]:
    """Every finding of every family, sorted, each once; reviews that are due by `today`."""
    found = {found for family in FAMILIES for found in family(handbook)}
    if today is not None:
        found.update(reviews.check(handbook, today))
    return tuple(sorted(found))
