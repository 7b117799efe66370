"""The `handbook` command: reads arguments, calls the rest, and exits with a code.

0 where all is well (warnings alone pass), 1 where an error was found, 2 where
the command or the configuration is wrong.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from handbook import __version__
from handbook.cli.accept import accept_command
from handbook.cli.build import build_command
from handbook.cli.check import check_command
from handbook.cli.common import ConfigurationError
from handbook.cli.diff import diff_command
from handbook.cli.explain import explain_command
from handbook.cli.new import new_command
from handbook.cli.serve import serve_command
from handbook.cli.status import status_command


class Commands(click.Group):
    """The commands; what the system refuses them is said in a line, with exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            raise  # its reader has read enough: click ends in silence
        except OSError as error:
            # What could not be shown would be tried once more at the end, and fail again.
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - until the end
            name = error.filename or "what was to be shown"
            reason = error.strerror or str(error)
            raise ConfigurationError(
                f"{name} cannot be read or written: {reason}: see to it, and run this again"
            ) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="handbook")
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder; found from the current one where left out.",
)
@click.pass_context
def main(context: click.Context, root: Path | None) -> None:
    """Check and build a handbook that says the same in every language."""
    context.obj = root


for command in (
    check_command,
    build_command,
    serve_command,
    status_command,
    diff_command,
    accept_command,
    explain_command,
    new_command,
):
    main.add_command(command)
