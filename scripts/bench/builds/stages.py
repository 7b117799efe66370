"""Where the time of a cold build of ours goes: `python -m bench.builds.stages 250`.

The whole build in one process, the functions at its joints timed by the processor. What one
of them spends in another counts for the other alone.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.builds.rounds import generated

LANGUAGES = 4
# What is timed, and under what name: a module, and the function in it.
JOINTS = (
    ("typefaces", "handbook.site.fonts", "_make"),
    ("reading", "handbook.content.handbook", "read_handbook"),
    ("check", "handbook.checks", "judge"),
    ("pages taken apart", "handbook.content.handbook", "page_from_bytes"),
    ("Markdown", "markdown", "Markdown.convert"),
    ("templates", "jinja2", "Template.render"),
    ("isolation of numbers (Arabic)", "handbook.site.bidi", "isolate"),
    ("passages", "handbook.site.search.passages", "passages"),
    ("names of assets", "handbook.site.assets", "page_linked"),
    ("search", "handbook.site.search.index", "index_language"),
)


class Clock:
    """The processor's time by the innermost joint that was entered (s)."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._open: list[str] = ["the rest"]
        self._since = time.process_time()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, whose time is noted."""

        @wraps(function)
        def run(*arguments: Any, **named: Any) -> Any:
            self._turn()
            self._open.append(name)
            try:
                return function(*arguments, **named)
            finally:
                self._turn()
                self._open.pop()

        return run

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now


def instrument(clock: Clock) -> None:
    """Put the clock at every joint, wherever a module has it by name."""
    # All that a build loads, so that nobody takes a function before it is timed.
    for module in ("handbook.cli.building", "handbook.checks", "handbook.memory"):
        import_module(module)
    for name, module, path in JOINTS:
        owner: Any = import_module(module)
        *outer, last = path.split(".")
        for part in outer:
            owner = getattr(owner, part)
        function = getattr(owner, last)
        timed = clock.timed(name, function)
        setattr(owner, last, timed)
        for other in list(sys.modules.values()):
            if getattr(other, "__name__", "").startswith("handbook") and (
                getattr(other, last, None) is function
            ):
                setattr(other, last, timed)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.builds.stages", description=__doc__)
    parser.add_argument("pages", type=int, help="pages a language")
    pages = parser.parse_args().pages
    clock = Clock()
    with TemporaryDirectory(prefix="handbook-bench-") as folder:
        root = generated(Path(folder) / "corpus", pages).root
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # so that no process is started
        clock.timed("imports", instrument)(clock)
        _build(root)
    total = sum(clock.spent.values())
    count = LANGUAGES * pages
    print(f"{count:,} pages, {total:.1f} s of one processor")
    print("| what | s | s / 1,000 pages | % |\n| --- | ---: | ---: | ---: |")
    for name, spent in sorted(clock.spent.items(), key=lambda one: -one[1]):
        print(f"| {name} | {spent:.2f} | {1000 * spent / count:.2f} | {100 * spent / total:.0f} |")


def _build(root: Path) -> None:
    from handbook import checks
    from handbook.content import handbook
    from handbook.memory import remembered
    from handbook.site import build

    whole = handbook.read_handbook(root)
    with remembered(root) as memory:
        checks.judge(whole, datetime.date.today(), memory)
    for tree in whole.trees.values():
        tree.pages.forget()  # type: ignore[attr-defined]
    build.build(whole, root / "site", "")


if __name__ == "__main__":
    main()
