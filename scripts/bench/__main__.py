"""`make bench-check`: generates handbooks of several sizes and measures the check on each."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.check import Cost, Way, measured
from bench.table import Result, aims, result, table

SIZES = (15, 250, 2_500)
ROUNDS = 3


def main() -> None:
    """Measure every size, and print what came of it."""
    parser = argparse.ArgumentParser(prog="make bench-check", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="pages a language")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    with TemporaryDirectory(prefix="handbook-bench-") as folder:
        results = measure(Path(folder), sorted(chosen.sizes or SIZES), chosen.rounds)
    print("\n".join(table(results)))
    print("\n".join(aims(results)))


def measure(folder: Path, sizes: list[int], rounds: int) -> list[Result]:
    """Every way at every size, in rounds that go through all of them in turn."""
    roots = {size: folder / str(size) for size in sizes}
    for size, root in roots.items():
        _say(f"generating 4 languages x {size:,} pages")
        # Not in this process: a process begins with the peak memory of the one that starts it.
        subprocess.run([sys.executable, "-m", "bench.corpus", str(root), str(size)], check=True)
    costs: dict[int, list[Mapping[Way, Cost]]] = {size: [] for size in sizes}
    for number in range(rounds):
        for size, root in roots.items():
            _say(f"round {number + 1} of {rounds}: 4 x {size:,} pages")
            costs[size].append(_round(root, number))
    return [result(4 * size, costs[size]) for size in sizes]


def _round(root: Path, number: int) -> Mapping[Way, Cost]:
    costs = {}
    if not number:
        measured(Way.UNCHANGED, root)  # fills the cache
    for way in Way:
        if way is Way.EDITED:
            _edit(root, number)
        costs[way] = measured(way, root)
    return costs


def _edit(root: Path, number: int) -> None:
    """Change the words of one page."""
    page = sorted((root / "docs" / "pt").rglob("page-*.md"))[number]
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\nObrigado pela leitura.\n", encoding="utf-8")


def _say(step: str) -> None:
    print(step, flush=True)


if __name__ == "__main__":
    main()
