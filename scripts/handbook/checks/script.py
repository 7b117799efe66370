"""5xx: script and typography, in pages, settings and interface texts.

`faults` are the rules over any prose; `MENDS` write what is mechanical and safe to write.
Neither needs a handbook: `page_faults` serves a page of any site.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache, partial

from handbook.checks.conventions import Conventions, conventions
from handbook.checks.direction import controls, run_order
from handbook.checks.faults import Edit, Fault, applied, excerpt
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
from handbook.content.handbook import Handbook, Page
from handbook.content.settings import Model, Settings
from handbook.content.spans import PageProse, Prose, text_prose
from handbook.content.yamltext import KeyPath
from handbook.findings import Finding, code, finding
from handbook.texts import catalogue_path


# A text seen before, by a server or a test that checks over and over, is not read again.
@lru_cache(maxsize=4096)
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
    yield from across(handbook)
    yield from pages(handbook)


def pages(handbook: Handbook) -> Iterator[Finding]:
    """The script of the pages."""
    for folder, tree in handbook.trees.items():
        language = conventions(handbook.structure.language(folder).locale)
        for page in tree.pages.values():
            yield from page_findings(page, language)


def across(handbook: Handbook) -> Iterator[Finding]:
    """The script of the settings and of the interface."""
    for folder, tree in handbook.trees.items():
        language = conventions(handbook.structure.language(folder).locale)
        for message in handbook.catalogues.get(folder, ()):
            path = catalogue_path(handbook.root, tree.language.locale)
            yield from _findings(
                path.relative_to(handbook.root).as_posix(),
                text_prose(message.text, message.line),
                language,
                f"the translation of {code(message.id)}",
            )
        if company := handbook.company.model:
            yield from _setting(handbook.company, ("name", folder), company.name, language)
            role = ("escalation", "role", folder)
            yield from _setting(handbook.company, role, company.escalation.role, language)
        if glossary := handbook.glossary.model:
            for id, term in glossary.terms.items():
                for field, texts in (("term", term.term), ("definition", term.definition)):
                    path_ = ("terms", id, field, folder)
                    yield from _setting(handbook.glossary, path_, texts, language)


def page_findings(
    page: Page, language: Conventions, *, isolated: bool = True, style: bool = True
) -> Iterator[Finding]:
    """The findings of one page.

    Alternative texts and the front matter become attributes and the browser's title,
    which no build can isolate.
    """
    for prose, fault in page_faults(page.prose, language, isolated=isolated, style=style):
        yield _finding(page.path, prose, fault)
    if page.meta:
        for key in ("title", "description", "owner"):
            prose = text_prose(getattr(page.meta, key), page.front_matter.line(key))
            # The owner is shown on the page alone.
            runs = isolated and key == "owner"
            for fault in faults(prose.text, language, isolated=runs, style=style):
                yield _finding(page.path, prose, fault, code(key))


def page_faults(
    page: PageProse, language: Conventions, *, isolated: bool, style: bool = True
) -> Iterator[tuple[Prose, Fault]]:
    """The faults of a page's text and of its alternative texts, each with its prose."""
    for fault in faults(page.text.text, language, isolated=isolated, style=style):
        yield page.text, fault
    for prose in page.alternatives:
        for fault in faults(prose.text, language, style=style):
            yield prose, fault


def _setting(
    settings: Settings[Model], path: KeyPath, texts: dict[str, str], language: Conventions
) -> Iterator[Finding]:
    text = texts.get(str(path[-1]), "")
    prose = text_prose(text, settings.line(*path))
    yield from _findings(settings.path, prose, language, code(".".join(map(str, path))))


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


def line_edits(
    page: PageProse,
    language: Conventions,
    codes: Collection[str] = tuple(MENDS),
    *,
    style: bool = True,
) -> dict[int, list[Edit]]:
    """The edits of each line (1-based) of a page's file, their columns 0-based.

    Only prose is edited: no code, address, HTML or variable, nor what markup cuts in two.
    A fault is mended whole or not at all.
    """
    found: dict[int, list[Edit]] = {}
    for prose, fault in page_faults(page, language, isolated=False, style=style):
        if fault.code not in codes or fault.code not in MENDS:
            continue
        places = [(prose.written(start, end), text) for start, end, text in fault.edits]
        if all(place for place, _ in places):
            for place, text in places:
                assert place
                line, start, end = place
                found.setdefault(line, []).append(Edit(start, end, text))
    return found


def mended_line(line: str, edits: Iterable[Edit]) -> str:
    """A line with the edits that `line_edits` has for it."""
    return applied(line, tuple(edits))
