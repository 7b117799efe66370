"""What the check finds is said by MkDocs too, once, and by `handbook build` never twice."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from running import without_section

from handbook.findings import finding
from handbook.site.html import without_notes
from handbook.site.notices import CHECKED, notify

MISSING = "docs/ar/channels/phone.md"


def test_an_error_is_a_warning_to_mkdocs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mkdocs")
    notify(
        [
            finding("KB102", MISSING, 29, "section `greeting` is missing", help="add it"),
            finding("KB832", "docs/company.yml", 3, "setting `phone` is used on no page"),
        ]
    )
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", f"{MISSING}:29: section `greeting` is missing [KB102] (add it)"),
        ("INFO", "docs/company.yml:3: setting `phone` is used on no page [KB832]"),
    ]


def test_a_comment_to_the_check_is_not_published() -> None:
    html = "<p>a</p>\n<!-- handbook: ignore KB111:\nour own -->\n<p>b</p><!-- kept -->"
    assert without_notes(html) == "<p>a</p>\n<p>b</p><!-- kept -->"


@pytest.fixture
def broken(small_project: Path) -> Path:
    """A project with a section missing in Arabic."""
    without_section(small_project / MISSING, "greeting")
    return small_project


@pytest.mark.parametrize("checked", ["", "1"])
def test_mkdocs_is_told_of_the_findings(
    broken: Path,
    checked: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv(CHECKED, checked)
    config = load_config(os.fspath(broken / "mkdocs.yml"))
    caplog.set_level(logging.INFO, "mkdocs")
    config.plugins["handbook"].on_config(config)
    shown = "section `greeting` is missing [KB102]"
    found = [record for record in caplog.records if shown in record.getMessage()]
    # MkDocs counts the warnings below its own name, and fails for them with --strict.
    assert [record.levelname for record in found] == ([] if checked else ["WARNING"])
    assert all(record.name.startswith("mkdocs.") for record in found)


def test_mkdocs_is_told_of_a_broken_contract(
    broken: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (broken / "docs/structure.yml").write_text("sauce: en\n", encoding="utf-8")
    config = load_config(os.fspath(broken / "mkdocs.yml"))
    with pytest.raises(PluginError, match="run `handbook check`"):
        config.plugins["handbook"].on_config(config)
    assert "docs/structure.yml:1: unknown key `sauce` [KB841]" in caplog.text
