"""`handbook check`: every check, shown as text, JSON, SARIF or GitHub's annotations."""

from __future__ import annotations

import datetime
import sys
from dataclasses import replace
from pathlib import Path

import click

from handbook import checks, report
from handbook.cli.common import exit_code, read, show
from handbook.cli.fixing import Choose, mend, show_mends, with_fixable
from handbook.cli.project import ConfigurationError, project_root, today
from handbook.collector import collect_seldom
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
@click.option("--fix", is_flag=True, help="Mend what is mechanical and safe, then check again.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="With --fix, only show the mends, as a diff; exit code 1 where there are any.",
)
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
    fix: bool,
    dry_run: bool,
    on: datetime.datetime | None,
    no_cache: bool,
) -> None:
    """Check every language against the contract and the source language.

    With PATHs, only what is found in those files and folders is shown. A site that
    is not ours, named by --config or --docs, has no contract: it is compared with
    its source language, and its links are followed.

    --fix copies the source's ids onto headings that can only be meant for them, writes
    links in the handbook's form, and mends script and typography where there is one way
    to. What is suppressed, or on a page that cannot be read, stays; no translation is
    marked as accepted, and a mend of the source counts as a change of it.
    """
    collect_seldom()
    is_foreign = bool(config or docs or source)
    refuse_together(fix=fix, dry_run=dry_run, form=form, is_foreign=is_foreign)
    if is_foreign:
        handbook = foreign(root, config, docs, source)
        root = handbook.root
    else:
        root = project_root(root)
        handbook = read(root, form)
    is_chosen = chooser(paths, root)
    verdict = judged(handbook, today(on), no_cache=no_cache)
    findings = within(verdict.findings, is_chosen)
    if dry_run:
        sys.exit(show_mends(handbook, findings, is_chosen))
    # A byte-order mark keeps the rest of its page from being read until it is gone.
    for _ in range(2):
        if not fix or not mend(handbook, findings, is_chosen, form):
            break
        handbook = read(root, form)
        verdict = judged(handbook, today(on), no_cache=no_cache)
        findings = within(verdict.findings, is_chosen)
    shown = replace(
        verdict,
        findings=with_fixable(handbook, findings, is_chosen),
        suppressed=within(verdict.suppressed, is_chosen),
    )
    show(handbook, shown, form)
    sys.exit(exit_code(shown.findings, strict=strict))


def judged(handbook: Handbook, day: datetime.date, *, no_cache: bool) -> checks.Verdict:
    """What is found, with the help of what is remembered of the last check."""
    if no_cache or not handbook.has_contract:
        return checks.judge(handbook, day)
    with remembered(handbook.root) as memory:
        return checks.judge(handbook, day, memory)


def refuse_together(*, fix: bool, dry_run: bool, form: str, is_foreign: bool) -> None:
    """Options that contradict each other. Raises UsageError."""
    if dry_run and not fix:
        raise click.UsageError("--dry-run goes with --fix")
    if dry_run and form != "text":
        raise click.UsageError("--dry-run shows a diff: leave out --format")
    if fix and is_foreign:
        raise click.UsageError("--fix mends the handbook alone, not the sites of others")


def foreign(
    root: Path | None, config: Path | None, docs: str | None, source: str | None
) -> Handbook:
    """A site of others, by its settings or by a pattern of folders."""
    from handbook.content.foreign import NoSite, read_docs, read_site  # slow to load

    try:
        if config and not docs and not source:
            return read_site(config)
        if docs and source and not config:
            return read_docs(root or Path.cwd(), docs, source)
    except NoSite as error:
        raise ConfigurationError(str(error)) from None
    raise click.UsageError("name a site by --config, or by --docs and --source together")


def chooser(paths: tuple[Path, ...], root: Path) -> Choose:
    """Tells whether a file is one of those named, or in a folder named; all where none is."""
    chosen: list[Path] = []
    for path in paths:
        full = path.resolve()
        if not full.exists():
            raise ConfigurationError(f"{path} does not exist: name a file or folder of {root}")
        if not full.is_relative_to(root):
            raise ConfigurationError(
                f"{path} is not in the handbook at {root}: name a file or folder of it, "
                "or its project with --root"
            )
        chosen.append(full.relative_to(root))
    return lambda name: not chosen or any(Path(name).is_relative_to(path) for path in chosen)


def within(findings: tuple[Finding, ...], is_chosen: Choose) -> tuple[Finding, ...]:
    """The findings in the files and folders named."""
    return tuple(finding for finding in findings if is_chosen(finding.path))
