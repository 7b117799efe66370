"""Which languages an edit touches, and waiting for edits."""

from __future__ import annotations

import queue
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from handbook.content.structure import Structure

QUIET = 0.15  # seconds without a further edit before a rebuild: editors write in bursts
WATCHED = ("docs", "overrides", "mkdocs.yml")
_WRITES = frozenset({"created", "modified", "moved", "deleted"})


def touched(paths: Iterable[str], structure: Structure) -> frozenset[str]:
    """The languages to build anew after edits of `paths`, relative to the root.

    A page touches its own language; settings, templates and the rest touch all.
    """
    folders = frozenset(language.folder for language in structure.languages)
    found: set[str] = set()
    for path in paths:
        parts = Path(path).parts
        if len(parts) > 2 and parts[0] == "docs" and parts[1] in folders:
            found.add(parts[1])
        else:
            return folders
    return frozenset(found)


class _Queue(FileSystemEventHandler):
    def __init__(self, root: Path, edits: queue.Queue[str]) -> None:
        self.root = root
        self.edits = edits

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type not in _WRITES:
            return
        for name in (event.src_path, event.dest_path):
            if not name:
                continue
            path = Path(str(name))
            # Editors' own files: swap files, backups, locks.
            if path.name.startswith((".", "#", "~")) or path.name.endswith(("~", ".tmp", ".swp")):
                continue
            if path.is_relative_to(self.root):
                relative = path.relative_to(self.root).as_posix()
                if relative.startswith(WATCHED):
                    self.edits.put(relative)


@contextmanager
def edits(root: Path) -> Iterator[Iterator[set[str]]]:
    """Yields an endless iterator over bursts of edited paths, relative to `root`."""
    root = root.resolve()
    found: queue.Queue[str] = queue.Queue()
    handler = _Queue(root, found)
    observer = Observer()
    for name in ("docs", "overrides"):
        observer.schedule(handler, str(root / name), recursive=True)
    observer.schedule(handler, str(root), recursive=False)
    observer.start()
    try:
        yield _bursts(found)
    finally:
        observer.stop()
        observer.join()


def _bursts(found: queue.Queue[str]) -> Iterator[set[str]]:
    while True:
        burst = {found.get()}
        try:
            while True:
                burst.add(found.get(timeout=QUIET))
        except queue.Empty:
            yield burst
