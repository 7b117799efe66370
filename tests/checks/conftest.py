"""Handbooks to check: `fixtures/sound`, and the same with one defect laid over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .handbooks import EXPECTED, FIXTURES, SOUND


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a handbook in a folder of its own: the sound one under a defect's files."""

    def copy(defect: str) -> Path:
        root = tmp_path / defect
        shutil.copytree(SOUND, root)
        if defect != SOUND.name:
            leave_out = shutil.ignore_patterns(EXPECTED)
            shutil.copytree(FIXTURES / defect, root, dirs_exist_ok=True, ignore=leave_out)
        return root

    return copy


@pytest.fixture
def sound(copy_of: Callable[[str], Path]) -> Path:
    """A handbook without a defect, to make one in."""
    return copy_of(SOUND.name)
