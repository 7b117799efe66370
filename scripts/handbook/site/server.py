"""A small server for the built site on loopback, with each language's own 404 page.

For looking at the site while writing, not for readers: a company's web server
does that (README, "Hosting").
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from handbook.site.headers import HEADERS, caching

# How often, and how long (s), is waited for a site that is being replaced.
SWAPS = 500
SWAP = 0.01

EVENTS = "/.handbook/changes"
SCRIPT = "/.handbook/reload.js"

# The page is given the number of its own last change, and asks with it; the answer comes
# when there is a newer one.
RELOAD = b"""(async function wait(seen) {
  try {
    const answer = await fetch("/.handbook/changes?" + seen + "&" + location.pathname);
    if ((await answer.text()) !== seen) location.reload();
    else wait(seen);
  } catch {
    setTimeout(() => wait(seen), 1000);
  }
})(new URL(document.currentScript.src).search.slice(1));
"""


class Changes:
    """Counts the changes of the site, and lets a page that waits know of its next one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        # Greater than any before, of which a page may still have one.
        self._number = self._whole = time.time_ns()
        self._files: dict[str, int] = {}
        self._awaited: Counter[str] = Counter()

    def announce(self, addresses: Iterable[str] | None = None) -> None:
        """Some files, by their addresses on the site, are in place anew; or all may be."""
        with self._condition:
            self._number += 1
            if addresses is None:
                self._whole = self._number
                self._files.clear()
            else:
                self._files.update(dict.fromkeys(addresses, self._number))
            self._condition.notify_all()

    def newest(self, address: str) -> str:
        """The number of a file's last change."""
        with self._condition:
            return self._newest(address)

    def after(self, seen: str, address: str, timeout: float = 25) -> str:
        """The number of a file's last change, once it is not `seen` or time is up."""
        with self._condition:
            self._awaited[address] += 1
            self._condition.wait_for(lambda: self._newest(address) != seen, timeout)
            self._awaited[address] -= 1
            return self._newest(address)

    def awaited(self) -> set[str]:
        """The files of which somebody waits for a change."""
        with self._condition:
            self._awaited += Counter()  # without those that are awaited no more
            return set(self._awaited)

    def _newest(self, address: str) -> str:
        return str(self._files.get(address, self._whole))


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves files as a strict web server would, under an optional path."""

    protocol_version = "HTTP/1.1"

    def __init__(
        self, *args: Any, base: str = "/", changes: Changes | None = None, **kwargs: Any
    ) -> None:
        self.base = base
        self.changes = changes
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer a request; the reload script and its wait only when rebuilding."""
        path, _, query = self.path.partition("?")
        if self.changes and path == SCRIPT:
            self._send(HTTPStatus.OK, RELOAD, "text/javascript")
        elif self.changes and path == EVENTS:
            seen, _, shown = query.partition("&")
            newest = self.changes.after(seen, self._address(shown))
            self._send(HTTPStatus.OK, newest.encode(), "text/plain")
        elif not path.startswith(self.base):
            self.send_error(HTTPStatus.NOT_FOUND)
        elif self.changes and path.endswith("/"):
            # Before the page is read: a change in between is one that it has not seen.
            self._send_page(path, self.changes.newest(self._address(path)))
        else:
            super().do_GET()

    def _address(self, path: str) -> str:
        """Where on the site the page stands that a browser has at a path."""
        return f"{unquote(path).removeprefix(self.base)}index.html"

    def _send_page(self, path: str, newest: str) -> None:
        """Send a page that asks for its changes, as far as there is one."""
        page = self._page(path)
        if page is None:
            super().do_GET()
            return
        script = f'<script src="{SCRIPT}?{newest}" async></script></body>'.encode()
        body = page.replace(b"</body>", script, 1)
        self._send(HTTPStatus.OK, body, "text/html; charset=utf-8")

    def _page(self, path: str) -> bytes | None:
        index = Path(self.translate_path(path)) / "index.html"
        for tried in range(SWAPS):
            with suppress(OSError):
                return index.read_bytes()
            # Between two sites there is none for a moment.
            if tried and Path(self.directory).is_dir():
                return None
            time.sleep(SWAP)
        return None

    def _send(self, status: HTTPStatus, body: bytes, type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def translate_path(self, path: str) -> str:
        """The file of an address, below the site's own path."""
        return super().translate_path("/" + path.removeprefix(self.base))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing address with the 404 page of its language."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        root = Path(self.directory)
        first = self.path.removeprefix(self.base).split("/")[0].split("?")[0]
        # `first` may be anything a client sends; only a plain folder name is looked up.
        own = root / first / "404.html" if first.isalpha() else root / "404.html"
        page = own if own.is_file() else root / "404.html"
        body = page.read_bytes() if page.is_file() else b"404"
        self._send(HTTPStatus.NOT_FOUND, body, "text/html; charset=utf-8")

    def end_headers(self) -> None:
        """The headers a strict host sends, so that what they forbid is seen here first."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", caching(self.path.partition("?")[0]))
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay quiet: the terminal is for findings."""


class SiteServer(ThreadingHTTPServer):
    """Serves each request in a thread, and takes a reader's leaving for what it is."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a connection the browser has closed; say the rest."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def site_server(
    folder: Path, *, port: int = 0, base: str = "/", changes: Changes | None = None
) -> SiteServer:
    """A server of `folder` on 127.0.0.1, not yet running; port 0 takes a free one."""
    handler = partial(SiteHandler, directory=str(folder), base=base, changes=changes)
    return SiteServer(("127.0.0.1", port), handler)
