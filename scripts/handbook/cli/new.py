"""`handbook new`: the skeleton of a page, a section or a language, to be written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from handbook.cli.common import read
from handbook.cli.project import ConfigurationError, project_root, today
from handbook.content.atomic import write_all
from handbook.content.faults import FaultKind
from handbook.content.files import UnreadableText, read_text
from handbook.content.handbook import Handbook
from handbook.content.layout import DOCS, ENGINE, STRUCTURE
from handbook.content.marks import MARK
from handbook.findings import counted
from handbook.skeletons import (
    File,
    LanguageRequest,
    PageRequest,
    Plan,
    PlanError,
    Project,
    SectionRequest,
    plan_language,
    plan_page,
    plan_section,
)
from handbook.skeletons.pages import page_name
from handbook.skeletons.plans import folders, unknown


@click.group("new")
def new_command() -> None:
    """Make the skeleton of a page, a section or a language, the same in every language.

    The check refuses it until every place marked in it is written.
    """


@new_command.command("page")
@click.argument("name", metavar="PAGE")
@click.option("--kind", required=True, help="One of the kinds in docs/structure.yml.")
@click.option("--title", "titles", multiple=True, metavar="[LANG=]TEXT", help="May be repeated.")
@click.option("--after", metavar="PAGE", help="The page before it in reading order.")
@click.pass_obj
def page_command(
    root: Path | None, name: str, kind: str, titles: tuple[str, ...], after: str | None
) -> None:
    """Make a PAGE such as channels/chat.md, with every section that its kind requires.

    A title without LANG= is the source's.
    """
    project = _project(root, [])
    try:
        given = _by_language(project.handbook, titles, default=project.handbook.structure.source)
        plan = plan_page(project, PageRequest(name, kind, today(), given, after))
    except PlanError as error:
        raise ConfigurationError(str(error)) from None
    _write(project, plan)
    steps = _steps(plan)
    if project.handbook.freshness.is_kept:
        shown = page_name(project.handbook, name)
        steps.append(f"say that each translation is right: `handbook accept LANG {shown}`")
    _report(plan, steps)


@new_command.command("section")
@click.argument("target", metavar="PAGE#ID")
@click.option("--after", required=True, metavar="ID", help="The section before it.")
@click.option("--level", type=click.IntRange(2, 6), default=2, show_default=True)
@click.option("--heading", "headings", multiple=True, metavar="LANG=TEXT", help="May be repeated.")
@click.pass_obj
def section_command(
    root: Path | None, target: str, after: str, level: int, headings: tuple[str, ...]
) -> None:
    """Make a section, such as channels/chat.md#closing, after another and what is in that."""
    name, mark, id = target.partition("#")
    if not mark:
        raise ConfigurationError(f"`{target}` names no section: write it as PAGE#ID")
    project = _project(root, [name])
    try:
        given = _by_language(project.handbook, headings)
        request = SectionRequest(name, id, after.removeprefix("#"), level, given)
        plan = plan_section(project, request)
    except PlanError as error:
        raise ConfigurationError(str(error)) from None
    _write(project, plan)
    steps = _steps(plan)
    if project.handbook.freshness.is_kept:
        shown = f"{page_name(project.handbook, name)}#{id}"
        steps.append(f"say that each translation is right: `handbook accept LANG {shown}`")
    _report(plan, steps)


@new_command.command("language")
@click.argument("folder")
@click.option("--tag", required=True, help="Its BCP 47 tag, such as pt-BR.")
@click.option("--locale", required=True, help="Its Babel locale, such as pt_BR.")
@click.pass_obj
def language_command(root: Path | None, folder: str, tag: str, locale: str) -> None:
    """Make a language in FOLDER, such as fr: every page as the source's outline."""
    project = _project(root, [])
    try:
        plan = plan_language(project, LanguageRequest(folder, tag, locale))
    except PlanError as error:
        raise ConfigurationError(str(error)) from None
    _write(project, plan)
    steps = _steps(plan)
    texts = [found for found in plan.open if found.code == "KB844" and not found.note]
    if texts:
        places = "".join(f"\n    {found.path}:{found.line} {found.message}" for found in texts)
        steps.append(f"add the texts that the settings lack:{places}")
    catalogue = plan.files[-1].path
    if project.messages:
        steps.append(f"translate the {counted(len(project.messages), 'message')} of {catalogue}")
    if project.handbook.engine_languages is None:
        steps.append(f"list the language in {ENGINE}: it names none that could be added to")
    _report(plan, steps)


# Reading


def _project(given: Path | None, names: Iterable[str]) -> Project:
    """The handbook, its settings' texts and those of the pages named, and its messages."""
    root = project_root(given)
    handbook = read(root, "text")
    paths = [STRUCTURE, ENGINE]
    for name in names:
        name = page_name(handbook, name)
        trees = handbook.trees.items()
        paths += [f"{DOCS}/{folder}/{name}" for folder, tree in trees if name in tree.pages]
    texts = {}
    for path in paths:
        try:
            texts[path] = read_text(root / path)
        except (OSError, UnreadableText):
            continue  # what needs it says so
    return Project(handbook, texts, _messages(handbook))


def _messages(handbook: Handbook) -> tuple[tuple[str, ...], ...]:
    """The interface's messages, as the other languages' catalogues have them."""
    found: set[tuple[str, ...]] = set()
    for catalogue in handbook.interface.catalogues.values() if handbook.interface else ():
        fault = catalogue.fault
        if fault and fault.kind is not FaultKind.FILE_MISSING:
            raise ConfigurationError(
                f"{catalogue.path}:{fault.line} cannot be read: {fault.message}: {fault.help}"
            )
        found.update(entry.key for entry in catalogue.entries)
    return tuple(sorted(found))


def _by_language(
    handbook: Handbook, given: Iterable[str], default: str | None = None
) -> dict[str, str]:
    """Texts given as LANG=TEXT, by folder; one without LANG= is that of `default`."""
    known = folders(handbook)
    found: dict[str, str] = {}
    for item in given:
        folder, mark, text = item.partition("=")
        if default and (not mark or not folder.isalpha() or len(folder) > 3):
            folder, text = default, item
        elif not mark:
            raise PlanError(f"`{item}` names no language", f"write it as `{known[0]}={item}`")
        if folder not in known:
            raise unknown("language", folder, known)
        if folder in found:
            raise PlanError(f"the text in {folder} is given twice", "give it once")
        found[folder] = text
    return found


# Writing


def _write(project: Project, plan: Plan) -> None:
    root = project.handbook.root
    for file in plan.files:
        if file.is_new and os.path.lexists(root / file.path):
            raise ConfigurationError(f"{file.path} exists already: nothing was written")
        if not Path(os.path.realpath(root / file.path)).is_relative_to(root.resolve()):
            raise ConfigurationError(f"{file.path} leads out of the project: nothing was written")
    try:
        write_all(root, {file.path: _bytes(root, file) for file in plan.files})
    except OSError as error:
        name = error.filename or root
        raise ConfigurationError(
            f"{name} cannot be written: {error.strerror}; nothing was written"
        ) from None


def _bytes(root: Path, file: File) -> bytes:
    """The text with the line ends that the file has had."""
    text = file.text
    if not file.is_new and b"\r\n" in (root / file.path).read_bytes():
        text = text.replace("\n", "\r\n")
    return text.encode()


def _steps(plan: Plan) -> list[str]:
    places = sum(found.code == "KB824" for found in plan.open)
    return [f"write what is marked `{MARK}`; `handbook check` names the {counted(places, 'place')}"]


def _report(plan: Plan, steps: Iterable[str]) -> None:
    for file in plan.files:
        click.echo(f"{'wrote' if file.is_new else 'changed'} {file.path}")
    click.echo("next:")
    for step in steps:
        click.echo(f"  - {step}")
