"""What the commands share: the project's folder, reading it, showing findings, exit codes."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path

import click

from handbook import checks, report
from handbook.content.handbook import STRUCTURE, Handbook, InvalidStructure, read_handbook
from handbook.findings import Finding, Severity

USAGE = 2


class ConfigurationError(click.ClickException):
    """The project or its settings are not usable; exit code 2."""

    exit_code = USAGE


def project_root(given: Path | None) -> Path:
    """The folder that holds docs/structure.yml, at or above the current one."""
    start = (given or Path.cwd()).resolve()
    for folder in (start,) if given else (start, *start.parents):
        if (folder / STRUCTURE).is_file():
            return folder
    raise ConfigurationError(
        f"no handbook in {start}: {STRUCTURE} is not there; change to the project's folder "
        "or name it with --root"
    )


def read(root: Path, form: str) -> Handbook:
    """The handbook; where its contract is invalid, its findings and exit code 2."""
    try:
        return read_handbook(root)
    except InvalidStructure as error:
        findings = checks.check_structure(error.settings)
        # What a program reads goes where it reads it.
        _write(findings, (), (), form, root, err=form == "text")
        sys.exit(USAGE)


def today(given: datetime.datetime | None = None) -> datetime.date:
    """The day that reviews are held against, and that is recorded."""
    return given.date() if given else datetime.date.today()


def show(handbook: Handbook, verdict: checks.Verdict, form: str, *, err: bool = False) -> None:
    """Print the findings and the summary."""
    summary = report.summarise(handbook, verdict.findings, verdict.suppressed, verdict.sections)
    _write(verdict.findings, verdict.suppressed, summary, form, handbook.root, err=err)


def _write(
    findings: tuple[Finding, ...],
    suppressed: tuple[Finding, ...],
    summary: tuple[report.Tally, ...],
    form: str,
    root: Path,
    *,
    err: bool,
) -> None:
    match form:
        case "json":
            shown = report.json_text(findings, summary)
        case "github":
            shown = report.github_text(findings, prefix=_prefix(root))
        case "sarif":
            shown = report.sarif_text(findings, suppressed=suppressed, prefix=_prefix(root))
        case _:
            shown = report.text(findings, summary, color=in_colour(err=err))
    # click would take colours out of what is not a terminal, though they were asked for.
    click.echo(shown, err=err, nl=False, color=True)


def _prefix(root: Path) -> str:
    """The way from the checked-out repository to the project, where GitHub names the former."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if not workspace or not root.is_relative_to(Path(workspace).resolve()):
        return ""
    way = root.relative_to(Path(workspace).resolve()).as_posix()
    return "" if way == "." else f"{way}/"


def exit_code(findings: tuple[Finding, ...], *, strict: bool) -> int:
    """1 where an error is among the findings, or any finding where `strict`."""
    return int(any(strict or finding.severity is Severity.ERROR for finding in findings))


def in_colour(*, err: bool = False) -> bool:
    """Whether the stream shows colours: NO_COLOR, FORCE_COLOR and a dumb terminal are heeded."""
    from rich.console import Console  # slow to load, and not asked for by programs

    console = Console(stderr=err)
    return console.color_system is not None and not console.no_color
