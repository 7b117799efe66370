"""What the commands share: the project's folder, reading it, showing findings, exit codes."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click
from rich.console import Console

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
        if form == "json":
            click.echo(report.json_text(findings, ()), nl=False)
        else:
            click.echo(report.text(findings, (), color=in_colour(err=True)), err=True, nl=False)
        sys.exit(USAGE)


def today(given: datetime.datetime | None = None) -> datetime.date:
    """The day that reviews are held against."""
    return given.date() if given else datetime.date.today()


def show(
    handbook: Handbook, findings: tuple[Finding, ...], form: str, *, err: bool = False
) -> None:
    """Print the findings and the summary."""
    lines = report.summarise(handbook, findings)
    if form == "json":
        click.echo(report.json_text(findings, lines), err=err, nl=False)
    else:
        click.echo(report.text(findings, lines, color=in_colour(err=err)), err=err, nl=False)


def exit_code(findings: tuple[Finding, ...], *, strict: bool) -> int:
    """1 where an error is among the findings, or any finding where `strict`."""
    return int(any(strict or finding.severity is Severity.ERROR for finding in findings))


def in_colour(*, err: bool = False) -> bool:
    """Whether the stream is a terminal that shows colours; NO_COLOR is heeded."""
    console = Console(stderr=err)
    return console.is_terminal and not console.no_color
