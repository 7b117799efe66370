"""The ways of checking a handbook that are measured, each in a process of its own.

    python -m bench.check WAY ROOT

does one and prints what it took, as JSON. Processor time is counted, that of workers too,
so that other work on the machine weighs little; what passes on the clock is told beside it.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

DAY = "2026-11-20"
MARKDOWN = (
    *("attr_list", "tables", "admonition", "md_in_html", "toc"),
    *("pymdownx.superfences", "pymdownx.details", "pymdownx.tasklist"),
)


class Way(StrEnum):
    """What is done, in the order in which a round does it."""

    MARKDOWN = "one pass of Python-Markdown"
    STRUCTURAL = "structural families (1xx, 3xx, 8xx)"
    FULL = "all families"
    UNCHANGED = "cached, unchanged"
    EDITED = "cached, one page edited"


@dataclass(frozen=True)
class Cost:
    """What a way took: seconds of start-up and of work, and those of work by the clock.

    `memory` is the megabytes of the largest process at most; `findings` is how many there are.
    """

    start: float
    work: float
    clock: float
    memory: float
    findings: int

    @property
    def whole(self) -> float:
        """Seconds from the command's start to its end."""
        return self.start + self.work


def measured(way: Way, root: Path) -> Cost:
    """What one way takes in a new process."""
    command = [sys.executable, "-m", "bench.check", way.name, str(root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Cost(**json.loads(done.stdout))


def _markdown(root: Path) -> Callable[[], int]:
    import markdown

    from handbook.content.frontmatter import FENCE

    def work() -> int:
        renderer = markdown.Markdown(extensions=list(MARKDOWN))
        for path in sorted((root / "docs").rglob("*.md")):
            renderer.reset().convert(path.read_text(encoding="utf-8").split(f"\n{FENCE}\n", 1)[1])
        return 0

    return work


def _structural(root: Path) -> Callable[[], int]:
    from handbook.checks import files, images, links, parity, settings, unwritten
    from handbook.content.handbook import read_handbook

    families = (parity, images, links, files, settings, unwritten)

    def work() -> int:
        handbook = read_handbook(root)
        return sum(1 for family in families for _ in family.check(handbook))

    return work


def _command(*options: str) -> Callable[[Path], Callable[[], int]]:
    def prepared(root: Path) -> Callable[[], int]:
        from click.testing import CliRunner

        from handbook.cli import main

        arguments = ["--root", str(root), "check", "--format", "json", "--on", DAY, *options]

        def work() -> int:
            done = CliRunner().invoke(main, arguments)
            return len(json.loads(done.stdout)["findings"])

        return work

    return prepared


WORK: Mapping[Way, Callable[[Path], Callable[[], int]]] = {
    Way.MARKDOWN: _markdown,
    Way.STRUCTURAL: _structural,
    Way.FULL: _command("--no-cache"),
    Way.UNCHANGED: _command(),
    Way.EDITED: _command(),
}


def main() -> None:
    """Do one way and say what it took."""
    way, root = Way[sys.argv[1]], Path(sys.argv[2])
    work = WORK[way](root)
    gc.collect()
    start, clock = time.process_time(), time.perf_counter()
    findings = work()
    clock = time.perf_counter() - clock
    spent = time.process_time() - start
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent += workers.ru_utime + workers.ru_stime
    peak = max(workers.ru_maxrss, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    # Linux counts in kilobytes, macOS in bytes.
    memory = peak / (1e6 if sys.platform == "darwin" else 1e3)
    print(json.dumps(asdict(Cost(start, spent, clock, memory, findings))))


if __name__ == "__main__":
    main()
