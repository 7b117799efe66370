"""Judges the handbook: pure functions from what was read to findings."""

from __future__ import annotations

from handbook.checks import (
    files,
    freshness,
    language,
    links,
    parity,
    settings,
    suppressions,
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
    files.check,
    unwritten.check,
    settings.check,
)


def check(handbook: Handbook) -> tuple[Finding, ...]:
    """Every finding that is to be shown, sorted, each once."""
    return judge(handbook).findings


def judge(handbook: Handbook) -> Verdict:
    """What every family finds, sorted, each once; what the project suppresses is kept apart."""
    found = sorted({found for family in FAMILIES for found in family(handbook)})
    return suppressions.judge(handbook, found)
