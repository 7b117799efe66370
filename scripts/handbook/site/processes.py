"""Work shared out to the cores there are."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from handbook.collector import give_back

Task = TypeVar("Task")
Result = TypeVar("Result")
Work = Callable[[Sequence[Task]], Iterable[Result]]


class WorkFailed(Exception):
    """What one of the processes failed of; `details` is its traceback."""

    def __init__(self, message: str, details: str) -> None:
        super().__init__(message)
        self.details = details


def spread(work: Work[Task, Result], tasks: Sequence[Task], least: int = 1) -> Iterator[Result]:
    """What `work` makes of all tasks, in no order, each process with its share of them.

    No process is started for fewer than `least` tasks. Where one fails, all are ended.
    Raises WorkFailed.
    """
    count = min(cores(), len(tasks) // least)
    if count < 2:
        yield from work(tasks)
        return
    context = _context()
    # Each process would have its own of what this one is done with.
    give_back()
    running: dict[Connection, BaseProcess] = {}
    try:
        for number in range(count):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(
                target=_run, args=(work, tasks[number::count], sender), daemon=True
            )
            process.start()
            sender.close()
            running[receiver] = process
        while running:
            for ready in wait(list(running)):
                if not isinstance(ready, Connection):
                    continue
                done, value = _received(ready)
                if done:
                    running.pop(ready).join()
                    ready.close()
                else:
                    yield value
    finally:
        for left in running.values():
            # A gentler signal is an exception where this process has a handler for it, which
            # a process that is just beginning may lose.
            left.kill()
        for left in running.values():
            left.join()


def _context() -> ForkContext | SpawnContext:
    """To copy this process is quick, but unsafe on macOS and beside other threads."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _received(receiver: Connection) -> tuple[bool, Any]:
    """Whether a process is done, else what it made."""
    try:
        kind, value = receiver.recv()
    except EOFError:
        raise WorkFailed("a process of the build was ended from outside", "") from None
    if kind == "failed":
        raise WorkFailed(*value)
    return kind == "done", value


def _run(work: Work[Task, Result], tasks: Sequence[Task], sender: Connection) -> None:
    # An interruption is this one's parent's to answer, which ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # What was there before is its parent's too, for as long as nobody touches it.
    gc.freeze()
    try:
        for result in work(tasks):
            sender.send(("made", result))
        sender.send(("done", None))
    except BrokenPipeError:
        os._exit(1)
    except BaseException as error:
        sender.send(("failed", (f"{type(error).__name__}: {error}", traceback.format_exc())))


def _end_with_parent() -> None:
    """A killed build leaves no process behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
