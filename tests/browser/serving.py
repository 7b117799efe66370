"""Serves a built site on loopback, as long as it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from handbook.site.server import site_server


@contextmanager
def serving(folder: Path, base: str) -> Iterator[str]:
    """The address of the site in `folder`, served at `base`."""
    server = site_server(folder, base=base)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
