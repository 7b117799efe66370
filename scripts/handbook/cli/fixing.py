"""`handbook check --fix`: shows or writes the mends, and says what it did."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from handbook import fixes
from handbook.cli.colour import in_colour
from handbook.cli.project import ConfigurationError
from handbook.content.handbook import Handbook
from handbook.findings import Finding, counted
from handbook.report import visible

# Whether a file, by its path below the project, is one that the command is about.
Choose = Callable[[str], bool]


def planned(handbook: Handbook, findings: tuple[Finding, ...], is_chosen: Choose) -> fixes.Plan:
    """The mends of these findings in the files chosen, as they are now."""
    paths = filter(is_chosen, fixes.files_to_read(handbook, findings))
    return fixes.plan(handbook, findings, fixes.read_texts(handbook.root, paths))


def with_fixable(
    handbook: Handbook, findings: tuple[Finding, ...], is_chosen: Choose
) -> tuple[Finding, ...]:
    """The findings, each with whether --fix mends it."""
    return fixes.marked(findings, planned(handbook, findings, is_chosen))


def show_mends(handbook: Handbook, findings: tuple[Finding, ...], is_chosen: Choose) -> int:
    """Print what would be written; 1 where that is anything."""
    changes = planned(handbook, findings, is_chosen).changes
    is_terminal = sys.stdout.isatty()
    for change in changes:
        shown = fixes.unified_diff(change, terminal=is_terminal, color=in_colour())
        click.echo(shown, nl=False)
    return int(bool(changes))


def mend(handbook: Handbook, findings: tuple[Finding, ...], is_chosen: Choose, form: str) -> bool:
    """Write the mends, and say so where it is not in a program's way; whether any was written."""
    changes = planned(handbook, findings, is_chosen).changes
    try:
        written, left = fixes.write_changes(handbook.root, changes)
    except OSError as error:
        name = error.filename or handbook.root
        raise ConfigurationError(
            f"{name} cannot be written: {error.strerror}; nothing was written"
        ) from None
    for change in written:
        places = counted(change.places, "place")
        click.echo(f"mended {places} in {visible(change.path)}", err=form != "text")
    for change in left:
        click.echo(f"{visible(change.path)} has changed meanwhile: it is left as it is", err=True)
    return bool(written)
