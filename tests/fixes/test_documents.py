"""Each folder of fixtures/ is an Arabic page before and after: what is mended, and what is left.

The page stands in the handbook of tests/checks/fixtures/sound. Those named `left-...` are
not touched: nobody but their author can tell what was meant.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from handbook.content.handbook import InvalidStructure
from handbook.findings import Finding

from .mending import CHECKED, copy_of, files_below, findings_in, fixed, planned

FIXTURES = Path(__file__).parent / "fixtures"
PAGE = "docs/ar/channels/phone.md"
DOCUMENTS = sorted(path.name for path in FIXTURES.iterdir())
DEFECTS = sorted(path.name for path in CHECKED.iterdir())


def kinds(findings: tuple[Finding, ...]) -> Counter[tuple[str, str, int]]:
    return Counter((found.code, found.path, found.line) for found in findings)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of(tmp_path)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document(name: str, root: Path) -> None:
    before, after = ((FIXTURES / name / f"{each}.md").read_bytes() for each in ("before", "after"))
    (root / PAGE).write_bytes(before)
    others = {path: data for path, data in files_below(root).items() if path != PAGE}
    found = findings_in(root)
    plan = fixed(root)
    assert (root / PAGE).read_bytes() == after
    assert others == {path: data for path, data in files_below(root).items() if path != PAGE}
    assert bool(plan.mended) == bool(plan.changes) == (before != after)
    assert (before == after) == name.startswith("left-")
    # Each of these documents has one kind of defect, and no other.
    assert found or name == "left-suppressed"
    assert findings_in(root) == (found if before == after else ())
    assert planned(root).changes == ()


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_mended_once_and_brings_no_other(defect: str, tmp_path: Path) -> None:
    root = copy_of(tmp_path, defect)
    records = {p: d for p, d in files_below(root).items() if p.startswith("docs/freshness/")}
    try:
        found = findings_in(root)
    except InvalidStructure:
        assert defect == "structure-invalid"
        return
    plan = fixed(root)
    left = findings_in(root)
    assert kinds(left) <= kinds(found)
    assert len(left) <= len(found) - len(plan.mended)
    assert planned(root).changes == ()
    for path, data in records.items():
        assert (root / path).read_bytes() == data


def test_a_sound_handbook_is_left_alone(root: Path) -> None:
    assert planned(root).changes == ()


def test_what_another_keyboard_types_comes_back_byte_for_byte(project: Path) -> None:
    before = files_below(project)
    marks = str.maketrans("،«»“”", ',""""')
    for folder in ("ar", "pt", "id", "en"):
        for page in (project / "docs" / folder).rglob("*.md"):
            text = page.read_text(encoding="utf-8").translate(marks)
            page.write_text(text, encoding="utf-8")
    assert len(fixed(project).mended) > 1500
    assert files_below(project) == before
