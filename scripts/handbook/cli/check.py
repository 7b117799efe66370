"""`handbook check`: every check, shown as text, JSON, SARIF or GitHub's annotations."""

from __future__ import annotations

import datetime
import sys
from dataclasses import replace
from pathlib import Path

import click

from handbook import checks, report
from handbook.cli.common import ConfigurationError, exit_code, project_root, read, show, today
from handbook.content.foreign import NoSite, read_docs, read_site
from handbook.content.handbook import Handbook
from handbook.findings import Finding
from handbook.memory import remembered


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(report.FORMS), default="text", show_default=True
)
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check another site instead, by the mkdocs.yml that has mkdocs-static-i18n.",
)
@click.option(
    "--docs",
    metavar="PATTERN",
    help="Check another tree instead, one folder a language, as 'docs/{lang}/docs'.",
)
@click.option("--source", metavar="LANG", help="With --docs, the language translated from.")
@click.option("--strict", is_flag=True, help="Let warnings fail the check too.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day for which reviews that are due are shown.  [default: today]",
)
@click.option("--no-cache", is_flag=True, help="Judge every page anew, and remember nothing.")
@click.pass_obj
def check_command(
    root: Path | None,
    paths: tuple[Path, ...],
    form: str,
    config: Path | None,
    docs: str | None,
    source: str | None,
    strict: bool,
    on: datetime.datetime | None,
    no_cache: bool,
) -> None:
    """Check every language against the contract and the source language.

    With PATHs, only what is found in those files and folders is shown. A site that
    is not ours, named by --config or --docs, has no contract: it is compared with
    its source language, and its links are followed.
    """
    if config or docs or source:
        handbook = foreign(root, config, docs, source)
        root = handbook.root
    else:
        root = project_root(root)
        handbook = read(root, form)
    if no_cache or not handbook.has_contract:
        verdict = checks.judge(handbook, today(on))
    else:
        with remembered(root) as memory:
            verdict = checks.judge(handbook, today(on), memory)
    shown = replace(
        verdict,
        findings=within(verdict.findings, paths, root),
        suppressed=within(verdict.suppressed, paths, root),
    )
    show(handbook, shown, form)
    sys.exit(exit_code(shown.findings, strict=strict))


def foreign(
    root: Path | None, config: Path | None, docs: str | None, source: str | None
) -> Handbook:
    """A site of others, by its settings or by a pattern of folders."""
    try:
        if config and not docs and not source:
            return read_site(config)
        if docs and source and not config:
            return read_docs(root or Path.cwd(), docs, source)
    except NoSite as error:
        raise ConfigurationError(str(error)) from None
    raise click.UsageError("name a site by --config, or by --docs and --source together")


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
