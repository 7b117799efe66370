"""A browser, servers of the built site, and readers of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Playwright as PlaywrightDriver
from serving import serving
from visitor import Visitor


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the site, served at `/`."""
    with serving(site, "/") as url:
        yield url


@pytest.fixture(scope="session")
def kb_server(site_at_kb: Path) -> Iterator[str]:
    """The address of the site built for it, served at `/kb/`."""
    with serving(site_at_kb, "/kb/") as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[PlaywrightDriver]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: PlaywrightDriver) -> Iterator[Browser]:
    """One Chromium for all tests; without one they fail, and say what to do."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    flags = chromium.flags()
    browser = playwright.chromium.launch(
        executable_path=path, args=flags, chromium_sandbox="--no-sandbox" not in flags
    )
    yield browser
    browser.close()


def _visit(browser: Browser, url: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, url)
    yield visitor
    visitor.leave()
    if faults := visitor.unexpected():
        pytest.fail("\n".join(dict.fromkeys(faults)), pytrace=False)


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[Visitor]:
    """Someone who reads the site at `/`."""
    yield from _visit(browser, server)


@pytest.fixture
def kb_visitor(browser: Browser, kb_server: str) -> Iterator[Visitor]:
    """Someone who reads the site at `/kb/`."""
    yield from _visit(browser, kb_server)


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """A blank page of a reader of the site at `/`, in a window of 1360 x 900."""
    return visitor.page()
