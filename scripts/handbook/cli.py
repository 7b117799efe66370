"""The `handbook` command: reads arguments, calls the rest, and exits with a code.

0 where all is well (warnings alone pass), 1 where an error was found, 2 where
the command or the configuration is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from handbook import __version__, checks, report
from handbook.content.handbook import STRUCTURE, Handbook, InvalidStructure, read_handbook
from handbook.findings import Finding, Severity
from handbook.site.build import SITE, BuildError, Built, build
from handbook.site.build import Progress as Step
from handbook.site.html import base_path
from handbook.site.server import Changes, site_server
from handbook.site.watch import edits, touched

USAGE = 2


class ConfigurationError(click.ClickException):
    """The project or its settings are not usable; exit code 2."""

    exit_code = USAGE


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="handbook")
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder; found from the current one where left out.",
)
@click.pass_context
def main(context: click.Context, root: Path | None) -> None:
    """Check and build a handbook that says the same in every language."""
    context.obj = root


@main.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--strict", is_flag=True, help="Let warnings fail the check too.")
@click.pass_obj
def check_command(root: Path | None, paths: tuple[Path, ...], form: str, strict: bool) -> None:
    """Check every language against the contract and the source language.

    With PATHs, only what is found in those files and folders is shown.
    """
    root = project_root(root)
    handbook = read(root, form)
    findings = within(checks.check(handbook), paths, root)
    show(handbook, findings, form)
    sys.exit(exit_code(findings, strict=strict))


@main.command("build")
@click.option("--site-url", default="", metavar="URL", help="Where the site will stand.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"The folder to build into.  [default: {SITE}/]",
)
@click.option("--strict", is_flag=True, help="Let warnings of the check fail the build too.")
@click.pass_obj
def build_command(root: Path | None, site_url: str, output: Path | None, strict: bool) -> None:
    """Check, then build every language into site/.

    The site appears in one step when it is complete; a build that fails or is
    interrupted leaves the last good one as it was.
    """
    root = project_root(root)
    address = site_address(site_url)
    handbook = read(root, "text")
    findings = checks.check(handbook)
    if findings:
        show(handbook, findings, "text", err=True)
    if code := exit_code(findings, strict=strict):
        click.echo("nothing was built: mend the errors above first", err=True)
        sys.exit(code)
    target = (output or root / SITE).resolve()
    refuse_foreign(target)
    try:
        built = build_with_progress(handbook, target, address)
    except BuildError as error:
        fail(error)
    except KeyboardInterrupt:
        click.echo("interrupted: the last good site is untouched", err=True)
        sys.exit(130)
    click.echo(summary(built, root))


@main.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--base", default="/", show_default=True, help="Serve below this path, as /kb/.")
@click.pass_obj
def serve_command(root: Path | None, port: int, base: str) -> None:
    """Build, serve on 127.0.0.1, and rebuild what an edit touches.

    Findings are shown after each edit; a page with a fault keeps its last good
    version in the browser until it is mended. Ctrl-C ends it.
    """
    root = project_root(root)
    base = base_path(f"//host/{base.strip('/')}") if base.strip("/") else "/"
    target = root / ".cache" / "serve"
    handbook = read(root, "text")
    show(handbook, checks.check(handbook), "text")
    try:
        build_with_progress(handbook, target, "")
    except BuildError as error:
        fail(error)
    changes = Changes()
    try:
        server = site_server(target, port=port, base=base, changes=changes)
    except OSError as error:
        raise ConfigurationError(
            f"port {port} cannot be used ({error.strerror}): choose another with --port"
        ) from None
    Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"Serving http://127.0.0.1:{server.server_port}{base} (Ctrl-C ends)")
    try:
        with edits(root) as bursts:
            for burst in bursts:
                rebuild(root, target, burst, changes)
    except KeyboardInterrupt:
        server.shutdown()
        click.echo("")


def rebuild(root: Path, target: Path, burst: set[str], changes: Changes) -> None:
    """Check after an edit and build the languages it touches; says what went wrong."""
    try:
        handbook = read_handbook(root)
    except InvalidStructure as error:
        click.echo(report.text(checks.check_structure(error.settings), (), color=True))
        return
    findings = checks.check(handbook)
    if findings:
        show(handbook, findings, "text")
    only = touched(burst, handbook.structure)
    try:
        built = build(handbook, target, "", lambda _: None, only=only)
    except BuildError as error:
        click.echo(f"{error.details}\n{error}: the last good build stays", err=True)
        return
    changes.announce()
    click.echo(f"rebuilt {', '.join(sorted(only))} in {built.seconds:.1f} s")


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


def site_address(given: str) -> str:
    """The site's address with its closing slash. Raises where it is not one."""
    if not given:
        return ""
    if not given.startswith(("https://", "http://")):
        raise click.BadParameter(
            f"{given!r} is no web address: begin it with https://", param_hint="--site-url"
        )
    return given.rstrip("/") + "/"


def refuse_foreign(target: Path) -> None:
    """Never replace a folder that holds something other than a site of ours."""
    if target.is_dir() and any(target.iterdir()) and not (target / "assets/neutral.js").exists():
        raise ConfigurationError(
            f"{target} holds files that are not a handbook's site: empty it or choose another "
            "with --output"
        )
    if target.exists() and not target.is_dir():
        raise ConfigurationError(f"{target} is a file: choose a folder with --output")


def build_with_progress(handbook: Handbook, target: Path, address: str) -> Built:
    """Build with a bar on a terminal, in silence elsewhere."""
    count = len(handbook.structure.languages)
    with progress_bar(count) as step:
        return build(handbook, target, address, step)


@contextmanager
def progress_bar(total: int) -> Iterator[Step]:
    """A bar of `total` languages on standard error, where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("building"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} languages {task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        done: list[str] = []

        def step(name: str) -> None:
            done.append(name)
            bar.update(task, advance=1, description=" ".join(done))

        yield step


def fail(error: BuildError) -> NoReturn:
    """Say what the engine said, and that nothing was replaced."""
    if error.details:
        click.echo(error.details, err=True)
    click.echo(f"error: {error}; the last good site is untouched", err=True)
    sys.exit(1)


def summary(built: Built, root: Path) -> str:
    """What was built, how large, how long, and how to open it."""
    target = built.target
    shown = target.relative_to(root) if target.is_relative_to(root) else target
    return (
        f"Built {len(built.languages)} languages ({', '.join(built.languages)}): "
        f"{built.pages} pages, {built.files} files, {built.size / 1e6:.1f} MB "
        f"in {built.seconds:.1f} s\n"
        f"It is in {shown}/; see it with `handbook serve`, or copy the folder to a web server"
    )
