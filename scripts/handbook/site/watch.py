"""Waiting for edits."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from handbook.content.layout import DOCS, ENGINE, OVERRIDES

QUIET = 0.05  # seconds without a further edit before a rebuild: editors write in bursts
SETTLED = 1.0  # seconds without an edit after which there is time for what can wait
WATCHED = (DOCS, OVERRIDES, ENGINE)
_WRITES = frozenset({"created", "modified", "moved", "deleted"})


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
    """Yields an endless iterator over bursts of edited paths, relative to `root`.

    Once after each burst, when no other has come for a while, there is an empty one.
    """
    root = root.resolve()
    found: queue.Queue[str] = queue.Queue()
    handler = _Queue(root, found)
    observer = Observer()
    for name in (DOCS, OVERRIDES):
        observer.schedule(handler, str(root / name), recursive=True)
    observer.schedule(handler, str(root), recursive=False)
    observer.start()
    try:
        yield _bursts(found)
    finally:
        observer.stop()
        observer.join()


def _bursts(found: queue.Queue[str]) -> Iterator[set[str]]:
    waiting: float | None = None
    while True:
        try:
            burst = {found.get(timeout=waiting)}
        except queue.Empty:
            waiting = None
            yield set()
            continue
        try:
            while True:
                burst.add(found.get(timeout=QUIET))
        except queue.Empty:
            waiting = SETTLED
            yield burst
