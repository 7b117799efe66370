"""A whole build in a process of its own.

As a program: `python -m handbook.site.apart ROOT TARGET` builds, and tells as one line of
JSON what came of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from handbook.child import Child, run


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
        self._child = Child(__name__, str(root), str(target), ended=ended)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._child.is_running

    def stop(self) -> None:
        """End it; the site is as it was, or as it was to be."""
        self._child.stop()

    def outcome(self) -> Outcome | None:
        """What came of it at its end; nothing where it was stopped. Raises FailedError."""
        self._child.wait()
        for line in self._child.said():
            said = json.loads(line)
            if "error" in said:
                raise FailedError(said["error"], said["details"])
            return Outcome(said["made"], tuple(said["indexed"]), said["seconds"])
        return None


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
    run(main)
