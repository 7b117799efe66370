"""7xx: every text of the interface is in every catalogue, whole and in all its plural forms."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from babel import Locale

from handbook.checks.outline import contract_line, english_name
from handbook.content.catalogues import Catalogue, Entry, Interface
from handbook.content.faults import FaultKind
from handbook.content.handbook import Handbook
from handbook.content.layout import STRUCTURE
from handbook.content.structure import Language
from handbook.findings import Finding, code, counted, finding, from_fault, quoted

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-zA-Z]|\{\w*\}|%")
# How like an unused text must be to one that is missing, to be the same with a slip.
CLOSE = 0.75


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of the message catalogues."""
    if handbook.interface is None:
        return
    for language in handbook.structure.translations:
        catalogue = handbook.interface.catalogues.get(language.folder)
        if catalogue is None:
            continue
        if catalogue.fault:
            yield _unreadable(handbook, language, catalogue)
            continue
        yield from _missing(handbook.interface, language, catalogue)
        yield from _unused(handbook.interface, catalogue)
        yield from _plural_rule(language, catalogue)
        for entry in catalogue.entries:
            yield from _entry(catalogue, entry, language)


def _unreadable(handbook: Handbook, language: Language, catalogue: Catalogue) -> Finding:
    assert catalogue.fault is not None
    if catalogue.fault.kind is not FaultKind.FILE_MISSING:
        return from_fault("KB706", catalogue.path, catalogue.fault)
    return finding(
        "KB706",
        catalogue.path,
        1,
        f"the catalogue of {english_name(language)} is missing",
        note=f"the language is listed at {STRUCTURE}:{contract_line(handbook, 'languages')}",
        help=f"create {catalogue.path}",
    )


def _missing(interface: Interface, language: Language, catalogue: Catalogue) -> Iterator[Finding]:
    lines = {entry.key: entry.line for entry in catalogue.entries}
    last = max(lines.values(), default=1)
    for used in interface.used:
        if used.key not in lines:
            yield finding(
                "KB701",
                catalogue.path,
                last,
                f"text {quoted(used.key[0])} has no entry",
                note=f"it is used at {used.path}:{used.line}",
                help=f"add `msgid {_po(used.key[0])}` and its text in {english_name(language)}",
            )


def _unused(interface: Interface, catalogue: Catalogue) -> Iterator[Finding]:
    used = {message.key for message in interface.used}
    missing = [key[0] for key in used - {entry.key for entry in catalogue.entries}]
    for entry in catalogue.entries:
        if entry.key in used:
            continue
        close = difflib.get_close_matches(entry.key[0], sorted(missing), n=1, cutoff=CLOSE)
        yield finding(
            "KB703",
            catalogue.path,
            entry.line,
            f"nothing uses the text {quoted(entry.key[0])}",
            help=f"did you mean {quoted(close[0])}?" if close else "remove the entry",
        )
    for key in catalogue.obsolete:
        yield finding(
            "KB703",
            catalogue.path,
            1,
            f"nothing uses the text {quoted(key[0])}, which is kept as obsolete",
            help="remove the lines that begin with `#~`",
        )


def _plural_rule(language: Language, catalogue: Catalogue) -> Iterator[Finding]:
    """The declared forms part the numbers as the language does."""
    categories: dict[int, set[str]] = {}
    for number, form in enumerate(catalogue.rule):
        categories.setdefault(form, set()).add(_category(language.cldr, number))
    wanted = {_category(language.cldr, number) for number in range(len(catalogue.rule))}
    mixed = [form for form, found in categories.items() if len(found) > 1]
    if mixed or max(categories) >= catalogue.forms:
        yield finding(
            "KB705",
            catalogue.path,
            1,
            f"the catalogue parts numbers into {counted(catalogue.forms, 'plural form')}, "
            f"{english_name(language)} into {len(wanted)}: {', '.join(sorted(wanted))}",
            help=f"correct `Plural-Forms` to `nplurals={len(wanted)}` and its rule",
        )


def _category(locale: Locale, number: int) -> str:
    return str(locale.plural_form(number))


def _entry(catalogue: Catalogue, entry: Entry, language: Language) -> Iterator[Finding]:
    def at(number: str, message: str, help: str, note: str = "") -> Finding:
        return finding(number, catalogue.path, entry.line, message, note=note, help=help)

    name = quoted(entry.key[0])
    if not any(text.strip() for text in entry.strings):
        yield at("KB701", f"text {name} is empty", f"write it in {english_name(language)}")
        return
    if entry.fuzzy:
        yield at(
            "KB702",
            f"text {name} is marked as fuzzy, and is shown in the source language",
            "correct it, then remove `fuzzy` from the line that begins with `#,`",
        )
    empty = [form for form, text in enumerate(entry.strings) if not text.strip()]
    if len(entry.key) > 1 and (empty or len(entry.strings) < catalogue.forms):
        lacking = [*empty, *range(len(entry.strings), catalogue.forms)]
        shown = ", ".join(f"msgstr[{form}]" for form in lacking)
        yield at(
            "KB705",
            f"text {name} lacks {counted(len(lacking), 'plural form')} of {catalogue.forms}",
            f"add {code(shown)}",
            f"the numbers: {'; '.join(_numbers(catalogue, form) for form in lacking)}",
        )
    for form, text in enumerate(entry.strings):
        if text.strip():
            yield from _placeholders(catalogue, entry, form, text)


def _numbers(catalogue: Catalogue, form: int) -> str:
    """Some numbers that take a plural form."""
    taken = [number for number, found in enumerate(catalogue.rule) if found == form]
    return ", ".join(map(str, taken[:3])) + ("…" if len(taken) > 3 else "")


def _placeholders(catalogue: Catalogue, entry: Entry, form: int, text: str) -> Iterator[Finding]:
    wanted, given = (sorted(PLACEHOLDER.findall(one)) for one in (entry.key[-1], text))
    if given == wanted:
        return
    # Where a form is for one number alone, a language may say that number in words.
    if len(entry.key) > 1 and catalogue.rule.count(form) == 1:
        wanted_rest = [one for one in wanted if one != "%(num)d"]
        if given == wanted_rest:
            return
    missing, extra = _less(wanted, given), _less(given, wanted)
    said = [
        *(f"lacks {code(one)}" for one in missing),
        *(f"has {code(one)}, which the source has not" for one in extra),
    ]
    mend = [*(f"add {code(one)}" for one in missing), *(f"remove {code(one)}" for one in extra)]
    if len(missing) == len(extra) == 1:
        mend = [f"write {code(missing[0])} for {code(extra[0])}"]
    where = f"msgstr[{form}] of text" if len(entry.key) > 1 else "text"
    yield finding(
        "KB704",
        catalogue.path,
        entry.line,
        f"{where} {quoted(entry.key[0])} {' and '.join(said)}",
        help=", ".join(mend),
    )


def _less(some: list[str], others: list[str]) -> list[str]:
    left = list(others)
    kept = []
    for one in some:
        if one in left:
            left.remove(one)
        else:
            kept.append(one)
    return kept


def _po(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
