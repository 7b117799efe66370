"""`handbook accept`: record that translations say what their source says now."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from filelock import FileLock, Timeout

from handbook.acceptance import Outcome, accept, named_texts, pruned
from handbook.checks.outline import english_name
from handbook.checks.staleness import Part, State, parts
from handbook.cli.common import read
from handbook.cli.project import ConfigurationError, project_root, today
from handbook.cli.targets import find, present, require_sound_records, translation
from handbook.content.atomic import write_atomically
from handbook.content.handbook import Handbook
from handbook.content.recordfiles import records_yaml, sources_yaml
from handbook.content.records import FOLDER, SOURCES, Records, records_path
from handbook.content.structure import Language
from handbook.findings import counted

# Held while records are written; how many seconds another `accept` waits for it.
LOCK = ".cache/accept.lock"
PATIENCE = 30.0


@click.command("accept")
@click.argument("folder", metavar="LANG")
@click.argument("targets", metavar="[PAGE[#SECTION]]...", nargs=-1)
@click.option("--unchanged", "reason", metavar="REASON", help="Why it need not change; kept.")
@click.option("--all", "everything", is_flag=True, help="Every section never accepted before.")
@click.option("--prune", is_flag=True, help="Remove the records of sections that are no more.")
@click.pass_obj
def accept_command(
    root: Path | None,
    folder: str,
    targets: tuple[str, ...],
    reason: str | None,
    everything: bool,
    prune: bool,
) -> None:
    """Record that sections of a translation say what the source says.

    Refuses a translation that has not changed since it was accepted although its source
    has, unless --unchanged says why; then nothing is recorded. A page without #SECTION
    is all its sections. --all is for the first adoption of a language.
    """
    if sum((bool(targets), everything, prune)) != 1:
        raise click.UsageError("name sections, or give one of --all and --prune")
    reason = " ".join((reason or "").split()) if reason is not None else None
    if reason == "":
        raise click.BadParameter("the reason is empty", param_hint="--unchanged")
    root = project_root(root)
    with _alone(root):
        handbook = read(root, "text")
        require_sound_records(handbook)
        language = translation(handbook, folder)
        if prune:
            _prune(handbook, language)
        else:
            _accept(handbook, language, targets, reason or "")


def _accept(handbook: Handbook, language: Language, targets: tuple[str, ...], reason: str) -> None:
    if targets:
        chosen = {
            part.target: part
            for target in targets
            for part in present(language, target, find(handbook, language, target))
        }.values()
    else:
        new = (p for p in _every_part(handbook, language) if p.state is State.NEVER_ACCEPTED)
        # Nobody means an empty text by `--all`, nor one still to be written.
        there = (p for p in new if p.here and p.here.text and not p.is_unwritten)
        chosen = {part.target: part for part in there}.values()
    outcome = accept(handbook, language.folder, chosen, today(), reason)
    if outcome.refused:
        for part in outcome.refused:
            click.echo(_refusal(part), err=True)
        click.echo("nothing was recorded", err=True)
        sys.exit(1)
    _write(handbook, language.folder, outcome.records, outcome.texts)
    _report(language, outcome, by_name=bool(targets))


def _every_part(handbook: Handbook, language: Language) -> Iterator[Part]:
    for name in handbook.source.pages:
        yield from parts(handbook, language.folder, name)


def _refusal(part: Part) -> str:
    if part.is_unwritten:
        where = part.there if part.there.is_unwritten else part.here
        path = where.page.path if where else ""
        return f"error: {part.target}: {path} is still to be written\nhelp: write it first"
    if part.record is None or (part.here and not part.here.text):
        why = "there is no text to accept"
        mend = "write it"
    else:
        why = f"the text has not changed since {part.record.accepted}, and its source has"
        mend = f"see `handbook diff {part.folder} {part.target}`, mend it"
    return (
        f"error: {part.target}: {why}\n"
        f"help: {mend}, or say why it need not change with `--unchanged REASON`"
    )


def _report(language: Language, outcome: Outcome, *, by_name: bool) -> None:
    name = english_name(language)
    if by_name:
        for part in outcome.accepted:
            click.echo(f"accepted {part.target} in {name}")
        for part in outcome.current:
            click.echo(f"{part.target} was up to date in {name} already")
    else:
        click.echo(f"accepted {counted(len(outcome.accepted), 'section')} in {name}")


def _prune(handbook: Handbook, language: Language) -> None:
    records, removed = pruned(handbook, language.folder)
    _write(handbook, language.folder, records, handbook.freshness.texts)
    click.echo(f"removed {counted(removed, 'record')} in {english_name(language)}")


def _write(handbook: Handbook, folder: str, records: Records, texts: Mapping[str, str]) -> None:
    """Write what changed: no record is ever without its text, whenever this is cut short."""
    kept = named_texts(handbook.freshness, texts, folder, records)
    both = {**handbook.freshness.texts, **kept}
    try:
        _write_if_new(handbook.root / SOURCES, sources_yaml(both))
        _write_if_new(handbook.root / records_path(folder), records_yaml(records))
        _write_if_new(handbook.root / SOURCES, sources_yaml(kept))
    except OSError as error:
        raise ConfigurationError(
            f"{FOLDER} cannot be written: {error.strerror}: make it writable"
        ) from None


def _write_if_new(path: Path, text: str) -> None:
    data = text.encode()
    if not path.exists() or path.read_bytes() != data:
        write_atomically(path, data)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Wait for another `accept`: both would write the texts that all languages share.

    The system lets go of the lock when a process ends, however it ends; the file may stay.
    """
    lock = FileLock(root / LOCK, timeout=PATIENCE)
    try:
        (root / LOCK).parent.mkdir(exist_ok=True)
        lock.acquire()
    except Timeout:
        raise ConfigurationError(
            f"another `handbook accept` holds {LOCK}: wait for it to end, or end it"
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f"{LOCK} cannot be written: {error.strerror}: make its folder writable"
        ) from None
    try:
        yield
    finally:
        lock.release()
