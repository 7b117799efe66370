"""What stands for the program: its own code, and the packages that it works with."""

from __future__ import annotations

import os
import platform
import sys
import unicodedata
from functools import cache
from hashlib import blake2b
from pathlib import Path

DIGEST = 16
PACKAGE = Path(__file__).parent


@cache
def program() -> str:
    """A digest of the code, and of what it runs on."""
    digest = blake2b(digest_size=DIGEST)
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(f"{path.relative_to(PACKAGE)}\0".encode())
        digest.update(path.read_bytes())
    digest.update(repr((packages(), *runtime())).encode())
    return digest.hexdigest()


def packages() -> list[str]:
    """The installed packages with their versions, as the folders that tell of them are named.

    All of them: mkdocs.yml may name extensions of any. To ask importlib takes as long as
    to read a thousand pages.
    """
    found: set[str] = set()
    for folder in filter(os.path.isdir, sys.path):
        found.update(
            name
            for name in os.listdir(folder)  # noqa: PTH208 - a tenth of the time
            if name.endswith("-info")
        )
    return sorted(found)


def runtime() -> tuple[str, ...]:
    """The Python that runs it."""
    return platform.python_version(), unicodedata.unidata_version, platform.machine()
