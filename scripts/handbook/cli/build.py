"""`handbook build`: check, then the whole site."""

from __future__ import annotations

import time
from pathlib import Path

import click

from handbook.cli.project import ConfigurationError, project_root, today
from handbook.collector import collect_seldom
from handbook.content.layout import SITE
from handbook.site.memory.seal import Said, Seal


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
    started = time.monotonic()
    root = project_root(root)
    address = site_address(site_url)
    target = (output or root / SITE).resolve()
    refuse_foreign(target)
    day = today()
    seal = Seal(root, target, (address, day.isoformat(), strict))
    said = None if no_cache else seal.said()
    if said:
        repeat(said)
    else:
        if not no_cache:
            seal.begin()
        collect_seldom()
        # As long to load as to build a page: not where nothing has changed.
        from handbook.cli.building import check_and_build
        from handbook.site.memory.inputs import is_closed

        remember = not no_cache
        said, site = check_and_build(root, target, address, day, strict=strict, remember=remember)
        if remember and is_closed(root):
            seal.keep(said, site)
    click.echo(summary(said, root, target, time.monotonic() - started))


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


def repeat(said: Said) -> None:
    """Show again what was found."""
    if said.findings:
        from handbook.cli.colour import in_colour

        coloured = in_colour(err=True)
        shown = said.coloured if coloured else said.findings
        click.echo(shown, err=True, nl=False, color=True)


def summary(said: Said, root: Path, target: Path, seconds: float) -> str:
    """What stands in the site, how large, how long it took, and how to open it."""
    shown = target.relative_to(root) if target.is_relative_to(root) else target
    return (
        f"Built {len(said.languages)} languages ({', '.join(said.languages)}): "
        f"{said.pages} pages, {said.files} files, {said.size / 1e6:.1f} MB "
        f"in {seconds:.{1 if seconds >= 1 else 2}f} s\n"
        f"It is in {shown}/; see it with `handbook serve`, or copy the folder to a web server"
    )
