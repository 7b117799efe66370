"""Examines many pages on all processors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from tempfile import TemporaryFile
from typing import IO

from handbook.copies import Copy, processors

# What it costs to make a worker, and what it has to load, is lost on fewer pages a worker.
MANY = 16
MOST_WORKERS = 8

Examine = Callable[[str], bytes]


def examined(names: Sequence[str], examine: Examine) -> Iterator[bytes]:
    """What `examine` tells of each name: one line.

    Workers write theirs into files: those of thousands of pages are in no process at once.
    """
    count = _worker_count(len(names))
    workers: list[Copy] = []
    with ExitStack() as left:
        files = [left.enter_context(TemporaryFile()) for _ in range(count)]
        for number, file in enumerate(files):
            worker = Copy(partial(_write, names[number::count], examine, file))
            left.callback(worker.end)
            workers.append(worker)
        done = [worker.result() is not None for worker in workers]
        for file in files:
            file.seek(0)
        for number, name in enumerate(names):
            share = number % count if count else 0
            yield files[share].readline()[:-1] if count and done[share] else examine(name)


def _write(names: Sequence[str], examine: Examine, file: IO[bytes]) -> bytes:
    for name in names:
        file.write(examine(name) + b"\n")
    file.flush()
    return b""


def _worker_count(pages: int) -> int:
    """How many workers to make: none where that would be of no use, or not safe."""
    if pages < 2 * MANY:
        return 0
    count = processors()
    return min(count, MOST_WORKERS, pages // MANY) if count > 1 else 0
