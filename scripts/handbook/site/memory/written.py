"""What mkdocs.yml says, with what it takes from the environment and from other files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from handbook.content.layout import ENGINE


def written(root: Path) -> tuple[bytes, ...]:
    """What mkdocs.yml says, with what it takes from the environment and from other files."""
    return tuple(_written(root / ENGINE))


def _written(file: Path) -> Iterator[bytes]:
    found = file.read_bytes() if file.is_file() else b""
    yield found
    for given in re.findall(rb"!ENV\s+(\[[^\]]*\]|\S+)", found):
        for name in re.findall(r"\w+", given.decode("utf-8", "replace")):
            yield os.environ.get(name, "").encode("utf-8", "surrogateescape")
    for name in re.findall(rb"^INHERIT:\s*[\"']?([^\s\"'#]+)", found, re.MULTILINE):
        yield from _written(file.parent / name.decode("utf-8", "replace"))
