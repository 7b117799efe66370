"""Each folder of fixtures/ is a defect: the files that differ from `sound`, and the report.

`HANDBOOK_WRITE_EXPECTED=1 pytest tests/checks` writes the reports anew; read them
before you keep them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook import report
from handbook.findings import CODES

from .handbooks import EXPECTED, FIXTURES, SOUND, findings_in

DEFECTS = sorted(path.name for path in FIXTURES.iterdir() if path != SOUND)
# Defects that cannot be a checked-in file, which test_files.py makes, and those of sites
# without a contract, which are in tests/foreign.
MADE_IN_CODE = {"KB801", "KB802", "KB803", "KB191", "KB192"}


def files_below(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_a_sound_handbook_has_no_findings(sound: Path) -> None:
    assert report.text(findings_in(sound), ()) == ""


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(defect: str, copy_of: Callable[[str], Path]) -> None:
    root = copy_of(defect)
    before = files_below(root)
    expected = FIXTURES / defect / EXPECTED
    found = report.text(findings_in(root), ())
    if os.environ.get("HANDBOOK_WRITE_EXPECTED"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert files_below(root) == before, "a check changed a file"


def test_every_code_has_a_defect() -> None:
    reports = (FIXTURES / defect / EXPECTED for defect in DEFECTS)
    shown = {
        code
        for path in reports
        for code in re.findall(r"^\w+\[(KB\d+)\]", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert shown.isdisjoint(MADE_IN_CODE)
    assert shown | MADE_IN_CODE == set(CODES)


def test_every_alias_is_its_own() -> None:
    aliases = [code.alias for code in CODES.values()]
    assert len(set(aliases)) == len(aliases)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", alias) for alias in aliases)
