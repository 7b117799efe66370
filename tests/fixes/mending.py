"""Handbooks to mend, and what `--fix` makes of one."""

from __future__ import annotations

import shutil
from pathlib import Path

from handbook import fixes
from handbook.checks import check
from handbook.content.handbook import read_handbook
from handbook.findings import Finding
from handbook.memory import FILE

CHECKED = Path(__file__).parents[1] / "checks/fixtures"
SOUND = CHECKED / "sound"


def copy_of(folder: Path, defect: str = SOUND.name) -> Path:
    """The sound handbook, with the files of a defect of tests/checks laid over it."""
    root = folder / defect
    shutil.copytree(SOUND, root)
    if defect != SOUND.name:
        leave_out = shutil.ignore_patterns("expected.txt")
        shutil.copytree(CHECKED / defect, root, dirs_exist_ok=True, ignore=leave_out)
    return root


def findings_in(root: Path) -> tuple[Finding, ...]:
    """What is found, without what depends on the day."""
    return check(read_handbook(root))


def planned(root: Path) -> fixes.Plan:
    """What `--fix` would write."""
    handbook = read_handbook(root)
    found = check(handbook)
    texts = fixes.read_texts(root, fixes.files_to_read(handbook, found))
    return fixes.plan(handbook, found, texts)


def fixed(root: Path) -> fixes.Plan:
    """What `--fix` wrote."""
    plan = planned(root)
    fixes.write_changes(root, plan.changes)
    return plan


def files_below(root: Path) -> dict[str, bytes]:
    """Every file's bytes by its path, besides what the check remembers."""
    files = (path for path in root.rglob("*") if path.is_file() and path != root / FILE)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
