"""Work shared out to the cores there are."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Work = Callable[[Sequence[Task]], Iterable[Result]]

# Starting a process by copying this one is quick, and unsafe on macOS.
_START = "fork" if sys.platform == "linux" else "spawn"


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
    context = multiprocessing.get_context(_START)
    running = {}
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
            for receiver in wait(list(running)):
                assert isinstance(receiver, Connection)
                yield from _received(receiver, running)
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.join()


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _received(receiver: Connection, running: dict[Connection, object]) -> Iterator[object]:
    try:
        kind, value = receiver.recv()
    except EOFError:
        raise WorkFailed("a process of the build was ended from outside", "") from None
    if kind == "made":
        yield value
    elif kind == "failed":
        raise WorkFailed(*value)
    else:
        running.pop(receiver).join()  # type: ignore[attr-defined]
        receiver.close()


def _run(work: Work[Task, Result], tasks: Sequence[Task], sender: Connection) -> None:
    # An interruption is this one's parent's to answer, which ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for result in work(tasks):
            sender.send(("made", result))
        sender.send(("done", None))
    except BrokenPipeError:
        os._exit(1)
    except BaseException as error:
        sender.send(("failed", (f"{type(error).__name__}: {error}", traceback.format_exc())))
