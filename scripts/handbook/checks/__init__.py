"""Judges the handbook: pure functions from what was read to findings."""

from __future__ import annotations

from handbook.checks import files, foreign, links, parity, settings
from handbook.checks.settings import check_structure
from handbook.content.handbook import Handbook
from handbook.findings import Finding

__all__ = ["check", "check_structure"]

# Of a site without a contract only this is judged; it reuses what it can of the others.
FOREIGN = (foreign.check,)
FAMILIES = (parity.check, links.check, files.check, settings.check)


def check(handbook: Handbook) -> tuple[Finding, ...]:
    """Every finding of every family, sorted, each once."""
    families = FAMILIES if handbook.has_contract else FOREIGN
    return tuple(sorted({found for family in families for found in family(handbook)}))
