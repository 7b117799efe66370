"""The handbooks of fixtures/, and what is found in one."""

from __future__ import annotations

import datetime
from pathlib import Path

from handbook.checks import check, check_structure
from handbook.content.handbook import InvalidStructure, read_handbook
from handbook.findings import Finding

FIXTURES = Path(__file__).parent / "fixtures"
SOUND = FIXTURES / "sound"
EXPECTED = "expected.txt"
# The day on which the handbooks are checked.
TODAY = datetime.date(2026, 11, 22)


def findings_in(root: Path) -> tuple[Finding, ...]:
    """Every finding of the handbook at `root`, as the command line would show them."""
    try:
        return check(read_handbook(root), TODAY)
    except InvalidStructure as error:
        return check_structure(error.settings)
