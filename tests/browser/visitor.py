"""A reader of the site in a browser of their own, who notes whatever goes wrong."""

from __future__ import annotations

import re
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

Wait = Literal["commit", "domcontentloaded", "load", "networkidle"]


class Visitor:
    """Opens pages in fresh contexts and notes whatever goes wrong on them.

    A test that means to meet a fault says so with `expects`; any other fails it
    when it ends. Addresses are relative to the site: `ar/channels/`.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.faults: list[str] = []
        self.expected: list[str] = []
        self.contexts: list[BrowserContext] = []

    def page(self, *, width: int = 1360, height: int = 900, **options: Any) -> Page:
        """A blank page in a context of its own; options are Playwright's."""
        context = self.browser.new_context(
            base_url=self.url, viewport={"width": width, "height": height}, **options
        )
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"page error: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        return context.new_page()

    def open(self, address: str, *, wait_until: Wait = "load", **options: Any) -> Page:
        """A page in a context of its own, at `address`."""
        page = self.page(**options)
        page.goto(address, wait_until=wait_until)
        return page

    def expects(self, pattern: str) -> None:
        """Faults that match `pattern` are what this test is about."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        """The faults so far that nothing announced."""
        return [
            fault
            for fault in self.faults
            if not any(re.search(pattern, fault) for pattern in self.expected)
        ]

    def leave(self) -> None:
        """Close every page."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.faults.append(f"console: {message.text} ({where})")

    def _request(self, request: Request) -> None:
        url = urlsplit(request.url)
        ours = urlsplit(self.url)
        if url.scheme not in ("data", "blob") and url[:2] != ours[:2]:
            self.faults.append(f"request to another origin: {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that sends its reader on ends what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed request: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"status {response.status}: {response.url}")
