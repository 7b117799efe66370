"""How much there is and how much of it is amiss: a tally per language, and the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handbook.content.handbook import Handbook
from handbook.findings import Finding, Severity

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Tally:
    """How much one language, or the whole, has, and how much of it is amiss.

    `suppressed` are the findings that a suppression keeps from being shown.
    """

    name: str
    pages: int
    sections: int
    errors: int
    warnings: int
    suppressed: int = 0


def summarise(
    handbook: Handbook,
    findings: Iterable[Finding],
    suppressed: Iterable[Finding] = (),
    known: Mapping[str, int] | None = None,
) -> tuple[Tally, ...]:
    """A tally per language, in the contract's order, and the total last.

    `known` is how many sections each language has, where that is known.
    """
    findings, suppressed = tuple(findings), tuple(suppressed)
    tallies = []
    for folder, tree in handbook.trees.items():
        if known is None:
            sections = sum(len(page.headed) for page in tree.pages.values())
        else:
            sections = known[folder]
        tallies.append(
            Tally(
                folder,
                len(tree.pages),
                sections,
                *_severities(_of(handbook, folder, findings)),
                len(_of(handbook, folder, suppressed)),
            )
        )
    pages = sum(tally.pages for tally in tallies)
    sections = sum(tally.sections for tally in tallies)
    return (*tallies, Tally(TOTAL, pages, sections, *_severities(findings), len(suppressed)))


def _of(handbook: Handbook, folder: str, findings: Iterable[Finding]) -> list[Finding]:
    return [found for found in findings if handbook.language_of(found.path) == folder]


def _severities(findings: Iterable[Finding]) -> tuple[int, int]:
    severities = [found.severity for found in findings]
    return severities.count(Severity.ERROR), severities.count(Severity.WARNING)
