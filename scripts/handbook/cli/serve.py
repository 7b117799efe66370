"""`handbook serve`: the site on loopback, rebuilt as it is edited."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import click

from handbook import checks, report
from handbook.cli.building import fail, progress_bar
from handbook.cli.colour import in_colour
from handbook.cli.common import read, show
from handbook.cli.project import ConfigurationError, project_root, today
from handbook.content.handbook import Handbook, InvalidStructure, read_handbook
from handbook.content.layout import STRUCTURE
from handbook.findings import Finding
from handbook.memory import remembered
from handbook.site.apart import Apart, FailedError
from handbook.site.build import BuildError
from handbook.site.html import base_path
from handbook.site.memory.seal import Seal
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
    # Ended by a service's manager as by Ctrl-C.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.get_current_context().call_on_close(lambda: signal.signal(signal.SIGTERM, before))
    root = project_root(root)
    base = base_path(f"//host/{base.strip('/')}") if base.strip("/") else "/"
    target = root / ".cache" / "serve"
    seal = Seal(root, target, ())
    seal.begin()
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
    try:
        with edits(root) as bursts:
            serving = Serving(resident, check, changes, target, bursts.wake)
            if not seal.stands():
                # Edited while the first site was built, when nobody watched.
                bursts.found.put(STRUCTURE)
            click.echo(f"Serving http://127.0.0.1:{server.server_port}{base} (Ctrl-C ends)")
            for burst in bursts:
                serving.answer(burst)
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


class Serving:
    """Answers edits: pages at once, then what is wrong with them; what can wait comes after.

    A whole build runs beside, and is stopped by the next edit, which it would not have.
    """

    def __init__(
        self,
        resident: Resident,
        check: Check,
        changes: Changes,
        target: Path,
        wake: Callable[[], None],
    ) -> None:
        self._resident = resident
        self._check = check
        self._changes = changes
        self._target = target
        self._wake = wake
        self._building: Apart | None = None
        self._is_judged = True
        self._is_behind = False

    def answer(self, burst: set[str]) -> None:
        """Answer a burst of edits; an empty one means that there is time, or that a build ended."""
        if burst:
            self._stop()
            self._is_judged, self._is_behind = False, True
            if not self._show(burst):
                self._read_again()
        elif not self._is_judged:
            self._is_judged = True
            self._check.show(self._resident.handbook)
        elif self._building is None:
            if self._is_behind:
                self._build()
        elif not self._building.is_running:
            self._finish()

    def _show(self, burst: set[str]) -> bool:
        """Show edited pages where they are; whether that is all there is to it."""
        started = time.monotonic()
        shown = self._resident.edit(burst)
        if shown is None:
            return False
        self._changes.announce()
        seconds = time.monotonic() - started
        click.echo(f"shown in {seconds:.2f} s: {', '.join(shown) or 'nothing'}")
        return True

    def _read_again(self) -> None:
        root = self._resident.handbook.root
        try:
            self._resident = self._resident.anew(read_handbook(root))
        except InvalidStructure as error:
            findings = checks.check_structure(error.settings)
            click.echo(report.text(findings, (), color=in_colour()), color=True)
            self._is_judged, self._is_behind = True, False  # until that is mended
            return
        self._build()

    def _build(self) -> None:
        self._is_behind = False
        self._building = Apart(self._resident.handbook.root, self._target, self._wake)

    def _stop(self) -> None:
        if self._building:
            self._building.stop()
            self._building = None

    def _finish(self) -> None:
        assert self._building
        building, self._building = self._building, None
        try:
            outcome = building.outcome()
        except FailedError as error:
            click.echo(f"{error.details}\n{error}: the last good build stays", err=True)
            return
        if outcome is None:
            click.echo("the build was ended from outside: the last good one stays", err=True)
            return
        if not self._resident.is_ready:
            self._resident.ready()
            self._changes.announce()
        searches = f", search in {', '.join(outcome.indexed)}" if outcome.indexed else ""
        click.echo(f"built in {outcome.seconds:.1f} s: {outcome.made} pages{searches}")
