"""Checking and building, with what is said of it. Loads all that a build needs."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from handbook.cli.judging import Judgement, read_to_build
from handbook.site import fonts
from handbook.site.build import BuildError, build
from handbook.site.build import Progress as Step
from handbook.site.memory.seal import Said
from handbook.site.memory.traces import OnDisk


def check_and_build(
    root: Path, target: Path, address: str, day: datetime.date, *, strict: bool, remember: bool
) -> tuple[Said, Mapping[str, OnDisk]]:
    """Check the handbook, show what is found, and build; ends where it cannot be built.

    The check goes on beside the build, which publishes nothing before that is settled.
    Returned are what is said of the site, and its files by address.
    """
    finish_fonts = fonts.begin(root / fonts.CACHE)
    handbook = read_to_build(root)
    judgement = Judgement(handbook, day, strict=strict)
    try:
        finish_fonts()
        with progress_bar() as step:
            built = build(
                handbook,
                target,
                address,
                step,
                remember=remember,
                permit=judgement.settle,
            )
    except KeyboardInterrupt:
        click.echo("interrupted: the last good site is untouched", err=True)
        sys.exit(130)
    except BuildError as error:
        judgement.settle()
        fail(error)
    except Exception:
        # What is wrong with the handbook may be why.
        judgement.settle()
        raise
    finally:
        judgement.end()
    _, findings, coloured = judgement.settle()
    said = Said(findings, coloured, built.languages, built.pages, len(built.site), built.size)
    return said, built.site


@contextmanager
def progress_bar() -> Iterator[Step]:
    """A bar of pages on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda made, total: None
        return
    # Not loaded where nobody sees it.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
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
