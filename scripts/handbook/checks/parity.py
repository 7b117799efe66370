"""1xx: every language has the same pages, sections and elements, as the contract has them.

One cause, one finding: what a missing page or section would have held is not
reported again, and a contract fault that parity with the source already shows
in a translation is not reported there a second time.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.checks.elements import compare_elements
from handbook.checks.links import is_broken
from handbook.checks.matching import CLOSE, Match, is_source, match, page_kind
from handbook.content.company import VARIABLES
from handbook.content.faults import FaultKind
from handbook.content.handbook import DOCS, ENGINE, STRUCTURE, Handbook, Page, Section
from handbook.content.markdown import ElementKind
from handbook.content.settings import did_you_mean
from handbook.content.structure import Kind, Language, SectionRule
from handbook.findings import Finding, code, counted, finding, quoted

# The keys of the front matter that say the same in every language.
SHARED_KEYS = ("kind", "reviewed", "review_interval")


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of parity and of the contract."""
    yield from _languages(handbook)
    for tree in handbook.trees.values():
        yield from _pages(handbook, tree.language)
        for name in handbook.structure.pages:
            page = tree.pages.get(name)
            if page and is_readable(page):
                yield from _page(handbook, page)


def is_readable(page: Page) -> bool:
    """Whether the page's text could be read, so that its sections can be judged."""
    unclosed = any(f.kind is FaultKind.NO_FRONT_MATTER for f in page.front_matter.faults)
    return page.fault is None and not (unclosed and not page.body)


def english_name(language: Language) -> str:
    """The language's name in English, such as `Arabic`."""
    return language.cldr.get_language_name("en") or language.tag


# Languages and pages


def _languages(handbook: Handbook) -> Iterator[Finding]:
    engine = handbook.engine_languages
    if engine is None:
        return
    folders = [language.folder for language in handbook.structure.languages]
    for folder, line in engine.items():
        if folder not in folders:
            yield finding(
                "KB121",
                ENGINE,
                line,
                f"language {code(folder)} is not in {STRUCTURE}",
                note=f"the languages are listed at {STRUCTURE}:{_contract_line(handbook, 'languages')}",
                help=f"remove it, or list it in {STRUCTURE}",
            )
    for index, folder in enumerate(folders):
        if folder not in engine:
            yield finding(
                "KB121",
                STRUCTURE,
                _contract_line(handbook, "languages", index),
                f"language {code(folder)} is not in {ENGINE}",
                help=f"list it under `plugins`, `i18n`, `languages` in {ENGINE}, or remove it here",
            )


def _pages(handbook: Handbook, language: Language) -> Iterator[Finding]:
    present = handbook.trees[language.folder].pages
    missing = [name for name in handbook.structure.pages if name not in present]
    for name, page in present.items():
        if name in handbook.structure.pages:
            continue
        close = difflib.get_close_matches(name, missing, n=1, cutoff=CLOSE)
        if close:
            missing.remove(close[0])
        yield finding(
            "KB106",
            page.path,
            1,
            f"page {code(name)} is not in the contract",
            help=f"did you mean `{close[0]}`?" if close else f"list it in {STRUCTURE} or delete it",
        )
    if language.folder not in handbook.top_folders:
        return
    for name in missing:
        path = f"{DOCS}/{language.folder}/{name}"
        if _leads_out(handbook, path):
            continue
        line = _contract_line(handbook, "pages", handbook.structure.pages.index(name))
        source = handbook.source.pages.get(name)
        yield finding(
            "KB101",
            path,
            1,
            f"page {code(name)} is missing in {english_name(language)}",
            note=(
                f"the source is {source.path} {quoted(source.title)}"
                if source
                else f"the contract lists it at {STRUCTURE}:{line}"
            ),
            help=f"write {path}" if source else f"write {path}, or remove it from {STRUCTURE}",
        )


def _leads_out(handbook: Handbook, path: str) -> bool:
    return any(path == link or path.startswith(f"{link}/") for link in handbook.escaping)


def _contract_line(handbook: Handbook, *keys: str | int) -> int:
    settings = handbook.structure_settings
    return settings.line(*keys) if settings else 1


# One page


@dataclass(frozen=True)
class Outline:
    """A page's sections by the id they were meant to have, and their tree."""

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
            while around and around[-1].section.level >= item.section.level:
                around.pop()
            if item.id:
                found[item.id] = around[-1].id if around else None
            around.append(item)
        return found

    @property
    def last_line(self) -> int:
        """The page's last line with text on it."""
        return self.page.sections[-1].end if self.page.sections else 1

    def level(self, id: str | None) -> int:
        """The level of a section; the page's own where there is none."""
        return self.sections[id].level if id in self.sections else 1


def _page(handbook: Handbook, page: Page) -> Iterator[Finding]:
    here = Outline(handbook, page)
    original = handbook.source.pages.get(page.name)
    source = None
    if original and is_readable(original) and not is_source(handbook, page):
        source = Outline(handbook, original)
    kind = page_kind(handbook, page)
    if kind:
        yield from _contract(here, source, *kind)
    if source:
        fixed = {rule.id for rule in kind[1].fixed} if kind else set()
        yield from _front_matter(here.page, source.page)
        yield from _missing(here, source, fixed)
        yield from _extra(here, source, fixed)
        yield from _levels(here, source)
        yield from _order(here, source)
        yield from _contents(handbook, here, source)


def _front_matter(page: Page, source: Page) -> Iterator[Finding]:
    if page.meta is None or source.meta is None:
        return
    for key in SHARED_KEYS:
        here, there = (str(getattr(meta, key)) for meta in (page.meta, source.meta))
        if here != there:
            yield finding(
                "KB120",
                page.path,
                page.front_matter.line(key),
                f"{code(key)} is {code(here)}, in the source {code(there)}",
                note=f"the source has it at {source.path}:{source.front_matter.line(key)}",
                help=f"write `{key}: {there}`",
            )


# Sections against the source


def _missing(here: Outline, source: Outline, fixed: set[str]) -> Iterator[Finding]:
    """Sections of the source that are not here; one the contract asks for is left to it."""
    absent = [id for id in source.sections if id not in here.sections]
    for id in absent:
        if id in fixed or source.parents[id] in absent:
            continue
        yield _missing_section("KB102", here, source, id, list(source.sections))


def _missing_section(
    number: str, here: Outline, source: Outline, id: str, order: Sequence[str]
) -> Finding:
    section = source.sections[id]
    inner = [other for other, parent in source.parents.items() if parent == id]
    inner = [other for other in inner if other not in here.sections]
    note = f"the source has it at {_place(source, section)}"
    if inner:
        note += f", with {', '.join(map(code, inner))} in it"
    line, detail = _gap(here, id, order)
    return finding(
        number,
        here.page.path,
        line,
        f"section {code(id)} is missing",
        detail=detail,
        note=note,
        help=_add_heading(here, section.level, id),
    )


def _add_heading(here: Outline, level: int, id: str) -> str:
    return f"add `{'#' * level} <heading in {english_name(here.page.language)}> {{#{id}}}`"


def _gap(here: Outline, id: str, order: Sequence[str]) -> tuple[int, str]:
    """The line where a section should stand by `order`, and between which two."""
    place = order.index(id)
    before = next((o for o in reversed(order[:place]) if o in here.sections), None)
    after = next((o for o in order[place + 1 :] if o in here.sections), None)
    line = here.sections[after].line if after else here.last_line
    return line, _expected(before, after)


def _expected(before: str | None, after: str | None) -> str:
    if before and after:
        return f"expected between `{before}` and `{after}`"
    if before:
        return f"expected after `{before}`"
    return f"expected before `{after}`" if after else ""


def _place(outline: Outline, section: Section) -> str:
    return f"{outline.page.path}:{section.line} {quoted(section.title)}"


def _extra(here: Outline, source: Outline, fixed: set[str]) -> Iterator[Finding]:
    extra = {id for id in here.sections if id not in source.sections and id not in fixed}
    written = {id: section.id for id, section in source.sections.items()}
    for found in here.matches:
        id, section = found.id, found.section
        if id is None or section.id is None:
            continue
        if id in extra and here.parents[id] not in extra and not found.guessed:
            yield finding(
                "KB103",
                here.page.path,
                section.line,
                f"section {code(id)} is not in the source",
                note=f"the source page is {source.page.path}",
                help="remove it, or add it to the source and to every language",
            )
        # A slip in a well-formed id; the others are findings of their own (KB305, KB306).
        elif found.guessed and _is_slip(here.page, found) and id in written:
            yield finding(
                "KB103",
                here.page.path,
                section.line,
                f"section {code(section.id)} is not in the source",
                note=f"the source has {_place(source, source.sections[id])}",
                help=f"did you mean `{written[id] or id}`?",
            )


def _is_slip(page: Page, found: Match) -> bool:
    id = found.section.id
    return id is not None and ID.match(id) is not None and page.by_id.get(id) is found.section


def _levels(here: Outline, source: Outline) -> Iterator[Finding]:
    for id, section in here.sections.items():
        original = source.sections.get(id)
        # A level-1 heading is a finding of its own.
        if original and section.level > 1 and section.level != original.level:
            yield finding(
                "KB105",
                here.page.path,
                section.line,
                f"section {code(id)} is at level {section.level}, "
                f"in the source at level {original.level}",
                note=f"the source has it at {_place(source, original)}",
                help=f"begin the heading with `{'#' * original.level}`",
            )


def _order(here: Outline, source: Outline) -> Iterator[Finding]:
    """The fewest sections whose move puts all into the source's order."""
    shared = [
        id
        for id in here.sections
        if id in source.sections and here.level(id) == source.level(id)
    ]
    for id in shared:
        if _moved_elsewhere(here, source, id):
            yield _out_of_order(here, source, id)
    staying = [id for id in shared if here.parents[id] == source.parents[id]]
    for parent in dict.fromkeys(source.parents[id] for id in staying):
        group = [id for id in staying if source.parents[id] == parent]
        order = [id for id in source.sections if id in group]
        kept = longest_rising([order.index(id) for id in group])
        for index, id in enumerate(group):
            if index not in kept:
                yield _out_of_order(here, source, id)


def _moved_elsewhere(here: Outline, source: Outline, id: str) -> bool:
    """Whether a section stands in another one, and not because that one is amiss itself."""
    now, meant = here.parents[id], source.parents[id]
    if now == meant:
        return False
    for parent in (now, meant):
        if parent is None:
            continue
        there, original = here.sections.get(parent), source.sections.get(parent)
        if there is None or original is None or there.level != original.level:
            return False
    return True


def _out_of_order(here: Outline, source: Outline, id: str) -> Finding:
    order = [other for other in source.sections if other in here.sections]
    place = order.index(id)
    before = order[place - 1] if place else None
    after = order[place + 1] if place + 1 < len(order) else None
    return finding(
        "KB104",
        here.page.path,
        here.sections[id].line,
        f"section {code(id)} is out of order",
        detail=_expected(before, after),
        note=f"the source has it at {_place(source, source.sections[id])}",
        help=f"move it {_where(before, after)}",
    )


def _where(before: str | None, after: str | None) -> str:
    if before:
        return f"after {code(before)}"
    return f"before {code(after)}" if after else "to its place"


def longest_rising(ranks: Sequence[int]) -> set[int]:
    """The indices of a longest subsequence that never falls."""
    best: list[list[int]] = []
    for index, rank in enumerate(ranks):
        before = [chain for chain in best if ranks[chain[-1]] <= rank]
        best.append([*max(before, key=len, default=[]), index])
    return set(max(best, key=len, default=[]))


# What is in each section


def _contents(handbook: Handbook, here: Outline, source: Outline) -> Iterator[Finding]:
    for name, section, original in _pairs(here, source):
        # An empty section is a finding of its own.
        if section.level and section.is_empty and not original.is_empty:
            continue
        note = f"the source's is at {source.page.path}:{original.line}"
        if original.title:
            note += f" {quoted(original.title)}"
        for difference in compare_elements(name, section, original):
            yield finding(
                difference.code,
                here.page.path,
                difference.line,
                difference.message,
                note=note,
                help=difference.help,
            )
        uses = _Uses(here.page, name, section, note)
        yield from _variables(uses, original)
        yield from _links(handbook, uses, source.page, original)


def _pairs(here: Outline, source: Outline) -> Iterator[tuple[str, Section, Section]]:
    """Each section with the source's: the text before the first heading, then by id."""
    if here.page.sections and source.page.sections:
        yield "the text before the first heading", here.page.sections[0], source.page.sections[0]
    for id, section in here.sections.items():
        if id in source.sections:
            yield f"section {code(id)}", section, source.sections[id]


@dataclass(frozen=True, slots=True)
class _Uses:
    """One section, and how to speak of it."""

    page: Page
    name: str
    section: Section
    note: str


@dataclass(frozen=True, slots=True)
class _Use:
    """Something a section names, such as a variable, and where."""

    text: str
    line: int
    column: int


def _variables(uses: _Uses, original: Section) -> Iterator[Finding]:
    here = [_Use(v.name, v.line, v.column) for v in uses.section.variables]
    there = [_Use(v.name, v.line, v.column) for v in original.variables]
    known = VARIABLES.keys() | GENERATED
    yield from _differences("KB118", "variable", uses, here, there, lambda use: use.text in known)


def _links(
    handbook: Handbook, uses: _Uses, source: Page, original: Section
) -> Iterator[Finding]:
    here = [_Use(link.target, link.line, link.column) for link in uses.section.links]
    there = [_Use(link.target, link.line, link.column) for link in original.links]
    broken = {
        link.target
        for page, section in ((uses.page, uses.section), (source, original))
        for link in section.links
        if is_broken(handbook, page, link)
    }
    yield from _differences(
        "KB119", "link to", uses, here, there, lambda use: use.text not in broken
    )


def _differences(
    number: str,
    noun: str,
    uses: _Uses,
    here: Iterable[_Use],
    there: Iterable[_Use],
    is_sound: Callable[[_Use], bool],
) -> Iterator[Finding]:
    """What one side has more often than the other.

    What is broken in itself is a finding already; whatever it was meant to be is
    then not missing as well.
    """
    extra = _surplus(here, there)
    missing = _surplus(there, here)
    for use in [use for use in extra if not is_sound(use)]:
        extra.remove(use)
        _take_closest(use, missing)
    for use in [use for use in missing if not is_sound(use)]:
        missing.remove(use)
        _take_closest(use, extra)
    for use in extra:
        meant = _take_closest(use, missing, cutoff=0.6)
        yield finding(
            number,
            uses.page.path,
            use.line,
            f"{uses.name} has {noun} {code(use.text)}, the source has not",
            column=use.column,
            note=uses.note,
            help=f"did you mean `{meant.text}`?" if meant else "remove it",
        )
    for use, number_missing in Counter(use.text for use in missing).items():
        times = f" {counted(number_missing, 'time')} more" if number_missing > 1 else ""
        yield finding(
            number,
            uses.page.path,
            uses.section.line,
            f"{uses.name} lacks {noun} {code(use)}",
            note=uses.note,
            help=f"use it{times}",
        )


def _surplus(some: Iterable[_Use], others: Iterable[_Use]) -> list[_Use]:
    """What `some` has beyond `others`: the last ones, where it has one more often."""
    left = Counter(use.text for use in others)
    surplus = []
    for use in some:
        if left[use.text]:
            left[use.text] -= 1
        else:
            surplus.append(use)
    return surplus


def _take_closest(use: _Use, others: list[_Use], cutoff: float = 0.0) -> _Use | None:
    close = difflib.get_close_matches(use.text, [o.text for o in others], n=1, cutoff=cutoff)
    if not close:
        return None
    taken = next(other for other in others if other.text == close[0])
    others.remove(taken)
    return taken


# The contract of the page's kind


def _contract(
    here: Outline, source: Outline | None, kind_name: str, kind: Kind
) -> Iterator[Finding]:
    yield from _contract_missing(here, source, kind_name, kind)
    yield from _contract_levels(here, source, kind_name, kind)
    yield from _not_in_contract(here, source, kind_name, kind)
    yield from _contract_order(here, source, kind_name, kind)
    yield from _needs(here, source, kind_name, kind)


def _contract_missing(
    here: Outline, source: Outline | None, kind_name: str, kind: Kind
) -> Iterator[Finding]:
    order = [rule.id for rule in kind.fixed]
    for id in order:
        if id in here.sections:
            continue
        if source and id in source.sections:
            yield _missing_section("KB107", here, source, id, list(source.sections))
            continue
        line, detail = _gap(here, id, order)
        yield finding(
            "KB107",
            here.page.path,
            line,
            f"section {code(id)} is missing",
            detail=detail,
            note=_rule_note(here, kind_name, kind, id),
            help=_add_heading(here, 2, id),
        )


def _rule_note(here: Outline, kind_name: str, kind: Kind, id: str) -> str:
    index = [rule.id for rule in kind.sections].index(id)
    line = _contract_line(here.handbook, "kinds", kind_name, "sections", index)
    return f"kind {code(kind_name)} requires it at {STRUCTURE}:{line}"


def _contract_levels(
    here: Outline, source: Outline | None, kind_name: str, kind: Kind
) -> Iterator[Finding]:
    for rule in kind.fixed:
        section = here.sections.get(rule.id)
        if section is None or section.level in (1, 2):
            continue
        if source and source.level(rule.id) != section.level and rule.id in source.sections:
            continue
        yield finding(
            "KB105",
            here.page.path,
            section.line,
            f"section {code(rule.id)} is at level {section.level}, in the contract at level 2",
            note=_rule_note(here, kind_name, kind, rule.id),
            help="begin the heading with `##`",
        )


def _top_level(here: Outline, source: Outline | None) -> dict[str, Section]:
    """The level-2 sections that the contract judges: in a translation those of the source."""
    return {
        id: section
        for id, section in here.sections.items()
        if section.level == 2
        and (source is None or (id in source.sections and source.level(id) == 2))
    }


def _not_in_contract(
    here: Outline, source: Outline | None, kind_name: str, kind: Kind
) -> Iterator[Finding]:
    fixed = {rule.id for rule in kind.fixed}
    # In a translation a slip that the source page shares; one of its own is KB103.
    shared = {section.id for section in source.sections.values()} if source else None
    for found in here.matches:
        slip = found.section.id
        if slip is None or slip == found.id or found.id not in fixed:
            continue
        if (shared is None and _is_slip(here.page, found)) or (shared and slip in shared):
            yield finding(
                "KB108",
                here.page.path,
                found.section.line,
                f"section {code(slip)} is not in the contract",
                note=_rule_note(here, kind_name, kind, found.id),
                help=f"did you mean `{found.id}`?",
            )
    if kind.allows_own:
        return
    line = _contract_line(here.handbook, "kinds", kind_name)
    for id, section in _top_level(here, source).items():
        if id not in fixed:
            yield finding(
                "KB108",
                here.page.path,
                section.line,
                f"section {code(id)} is not in the contract",
                note=f"kind {code(kind_name)} at {STRUCTURE}:{line} has no room for own sections",
                help=f"remove it, or add it to the kind in {STRUCTURE}",
            )


def _contract_order(
    here: Outline, source: Outline | None, kind_name: str, kind: Kind
) -> Iterator[Finding]:
    order = [rule.id for rule in kind.sections]
    fixed = {rule.id for rule in kind.fixed}
    own = next((index for index, rule in enumerate(kind.sections) if rule.is_own), None)
    sections = [id for id in _top_level(here, source) if id in fixed or own is not None]
    if source:
        # Where a translation differs from the source, KB104 says so.
        original = [id for id in source.sections if id in sections]
        kept = longest_rising([original.index(id) for id in sections])
        sections = [id for index, id in enumerate(sections) if index in kept]
    ranks = [order.index(id) if id in fixed else own or 0 for id in sections]
    kept = longest_rising(ranks)
    for index, id in enumerate(sections):
        if index in kept:
            continue
        rank = ranks[index]
        before = next((o for o in reversed(order[:rank]) if o in here.sections), None)
        after = next((o for o in order[rank + 1 :] if o in here.sections), None)
        where = (
            f"section {code(id)} is out of the contract's order"
            if id in fixed
            else f"section {code(id)} stands where its kind has no room for own sections"
        )
        line = _contract_line(here.handbook, "kinds", kind_name, "sections", rank)
        yield finding(
            "KB109",
            here.page.path,
            here.sections[id].line,
            where,
            detail=_expected(before, after),
            note=f"kind {code(kind_name)} has its place at {STRUCTURE}:{line}",
            help=f"move it {_where(before, after)}",
        )


def _needs(
    here: Outline, source: Outline | None, kind_name: str, kind: Kind
) -> Iterator[Finding]:
    for rule in kind.fixed:
        section = here.sections.get(rule.id)
        if section is None:
            continue
        held = _held(here.page, section)
        original = source.sections.get(rule.id) if source else None
        for noun, needed, holds in _amounts(rule, held):
            if holds >= needed or _is_bare(here.page, section):
                continue
            # Where the source holds another number, parity says so.
            if source and original and _amount(rule, noun, source.page, original) != holds:
                continue
            index = kind.sections.index(rule)
            line = _contract_line(here.handbook, "kinds", kind_name, "sections", index)
            yield finding(
                "KB110",
                here.page.path,
                section.line,
                f"section {code(rule.id)} has {counted(holds, noun)}, "
                f"kind {code(kind_name)} needs {needed}",
                note=f"the contract says so at {STRUCTURE}:{line}",
                help=f"add {counted(needed - holds, noun)}",
            )


def _held(page: Page, section: Section) -> tuple[Section, ...]:
    """A section and the deeper ones in it."""
    start = page.sections.index(section)
    held = [section]
    for other in page.sections[start + 1 :]:
        if other.level <= section.level:
            break
        held.append(other)
    return tuple(held)


def _is_bare(page: Page, section: Section) -> bool:
    held = _held(page, section)
    return len(held) == 1 and section.is_empty


def _amounts(rule: SectionRule, held: Sequence[Section]) -> Iterator[tuple[str, int, int]]:
    elements = [element for section in held for element in section.elements]
    kinds = Counter(element.kind for element in elements)
    rows = sum(element.rows for element in elements if element.kind is ElementKind.TABLE)
    yield "table row", rule.needs.table_rows, rows
    yield "task", rule.needs.tasks, kinds[ElementKind.TASK]
    yield "folded block", rule.needs.folded, kinds[ElementKind.FOLDED]


def _amount(rule: SectionRule, noun: str, page: Page, section: Section) -> int:
    found = {name: holds for name, _, holds in _amounts(rule, _held(page, section))}
    return found[noun]
