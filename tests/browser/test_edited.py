"""A page that is served while it is edited comes anew by itself, and no other does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from visitor import Contexts, Visitor, rest

from handbook.content.handbook import read_handbook
from handbook.site.resident import Resident
from handbook.site.server import Changes, site_server

PHONE = "docs/ar/channels/phone.md"


class Edited:
    """The small handbook, served while it is edited."""

    def __init__(self, project: Path) -> None:
        self.resident = Resident(read_handbook(project), project / "site")
        self.resident.build()
        self.changes = Changes()
        self.project = project

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.project / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        edited = self.resident.edit({path})
        assert edited
        self.changes.announce(self.resident.make(edited.own))
        self.changes.announce(self.resident.make(edited.others))


@pytest.fixture
def edited(small_project: Path) -> Edited:
    return Edited(small_project)


@pytest.fixture
def reader(contexts: Contexts, edited: Edited) -> Iterator[Visitor]:
    """Someone who reads what is served."""
    site = edited.project / "site"
    server = site_server(site, base="/kb/", changes=edited.changes)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    visitor = Visitor(contexts, f"http://127.0.0.1:{server.server_port}/kb/")
    yield visitor
    visitor.leave()
    server.shutdown()
    server.server_close()
    thread.join()
    assert not visitor.unexpected()


def times_loaded(page: Page) -> list[None]:
    """One entry for each time that a page is loaded from now on."""
    found: list[None] = []
    page.on("load", lambda _: found.append(None))
    return found


def test_an_edit_of_a_page_is_seen_where_that_page_is_open(edited: Edited, reader: Visitor) -> None:
    phone = reader.open("ar/channels/phone/")
    glossary = reader.open("ar/glossary/")
    loaded = times_loaded(glossary)
    edited.edit(PHONE, "## التحية", "## التحية والترحيب")
    expect(phone.locator("#greeting")).to_contain_text("التحية والترحيب")
    rest(glossary, 300)
    assert loaded == []


def test_a_new_title_is_seen_on_every_page_that_shows_it(edited: Edited, reader: Visitor) -> None:
    pages = [reader.open(f"ar/{address}") for address in ("channels/phone/", "glossary/", "")]
    edited.edit(PHONE, "title: الهاتف", "title: المكالمات")
    for page in pages:
        expect(page.locator("body")).to_contain_text("المكالمات")


def test_each_edit_is_seen(edited: Edited, reader: Visitor) -> None:
    page = reader.open("ar/channels/phone/")
    for before, word in (("التحية", "أول"), ("أول", "ثان"), ("ثان", "ثالث")):
        edited.edit(PHONE, f"## {before}", f"## {word}")
        expect(page.locator("#greeting")).to_contain_text(word)
