"""`handbook check`: every check, shown as text or JSON."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from handbook import checks
from handbook.cli.common import ConfigurationError, exit_code, project_root, read, show, today
from handbook.findings import Finding


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--strict", is_flag=True, help="Let warnings fail the check too.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day for which reviews that are due are shown.  [default: today]",
)
@click.pass_obj
def check_command(
    root: Path | None,
    paths: tuple[Path, ...],
    form: str,
    strict: bool,
    on: datetime.datetime | None,
) -> None:
    """Check every language against the contract and the source language.

    With PATHs, only what is found in those files and folders is shown.
    """
    root = project_root(root)
    handbook = read(root, form)
    findings = within(checks.check(handbook, today(on)), paths, root)
    show(handbook, findings, form)
    sys.exit(exit_code(findings, strict=strict))


def within(
    findings: tuple[Finding, ...], paths: tuple[Path, ...], root: Path
) -> tuple[Finding, ...]:
    """The findings in the files and folders named; all where none is named."""
    if not paths:
        return findings
    chosen: list[Path] = []
    for path in paths:
        full = path.resolve()
        if not full.exists():
            raise ConfigurationError(f"{path} does not exist")
        if not full.is_relative_to(root):
            raise ConfigurationError(f"{path} is not in the handbook at {root}")
        chosen.append(full.relative_to(root))
    return tuple(
        finding
        for finding in findings
        if any(Path(finding.path).is_relative_to(path) for path in chosen)
    )
