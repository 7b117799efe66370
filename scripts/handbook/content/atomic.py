"""Writing a file so that it is never seen half-written."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` in one step: the old file stays until the new one is whole.

    A file that was there keeps its permissions.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Write several files below `root`, or none: what a fault cuts short is taken back."""
    before = {
        path: (root / path).read_bytes() if (root / path).exists() else None for path in files
    }
    folders: list[Path] = []
    written: list[str] = []
    try:
        for path, data in files.items():
            missing = [p for p in (root / path).parents if not p.exists()]
            folders += missing
            written.append(path)
            write_atomically(root / path, data)
    except BaseException:
        for path in written:
            with suppress(OSError):
                _restore(root / path, before[path])
        for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
            with suppress(OSError):
                folder.rmdir()
        raise


def _restore(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != data:
        write_atomically(path, data)
