"""`handbook check` says the same with what it remembers, and without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import main
from handbook.memory import FILE

FIXTURES = Path(__file__).parents[1] / "checks/fixtures"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small handbook with a broken link, an image's text that is missing, and a suppression."""
    root = tmp_path / "project"
    shutil.copytree(FIXTURES / "sound", root)
    page = root / "docs/ar/channels/phone.md"
    text = page.read_text("utf-8").replace("![هاتف]", "![]")
    ignored = "<!-- handbook: ignore KB302: known -->\n[أ](#none)\n"
    page.write_text(f"{text}\n{ignored}\n[ب](none.md)\n", "utf-8")
    return root


def checked(root: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "check", "--on", "2026-11-22", *options])


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_the_report_is_the_same_with_a_cache_and_without(root: Path, form: str) -> None:
    without = checked(root, "--format", form, "--no-cache")
    first = checked(root, "--format", form)
    second = checked(root, "--format", form)
    assert without.exit_code == 1
    assert without.output == first.output == second.output


def test_without_a_cache_nothing_is_written(root: Path) -> None:
    checked(root, "--no-cache")
    assert not (root / FILE.parts[0]).exists()
    checked(root)
    assert (root / FILE).is_file()
