"""`handbook serve`: the site on loopback, rebuilt as it is edited."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import click

from handbook import checks, report
from handbook.cli.build import build_with_progress, fail
from handbook.cli.common import ConfigurationError, in_colour, project_root, read, show, today
from handbook.content.handbook import InvalidStructure, read_handbook
from handbook.memory import remembered
from handbook.site.build import BuildError, build
from handbook.site.html import base_path
from handbook.site.server import Changes, site_server
from handbook.site.watch import edits, touched


@click.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--base", default="/", show_default=True, help="Serve below this path, as /kb/.")
@click.pass_obj
def serve_command(root: Path | None, port: int, base: str) -> None:
    """Build, serve on 127.0.0.1, and rebuild what an edit touches.

    Findings are shown after each edit; a page with a fault keeps its last good
    version in the browser until it is mended. Ctrl-C ends it.
    """
    root = project_root(root)
    base = base_path(f"//host/{base.strip('/')}") if base.strip("/") else "/"
    target = root / ".cache" / "serve"
    handbook = read(root, "text")
    with remembered(root) as memory:
        verdict = checks.judge(handbook, today(), memory)
    show(handbook, verdict, "text")
    try:
        build_with_progress(handbook, target, "")
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
                rebuild(root, target, burst, changes)
    except KeyboardInterrupt:
        server.shutdown()
        click.echo("")


def rebuild(root: Path, target: Path, burst: set[str], changes: Changes) -> None:
    """Check after an edit and build the languages it touches; says what went wrong."""
    try:
        handbook = read_handbook(root)
    except InvalidStructure as error:
        click.echo(
            report.text(checks.check_structure(error.settings), (), color=in_colour()), color=True
        )
        return
    with remembered(root) as memory:
        verdict = checks.judge(handbook, today(), memory)
    if verdict.findings:
        show(handbook, verdict, "text")
    only = touched(burst, handbook.structure)
    try:
        built = build(handbook, target, "", lambda _: None, only=only)
    except BuildError as error:
        click.echo(f"{error.details}\n{error}: the last good build stays", err=True)
        return
    changes.announce()
    click.echo(f"rebuilt {', '.join(sorted(only))} in {built.seconds:.1f} s")
