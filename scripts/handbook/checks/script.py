"""5xx: script and typography, in pages, settings and interface texts.

`faults` are the rules over any prose; `MENDS` write what is mechanical and safe to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from handbook.checks.conventions import Conventions, conventions
from handbook.checks.direction import controls, run_order
from handbook.checks.faults import Fault, applied, excerpt
from handbook.checks.letters import (
    digits,
    mixed_scripts,
    normal_form,
    presentation_forms,
    tatweel,
)
from handbook.checks.punctuation import (
    doubled_marks,
    doubled_words,
    invisible,
    no_break_spaces,
    script_marks,
    spacing,
)
from handbook.checks.quotes import quotation_marks
from handbook.content.company import Company
from handbook.content.glossary import Glossary
from handbook.content.handbook import Handbook, Page
from handbook.content.settings import Settings
from handbook.content.spans import PageProse, Prose, text_prose
from handbook.content.yamltext import KeyPath
from handbook.findings import Finding, code, finding


# A text seen before, by a server or a test that checks over and over, is not read again.
@lru_cache(maxsize=512)
def faults(
    text: str, language: Conventions, *, isolated: bool = False, style: bool = True
) -> tuple[Fault, ...]:
    """Every fault of some prose.

    `isolated` says that the build isolates left-to-right runs in right-to-left text;
    `style` asks for the house's style too (its quotation marks, its digits), not
    only for what is wrong in any.
    """
    return (
        *(() if isolated else run_order(text, language)),
        *controls(text, language, isolated=isolated),
        *script_marks(text, language),
        *quotation_marks(text, language, style=style),
        *digits(text, language, style=style),
        *tatweel(text),
        *presentation_forms(text),
        *normal_form(text),
        *mixed_scripts(text, language),
        *doubled_words(text, language),
        *doubled_marks(text, style=style),
        *spacing(text, language),
        *invisible(text, language),
        *no_break_spaces(text, language, style=style),
    )


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of script and typography."""
    yield from settings(handbook)
    yield from interface(handbook)
    yield from pages(handbook)


def pages(handbook: Handbook) -> Iterator[Finding]:
    """The script of the pages."""
    for folder, tree in handbook.trees.items():
        language = conventions(handbook.structure.language(folder).locale)
        for page in tree.pages.values():
            yield from page_findings(page, language)


def interface(handbook: Handbook) -> Iterator[Finding]:
    """The script of the interface's texts."""
    catalogues = handbook.interface.catalogues if handbook.interface else {}
    for folder in handbook.trees:
        language = conventions(handbook.structure.language(folder).locale)
        if catalogue := catalogues.get(folder):
            for entry in catalogue.entries:
                for text in entry.strings:
                    prose = text_prose(text, entry.line)
                    name = f"the translation of {code(entry.key[0])}"
                    yield from _findings(catalogue.path, prose, language, name)


def settings(handbook: Handbook) -> Iterator[Finding]:
    """The script of docs/company.yml and docs/glossary.yml."""
    for folder in handbook.trees:
        language = conventions(handbook.structure.language(folder).locale)
        for file, keys, text in settings_texts(handbook, folder):
            for judged in judged_setting(file, keys, text, language):
                yield judged.finding


def settings_texts(
    handbook: Handbook, folder: str
) -> Iterator[tuple[Settings[Company] | Settings[Glossary], KeyPath, str]]:
    """A language's texts in docs/company.yml and docs/glossary.yml, each with its keys."""
    if company := handbook.company.model:
        yield handbook.company, ("name", folder), company.name.get(folder, "")
        role = company.escalation.role.get(folder, "")
        yield handbook.company, ("escalation", "role", folder), role
    if glossary := handbook.glossary.model:
        for id, term in glossary.terms.items():
            for field, texts in (("term", term.term), ("definition", term.definition)):
                yield handbook.glossary, ("terms", id, field, folder), texts.get(folder, "")


class Judged(NamedTuple):
    """A fault in some prose, and what is said of it.

    `isolated` says that the build isolates left-to-right runs there.
    """

    finding: Finding
    prose: Prose
    fault: Fault
    isolated: bool


def page_findings(
    page: Page, language: Conventions, *, isolated: bool = True, style: bool = True
) -> Iterator[Finding]:
    """The findings of one page.

    Alternative texts and the front matter become attributes and the browser's title,
    which no build can isolate.
    """
    for judged in judged_page(page, language, isolated=isolated, style=style):
        yield judged.finding
    for _, judged in judged_front_matter(page, language, isolated=isolated, style=style):
        yield judged.finding


def judged_page(
    page: Page, language: Conventions, *, isolated: bool = True, style: bool = True
) -> Iterator[Judged]:
    """The faults of a page's text and alternative texts."""
    for prose, fault in page_faults(page.prose, language, isolated=isolated, style=style):
        found = _finding(page.path, prose, fault)
        yield Judged(found, prose, fault, isolated and prose is page.prose.text)


def judged_front_matter(
    page: Page, language: Conventions, *, isolated: bool = True, style: bool = True
) -> Iterator[tuple[str, Judged]]:
    """The faults of the front matter's texts, each with its key."""
    if page.meta:
        for key in ("title", "description", "owner"):
            prose = text_prose(getattr(page.meta, key), page.front_matter.line(key))
            # The owner is shown on the page alone.
            runs = isolated and key == "owner"
            for fault in faults(prose.text, language, isolated=runs, style=style):
                yield key, Judged(_finding(page.path, prose, fault, code(key)), prose, fault, runs)


def judged_setting(
    settings: Settings[Company] | Settings[Glossary],
    keys: KeyPath,
    text: str,
    language: Conventions,
) -> Iterator[Judged]:
    """The faults of one of the texts that `settings_texts` has."""
    prose = text_prose(text, settings.line(*keys))
    name = code(".".join(map(str, keys)))
    for fault in faults(prose.text, language, isolated=True):
        yield Judged(_finding(settings.path, prose, fault, name), prose, fault, True)


def page_faults(
    page: PageProse, language: Conventions, *, isolated: bool, style: bool = True
) -> Iterator[tuple[Prose, Fault]]:
    """The faults of a page's text and of its alternative texts, each with its prose."""
    for fault in faults(page.text.text, language, isolated=isolated, style=style):
        yield page.text, fault
    for prose in page.alternatives:
        for fault in faults(prose.text, language, style=style):
            yield prose, fault


def _findings(path: str, prose: Prose, language: Conventions, name: str) -> Iterator[Finding]:
    for fault in faults(prose.text, language, isolated=True):
        yield _finding(path, prose, fault, name)


def _finding(path: str, prose: Prose, fault: Fault, name: str = "") -> Finding:
    line, column = prose.place(fault.start)
    help = fault.help
    if not help and fault.edits:
        help = f"write {code(excerpt(prose.text, fault.start, fault.end, fault.edits))}"
    shown = "" if fault.code == "KB504" else excerpt(prose.text, fault.start, fault.end)
    return finding(
        fault.code,
        path,
        line,
        f"{name}: {fault.message}" if name else fault.message,
        column=column,
        detail=code(shown) if shown else "",
        help=help,
    )


# --- Mends ------------------------------------------------------------------------------------

Rule = Callable[[str, Conventions], Iterable[Fault]]
Mend = Callable[[str, Conventions], str]

# The codes whose edits are right whatever the author meant.
_RULES: dict[str, Rule] = {
    "KB502": partial(controls, isolated=False),
    "KB503": script_marks,
    "KB504": quotation_marks,
    "KB506": digits,
    "KB507": lambda text, _: tatweel(text),
    "KB508": lambda text, _: presentation_forms(text),
    "KB509": lambda text, _: normal_form(text),
    "KB513": spacing,
    "KB514": invisible,
    "KB515": no_break_spaces,
}
# One edit can lay bare the next (a space before a space); none takes more rounds than this.
_ROUNDS = 4


def _mend(rule: Rule, number: str, text: str, language: Conventions) -> str:
    for _ in range(_ROUNDS):
        edits = tuple(
            edit for fault in rule(text, language) if fault.code == number for edit in fault.edits
        )
        new = applied(text, edits)
        if new == text:
            break
        text = new
    return text


# From a code to what mends it in a text that is prose throughout: pure and idempotent.
MENDS: dict[str, Mend] = {number: partial(_mend, rule, number) for number, rule in _RULES.items()}
