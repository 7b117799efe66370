"""`handbook build`: check, then the whole site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from handbook import checks
from handbook.cli.common import ConfigurationError, exit_code, project_root, read, show, today
from handbook.content.handbook import Handbook
from handbook.memory import remembered
from handbook.site.build import SITE, BuildError, Built, build
from handbook.site.build import Progress as Step


@click.command("build")
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
    with remembered(root) as memory:
        verdict = checks.judge(handbook, today(), memory)
    if verdict.findings:
        show(handbook, verdict, "text", err=True)
    if code := exit_code(verdict.findings, strict=strict):
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
    ours = any(target.glob("assets/neutral.*js"))
    if target.is_dir() and any(target.iterdir()) and not ours:
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
