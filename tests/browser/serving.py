"""Serves a built site on loopback, as long as it is needed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from handbook.site.server import SiteHandler, SiteServer, site_server

PIECE, PAUSE = 600, 0.02


class SlowHandler(SiteHandler):
    """Sends pages as a slow line does: in pieces, with pauses; all else at once."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file."""
        if not self.path.endswith("/"):
            super().copyfile(source, outputfile)
            return
        while piece := source.read(PIECE):
            outputfile.write(piece)
            outputfile.flush()
            time.sleep(PAUSE)


def serving_slowly(folder: Path) -> AbstractContextManager[str]:
    """The address of the site in `folder`, whose pages come in pieces."""
    handler = partial(SlowHandler, directory=str(folder))
    return _running(SiteServer(("127.0.0.1", 0), handler), "/")


def serving(folder: Path, base: str) -> AbstractContextManager[str]:
    """The address of the site in `folder`, served at `base`."""
    return _running(site_server(folder, base=base), base)


@contextmanager
def _running(server: SiteServer, base: str) -> Iterator[str]:
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
