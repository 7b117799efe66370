"""`handbook serve`: the site on loopback, rebuilt as it is edited."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread

import click

from handbook import checks, report
from handbook.cli.building import fail, progress_bar
from handbook.cli.check_apart import ALL, CheckApart
from handbook.cli.colour import in_colour
from handbook.cli.common import read, show
from handbook.cli.project import ConfigurationError, project_root, today
from handbook.collector import collect_now, collect_seldom
from handbook.content.handbook import InvalidStructure, read_handbook
from handbook.content.layout import STRUCTURE
from handbook.site.apart import Apart, FailedError
from handbook.site.build import BuildError
from handbook.site.html import base_path
from handbook.site.memory.seal import Seal
from handbook.site.plan import address
from handbook.site.resident import File, Resident
from handbook.site.server import Changes, site_server
from handbook.site.watch import Edits, edits

# Seconds for which the check waits while what else shows an edited page is made.
LONGEST = 1.0


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
    collect_seldom()
    changes = Changes()
    try:
        server = site_server(target, port=port, base=base, changes=changes)
    except OSError as error:
        raise ConfigurationError(
            f"port {port} cannot be used ({error.strerror}): choose another with --port"
        ) from None
    seal = Seal(root, target, ())
    seal.begin()
    today()  # raises where that cannot be told
    handbook = read(root, "text")
    resident = Resident(handbook, target)
    try:
        with progress_bar() as step:
            resident.build(step)
    except Exception as error:
        # What is wrong with the handbook may be why.
        show(handbook, checks.judge(handbook, today()), "text")
        if isinstance(error, BuildError):
            fail(error)
        raise
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with (
            edits(root) as bursts,
            closing(Serving(resident, changes, target, bursts)) as serving,
        ):
            if not seal.stands():
                # Edited while the first site was built, when nobody watched.
                bursts.found.put(STRUCTURE)
            click.echo(f"Serving http://127.0.0.1:{server.server_port}{base} (Ctrl-C ends)")
            for burst in bursts:
                serving.answer(burst)
    except KeyboardInterrupt:
        server.shutdown()
        click.echo("")


class Serving:
    """Answers edits: pages at once, then what is wrong with them; what can wait comes after.

    The check and whole builds run beside. A build is stopped by the next edit, which it
    would not have.
    """

    def __init__(self, resident: Resident, changes: Changes, target: Path, edits: Edits) -> None:
        self._resident = resident
        self._changes = changes
        self._target = target
        self._edits = edits
        self._building: Apart | None = None
        self._is_behind = False
        # Addresses that wait for the next whole build.
        self._left: set[str] = set()
        self._check = CheckApart(resident.handbook.root, edits.wake, colour=in_colour())
        self._check.ask({ALL})
        self._unjudged: set[str] = set()

    def close(self) -> None:
        """End what runs beside."""
        self._stop()
        self._check.stop()

    def answer(self, burst: set[str]) -> None:
        """Answer a burst of edits; an empty one means that there is time, or news from beside."""
        if burst:
            self._stop()
            self._is_behind = True
            if not self._show(burst):
                self._read_again(burst)
        elif self._unjudged:
            self._check.ask(self._unjudged)
            self._unjudged = set()
        elif self._building is None:
            if self._is_behind:
                self._build()
        elif not self._building.is_running:
            self._finish()
        for found in self._check.answers():
            # click would take colours out of what is not a terminal, though they were asked for.
            click.echo(found, nl=False, color=True)

    def _show(self, burst: set[str]) -> bool:
        """Show edited pages where they are; whether that is all there is to it."""
        started = time.monotonic()
        # What is wrong, the build tells, in a process that may fail.
        with suppress(Exception):
            if edited := self._resident.edit(burst):
                self._make(edited.own, started)
                self._make_others(edited.others, started)
                self._unjudged |= burst
                return True
        return False

    def _make(self, files: Iterable[File], started: float) -> None:
        shown = self._resident.make(files)
        self._left.difference_update(shown)
        self._changes.announce(shown)
        click.echo(f"shown in {time.monotonic() - started:.2f} s: {', '.join(shown)}")

    def _make_others(self, files: Sequence[File], started: float) -> None:
        """Make what else shows edited pages, as far as no other edit waits for that."""
        deadline = time.monotonic() + LONGEST
        shown: list[str] = []
        for number, file in enumerate(files):
            if self._edits.is_there_one or time.monotonic() > deadline:
                self._left.update(address(*left) for left in files[number:])
                break
            shown += self._resident.make([file])
        if shown:
            self._left.difference_update(shown)
            self._changes.announce(shown)
            seconds = time.monotonic() - started
            click.echo(f"shown in {seconds:.2f} s: {len(shown)} more that tell of them")

    def _read_again(self, burst: set[str]) -> None:
        """Read and build the whole; what was edited and what a browser shows come at once."""
        started = time.monotonic()
        try:
            handbook = read_handbook(self._resident.handbook.root)
        except InvalidStructure as error:
            findings = checks.check_structure(error.settings)
            click.echo(report.text(findings, (), color=in_colour()), color=True)
            self._unjudged, self._is_behind = set(), False  # until that is mended
            return
        except OSError as error:
            # What vanishes while it is read is an edit that comes; the rest is for the author.
            if not isinstance(error, FileNotFoundError):
                click.echo(f"error: {error.filename} cannot be read ({error.strerror})", err=True)
            self._resident = Resident(self._resident.handbook, self._target)
            self._is_behind = False
            return
        self._unjudged = {ALL}
        # A page that is gone is awaited too.
        self._left.update(self._resident.files)
        self._resident = self._resident.anew(handbook)
        files = self._resident.files
        self._left.update(files)
        edited = {address(*page) for path in burst if (page := handbook.reread(path))}
        if first := files.keys() & (edited | self._changes.awaited()):
            with suppress(Exception):  # as above
                self._make((files[place] for place in sorted(first)), started)
        self._build()
        collect_now()

    def _build(self) -> None:
        self._is_behind = False
        self._building = Apart(self._resident.handbook.root, self._target, self._edits.wake)

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
            if error.details:
                click.echo(error.details, err=True)
            click.echo(f"error: {error}; the last good build stays", err=True)
            return
        if outcome is None:
            click.echo("the build was ended from outside: the last good one stays", err=True)
            return
        changed = self._left if self._resident.is_ready else None
        with suppress(Exception):  # edited meanwhile: that edit has the whole read again
            self._resident.ready()
        self._changes.announce(changed)
        self._left.clear()
        collect_now()
        searches = f", search in {', '.join(outcome.indexed)}" if outcome.indexed else ""
        click.echo(f"built in {outcome.seconds:.1f} s: {outcome.made} pages{searches}")
