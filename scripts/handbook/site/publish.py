"""Publishing the whole site so that it is never seen half-written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_site(target: Path) -> Iterator[Path]:
    """A new folder beside `target` to build in; swapped in on success, removed otherwise.

    `target` is replaced by renaming, so a reader or a web server sees the old
    site or the new one. A build that died earlier left a folder; it is removed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_up(target)
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}.", dir=target.parent))
    new.chmod(0o755)
    try:
        yield new
        _swap(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}.old.", dir=target.parent))
    old.rmdir()
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _clear_up(target: Path) -> None:
    """Undo what a killed build left: put an old site back, drop unfinished ones."""
    for left in sorted(target.parent.glob(f".{target.name}.*")):
        if not left.is_dir() or _is_running(left):
            continue
        if ".old." in left.name and not target.exists():
            left.rename(target)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _is_running(folder: Path) -> bool:
    """Whether the process that made `folder` still lives; its id is in the name."""
    try:
        os.kill(int(folder.name.split(".")[2]), 0)
    except (ValueError, IndexError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
