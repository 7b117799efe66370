"""Publishing the whole site so that it is never seen half-written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from handbook.site.memory.traces import OnDisk, on_disk


@contextmanager
def new_site(target: Path, spare: Path | None = None) -> Iterator[Path]:
    """A new folder beside `target` to build in; swapped in on success, removed otherwise.

    `target` is replaced by renaming, so a reader or a web server sees the old
    site or the new one. A build that died earlier left a folder; it is removed.
    Where there is a `spare`, the new folder is that one, with whatever it has; the site
    that is replaced is the next spare, or a copy of the first site there is. Most of its files
    are the new site's too: to make and remove thousands of folders takes longer than to
    build a page.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_up(target)
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}.", dir=target.parent))
    if spare is not None and spare.is_dir():
        with suppress(OSError):  # it stands on another disk
            spare.rename(new)
    new.chmod(0o755)
    try:
        yield new
        _swap(new, target, spare)
    finally:
        # What was not finished is as good a spare: each of its files is looked at again.
        _set_aside(new, spare)


def _set_aside(site: Path, spare: Path | None) -> None:
    """Keep a site that is not to be published as the spare one, or remove it."""
    if spare is not None and not spare.exists():
        with suppress(OSError):
            spare.parent.mkdir(parents=True, exist_ok=True)
            site.rename(spare)
            return
    shutil.rmtree(site, ignore_errors=True)


def _swap(new: Path, target: Path, spare: Path | None) -> None:
    if not target.exists():
        new.rename(target)
        if spare is not None:
            _lay_by(target, spare)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}.old.", dir=target.parent))
    old.rmdir()
    try:
        target.rename(old)
        new.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    finally:
        if old.exists() and target.exists():
            _set_aside(old, spare)


def _lay_by(site: Path, spare: Path) -> None:
    """Give the next build its folder, with the same files: the one after a first build is an edit.

    Where the disk knows no second name for a file, there is none.
    """
    try:
        shutil.copytree(site, spare, copy_function=os.link)
    except OSError:
        shutil.rmtree(spare, ignore_errors=True)


def remove(path: Path) -> None:
    """Make room for a file: never write into one, which may be the published site's too."""
    try:
        path.unlink()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)


def taken_over(old: Path | str, new: Path | str) -> OnDisk:
    """Take a file over as it is; where the disk knows no second name for one, a copy."""
    stands = on_disk(old)
    with suppress(OSError):
        # It was taken over two builds ago, and is the same file still.
        if on_disk(new) == stands:
            return stands
    remove(Path(new))
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)
        return on_disk(new)
    return stands


def drop_others(site: Path, wanted: Container[str]) -> None:
    """Remove what is not `wanted` (addresses of files), and folders that hold nothing."""
    _drop_below(str(site), "", wanted)


# Of thirty thousand files: a Path takes longer to make than the disk to answer.


def _drop_below(folder: str, prefix: str, wanted: Container[str]) -> bool:
    """Whether anything is left in a folder, whose files' addresses begin with `prefix`."""
    left = False
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            if _drop_below(entry.path, f"{prefix}{entry.name}/", wanted):
                left = True
            else:
                os.rmdir(entry.path)  # noqa: PTH106
        # A link to a folder is no folder of ours.
        elif prefix + entry.name in wanted and not entry.is_dir():
            left = True
        else:
            os.unlink(entry.path)  # noqa: PTH108
    return left


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
