"""One edit of the source: exactly its section is out of date, and nothing else is wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import main
from handbook.content.handbook import read_handbook
from handbook.findings import Finding, Severity

from .handbooks import findings_in

TRANSLATIONS = ("ar", "id", "pt")
PAGE = "channels/phone-voicemail.md"


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The real handbook in a folder of its own."""
    shutil.copytree(root / "docs", tmp_path / "docs")
    shutil.copy(root / "mkdocs.yml", tmp_path)
    return tmp_path


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), *arguments])


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def stale(found: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(f.code, f.path, f.message) for f in found]


def test_one_word_of_english(copy: Path) -> None:
    edit(copy, f"docs/en/{PAGE}", "use it word for word", "use it exactly")
    found = findings_in(copy)
    assert stale(found) == [
        ("KB201", f"docs/{folder}/{PAGE}", "section `greeting` is out of date")
        for folder in TRANSLATIONS
    ]
    handbook = read_handbook(copy)
    for finding in found:
        page = handbook.trees[finding.path.split("/")[1]].pages[PAGE]
        assert finding.line == page.by_id["greeting"].line
        assert f"docs/en/{PAGE}:28 “The greeting”" in finding.note
    assert run(copy, "check").exit_code == 0
    assert run(copy, "check", "--strict").exit_code == 1


def test_mending_and_accepting_clears_it(copy: Path) -> None:
    edit(copy, f"docs/en/{PAGE}", "use it word for word", "use it exactly")
    for folder in TRANSLATIONS:
        page = read_handbook(copy).trees[folder].pages[PAGE]
        line = page.by_id["greeting"].line
        path = copy / page.path
        lines = path.read_text(encoding="utf-8").split("\n")
        lines[line + 1] += " Ok."
        path.write_text("\n".join(lines), encoding="utf-8")
        assert run(copy, "accept", folder, f"{PAGE}#greeting").exit_code == 0
    assert findings_in(copy) == ()
    assert run(copy, "check", "--strict").exit_code == 0


def test_equality_with_the_newer_source_is_not_demanded(copy: Path) -> None:
    """Items, variables, links, tables and front matter may differ until it is mended."""
    path = f"docs/en/{PAGE}"
    edit(copy, path, "- Ask before you put a caller", "- Smile.\n- Ask before you put a caller")
    edit(copy, path, "within {{ company.reply_time.phone }}.\n\nBefore", "at once.\n\nBefore")
    edit(copy, path, "[hold](../glossary.md#hold)", "hold")
    edit(
        copy,
        path,
        "| “Have I answered all your questions?”",
        "| “Well?” | “Eh?” | So. |\n| “Have I",
    )
    edit(copy, path, "reviewed: 2026-11-16", "reviewed: 2026-11-21")
    found = findings_in(copy)
    assert {f.code for f in found} == {"KB201"}
    assert len(found) == 5 * 3


def test_equality_of_the_other_sections_is_demanded(copy: Path) -> None:
    edit(copy, f"docs/en/{PAGE}", "use it word for word", "use it exactly")
    edit(copy, f"docs/pt/{PAGE}", "{{ company.reply_time.phone }}", "30 s")
    codes = sorted(f.code for f in findings_in(copy))
    # The number is told of once the variable is there again: sections are compared by their
    # words where their form is the same.
    assert codes == ["KB118", "KB201", "KB201", "KB201"]


def test_a_new_section_is_missing_and_not_stale(copy: Path) -> None:
    edit(
        copy,
        f"docs/en/{PAGE}",
        "## Putting a caller",
        "## Names {#names}\n\nAsk.\n\n## Putting a caller",
    )
    assert {f.code for f in findings_in(copy)} == {"KB102"}
    holds = read_handbook(copy).trees["pt"].pages[PAGE].by_id["holds"].title
    edit(copy, f"docs/pt/{PAGE}", f"## {holds}", f"## Nomes {{#names}}\n\nX.\n\n## {holds}")
    own = [f.code for f in findings_in(copy) if f.path.startswith("docs/pt")]
    assert own == ["KB202"]


@pytest.mark.parametrize("folder", TRANSLATIONS)
def test_a_translation_may_be_reworded(copy: Path, folder: str) -> None:
    page = read_handbook(copy).trees[folder].pages[PAGE]
    text = (copy / page.path).read_text(encoding="utf-8")
    (copy / page.path).write_text(text.replace(f"title: {page.title}", "title: X"), "utf-8")
    assert findings_in(copy) == ()


def test_layout_makes_nothing_stale(copy: Path) -> None:
    for path in (copy / "docs/en").rglob("*.md"):
        text = path.read_text(encoding="utf-8").replace("\n- ", "\n* ")
        text = re.sub(r"^([A-Z].*?[.,]) (?=[a-zA-Z])", r"\1\n", text, flags=re.MULTILINE)
        path.write_bytes(text.replace("\n\n", "\n\n\n").replace("\n", "  \r\n").encode())
    assert [f for f in findings_in(copy) if f.code.startswith("KB2")] == []


def test_without_records_nothing_is_found(sound: Path) -> None:
    assert not read_handbook(sound).freshness.is_kept
    (sound / "docs/freshness").mkdir()
    assert findings_in(sound) == ()


def test_broken_yaml_is_an_error_at_its_line(copy_of: Callable[[str], Path]) -> None:
    root = copy_of("section-stale")
    path = root / "docs/freshness/ar.yml"
    path.write_text(path.read_text(encoding="utf-8") + "<<<<<<< ours\n", encoding="utf-8")
    found = [f for f in findings_in(root) if f.code == "KB204"]
    assert len(found) == 1
    assert found[0].severity is Severity.ERROR
    assert found[0].line >= path.read_text(encoding="utf-8").count("\n")


def test_an_unreadable_page_costs_no_record(copy: Path) -> None:
    for folder in ("en", "ar"):
        (copy / f"docs/{folder}/{PAGE}").write_bytes(b"\xff")
    assert {f.code for f in findings_in(copy)} == {"KB801"}
    before = (copy / "docs/freshness/ar.yml").read_bytes()
    run(copy, "accept", "ar", "--prune")
    assert (copy / "docs/freshness/ar.yml").read_bytes() == before
