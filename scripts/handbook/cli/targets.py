"""What a command is told of freshness: a language, and sections as `PAGE#SECTION`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from handbook import report
from handbook.checks import freshness
from handbook.checks.outline import english_name
from handbook.checks.staleness import Part, parts
from handbook.cli.colour import in_colour
from handbook.cli.project import USAGE, ConfigurationError
from handbook.content.handbook import Handbook
from handbook.content.layout import DOCS
from handbook.content.settings import did_you_mean
from handbook.content.structure import Language


def require_sound_records(handbook: Handbook) -> None:
    """Go no further with records that cannot be read: they would be taken for none."""
    kept = handbook.freshness
    broken = {settings.path for settings in kept.records.values() if settings.faults}
    if kept.sources and kept.sources.faults:
        broken.add(kept.sources.path)
    if broken:
        findings = sorted(found for found in freshness.check(handbook) if found.path in broken)
        click.echo(
            report.text(findings, (), color=in_colour(err=True)), err=True, nl=False, color=True
        )
        sys.exit(USAGE)


def translation(handbook: Handbook, folder: str) -> Language:
    """The language of a folder, which is not the source's. Raises ConfigurationError."""
    languages = handbook.structure.translations
    for language in languages:
        if language.folder == folder:
            return language
    folders = [language.folder for language in languages]
    if folder == handbook.structure.source:
        reason = f"`{folder}` is the source, and no translation"
    else:
        reason = f"there is no language `{folder}`"
    hint = did_you_mean(folder, folders) or f"use one of {', '.join(folders)}"
    raise ConfigurationError(f"{reason}: {hint}")


def find(handbook: Handbook, language: Language, target: str) -> list[Part]:
    """The sections that a target names: one, or a page's. Raises ConfigurationError."""
    name, mark, id = target.partition("#")
    # A path may be copied from a finding.
    for folder in (language.folder, handbook.structure.source):
        name = name.removeprefix(f"{DOCS}/{folder}/")
    pages = handbook.source.pages
    if name not in pages:
        raise ConfigurationError(_unknown(f"page `{name}`", name, pages))
    found = list(parts(handbook, language.folder, name))
    if not found:
        raise ConfigurationError(f"{pages[name].path} cannot be read: see `handbook check`")
    if mark:
        ids = [part.id for part in found]
        if id not in ids:
            raise ConfigurationError(_unknown(f"section `{id}` in {pages[name].path}", id, ids))
        found = [part for part in found if part.id == id]
    return found


def present(language: Language, target: str, found: list[Part]) -> list[Part]:
    """Those of the sections that the translation has. Raises ConfigurationError for none."""
    there = [part for part in found if part.here]
    if not there:
        raise ConfigurationError(f"{target} is missing in {english_name(language)}: write it first")
    return there


def _unknown(what: str, word: str, known: Iterable[str]) -> str:
    names = list(known)
    hint = did_you_mean(word, names) or f"use one of {', '.join(names)}"
    return f"there is no {what}: {hint}"
