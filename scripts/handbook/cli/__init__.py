"""The `handbook` command: reads arguments, calls the rest, and exits with a code.

0 where all is well (warnings alone pass), 1 where an error was found, 2 where
the command or the configuration is wrong.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from handbook.cli.project import ConfigurationError

# A module each.
COMMANDS = ("accept", "build", "check", "diff", "explain", "new", "nginx", "serve", "status")


class Commands(click.Group):
    """The commands; what the system refuses them is said in a line, with exit code 2.

    Each is imported when it is called: the build's libraries take as long to load as a check.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"handbook.cli.{cmd_name}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; where there is none of the name, those that are near."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            # click itself looks among the commands that are loaded.
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=COMMANDS, ctx=ctx
            ) from None

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
@click.version_option(None, "-V", "--version", package_name="handbook", prog_name="handbook")
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder; found from the current one where left out.",
)
@click.pass_context
def main(context: click.Context, root: Path | None) -> None:
    """Check and build a handbook that says the same in every language."""
    context.obj = root
