"""A page's sections by the id they were meant to have: their tree, and where one is amiss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from handbook.checks.braces import Braces, stray_braces
from handbook.checks.matching import Match, match
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.once import once
from handbook.content.structure import ID, Language
from handbook.findings import Finding, code, finding, quoted


@dataclass(frozen=True)
class Outline:
    """A page's sections and their tree, by the ids they were meant to have."""

    handbook: Handbook
    page: Page

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Every headed section."""
        return match(self.handbook, self.page)

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """The sections by id, in the page's order."""
        return {found.id: found.section for found in self.matches if found.id}

    @cached_property
    def parents(self) -> Mapping[str, str | None]:
        """For each id the one of the section around it; None at the top, or where it has none."""
        found: dict[str, str | None] = {}
        around: list[Match] = []
        for item in self.matches:
            # The page's title is its only heading at level 1: one in the text holds nothing.
            if item.section.level == 1:
                if item.id:
                    found[item.id] = None
                continue
            while around and around[-1].section.level >= item.section.level:
                around.pop()
            if item.id:
                found[item.id] = around[-1].id if around else None
            around.append(item)
        return found

    @cached_property
    def strays(self) -> tuple[Braces, ...]:
        """Double braces that hold no variable."""
        return tuple(stray_braces(self.page))

    @property
    def last_line(self) -> int:
        """The page's last line with text on it."""
        return self.page.sections[-1].end if self.page.sections else 1

    def level(self, id: str) -> int:
        """The level of a section, 0 where the page has none of that id."""
        return self.sections[id].level if id in self.sections else 0

    def place(self, section: Section) -> str:
        """Where a section stands, and its title."""
        return f"{self.page.path}:{section.line} {quoted(section.title)}"


outline = once(Outline)


def contract_line(handbook: Handbook, *keys: str | int) -> int:
    """The line of docs/structure.yml on which `keys` is written."""
    settings = handbook.structure_settings
    return settings.line(*keys) if settings else 1


def english_name(language: Language) -> str:
    """The language's name in English, such as `Arabic`."""
    return language.cldr.get_language_name("en") or language.tag


def is_slip(page: Page, found: Match) -> bool:
    """Whether the id is well-formed and used once: nothing is wrong with it but which it is."""
    id = found.section.id
    return id is not None and ID.match(id) is not None and page.by_id.get(id) is found.section


def missing_section(number: str, here: Outline, source: Outline, id: str) -> Finding:
    """A section of the source that the page lacks, reported where it should stand."""
    section = source.sections[id]
    inner = [other for other, parent in source.parents.items() if parent == id]
    inner = [other for other in inner if other not in here.sections]
    note = f"the source has it at {source.place(section)}"
    if inner:
        note += f", with {', '.join(map(code, inner))} in it"
    line, detail = gap(here, id, list(source.sections))
    return finding(
        number,
        here.page.path,
        line,
        f"section {code(id)} is missing",
        detail=detail,
        note=note,
        help=add_heading(here, section.level, id),
    )


def add_heading(here: Outline, level: int, id: str) -> str:
    """The mend for a missing section."""
    return f"add `{'#' * level} <heading in {english_name(here.page.language)}> {{#{id}}}`"


def gap(here: Outline, id: str, order: Sequence[str]) -> tuple[int, str]:
    """The line where a section should stand by `order`, and between which two."""
    place = order.index(id)
    before = next((o for o in reversed(order[:place]) if o in here.sections), None)
    after = next((o for o in order[place + 1 :] if o in here.sections), None)
    line = here.sections[after].line if after else here.last_line
    return line, expected(before, after)


def expected(before: str | None, after: str | None) -> str:
    """Where a section belongs, as a finding's detail."""
    if before and after:
        return f"expected between `{before}` and `{after}`"
    if before:
        return f"expected after `{before}`"
    return f"expected before `{after}`" if after else ""


def move(before: str | None, after: str | None) -> str:
    """Where a section belongs, as the mend."""
    if before:
        return f"move it after `{before}`"
    return f"move it before `{after}`" if after else "move it to its place"


def longest_rising(ranks: Sequence[int]) -> set[int]:
    """The indices of a longest subsequence that never falls; all others are out of order."""
    if all(before <= after for before, after in pairwise(ranks)):
        return set(range(len(ranks)))
    lengths: list[int] = []
    previous: list[int] = []
    for index, rank in enumerate(ranks):
        best = max(
            (other for other in range(index) if ranks[other] <= rank),
            key=lengths.__getitem__,
            default=-1,
        )
        previous.append(best)
        lengths.append(1 if best < 0 else lengths[best] + 1)
    index = max(range(len(ranks)), key=lengths.__getitem__, default=-1)
    kept = set()
    while index >= 0:
        kept.add(index)
        index = previous[index]
    return kept
