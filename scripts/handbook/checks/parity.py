"""1xx: every language has the same pages, sections and elements, as the contract has them.

One cause, one finding: what a missing page or section would have held is not
reported again, and a contract fault that parity with the source already shows
in a translation is not reported there a second time. A section that is out of date
is not held to be equal to the newer source.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from handbook.checks.contents import contents
from handbook.checks.contract import contract
from handbook.checks.matching import CLOSE, is_readable, is_source, page_kind
from handbook.checks.outline import (
    Outline,
    contract_line,
    english_name,
    expected,
    is_slip,
    longest_rising,
    missing_section,
    move,
    outline,
)
from handbook.checks.staleness import FRONT_MATTER, stale
from handbook.content.handbook import Handbook, Page
from handbook.content.layout import DOCS, ENGINE, STRUCTURE
from handbook.content.structure import Language
from handbook.findings import Finding, code, finding, quoted

# The keys of the front matter that say the same in every language.
SHARED_KEYS = ("kind", "reviewed", "review_interval")


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of parity and of the contract."""
    yield from across(handbook)
    yield from pages(handbook)


def pages(handbook: Handbook) -> Iterator[Finding]:
    """What is found of the pages' sections."""
    for tree in handbook.trees.values():
        for name in handbook.structure.pages:
            page = tree.pages.get(name)
            if page and is_readable(page):
                yield from _page(handbook, page)


def across(handbook: Handbook) -> Iterator[Finding]:
    """What is found of the languages and of which pages there are."""
    yield from _languages(handbook)
    for tree in handbook.trees.values():
        yield from _pages(handbook, tree.language)


def _page(handbook: Handbook, page: Page) -> Iterator[Finding]:
    here = outline(handbook, page)
    original = handbook.source.pages.get(page.name)
    source = None
    if original and is_readable(original) and not is_source(handbook, page):
        source = outline(handbook, original)
    kind = page_kind(handbook, page)
    if kind:
        yield from contract(here, source, *kind)
    if source and original:
        fixed = {rule.id for rule in kind[1].fixed} if kind else set()
        outdated = stale(here, source)
        if FRONT_MATTER not in outdated:
            yield from _front_matter(handbook, page, original)
        yield from _missing(here, source, fixed)
        yield from _extra(here, source, fixed)
        yield from _levels(here, source)
        yield from _order(here, source)
        yield from contents(here, source, outdated)


# Languages and pages


def _languages(handbook: Handbook) -> Iterator[Finding]:
    engine = handbook.engine_languages
    if engine is None:
        return
    folders = [language.folder for language in handbook.structure.languages]
    for folder, line in engine.items():
        if folder not in folders:
            listed = contract_line(handbook, "languages")
            yield finding(
                "KB121",
                ENGINE,
                line,
                f"language {code(folder)} is not in {STRUCTURE}",
                note=f"the languages are listed at {STRUCTURE}:{listed}",
                help=f"remove it, or list it in {STRUCTURE}",
            )
    for index, folder in enumerate(folders):
        if folder not in engine:
            yield finding(
                "KB121",
                STRUCTURE,
                contract_line(handbook, "languages", index),
                f"language {code(folder)} is not in {ENGINE}",
                note=f"{ENGINE} lists {', '.join(map(code, engine)) or 'none'}",
                help=f"list it under `plugins`, `i18n`, `languages` in {ENGINE}, or remove it here",
            )


def _pages(handbook: Handbook, language: Language) -> Iterator[Finding]:
    present = handbook.trees[language.folder].pages
    missing = [name for name in handbook.structure.pages if name not in present]
    for name in present:
        if name in handbook.contract_pages:
            continue
        close = difflib.get_close_matches(name, missing, n=1, cutoff=CLOSE)
        if close:
            missing.remove(close[0])
        yield finding(
            "KB106",
            f"{DOCS}/{language.folder}/{name}",
            1,
            f"page {code(name)} is not in the contract",
            note=f"the pages are listed at {STRUCTURE}:{contract_line(handbook, 'pages')}",
            help=f"did you mean {code(close[0])}?"
            if close
            else f"list it in {STRUCTURE} or delete it",
        )
    # A folder that is missing is a finding of its own, and so is a link out of the tree.
    if language.folder in handbook.top_folders:
        for name in missing:
            if not _leads_out(handbook, f"{DOCS}/{language.folder}/{name}"):
                yield _missing_page(handbook, language, name)


def _missing_page(handbook: Handbook, language: Language, name: str) -> Finding:
    path = f"{DOCS}/{language.folder}/{name}"
    source = handbook.source.pages.get(name)
    line = contract_line(handbook, "pages", handbook.structure.pages.index(name))
    return finding(
        "KB101",
        path,
        1,
        f"page {code(name)} is missing in {english_name(language)}",
        note=(
            f"the source has it at {source.path} {quoted(source.title)}"
            if source
            else f"the contract lists it at {STRUCTURE}:{line}"
        ),
        help=f"write {path}" if source else f"write {path}, or remove it from {STRUCTURE}",
    )


def _leads_out(handbook: Handbook, path: str) -> bool:
    return any(path == link or path.startswith(f"{link}/") for link in handbook.escaping)


# Front matter and sections against the source


def _front_matter(handbook: Handbook, page: Page, source: Page) -> Iterator[Finding]:
    if page.meta is None or source.meta is None:
        return
    for key in SHARED_KEYS:
        # A kind that does not exist is a finding of its own.
        if key == "kind" and page.meta.kind not in handbook.structure.kinds:
            continue
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


def _missing(here: Outline, source: Outline, fixed: set[str]) -> Iterator[Finding]:
    """Sections of the source that are not here; one the contract asks for is left to it."""
    absent = [id for id in source.sections if id not in here.sections]
    for id in absent:
        if id not in fixed and source.parents[id] not in absent:
            yield missing_section("KB102", here, source, id)


def _extra(here: Outline, source: Outline, fixed: set[str]) -> Iterator[Finding]:
    # A section that the contract requires is the source's to add.
    extra = {id for id in here.sections if id not in source.sections and id not in fixed}
    for found in here.matches:
        id, section = found.id, found.section
        # A level-1 heading is a finding of its own.
        if id is None or section.id is None or section.level == 1:
            continue
        if id in extra:
            if here.parents[id] not in (None, *source.sections):
                continue  # what it stands in is missing there, or extra here
            yield finding(
                "KB103",
                here.page.path,
                section.line,
                f"section {code(id)} is not in the source",
                note=f"the source page is {source.page.path}",
                help="remove it, or add it to the source and to every language",
            )
        elif found.guessed and is_slip(here.page, found):
            original = source.sections.get(id)
            yield finding(
                "KB103",
                here.page.path,
                section.line,
                f"section {code(section.id)} is not in the source",
                note=f"the source has {source.place(original)}" if original else "",
                help=f"did you mean `{original.id if original and original.id else id}`?",
            )


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
                note=f"the source has it at {source.place(original)}",
                help=f"begin the heading with `{'#' * original.level}`",
            )


def _order(here: Outline, source: Outline) -> Iterator[Finding]:
    """The fewest sections whose move puts all into the source's order."""
    shared = [id for id in here.sections if here.level(id) == source.level(id)]
    staying = [id for id in shared if here.parents[id] == source.parents[id]]
    moved = [id for id in shared if _moved_elsewhere(here, source, id)]
    for parent in dict.fromkeys(source.parents[id] for id in staying):
        group = [id for id in staying if source.parents[id] == parent]
        order = [id for id in source.sections if id in group]
        kept = longest_rising([order.index(id) for id in group])
        moved += [id for index, id in enumerate(group) if index not in kept]
    for id in moved:
        yield _out_of_order(here, source, id)


def _moved_elsewhere(here: Outline, source: Outline, id: str) -> bool:
    """Whether a section stands in another one, and not because that one is amiss itself."""
    now, meant = here.parents[id], source.parents[id]
    return now != meant and all(
        parent is None or here.level(parent) == source.level(parent) for parent in (now, meant)
    )


def _out_of_order(here: Outline, source: Outline, id: str) -> Finding:
    parent = source.parents[id]
    order = [
        other
        for other in source.sections
        if source.parents[other] == parent and other in here.sections
    ]
    place = order.index(id)
    before = order[place - 1] if place else parent
    after = order[place + 1] if place + 1 < len(order) else None
    return finding(
        "KB104",
        here.page.path,
        here.sections[id].line,
        f"section {code(id)} is out of order",
        detail=expected(before, after),
        note=f"the source has it at {source.place(source.sections[id])}",
        help=move(before, after),
    )
