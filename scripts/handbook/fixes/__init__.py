"""Mends what is mechanical and safe to mend: ids of headings, targets of links, typography.

`plan` is pure: from the handbook, its findings and its files' texts to the files' new texts.
Only `writing` touches files. What is accepted, in docs/freshness, is never touched.
"""

from __future__ import annotations

from handbook.fixes.diff import unified_diff
from handbook.fixes.plan import Change, Plan, files_to_read, marked, plan
from handbook.fixes.writing import read_texts, write_changes

__all__ = [
    "Change",
    "Plan",
    "files_to_read",
    "marked",
    "plan",
    "read_texts",
    "unified_diff",
    "write_changes",
]
