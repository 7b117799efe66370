"""`handbook diff`: what changed in the source since a translation was accepted."""

from __future__ import annotations

import re
from pathlib import Path

import click

from handbook.checks.outline import english_name
from handbook.checks.staleness import Part, State, Text
from handbook.cli.colour import in_colour
from handbook.cli.common import read
from handbook.cli.project import project_root
from handbook.cli.targets import find, require_sound_records, translation
from handbook.content.handbook import Handbook
from handbook.content.layout import DOCS
from handbook.content.records import SOURCES, Record
from handbook.content.structure import Language
from handbook.findings import quoted
from handbook.worddiff import colored, plain

# What could drive a terminal or turn the rest of a line around.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


@click.command("diff")
@click.argument("language", metavar="LANG")
@click.argument("target", metavar="PAGE[#SECTION]")
@click.pass_obj
def diff_command(root: Path | None, language: str, target: str) -> None:
    """Show what the source has changed since a translation was accepted.

    Word by word: removed words are red, new ones green; in a pipe [-removed-] and {+new+}.
    Without #SECTION, every section of the page that is out of date.
    """
    handbook = read(project_root(root), "text")
    require_sound_records(handbook)
    chosen = translation(handbook, language)
    found = find(handbook, chosen, target)
    if "#" not in target:
        out_of_date = [part for part in found if part.state is State.STALE]
        if not out_of_date:
            click.echo(f"no section of {found[0].name} is out of date in {english_name(chosen)}")
        found = out_of_date
    click.echo("\n".join(shown(handbook, chosen, part) for part in found), nl=False, color=True)


def shown(handbook: Handbook, language: Language, part: Part) -> str:
    """One section: where it is, what changed, and where its translation is."""
    place = _place(handbook.structure.source, part, part.there)
    if part.record is None:
        state = "is missing" if part.here is None else "has never been accepted"
        return f"{place}: the section {state} in {english_name(language)}\n"
    on = _accepted(part.record)
    if part.record.source == part.there.fingerprint:
        return f"{place}: nothing has changed since it was {on}\n"
    old = handbook.freshness.texts.get(part.record.source)
    if old is None:
        body = f"{part.there.text}\n\nwhat it was then is not kept in {SOURCES}: this is all of it"
    else:
        body = (colored if in_colour() else plain)(_visible(old), _visible(part.there.text))
    return f"{place}, {on}\n\n{body}\n\n{_translation(language, part, part.record)}\n"


def _accepted(record: Record) -> str:
    reason = f" (unchanged: {record.unchanged})" if record.unchanged else ""
    return f"accepted on {record.accepted}{reason}"


def _translation(language: Language, part: Part, record: Record) -> str:
    name = english_name(language)
    if part.here is None:
        return f"the section is missing in {name}"
    same = record.translation == part.here.fingerprint
    return (
        f"in {name}: {_place(language.folder, part, part.here)}, "
        f"{'not changed' if same else 'changed'} since"
    )


def _place(folder: str, part: Part, text: Text) -> str:
    title = f" {quoted(text.title)}" if text.title else ""
    return f"{DOCS}/{folder}/{part.name}:{text.line}{title}"


def _visible(words: str) -> str:
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", words)
