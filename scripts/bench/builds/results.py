"""What was measured at one size: kept in a file, and read as medians and ratios."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.builds.output import Output
from bench.builds.process import Cost
from bench.builds.projects import Way
from bench.builds.rounds import Measured, NotRun, Row

# By the clock, or in processors' time.
Seconds = Callable[[Cost], float]


@dataclass(frozen=True)
class Result:
    """All generators on a handbook of so many pages a language."""

    pages: int
    rounds: int
    machine: str
    rows: tuple[Row, ...]

    def row(self, name: str) -> Measured | None:
        """What a generator took, where it ran."""
        return next((row for row in self.measured if row.name == name), None)

    @property
    def measured(self) -> list[Measured]:
        """The generators that ran."""
        return [row for row in self.rows if isinstance(row, Measured)]

    @property
    def not_run(self) -> list[NotRun]:
        """Those that did not."""
        return [row for row in self.rows if isinstance(row, NotRun)]


def middle(row: Measured, way: Way) -> Cost:
    """The medians of a way's rounds; of memory, the most."""
    costs = row.costs[way]
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        max(cost.memory for cost in costs),
    )


def peak(row: Measured) -> float:
    """The most memory of all that a generator did."""
    return max(middle(row, way).memory for way in row.costs)


def ratio(result: Result, way: Way, one: str, other: str, seconds: Seconds) -> float | None:
    """How long a generator takes to another in the same run; None where one did not run."""
    rows = [result.row(name) for name in (one, other)]
    if None in rows:
        return None
    first, second = (seconds(middle(row, way)) for row in rows if row)
    return first / second


def growth(now: Result, before: Result, name: str, seconds: Seconds) -> float | None:
    """How many times as long a generator takes from nothing as in a smaller handbook."""
    rows = [result.row(name) for result in (now, before)]
    if None in rows:
        return None
    larger, smaller = (seconds(middle(row, Way.COLD)) for row in rows if row)
    return larger / smaller


def this_machine() -> str:
    """What times depend on, in few words."""
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


# The file


def path(folder: Path, pages: int) -> Path:
    """Where the result of one size is kept, so that sizes may be measured one at a time."""
    return folder / f"builds-{pages}.json"


def write(folder: Path, result: Result) -> None:
    """Keep a result."""
    folder.mkdir(parents=True, exist_ok=True)
    path(folder, result.pages).write_text(json.dumps(asdict(result), indent=1), encoding="utf-8")


def read(folder: Path, pages: int) -> Result:
    """The result kept of a size."""
    kept = json.loads(path(folder, pages).read_text(encoding="utf-8"))
    return Result(kept["pages"], kept["rounds"], kept["machine"], tuple(map(_row, kept["rows"])))


def _row(kept: Mapping[str, Any]) -> Row:
    if "reason" in kept:
        return NotRun(**kept)
    costs = {Way(way): [Cost(**one) for one in each] for way, each in kept["costs"].items()}
    return Measured(kept["name"], kept["version"], costs, Output(**kept["output"]))
