"""`handbook serve`: the site on loopback, rebuilt as it is edited."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread

import click

from handbook import checks, report
from handbook.cli.building import fail, progress_bar
from handbook.cli.colour import in_colour
from handbook.cli.common import read, show
from handbook.cli.project import ConfigurationError, project_root, today
from handbook.content.handbook import Handbook, InvalidStructure, read_handbook
from handbook.findings import Finding
from handbook.memory import remembered
from handbook.site.build import BuildError
from handbook.site.html import base_path
from handbook.site.resident import Resident
from handbook.site.server import Changes, site_server
from handbook.site.watch import edits


@click.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--base", default="/", show_default=True, help="Serve below this path, as /kb/.")
@click.pass_obj
def serve_command(root: Path | None, port: int, base: str) -> None:
    """Build, serve on 127.0.0.1, and rebuild what an edit touches.

    Findings are shown after each edit; where the site cannot be built, its last good
    version stays in the browser until that is mended. Ctrl-C ends it.
    """
    root = project_root(root)
    base = base_path(f"//host/{base.strip('/')}") if base.strip("/") else "/"
    target = root / ".cache" / "serve"
    handbook = read(root, "text")
    check = Check(root)
    check.show(handbook)
    resident = Resident(handbook, target)
    try:
        with progress_bar() as step:
            resident.build(step)
    except BuildError as error:
        fail(error)
    changes = Changes()
    try:
        server = site_server(target, port=port, base=base, changes=changes)
    except OSError as error:
        raise ConfigurationError(
            f"port {port} cannot be used ({error.strerror}): choose another with --port"
        ) from None
    Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"Serving http://127.0.0.1:{server.server_port}{base} (Ctrl-C ends)")
    try:
        with edits(root) as bursts:
            for burst in bursts:
                resident = answer(resident, burst, check, changes)
    except KeyboardInterrupt:
        server.shutdown()
        click.echo("")


class Check:
    """The check, which remembers what it found between two edits."""

    def __init__(self, root: Path) -> None:
        with remembered(root) as memory:
            self._memory = memory
        self._shown: tuple[Finding, ...] = ()

    def show(self, handbook: Handbook) -> None:
        """Judge the handbook, and say what has been found where that is news."""
        memory = checks.Memory(self._memory.version, self._memory.used or self._memory.known)
        verdict = checks.judge(handbook, today(), memory)
        self._memory = memory
        if verdict.findings != self._shown:
            show(handbook, verdict, "text")
            self._shown = verdict.findings


def answer(resident: Resident, burst: set[str], check: Check, changes: Changes) -> Resident:
    """Show what was edited, then say what is wrong with it; what can wait comes after.

    An empty burst means that there is time. Returns the site as it stands now.
    """
    started = time.monotonic()
    shown = resident.edit(burst) if burst else None
    if shown is not None:
        changes.announce()
        seconds = time.monotonic() - started
        click.echo(f"shown in {seconds:.2f} s: {', '.join(shown) or 'nothing'}")
        check.show(resident.handbook)
        return resident
    root = resident.handbook.root
    if burst:
        try:
            resident = resident.anew(read_handbook(root))
        except InvalidStructure as error:
            findings = checks.check_structure(error.settings)
            click.echo(report.text(findings, (), color=in_colour()), color=True)
            return resident
        check.show(resident.handbook)
    try:
        built = resident.build()
    except BuildError as error:
        click.echo(f"{error.details}\n{error}: the last good build stays", err=True)
        return resident
    if built.made or built.indexed:
        changes.announce()
        searches = f", search in {', '.join(built.indexed)}" if built.indexed else ""
        click.echo(f"built in {built.seconds:.1f} s: {built.made} pages{searches}")
    return resident
