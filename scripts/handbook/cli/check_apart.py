"""The check in a process of its own, which remembers between two edits.

As a program: `python -m handbook.cli.check_apart ROOT COLOUR` is told edited paths, one list
in JSON a line, and answers each with what was found, as it is shown.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from handbook import checks
from handbook.child import Child, run
from handbook.cli.common import shown
from handbook.cli.project import today
from handbook.collector import collect_now
from handbook.content.handbook import Handbook, InvalidStructure, read_handbook
from handbook.findings import Finding
from handbook.memory import remembered

# In the place of an edited page's path: anything may have been edited.
ALL = ""


class CheckApart:
    """The check of the handbook at `root`; `heard` is called when there are answers.

    It is asked one thing at a time: what is edited meanwhile, it is asked when it has answered.
    """

    def __init__(self, root: Path, heard: Callable[[], None], *, colour: bool) -> None:
        self._root = root
        self._heard = heard
        self._colour = colour
        self._child: Child | None = None
        self._is_asked = False
        self._edited: set[str] = set()

    def ask(self, edited: Iterable[str]) -> None:
        """Ask what is found now, after edits of the text of some pages, or of ALL."""
        self._edited.update(edited)
        self._go_on()

    def answers(self) -> list[str]:
        """What was found since, as it is to be shown; only what is news."""
        if self._child is None:
            return []
        is_over = not self._child.is_running
        answers = [json.loads(line) for line in self._child.said()]
        if self._is_asked and is_over and not answers:
            answers.append("the check was ended from outside: the next edit begins it again\n")
        if answers or is_over:
            self._is_asked = False
        self._go_on()
        return [answer for answer in answers if answer]

    def _go_on(self) -> None:
        if self._is_asked or not self._edited:
            return
        if self._child is None or not self._child.is_running:
            # It reads all there is.
            arguments = str(self._root), "colour" if self._colour else ""
            self._child = Child(__name__, *arguments, ended=self._heard, heard=self._heard)
        self._child.tell(json.dumps(sorted(self._edited)))
        self._edited.clear()
        self._is_asked = True

    def stop(self) -> None:
        """End it."""
        if self._child:
            self._child.stop()


class Check:
    """The check of a handbook that is kept read."""

    def __init__(self, root: Path, *, colour: bool) -> None:
        self._root = root
        self._colour = colour
        self._handbook: Handbook | None = None
        self._memory: checks.Memory | None = None
        self._shown: tuple[Finding, ...] | None = None

    def found(self, edited: Collection[str]) -> str:
        """What is found after edits, as it is shown; "" where that is no news."""
        if self._handbook is None or not all(map(self._handbook.reread, edited)):
            try:
                self._handbook = read_handbook(self._root)
            except (InvalidStructure, OSError):
                # Who reads it to build it says so.
                self._handbook = None
                return ""
        verdict = self._judged(self._handbook)
        if verdict.findings == self._shown:
            return ""
        self._shown = verdict.findings
        return shown(self._handbook, verdict, color=self._colour)

    def _judged(self, handbook: Handbook) -> checks.Verdict:
        day = today()
        if self._memory is None:
            # Kept, so that the next who begins to serve need not wait for it.
            with remembered(self._root) as self._memory:
                return checks.judge(handbook, day, self._memory)
        known = self._memory.used or self._memory.known
        self._memory = checks.Memory(self._memory.version, known)
        return checks.judge(handbook, day, self._memory)


def main(root: str, colour: str) -> None:
    """Answer until there are no more questions."""
    check = Check(Path(root), colour=bool(colour))
    for question in sys.stdin:
        print(json.dumps(check.found(json.loads(question))), flush=True)
        collect_now()


if __name__ == "__main__":
    run(main)
