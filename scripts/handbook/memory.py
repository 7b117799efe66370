"""Where what is remembered between two checks is kept: one file, which may be deleted.

It is read whole and written in one step, so that no run sees half of it; where it
cannot be written, the next run is as slow as the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.checks import Memory
from handbook.checks.memory import read, written
from handbook.content.marked import read_marked, write_marked
from handbook.program import program

FILE = Path(".cache/handbook/check.json")


@contextmanager
def remembered(root: Path) -> Iterator[Memory]:
    """What is remembered of the handbook below `root`; what is learnt is kept."""
    version = program()
    memory = read(read_marked(root / FILE, version), version)
    yield memory
    if memory.is_changed:
        write_marked(root / FILE, version, written(memory))
