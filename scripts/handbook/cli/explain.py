"""`handbook explain`: what a code means, why it matters, an example and its mend."""

from __future__ import annotations

import click
from rich.console import Console
from rich.markdown import Markdown

from handbook.cli.project import ConfigurationError
from handbook.content.settings import did_you_mean
from handbook.explanations import explanation
from handbook.findings import CODES, code_named


@click.command("explain")
@click.argument("code", required=False)
def explain_command(code: str | None) -> None:
    """Say what CODE means, with an example and its mend; list all where it is left out.

    CODE is a code or its alias: KB102, section-missing.
    """
    if code is None:
        width = max(len(registered.alias) for registered in CODES.values())
        for known, registered in sorted(CODES.items()):
            severity = registered.severity.value.ljust(7)
            click.echo(
                f"{known}  {registered.alias.ljust(width)}  {severity}  {registered.summary}"
            )
        return
    number = code_named(code)
    if number is None:
        aliases = [registered.alias for registered in CODES.values()]
        hint = did_you_mean(code.lower(), aliases) or did_you_mean(code.upper(), CODES)
        raise ConfigurationError(
            f"there is no code `{code}`: {hint or '`handbook explain` lists all'}"
        )
    text = explanation(number).text
    console = Console()
    if console.is_terminal:
        console.print(Markdown(text), width=min(console.width, 100))
    else:
        click.echo(text, nl=False)
