"""A reader of the site in a browser of their own, who notes whatever goes wrong.

A browser of one's own is a context: nothing kept in it, nothing set. To make one takes
Chromium longer than to load a page, so those that tests leave are emptied and lent again;
what they then have of earlier readers is the cache of files alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

Wait = Literal["commit", "domcontentloaded", "load", "networkidle"]
# ms after which a wait is given up: machines are shared.
PATIENCE = 30_000
# Options of a context that leave nothing behind; with any other it is of one test alone.
LENT = frozenset(
    {"locale", "java_script_enabled", "color_scheme", "reduced_motion", "forced_colors"}
    | {"device_scale_factor", "permissions"}
)


def rest(page: Page, time: int) -> None:
    """Let time (ms) pass by the page's own clock.

    However slow the machine is, what the page had set itself to do by then is done.
    """
    page.evaluate("(time) => new Promise((done) => setTimeout(done, time))", time)


def settled(page: Page) -> Page:
    """The page once all on it stands where it stays: in its styles and faces, and drawn."""
    # Not Playwright's wait_for_function: what it asks a second time is `eval` in the page,
    # which the policy forbids.
    page.evaluate(
        """async (patience) => {
          const frame = () => new Promise(requestAnimationFrame);
          const sheets = () => [...document.querySelectorAll("link[rel=stylesheet]")];
          const end = performance.now() + patience;
          while (!sheets().every(({ sheet }) => sheet)) {
            if (performance.now() > end) throw new Error("a style sheet does not come");
            await frame();
          }
          await document.fonts.ready;
          await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
          await frame();
          await frame();
        }""",
        PATIENCE,
    )
    return page


class Contexts:
    """The browser's contexts, each with one blank page: made when wanted, emptied to be lent."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: defaultdict[str, list[BrowserContext]] = defaultdict(list)

    def take(self, url: str, *, new: bool = False, **options: Any) -> BrowserContext:
        """A context for the site at `url` with these options; with `new`, never used before."""
        free = self.free[_sort(url, options)]
        if free and not new:
            return free.pop()
        context = self.browser.new_context(base_url=url, **options)
        context.set_default_timeout(PATIENCE)
        context.new_page()
        return context

    def give_back(self, context: BrowserContext, url: str, options: dict[str, Any]) -> None:
        """Empty a context for the next reader, or close it where something may stay in it."""
        if not options.keys() <= LENT:
            context.close()
            return
        used = context.pages
        blank = context.new_page()
        for page in used:
            page.close()
        client = context.new_cdp_session(blank)
        origin = url.removesuffix(urlsplit(url).path)
        client.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        client.detach()
        context.clear_cookies()
        self.free[_sort(url, options)].append(context)


def _sort(url: str, options: dict[str, Any]) -> str:
    """What two contexts have alike where one will do for the other."""
    return f"{url} {sorted(options.items())}"


class Visitor:
    """Opens pages, each in a context of its own, and notes whatever goes wrong on them.

    A test that means to meet a fault says so with `expects`; any other fails it
    when it ends. Addresses are relative to the site: `ar/channels/`.
    """

    def __init__(self, contexts: Contexts, url: str) -> None:
        self.contexts = contexts
        self.url = url
        self.faults: list[str] = []
        self.expected: list[str] = []
        self.taken: list[tuple[BrowserContext, dict[str, Any]]] = []
        self.heard = {
            "console": self._console,
            "weberror": lambda error: self.faults.append(f"page error: {error.error}"),
            "request": self._request,
            "requestfailed": self._failed,
            "response": self._response,
        }

    def page(
        self, *, width: int = 1360, height: int = 900, new: bool = False, **options: Any
    ) -> Page:
        """A blank page in a context of its own; options are Playwright's.

        With `new` nothing is in its cache.
        """
        context = self.contexts.take(self.url, new=new, **options)
        self.taken.append((context, options))
        for event, heard in self.heard.items():
            context.on(event, heard)  # type: ignore[call-overload]
        page = context.pages[0]
        page.set_viewport_size({"width": width, "height": height})
        return page

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
        for context, options in self.taken:
            for event, heard in self.heard.items():
                context.remove_listener(event, heard)
            self.contexts.give_back(context, self.url, options)
        self.taken.clear()

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
