"""What the commands share: reading the project, showing findings, exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from handbook import checks, report
from handbook.cli.colour import in_colour
from handbook.cli.project import USAGE
from handbook.content.handbook import Handbook, InvalidStructure, read_handbook
from handbook.findings import Finding, Severity


def read(root: Path, form: str) -> Handbook:
    """The handbook; where its contract is invalid, its findings and exit code 2."""
    try:
        return read_handbook(root)
    except InvalidStructure as error:
        findings = checks.check_structure(error.settings)
        # What a program reads goes where it reads it.
        _write(findings, (), (), form, root, err=form == "text")
        sys.exit(USAGE)


def show(handbook: Handbook, verdict: checks.Verdict, form: str, *, err: bool = False) -> None:
    """Print the findings and the summary."""
    summary = _summary(handbook, verdict)
    _write(verdict.findings, verdict.suppressed, summary, form, handbook.root, err=err)


def shown(handbook: Handbook, verdict: checks.Verdict, *, color: bool) -> str:
    """The findings and the summary as `show` prints them for a reader."""
    return report.text(verdict.findings, _summary(handbook, verdict), color=color)


def _summary(handbook: Handbook, verdict: checks.Verdict) -> tuple[report.Tally, ...]:
    return report.summarise(handbook, verdict.findings, verdict.suppressed, verdict.sections)


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
