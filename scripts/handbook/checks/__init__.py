"""Judges the handbook: pure functions from what was read to findings."""

from __future__ import annotations

import datetime

from handbook.checks import (
    catalogues,
    causes,
    files,
    foreign,
    freshness,
    images,
    language,
    links,
    negations,
    numbers,
    opposites,
    parity,
    reviews,
    script,
    settings,
    suppressions,
    terms,
    unwritten,
)
from handbook.checks.settings import check_structure
from handbook.checks.suppressions import Verdict
from handbook.content.handbook import Handbook
from handbook.findings import Finding

__all__ = ["Verdict", "check", "check_structure", "judge"]

FAMILIES = (
    parity.check,
    freshness.check,
    links.check,
    language.check,
    script.check,
    files.check,
    unwritten.check,
    settings.check,
    images.check,
    numbers.check,
    opposites.check,
    negations.check,
    terms.check,
    catalogues.check,
)
# Of a site without a contract only this is judged; it reuses what it can of the others.
FOREIGN = (foreign.check,)


def check(handbook: Handbook, today: datetime.date | None = None) -> tuple[Finding, ...]:
    """Every finding that is to be shown, sorted, each once."""
    return judge(handbook, today).findings


def judge(handbook: Handbook, today: datetime.date | None = None) -> Verdict:
    """What every family finds, sorted, each once; what the project suppresses is kept apart.

    Reviews are held against `today`; without one they are not judged.
    """
    families = FAMILIES if handbook.has_contract else FOREIGN
    found = {found for family in families for found in family(handbook)}
    if today is not None and handbook.has_contract:
        found.update(reviews.check(handbook, today))
    found = causes.without_consequences(handbook, found)
    return suppressions.judge(handbook, sorted(found))
