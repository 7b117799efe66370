"""8xx: the settings files fit their schemas and have a text for every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook.checks.files import without_slips
from handbook.checks.outline import english_name
from handbook.content.handbook import Handbook
from handbook.content.layout import ENGINE, STRUCTURE
from handbook.content.settings import Model, Settings, did_you_mean
from handbook.content.structure import Structure
from handbook.content.yamltext import KeyPath
from handbook.findings import Finding, code, finding, from_fault


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of company.yml and glossary.yml."""
    yield from _faults("KB842", handbook.company)
    yield from _faults("KB843", handbook.glossary)
    if company := handbook.company.model:
        for path, texts in (
            (("name",), company.name),
            (("escalation", "role"), company.escalation.role),
        ):
            yield from _texts(handbook, handbook.company, path, texts)
    if glossary := handbook.glossary.model:
        for id, term in glossary.terms.items():
            for field, texts in (("term", term.term), ("definition", term.definition)):
                yield from _texts(handbook, handbook.glossary, ("terms", id, field), texts)
            for name, lists in (("forms", term.forms), ("forbidden", term.forbidden)):
                yield from _strangers(handbook, handbook.glossary, ("terms", id, name), lists)
        for id, pair in glossary.opposites.items():
            for name, lists in (("one", pair.one), ("other", pair.other)):
                yield from _strangers(handbook, handbook.glossary, ("opposites", id, name), lists)


def across(handbook: Handbook) -> Iterator[Finding]:
    """Why mkdocs.yml cannot be read."""
    for fault in handbook.engine_faults:
        yield from_fault("KB845", ENGINE, fault)


def check_structure(settings: Settings[Structure]) -> tuple[Finding, ...]:
    """The faults of a structure.yml that nothing can be checked against."""
    return tuple(sorted(set(_faults("KB841", settings))))


def _faults(number: str, settings: Settings[Model]) -> Iterator[Finding]:
    for fault in without_slips(settings.faults):
        yield from_fault(number, settings.path, fault)


def _texts(
    handbook: Handbook, settings: Settings[Model], path: KeyPath, texts: Mapping[str, str]
) -> Iterator[Finding]:
    name = ".".join(map(str, path))
    for language in handbook.structure.languages:
        folder = language.folder
        if texts.get(folder, "").strip():
            continue
        yield finding(
            "KB844",
            settings.path,
            settings.line(*path, folder),
            f"{code(name)} has no text in {english_name(language)}",
            help=f"add `{folder}: <text in {english_name(language)}>`",
        )
    yield from _strangers(handbook, settings, path, texts)


def _strangers(
    handbook: Handbook, settings: Settings[Model], path: KeyPath, texts: Mapping[str, object]
) -> Iterator[Finding]:
    folders = [language.folder for language in handbook.structure.languages]
    for folder in texts:
        if folder not in folders:
            yield finding(
                "KB844",
                settings.path,
                settings.line(*path, folder),
                f"{code('.'.join(map(str, path)))} has a text in {code(folder)}, "
                "which is no language of the handbook",
                note=f"the languages are listed in {STRUCTURE}",
                help=did_you_mean(folder, folders) or "remove it",
            )
