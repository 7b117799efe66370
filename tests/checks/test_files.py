"""Defects of files that no repository can carry."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from handbook.findings import Finding

from .handbooks import findings_in

PAGE = "docs/ar/channels/phone.md"


def only(root: Path) -> Finding:
    found = findings_in(root)
    assert len(found) == 1, found
    return found[0]


def test_a_page_that_is_not_utf_8(sound: Path) -> None:
    data = (sound / PAGE).read_bytes()
    (sound / PAGE).write_bytes(data.replace("التحية".encode(), "التحية".encode("cp1256"), 1))
    found = only(sound)
    assert (found.code, found.path, found.line) == ("KB801", PAGE, 15)
    assert found.message == "invalid UTF-8: byte 0xc7"
    assert found.column == 4


def test_a_page_in_utf_16(sound: Path) -> None:
    (sound / PAGE).write_bytes(codecs.BOM_UTF16_LE + "عنوان".encode("utf-16-le"))
    found = only(sound)
    assert (found.code, found.path, found.line) == ("KB801", PAGE, 1)


def test_a_page_with_a_nul(sound: Path) -> None:
    text = (sound / PAGE).read_text(encoding="utf-8")
    (sound / PAGE).write_text(text.replace("اذكر اسمك", "اذكر\0اسمك"), encoding="utf-8")
    found = only(sound)
    assert (found.code, found.path, found.line, found.column) == ("KB801", PAGE, 17, 5)


def test_a_page_with_a_byte_order_mark(sound: Path) -> None:
    (sound / PAGE).write_bytes(codecs.BOM_UTF8 + (sound / PAGE).read_bytes())
    found = only(sound)
    assert (found.code, found.path, found.line) == ("KB802", PAGE, 1)


def test_settings_with_a_byte_order_mark(sound: Path) -> None:
    path = sound / "docs/glossary.yml"
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    found = only(sound)
    assert (found.code, found.path) == ("KB843", "docs/glossary.yml")


@pytest.mark.parametrize("name", ["company", "glossary", "structure"])
def test_settings_that_are_missing(sound: Path, name: str) -> None:
    (sound / f"docs/{name}.yml").unlink()
    found = only(sound)
    assert found.path == f"docs/{name}.yml"
    assert found.message == "the file is missing"


def test_an_unreadable_source_page_is_one_finding(sound: Path) -> None:
    page = "docs/en/channels/phone.md"
    (sound / page).write_bytes(b"\xff" + (sound / page).read_bytes())
    assert [(found.code, found.path) for found in findings_in(sound)] == [("KB801", page)]


def test_a_link_out_of_the_tree(sound: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    (sound / PAGE).rename(outside)
    (sound / PAGE).symlink_to(outside)
    found = only(sound)
    assert (found.code, found.path, found.line) == ("KB803", PAGE, 1)


def test_a_link_to_nothing(sound: Path) -> None:
    (sound / PAGE).unlink()
    (sound / PAGE).symlink_to("telephone.md")
    found = only(sound)
    assert (found.code, found.path) == ("KB803", PAGE)


def test_a_link_to_itself(sound: Path) -> None:
    (sound / PAGE).unlink()
    (sound / PAGE).symlink_to("phone.md")
    assert only(sound).code == "KB803"


def test_a_folder_that_leads_out(sound: Path, tmp_path: Path) -> None:
    folder = sound / "docs/ar"
    folder.rename(tmp_path / "outside")
    folder.symlink_to(tmp_path / "outside")
    found = only(sound)
    assert (found.code, found.path) == ("KB803", "docs/ar")


def test_a_link_within_the_tree_is_fine(sound: Path) -> None:
    page = sound / PAGE
    page.rename(page.with_name("telephone.txt"))
    page.symlink_to("telephone.txt")
    assert findings_in(sound) == ()


def test_carriage_returns_change_nothing(sound: Path) -> None:
    for path in sound.rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert findings_in(sound) == ()


def test_a_missing_folder_is_one_finding(sound: Path) -> None:
    (sound / "docs/ar").rename(sound / "ar")
    found = only(sound)
    assert (found.code, found.path) == ("KB805", "docs/ar")


def test_an_empty_page(sound: Path) -> None:
    (sound / PAGE).write_bytes(b"")
    assert [found.code for found in findings_in(sound)] == ["KB811"]


def test_a_page_whose_front_matter_never_ends(sound: Path) -> None:
    text = (sound / PAGE).read_text(encoding="utf-8")
    (sound / PAGE).write_text(text.replace("months\n---\n", "months\n"), encoding="utf-8")
    found = only(sound)
    assert (found.code, found.message) == ("KB811", "the front matter is not closed")


def test_without_mkdocs_yml_no_languages_are_compared(sound: Path) -> None:
    (sound / "mkdocs.yml").unlink()
    assert findings_in(sound) == ()
