"""`handbook build`: check, then the whole site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console

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
@click.option("--no-cache", is_flag=True, help="Make everything anew, remember nothing.")
@click.pass_obj
def build_command(
    root: Path | None, site_url: str, output: Path | None, strict: bool, no_cache: bool
) -> None:
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
        built = build_with_progress(handbook, target, address, remember=not no_cache)
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


def build_with_progress(
    handbook: Handbook, target: Path, address: str, *, remember: bool = True
) -> Built:
    """Build with a bar on a terminal, in silence elsewhere."""
    with progress_bar() as step:
        return build(handbook, target, address, step, remember=remember)


@contextmanager
def progress_bar() -> Iterator[Step]:
    """A bar of pages on standard error, where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda made, total: None
        return
    # Not loaded where nobody sees it.
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("building"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} pages"),
        TimeElapsedColumn(),
    )
    # Drawn as pages are made, by no thread of its own: processes are started meanwhile.
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=None)

        def step(made: int, total: int) -> None:
            bar.update(task, completed=made, total=total)
            if made % 10 == 0 or made == total:
                bar.refresh()

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
