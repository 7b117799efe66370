"""Reads the files to mend as they are, and writes them mended: the one place with effects."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from handbook.content.atomic import write_all
from handbook.fixes.plan import Change


def read_texts(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """The files' texts with their line ends; without what cannot be read or is a link.

    To write through a symbolic link would mend a file elsewhere.
    """
    found = {}
    for path in sorted(paths):
        if Path(os.path.realpath(root / path)) != root.resolve() / path:
            continue
        try:
            found[path] = (root / path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return found


def write_changes(root: Path, changes: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """Write every change or none; those whose file is another by now are left. Raises OSError.

    Returns what was written and what was left.
    """
    written: list[Change] = []
    left: list[Change] = []
    for change in changes:
        (written if _is_unchanged(root, change) else left).append(change)
    write_all(root, {change.path: change.after.encode() for change in written})
    return written, left


def _is_unchanged(root: Path, change: Change) -> bool:
    try:
        return (root / change.path).read_bytes() == change.before.encode()
    except OSError:
        return False
