"""Judges the handbook: pure functions from what was read to findings."""

from __future__ import annotations

from handbook.checks import files, links, numbers, opposites, parity, settings, terms
from handbook.checks.settings import check_structure
from handbook.content.handbook import Handbook
from handbook.findings import Finding

__all__ = ["check", "check_structure"]

FAMILIES = (parity.check, links.check, files.check, settings.check, terms.check, opposites.check, numbers.check)


def check(handbook: Handbook) -> tuple[Finding, ...]:
    """Every finding of every family, sorted, each once."""
    return tuple(sorted({found for family in FAMILIES for found in family(handbook)}))
