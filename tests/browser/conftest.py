"""A browser, nginx with the built site, and readers of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromium
import nginx
import pytest
from playwright.sync_api import Page, expect, sync_playwright
from playwright.sync_api import Playwright as PlaywrightDriver
from visitor import PATIENCE, Contexts, Visitor

from handbook.content.handbook import Handbook

expect.set_options(timeout=PATIENCE)


def _serving(site: Path, handbook: Handbook, folder: Path, site_url: str = "") -> Iterator[str]:
    languages = [language.folder for language in handbook.structure.languages]
    if nginx.find() is None:
        pytest.fail(nginx.MISSING, pytrace=False)
    with nginx.serving(site, languages, folder, site_url) as url:
        yield url


@pytest.fixture(scope="session")
def server(
    site: Path, handbook: Handbook, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the site behind nginx, at `/`."""
    yield from _serving(site, handbook, tmp_path_factory.mktemp("nginx"))


@pytest.fixture(scope="session")
def kb_server(
    site_at_kb: Path, kb_url: str, handbook: Handbook, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the site built for it, behind nginx, at `/kb/`."""
    yield from _serving(site_at_kb, handbook, tmp_path_factory.mktemp("nginx-kb"), kb_url)


@pytest.fixture(scope="session")
def playwright() -> Iterator[PlaywrightDriver]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def contexts(playwright: PlaywrightDriver) -> Iterator[Contexts]:
    """One Chromium for all tests; without one they fail, and say what to do."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    flags = chromium.flags()
    browser = playwright.chromium.launch(
        executable_path=path, args=flags, chromium_sandbox="--no-sandbox" not in flags
    )
    yield Contexts(browser)
    browser.close()


def _visit(contexts: Contexts, url: str) -> Iterator[Visitor]:
    visitor = Visitor(contexts, url)
    yield visitor
    visitor.leave()
    if faults := visitor.unexpected():
        pytest.fail("\n".join(dict.fromkeys(faults)), pytrace=False)


@pytest.fixture
def visitor(contexts: Contexts, server: str) -> Iterator[Visitor]:
    """Someone who reads the site at `/`."""
    yield from _visit(contexts, server)


@pytest.fixture
def kb_visitor(contexts: Contexts, kb_server: str) -> Iterator[Visitor]:
    """Someone who reads the site at `/kb/`."""
    yield from _visit(contexts, kb_server)


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """A blank page of a reader of the site at `/`, in a window of 1360 x 900."""
    return visitor.page()
