"""Work done beside this process, by copies of it (forks).

A copy has all that this process has, so nothing is sent to it; what it finds comes back as
bytes through a pipe. Where no copy can be made, or it does not deliver, the work is done
here, where its fault, if that is the reason, is seen.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

Work = Callable[[], bytes]


def processors() -> int:
    """How many processes can run at once; one where no copy can be made."""
    if sys.platform != "linux":
        return 1
    # What a thread holds at that moment, a copy of the process would wait for in vain.
    threads = Path("/proc/self/task")
    if not threads.is_dir() or len(list(threads.iterdir())) > 1:
        return 1
    return len(os.sched_getaffinity(0))


class Copy:
    """A copy of this process, which does some work."""

    def __init__(self, work: Work) -> None:
        self._pipe, writer = os.pipe()
        parent = os.getpid()
        self._process = os.fork()
        if not self._process:
            os.close(self._pipe)
            _work(work, writer, parent)
        os.close(writer)

    def result(self) -> bytes | None:
        """What it found; None where it ended without that."""
        with os.fdopen(self._pipe, "rb") as pipe:
            found = pipe.read()
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        return None if status else found

    def end(self) -> None:
        """End it, whatever it does."""
        if self._process:
            os.close(self._pipe)
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0


def _work(work: Work, pipe: int, parent: int) -> NoReturn:
    """What a copy does. It ends without what this process does at its end."""
    # What was there before is its parent's too, for as long as nobody touches it.
    gc.freeze()
    with suppress(BaseException):
        found = work()
        # Nobody is left to read it.
        if os.getppid() == parent:
            with os.fdopen(pipe, "wb") as file:
                file.write(found)
            os._exit(0)
    os._exit(1)


class Aside:
    """Some work that is begun at once in a copy, and done when its result is asked for."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._copy = Copy(work) if processors() > 1 else None

    def result(self) -> bytes:
        """What was found. Raises what the work does."""
        found = self._copy.result() if self._copy else None
        self._copy = None
        return self._work() if found is None else found

    def end(self) -> None:
        """Let it be."""
        if self._copy:
            self._copy.end()
