"""What the check finds, in MkDocs' own log, for those who run `mkdocs build` or `mkdocs serve`.

An error is logged as a warning, which fails `mkdocs build --strict` and no other;
a warning as information.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable

from handbook.findings import Finding, Severity
from handbook.report.terminal import visible

# Set to 1 by whoever starts MkDocs after a check of their own.
CHECKED = "HANDBOOK_CHECKED"

LEVELS = {Severity.ERROR: logging.WARNING, Severity.WARNING: logging.INFO}

# MkDocs counts what is logged below its own name.
log = logging.getLogger("mkdocs.plugins.handbook")


def is_checked() -> bool:
    """Whether who started this process has shown the findings."""
    return os.environ.get(CHECKED) == "1"


def notify(findings: Iterable[Finding]) -> None:
    """Log each finding on a line, with its mend."""
    for found in findings:
        mend = f" ({visible(found.help)})" if found.help else ""
        place = visible(f"{found.path}:{found.line}")
        log.log(
            LEVELS[found.severity], "%s: %s [%s]%s", place, visible(found.message), found.code, mend
        )
