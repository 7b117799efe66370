"""Waiting for edits."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from handbook.content.layout import DOCS, ENGINE, OVERRIDES

QUIET = 0.05  # seconds without a further edit before a rebuild: editors write in bursts
# Seconds without an edit after which there is time: for what can wait a little, and for the rest.
SETTLED = (0.2, 1.0)
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


class Edits:
    """Bursts of edited paths, relative to the project's folder, without an end.

    Twice after each burst, as long as no other has come, there is an empty one; and
    whenever somebody wakes who waits for the next.
    """

    def __init__(self) -> None:
        self.found: queue.Queue[str] = queue.Queue()

    def wake(self) -> None:
        """Give an empty burst to who waits."""
        self.found.put("")

    @property
    def is_there_one(self) -> bool:
        """Whether an edit waits for an answer."""
        with self.found.mutex:
            return any(self.found.queue)

    def __iter__(self) -> Iterator[set[str]]:
        pauses: Iterator[float] = iter(())
        while True:
            try:
                burst = {self.found.get(timeout=next(pauses, None))}
            except queue.Empty:
                yield set()
                continue
            with suppress(queue.Empty):
                while burst != {""}:
                    burst.add(self.found.get(timeout=QUIET))
            burst.discard("")
            if burst:
                pauses = iter(SETTLED)
            yield burst


@contextmanager
def edits(root: Path) -> Iterator[Edits]:
    """The edits of the project at `root` for as long as the context lasts."""
    root = root.resolve()
    found = Edits()
    handler = _Queue(root, found.found)
    observer = Observer()
    for name in (DOCS, OVERRIDES):
        observer.schedule(handler, str(root / name), recursive=True)
    observer.schedule(handler, str(root), recursive=False)
    observer.start()
    try:
        yield found
    finally:
        observer.stop()
        observer.join()
