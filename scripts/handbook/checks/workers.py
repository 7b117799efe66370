"""Examines many pages on all processors.

Each worker is a copy of this process (a fork): the handbook need not be sent to it, only what
it finds comes back, through a pipe. What a worker does not deliver is examined here, where
its fault, if that is the reason, is seen.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

# What it costs to make a worker, and what it has to load, is lost on fewer pages a worker.
MANY = 16
MOST_WORKERS = 8

Examine = Callable[[str], bytes]


class _Worker(NamedTuple):
    process: int
    names: Sequence[str]
    pipe: int


def examined(names: Sequence[str], examine: Examine) -> list[bytes]:
    """What `examine` tells of each name: one line."""
    found: dict[str, bytes] = {}
    workers: list[_Worker] = []
    try:
        count = _worker_count(len(names))
        workers += (_started(names[start::count], examine) for start in range(count))
        for worker in workers:
            with os.fdopen(worker.pipe, "rb", closefd=False) as pipe:
                lines = pipe.read().split(b"\n")[:-1]  # what is cut short is left out
                found.update(zip(worker.names, lines, strict=False))
    finally:
        for worker in workers:
            _end(worker)
    return [found[name] if name in found else examine(name) for name in names]


def _worker_count(pages: int) -> int:
    """How many workers to make: none where that would be of no use, or not safe."""
    if sys.platform != "linux" or pages < 2 * MANY:
        return 0
    # What a thread holds at that moment, a copy of the process would wait for in vain.
    threads = Path("/proc/self/task")
    if not threads.is_dir() or len(list(threads.iterdir())) > 1:
        return 0
    processors = len(os.sched_getaffinity(0))
    return min(processors, MOST_WORKERS, pages // MANY) if processors > 1 else 0


def _started(names: Sequence[str], examine: Examine) -> _Worker:
    reader, writer = os.pipe()
    parent = os.getpid()
    process = os.fork()
    if not process:
        _work(names, examine, writer, parent)
    os.close(writer)
    return _Worker(process, names, reader)


def _work(names: Sequence[str], examine: Examine, pipe: int, parent: int) -> NoReturn:
    """What a worker does. It ends without what this process does at its end."""
    with suppress(BaseException):
        lines = []
        for name in names:
            if os.getppid() != parent:
                break
            lines.append(examine(name))
        # At once: nobody reads before.
        with os.fdopen(pipe, "wb") as file:
            file.write(b"".join(line + b"\n" for line in lines))
    os._exit(0)


def _end(worker: _Worker) -> None:
    os.close(worker.pipe)
    with suppress(ProcessLookupError):
        os.kill(worker.process, signal.SIGKILL)
    os.waitpid(worker.process, 0)
