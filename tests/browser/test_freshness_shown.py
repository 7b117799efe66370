"""A reader sees, in place, what is behind its source, and which page's review is due."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.dates import format_date
from playwright.sync_api import Page, expect
from serving import serving
from visitor import Contexts, Visitor

from handbook.content.handbook import Handbook, read_handbook
from handbook.site.build import build

PHONE = "channels/phone-voicemail/"
COURTESY = "ethics/courtesy/"
LOCALES = {"ar": "ar", "pt": "pt_BR", "id": "id"}
# What a reader of the translation is told, around the date.
SAID = {
    "ar": "تغيّر النص الأصلي لهذا القسم بعد",
    "pt": "O texto original desta seção mudou depois de",
    "id": "Teks sumber bagian ini telah berubah sejak",
}
LINKS = {
    "ar": "اقرأ القسم باللغة الإنجليزية",
    "pt": "Leia a seção em inglês",
    "id": "Baca bagian ini dalam bahasa Inggris",
}
# Where the source moves on: two sections of a channel, one of them on an ethic, and a title.
EDITS = (
    (f"{PHONE[:-1]}.md", "The greeting is the first thing", "The greeting is the very first thing"),
    (f"{PHONE[:-1]}.md", "has only your voice to judge by", "has nothing else to judge by"),
    (f"{COURTESY[:-1]}.md", "title: Courtesy\n", "title: Courtesy first\n"),
)

translations = pytest.mark.parametrize("folder", ["ar", "pt", "id"])


@pytest.fixture(scope="module")
def behind(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site of a handbook whose source has moved on in three places."""
    copy = tmp_path_factory.mktemp("behind")
    for name in ("docs", "overrides"):
        shutil.copytree(root / name, copy / name)
    shutil.copyfile(root / "mkdocs.yml", copy / "mkdocs.yml")
    for name, old, new in EDITS:
        page = copy / "docs/en" / name
        text = page.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        page.write_text(text.replace(old, new), encoding="utf-8")
    site = build(read_handbook(copy), copy / "site", "").target
    with serving(site, "/") as url:
        yield url


@pytest.fixture
def reader(contexts: Contexts, behind: str) -> Iterator[Visitor]:
    visitor = Visitor(contexts, behind)
    yield visitor
    visitor.leave()
    assert not visitor.unexpected()


def noticed(page: Page) -> list[str]:
    """The ids of the headings just above each notice; "" for one at the page's head."""
    ids = page.evaluate(
        """[...document.querySelectorAll("article .hb-notice:not([data-handbook-due])")]
        .map((notice) => notice.previousElementSibling?.id ?? "")"""
    )
    return [str(id) for id in ids]


@translations
def test_a_section_behind_its_source_says_so_with_the_date(
    reader: Visitor, handbook: Handbook, folder: str
) -> None:
    page = reader.open(f"{folder}/{PHONE}")
    assert noticed(page) == ["greeting", "courtesy"]
    accepted = handbook.freshness.page(folder, f"{PHONE[:-1]}.md")["greeting"].accepted
    notice = page.locator("#greeting + .hb-notice")
    expect(notice).to_be_visible()
    text = notice.inner_text()
    assert SAID[folder] in text
    assert format_date(accepted, "long", locale=LOCALES[folder]) in text.replace("\u2068", "")


@translations
def test_it_leads_to_the_sources_section(reader: Visitor, folder: str) -> None:
    page = reader.open(f"{folder}/{PHONE}")
    link = page.locator("#greeting + .hb-notice a")
    assert link.inner_text() == LINKS[folder]
    assert link.get_attribute("hreflang") == "en"
    link.click()
    expect(page).to_have_url(f"{reader.url}en/{PHONE}#greeting")
    expect(page.locator("#greeting")).to_be_in_viewport()


def test_the_source_itself_has_no_notice(reader: Visitor) -> None:
    for address in (PHONE, COURTESY):
        assert noticed(reader.open(f"en/{address}")) == []


@translations
def test_an_ethics_page_says_it_of_what_it_takes_over_and_of_its_own_head(
    reader: Visitor, folder: str
) -> None:
    page = reader.open(f"{folder}/{COURTESY}")
    assert noticed(page) == ["", "on-phone-voicemail"]
    link = page.locator("#on-phone-voicemail + .hb-notice a")
    link.click()
    expect(page).to_have_url(f"{reader.url}en/{PHONE}#courtesy")


def test_it_is_no_result_of_a_search_and_disturbs_no_drawing(reader: Visitor) -> None:
    page = reader.open(f"ar/{PHONE}")
    for notice in page.locator(".hb-notice").all():
        assert notice.get_attribute("data-pagefind-ignore") is not None
    assert page.locator("#phrases + .hb-phrases").count() == 1


@translations
def test_a_handbook_that_is_up_to_date_has_no_notice(
    visitor: Visitor, handbook: Handbook, folder: str
) -> None:
    page = visitor.page()
    for address in (PHONE, COURTESY, "", "glossary/"):
        page.goto(f"{folder}/{address}")
        assert noticed(page) == []


@pytest.mark.parametrize(("day", "is_due"), [("2027-05-16T23:59:00", False), ("2027-05-17", True)])
def test_a_page_says_that_its_review_is_due_once_the_interval_has_passed(
    visitor: Visitor, handbook: Handbook, folder: str, day: str, is_due: bool
) -> None:
    meta = handbook.trees[folder].pages[f"{PHONE[:-1]}.md"].meta
    assert meta is not None
    assert (str(meta.reviewed), meta.review_interval) == ("2026-11-16", "6 months")
    page = visitor.page(timezone_id="Asia/Jakarta")
    page.clock.set_fixed_time(f"{day}+07:00" if "T" in day else f"{day}T00:01:00+07:00")
    page.goto(f"{folder}/{PHONE}")
    notice = page.locator("[data-handbook-due]")
    expect(notice).to_be_visible(visible=is_due)
    text = notice.text_content() or ""
    assert "2027" in text
    assert meta.owner in text


def test_owner_and_last_review_stand_on_every_page(
    visitor: Visitor, handbook: Handbook, folder: str
) -> None:
    page = visitor.open(f"{folder}/{PHONE}")
    meta = handbook.trees[folder].pages[f"{PHONE[:-1]}.md"].meta
    assert meta is not None
    line = page.locator("footer").inner_text()
    assert meta.owner in line
    assert "2026" in line


def test_without_javascript_no_page_claims_that_its_review_is_due(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}", java_script_enabled=False)
    assert page.locator("[data-handbook-due]").count() == 1
    assert not page.locator("[data-handbook-due]").is_visible()
