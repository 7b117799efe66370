"""8xx: files, front matter, headings and variables are of the form the handbook has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from handbook.checks.braces import stray_braces
from handbook.checks.matching import Match, is_source, match
from handbook.checks.names import GENERATED, NAMES
from handbook.content.company import PREFIX, VARIABLES, setting_of
from handbook.content.faults import Fault, FaultKind
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.layout import DOCS, STRUCTURE
from handbook.content.settings import did_you_mean
from handbook.findings import Finding, code, finding, from_fault, quoted

# What mkdocs-static-i18n takes for a language's folder.
LOCALE = re.compile(r"(?:[a-z]{2}(?:-[A-Za-z]{4})?(?:-[A-Z]{2})?|[a-z]{2}_[A-Z]{2})\Z")

TEXT_FAULTS = {FaultKind.BYTE_ORDER_MARK: "KB802"}
META_FAULTS = {
    FaultKind.NO_FRONT_MATTER: "KB811",
    FaultKind.MISSING_KEY: "KB812",
    FaultKind.UNKNOWN_KEY: "KB813",
    FaultKind.BAD_VALUE: "KB814",
    FaultKind.BAD_YAML: "KB816",
}


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of files, front matter, headings and variables."""
    yield from across(handbook)
    yield from pages(handbook)
    used = (page.variables for tree in handbook.trees.values() for page in tree.pages.values())
    yield from unused(handbook, {name for names in used for name in names})


def pages(handbook: Handbook) -> Iterator[Finding]:
    """What is found of each page by itself and beside its source."""
    for tree in handbook.trees.values():
        for page in tree.pages.values():
            if page.fault:
                yield from_fault(TEXT_FAULTS.get(page.fault.kind, "KB801"), page.path, page.fault)
                continue
            yield from _front_matter(handbook, page)
            yield from _headings(handbook, page)
            yield from _variables(page)
            yield from _braces(page)


# Files and folders


def across(handbook: Handbook) -> Iterator[Finding]:
    """What is found of files and folders."""
    for path in handbook.escaping:
        yield finding(
            "KB803",
            path,
            1,
            "the symbolic link leads to nothing within the project",
            help="put the file itself in its place",
        )
    languages = [language.folder for language in handbook.structure.languages]
    for folder in handbook.top_folders:
        known = folder in languages or folder in (handbook.engine_languages or ())
        if LOCALE.match(folder) and not known:
            yield finding(
                "KB804",
                f"{DOCS}/{folder}",
                1,
                f"the site engine takes folder {code(folder)} for a language and drops it",
                help="give it a longer name, "
                f"or list it as a language in {STRUCTURE} and mkdocs.yml",
            )
    for folder in languages:
        if folder not in handbook.top_folders:
            settings = handbook.structure_settings
            line = settings.line("languages", languages.index(folder)) if settings else 1
            yield finding(
                "KB805",
                f"{DOCS}/{folder}",
                1,
                f"the folder of language {code(folder)} is missing",
                note=f"the contract lists the language at {STRUCTURE}:{line}",
                help=f"create {DOCS}/{folder} with the same pages as the other languages",
            )


# Front matter


def without_slips(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults, without a missing key that an unknown one was meant to be."""
    faults = tuple(faults)
    meant = {
        fault.help.removeprefix("did you mean `").removesuffix("`?")
        for fault in faults
        if fault.kind is FaultKind.UNKNOWN_KEY and fault.help.startswith("did you mean `")
    }
    for fault in faults:
        key = fault.help.removeprefix("add `").removesuffix(":`")
        if fault.kind is not FaultKind.MISSING_KEY or key not in meant:
            yield fault


def _front_matter(handbook: Handbook, page: Page) -> Iterator[Finding]:
    for fault in without_slips(page.front_matter.faults):
        yield from_fault(META_FAULTS.get(fault.kind, "KB814"), page.path, fault)
    if page.meta is None:
        return
    kinds = handbook.structure.kinds
    if page.meta.kind not in kinds:
        yield finding(
            "KB815",
            page.path,
            page.front_matter.line("kind"),
            f"there is no kind of page {code(page.meta.kind)}",
            note=f"the kinds are in {STRUCTURE}",
            help=did_you_mean(page.meta.kind, kinds) or f"use one of {', '.join(kinds)}",
        )
    for key in ("title", "description", "owner"):
        if "{{" in getattr(page.meta, key):
            yield finding(
                "KB834",
                page.path,
                page.front_matter.line(key),
                f"{code(key)} holds a variable, and none is filled in there",
                help="write the text itself",
            )


# Headings and sections


def _headings(handbook: Handbook, page: Page) -> Iterator[Finding]:
    for section, following in zip(page.sections, [*page.sections[1:], None], strict=True):
        if section.level == 0:
            continue
        if section.level == 1:
            yield finding(
                "KB822",
                page.path,
                section.line,
                f"heading {quoted(section.title)} is at level 1",
                help="remove it: the title in the front matter is the page's heading",
            )
        is_parent = following is not None and following.level > section.level
        # One that is still to be written is a finding of its own.
        if section.is_empty and not is_parent and not section.marks:
            name = f"section {code(section.id)}" if section.id else quoted(section.title)
            yield finding(
                "KB821",
                page.path,
                section.line,
                f"{name} is empty",
                help="write its text, or remove the heading in every language",
            )
    yield from _skipped_levels(handbook, page)


def _skipped_levels(handbook: Handbook, page: Page) -> Iterator[Finding]:
    source = handbook.source.pages.get(page.name)
    counterparts: dict[str, Match] = {}
    skipped_there: list[Section] = []
    if source and not is_source(handbook, page):
        counterparts = {found.id: found for found in match(handbook, source) if found.id}
        skipped_there = [section for section, _ in _skips(source)]
    ids = {found.section.line: found.id for found in match(handbook, page)}
    for section, before in _skips(page):
        original = counterparts.get(ids[section.line] or "")
        # Where the source's heading is right, parity tells what went wrong here.
        if original and original.section not in skipped_there:
            continue
        yield finding(
            "KB823",
            page.path,
            section.line,
            f"heading {quoted(section.title)} is at level {section.level}, "
            f"the one before at level {before}",
            help=f"begin it with `{'#' * (before + 1)}`",
        )


def _skips(page: Page) -> Iterator[tuple[Section, int]]:
    """The headings that skip a level, with the level before; the page's title is level 1."""
    before = 1
    for section in page.headed:
        if section.level > before + 1:
            yield section, before
        # One at level 1 is a finding of its own, and those below it are no deeper for it.
        if section.level > 1:
            before = section.level


# Variables


def _variables(page: Page) -> Iterator[Finding]:
    for section in page.sections:
        for variable in section.variables:
            if variable.name not in NAMES:
                yield finding(
                    "KB831",
                    page.path,
                    variable.line,
                    f"there is no variable {code(variable.name)}",
                    column=variable.column,
                    help=did_you_mean(variable.name, NAMES) or "use one that CONTRIBUTING.md lists",
                )
            elif variable.name in GENERATED and not variable.alone:
                yield finding(
                    "KB833",
                    page.path,
                    variable.line,
                    f"{code(variable.name)} is not alone on its line",
                    column=variable.column,
                    help=f"write `{{{{ {variable.name} }}}}` on a line of its own",
                )


def _braces(page: Page) -> Iterator[Finding]:
    for braces in stray_braces(page):
        yield finding(
            "KB834",
            page.path,
            braces.line,
            "double braces do not hold the name of a variable",
            column=braces.column,
            help="write `{{ company.name }}`, on one line, or put the braces in code",
        )


def unused(handbook: Handbook, used: AbstractSet[str]) -> Iterator[Finding]:
    """The settings that none of the variables in use fills in."""
    company = handbook.company
    if company.model is None:
        return
    # A misspelt variable was meant to use its setting.
    hints = {did_you_mean(name, NAMES) for name in used - set(NAMES)}
    for name in VARIABLES:
        if name not in used and f"did you mean `{name}`?" not in hints:
            yield finding(
                "KB832",
                company.path,
                company.line(*setting_of(name)),
                f"setting {code(name.removeprefix(PREFIX))} is used on no page",
                help=f"write `{{{{ {name} }}}}` where the text speaks of it",
            )
