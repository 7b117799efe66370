"""The check of a handbook that is to be built, which goes on beside the build of it."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import NamedTuple

import click

from handbook.cli.colour import in_colour
from handbook.content.handbook import Handbook
from handbook.copies import Aside


class Judged(NamedTuple):
    """The exit code of a check, and its findings as they are shown without and with colour."""

    code: int
    findings: str
    coloured: str


class Judgement:
    """The check of `handbook` on a day, begun at once; `strict` lets warnings fail it too."""

    def __init__(self, handbook: Handbook, day: datetime.date, *, strict: bool) -> None:
        self._aside = Aside(lambda: json.dumps(_judged(handbook, day, strict=strict)).encode())
        self._judged: Judged | None = None

    def settle(self) -> Judged:
        """Wait for it and show what was found; ends the command where that forbids to build."""
        if self._judged is None:
            self._judged = Judged(*json.loads(self._aside.result()))
            code, findings, coloured = self._judged
            if findings:
                shown = coloured if in_colour(err=True) else findings
                # click would take colours out of what is not a terminal, though asked for.
                click.echo(shown, err=True, nl=False, color=True)
            if code:
                click.echo("nothing was built: mend the errors above first", err=True)
                sys.exit(code)
        return self._judged

    def end(self) -> None:
        """Let it be, where it is of no use."""
        self._aside.end()


def _judged(handbook: Handbook, day: datetime.date, *, strict: bool) -> Judged:
    # Loaded where it is done, beside what the build loads.
    from handbook import checks
    from handbook.cli.common import exit_code, shown
    from handbook.memory import remembered

    with remembered(handbook.root) as memory:
        verdict = checks.judge(handbook, day, memory)
    findings, coloured = (
        shown(handbook, verdict, color=color) if verdict.findings else "" for color in (False, True)
    )
    return Judged(exit_code(verdict.findings, strict=strict), findings, coloured)


def read_to_build(root: Path) -> Handbook:
    """The handbook; where its contract is invalid, its findings and exit code 2."""
    from handbook.content.handbook import InvalidStructure, read_handbook

    try:
        return read_handbook(root)
    except InvalidStructure:
        from handbook.cli.common import read

        return read(root, "text")
