"""1xx: a page has the sections that its kind asks for in docs/structure.yml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.checks.outline import (
    Outline,
    add_heading,
    contract_line,
    expected,
    is_slip,
    longest_rising,
    missing_section,
    move,
)
from handbook.content.handbook import Page, Section
from handbook.content.layout import STRUCTURE
from handbook.content.markdown import ElementKind
from handbook.content.structure import OWN, Kind, Needs, SectionRule
from handbook.findings import Finding, code, counted, finding


def contract(
    here: Outline, source: Outline | None, kind_name: str, kind: Kind
) -> Iterator[Finding]:
    """What the page lacks or has too much of; `source` where the page is a translation.

    A translation is held to the contract where it agrees with its source; where
    it does not, parity has said so.
    """
    rules = _Rules(here, source, kind_name, kind)
    yield from _missing(rules)
    yield from _levels(rules)
    yield from _slips(rules)
    yield from _extra(rules)
    yield from _order(rules)
    yield from _needs(rules)


@dataclass(frozen=True)
class _Rules:
    """A page and the kind it is held to."""

    here: Outline
    source: Outline | None
    kind_name: str
    kind: Kind

    @cached_property
    def order(self) -> list[str]:
        """The ids in the contract's order, with `own` where there is room for others."""
        return [rule.id for rule in self.kind.sections]

    @cached_property
    def fixed(self) -> list[str]:
        """The ids every page of the kind has."""
        return [rule.id for rule in self.kind.fixed]

    @property
    def line(self) -> int:
        """Where the kind is written."""
        return contract_line(self.here.handbook, "kinds", self.kind_name)

    def rule_line(self, id: str) -> int:
        """Where the rule for a section is written."""
        keys = ("kinds", self.kind_name, "sections", self.order.index(id))
        return contract_line(self.here.handbook, *keys)

    def required(self, id: str) -> str:
        """The note that names the rule for a section."""
        return f"kind {code(self.kind_name)} requires it at {STRUCTURE}:{self.rule_line(id)}"

    def rank(self, id: str) -> int | None:
        """A section's place in the contract's order; None where it has none."""
        own = self.order.index(OWN) if self.kind.allows_own else None
        return self.order.index(id) if id in self.fixed else own

    def neighbours(self, id: str, among: Iterable[str]) -> tuple[str | None, str | None]:
        """The last of `among` before a section's place, and the first after it."""
        rank = self.rank(id)
        ranks = [(other, self.rank(other)) for other in among if other != id]
        if rank is None:
            return None, None
        # Own sections stand side by side; any other place is one section's alone.
        before = [other for other, place in ranks if place is not None and place <= rank]
        after = [other for other, place in ranks if place is not None and place > rank]
        return before[-1] if before else None, after[0] if after else None

    def top_level(self) -> dict[str, Section]:
        """The level-2 sections to judge: in a translation those that the source has there too."""
        return {
            id: section
            for id, section in self.here.sections.items()
            if section.level == 2 and (self.source is None or self.source.level(id) == 2)
        }


def _missing(rules: _Rules) -> Iterator[Finding]:
    here, source = rules.here, rules.source
    for id in rules.fixed:
        if id in here.sections:
            continue
        if source and id in source.sections:
            yield missing_section("KB107", here, source, id)
            continue
        sections = [other for other, section in here.sections.items() if section.level == 2]
        before, after = rules.neighbours(id, sections)
        yield finding(
            "KB107",
            here.page.path,
            here.sections[after].line if after else here.last_line,
            f"section {code(id)} is missing",
            detail=expected(before, after),
            note=rules.required(id),
            help=add_heading(here, 2, id),
        )


def _levels(rules: _Rules) -> Iterator[Finding]:
    for id in rules.fixed:
        section = rules.here.sections.get(id)
        # A level-1 heading is a finding of its own.
        if section is None or section.level in (1, 2):
            continue
        if rules.source and rules.source.level(id) not in (0, section.level):
            continue
        yield finding(
            "KB105",
            rules.here.page.path,
            section.line,
            f"section {code(id)} is at level {section.level}, in the contract at level 2",
            note=rules.required(id),
            help="begin the heading with `##`",
        )


def _slips(rules: _Rules) -> Iterator[Finding]:
    """Sections whose id is nearly a required one."""
    here, source = rules.here, rules.source
    # In a translation those that the source shares; a slip of its own is KB103.
    shared = {section.id for section in source.sections.values()} if source else set()
    for found in here.matches:
        slip, id = found.section.id, found.id
        if slip is None or id is None or slip == id or id not in rules.fixed:
            continue
        if slip in shared or (source is None and is_slip(here.page, found)):
            yield finding(
                "KB108",
                here.page.path,
                found.section.line,
                f"section {code(slip)} is not in the contract",
                note=rules.required(id).replace("requires it", f"requires {code(id)}"),
                help=f"did you mean `{id}`?",
            )


def _extra(rules: _Rules) -> Iterator[Finding]:
    if rules.kind.allows_own:
        return
    for id, section in rules.top_level().items():
        if id not in rules.fixed:
            yield finding(
                "KB108",
                rules.here.page.path,
                section.line,
                f"section {code(id)} is not in the contract",
                note=f"kind {code(rules.kind_name)} at {STRUCTURE}:{rules.line} "
                "has no room for own sections",
                help=f"remove it, or add it to the kind in {STRUCTURE}",
            )


def _order(rules: _Rules) -> Iterator[Finding]:
    here = rules.here
    ranks = {id: rank for id in rules.top_level() if (rank := rules.rank(id)) is not None}
    judged = list(ranks)
    if rules.source:
        original = [id for id in rules.source.sections if id in judged]
        kept = longest_rising([original.index(id) for id in judged])
        judged = [id for index, id in enumerate(judged) if index in kept]
    kept = longest_rising([ranks[id] for id in judged])
    for index, id in enumerate(judged):
        if index in kept:
            continue
        before, after = rules.neighbours(id, [judged[place] for place in sorted(kept)])
        yield finding(
            "KB109",
            here.page.path,
            here.sections[id].line,
            f"section {code(id)} is out of the contract's order"
            if id in rules.fixed
            else f"own section {code(id)} stands where kind {code(rules.kind_name)} "
            "has no room for it",
            detail=expected(before, after),
            note=f"its place is at {STRUCTURE}:{rules.rule_line(rules.order[ranks[id]])}",
            help=move(before, after),
        )


def _needs(rules: _Rules) -> Iterator[Finding]:
    here, source = rules.here, rules.source
    for rule in rules.kind.fixed:
        if rule.needs == NOTHING:
            continue
        section = here.sections.get(rule.id)
        # An empty section is a finding of its own.
        if section is None or _is_bare(here.page, section):
            continue
        original = source.sections.get(rule.id) if source else None
        holds = _holdings(here.page, section)
        there = _holdings(source.page, original) if source and original else holds
        for noun, needed in _needed(rule).items():
            if holds[noun] < needed and holds[noun] == there[noun]:
                yield finding(
                    "KB110",
                    here.page.path,
                    section.line,
                    f"section {code(rule.id)} has {counted(holds[noun], noun)}, "
                    f"kind {code(rules.kind_name)} needs {needed}",
                    note=f"the contract says so at {STRUCTURE}:{rules.rule_line(rule.id)}",
                    help=f"add {counted(needed - holds[noun], noun)}",
                )


NOTHING = Needs()
TABLE_ROW, TASK, FOLDED = "table row", "task", "folded block"


def _needed(rule: SectionRule) -> dict[str, int]:
    needs = rule.needs
    return {TABLE_ROW: needs.table_rows, TASK: needs.tasks, FOLDED: needs.folded}


def _holdings(page: Page, section: Section) -> dict[str, int]:
    """How much of each there is in a section and the deeper ones in it."""
    elements = [element for part in _parts(page, section) for element in part.elements]
    kinds = Counter(element.kind for element in elements)
    return {
        TABLE_ROW: sum(e.rows for e in elements if e.kind is ElementKind.TABLE),
        TASK: kinds[ElementKind.TASK],
        FOLDED: kinds[ElementKind.FOLDED],
    }


def _parts(page: Page, section: Section) -> Sequence[Section]:
    """A section and the deeper ones in it."""
    parts = [section]
    place = next(n for n, other in enumerate(page.sections) if other is section)
    for other in page.sections[place + 1 :]:
        if other.level <= section.level:
            break
        parts.append(other)
    return parts


def _is_bare(page: Page, section: Section) -> bool:
    return section.is_empty and len(_parts(page, section)) == 1
