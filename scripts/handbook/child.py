"""A program of ours in a process of its own, so that who started it can go on, and can end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread

from handbook.collector import collect_seldom

AGAIN = 0.2  # seconds


class Child:
    """`python -m MODULE ARGUMENTS`, which is told lines and says lines.

    `heard` is called after each line that it said, `ended` at its end, both by another thread.
    """

    def __init__(
        self,
        module: str,
        *arguments: str,
        ended: Callable[[], None],
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            # Ctrl-C is for who started it, and ends it when there is time.
            process_group=0,
        )
        self.is_running = True
        self._heard = heard
        self._ended = ended
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(line)
            self._heard()
        self._process.wait()
        self.is_running = False
        self._ended()

    def tell(self, line: str) -> None:
        """Tell it a line; one that has ended does not hear it."""
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()

    def said(self) -> list[str]:
        """The lines that it said since this was last asked."""
        lines = []
        while not self._lines.empty():
            lines.append(self._lines.get())
        return lines

    def wait(self) -> None:
        """Wait until it has ended by itself."""
        self._thread.join()

    def stop(self) -> None:
        """End it, when it has put away what it was making."""
        # Again and again: a library that is being loaded may take the first for a fault of its own.
        while self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(AGAIN)
        self.wait()


def run(main: Callable[..., None]) -> None:
    """Run the `main` of such a program with its arguments; being stopped is no fault of it."""
    collect_seldom()
    try:
        # Before this, while Python starts, there is nothing to put away.
        signal.signal(signal.SIGTERM, _interrupt)
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        # Who ended it waits: what is in memory need not be taken down one by one.
        os._exit(1)


def _interrupt(*_: object) -> None:
    # Where it comes while something is taken down, Python would tell of it, and go on.
    sys.unraisablehook = lambda _: None
    raise KeyboardInterrupt
