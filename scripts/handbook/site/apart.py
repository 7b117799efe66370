"""A whole build in a process of its own, so that who started it can go on and can end it.

As a program: `python -m handbook.site.apart ROOT TARGET` builds, and tells as one line of
JSON what came of it.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

AGAIN = 0.2  # seconds


class FailedError(Exception):
    """The build failed; `details` is what the engine said."""

    def __init__(self, message: str, details: str) -> None:
        super().__init__(message)
        self.details = details


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many pages were made, in which languages the search was, and how long it took (s)."""

    made: int
    indexed: tuple[str, ...]
    seconds: float


class Apart:
    """A build of the handbook at `root` into `target` that runs; `ended` is called at its end."""

    def __init__(self, root: Path, target: Path, ended: Callable[[], None]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(root), str(target)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.is_running = True
        self._ended = ended
        self._said = ""
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout
        self._said = self._process.stdout.read()
        self._process.wait()
        self.is_running = False
        self._ended()

    def stop(self) -> None:
        """End it; the site is as it was, or as it was to be."""
        # Again and again: a library that is being loaded may take the first for a fault of its own.
        while self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(AGAIN)
        self._thread.join()

    def outcome(self) -> Outcome | None:
        """What came of it at its end; nothing where it was stopped. Raises FailedError."""
        self._thread.join()
        if not self._said:
            return None
        said = json.loads(self._said)
        if "error" in said:
            raise FailedError(said["error"], said["details"])
        return Outcome(said["made"], tuple(said["indexed"]), said["seconds"])


def main(root: str, target: str) -> None:
    """Build, and tell what came of it."""
    # Loaded here: who only starts a build has them, or has no need of them.
    from handbook.content.handbook import InvalidStructure, read_handbook
    from handbook.site.build import BuildError, build

    try:
        built = build(read_handbook(Path(root)), Path(target), "")
    except InvalidStructure as error:
        said: dict[str, object] = {"error": f"{error} is not valid", "details": ""}
    except BuildError as error:
        said = {"error": str(error), "details": error.details}
    else:
        said = {"made": built.made, "indexed": built.indexed, "seconds": built.seconds}
    print(json.dumps(said))


if __name__ == "__main__":
    # Who was started in the background of a shell would pass over being ended.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
