"""Where what is remembered between two checks is kept: one file, which may be deleted.

It is read whole and written in one step, so that no run sees half of it; where it
cannot be written, the next run is as slow as the first.
"""

from __future__ import annotations

import platform
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

import handbook
from handbook.checks import Memory
from handbook.checks.memory import read, written
from handbook.content.atomic import write_atomically

FILE = Path(".cache/handbook/check.json")


@contextmanager
def remembered(root: Path) -> Iterator[Memory]:
    """What is remembered of the handbook below `root`; what is learnt is kept."""
    try:
        data = (root / FILE).read_bytes()
    except OSError:
        data = b""
    memory = read(data, program())
    yield memory
    if memory.is_changed:
        with suppress(OSError):
            write_atomically(root / FILE, written(memory))


@cache
def program() -> str:
    """What stands for the program: its code, and what it runs on."""
    digest = blake2b(digest_size=16)
    package = Path(handbook.__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(f"{path.relative_to(package)}\0".encode())
        digest.update(path.read_bytes())
    digest.update(repr(_libraries()).encode())
    digest.update(f"{platform.python_version()} {unicodedata.unidata_version}".encode())
    return digest.hexdigest()


def _libraries() -> list[str]:
    """Every library there is, with its version; asking importlib takes as long as reading pages."""
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    return sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})
