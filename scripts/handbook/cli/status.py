"""`handbook status`: how far each translation is."""

from __future__ import annotations

from pathlib import Path

import click

from handbook import status
from handbook.cli.common import read
from handbook.cli.project import project_root
from handbook.cli.targets import require_sound_records


@click.command("status")
@click.option("--pages", "by_page", is_flag=True, help="A line a page.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_obj
def status_command(root: Path | None, by_page: bool, form: str) -> None:
    """Show the sections of each translation: present, missing, out of date.

    The sections are the source's; a page's front matter counts as one, and so does the
    text before its first heading.
    """
    handbook = read(project_root(root), form)
    require_sound_records(handbook)
    render = status.json_text if form == "json" else status.text
    click.echo(render(status.rows(handbook), by_page=by_page), nl=False)
