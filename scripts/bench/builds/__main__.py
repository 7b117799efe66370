"""`make bench`: builds handbooks of several sizes with ours and others, and compares."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.builds import results, table
from bench.builds.generators import GENERATORS
from bench.builds.rounds import NotRun, generated, measure

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / ".cache/bench"
PAGE = ROOT / "scripts/bench/README.md"
SIZES = (15, 250, 2_500)
ROUNDS = 3


def main() -> None:
    """Measure every size; print the tables, or put them into the documentation."""
    chosen = _arguments()
    sizes = sorted(chosen.sizes or SIZES)
    if not chosen.again:
        for size in sizes:
            with TemporaryDirectory(prefix="handbook-bench-") as folder:
                _measure(size, Path(folder), chosen)
    found = [results.read(CACHE, size) for size in sizes]
    lines = list(table.tables(found))
    print("\n".join(lines))
    if chosen.write:
        table.write(PAGE, lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="pages a language")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    names = [one.name for one in GENERATORS]
    parser.add_argument("--only", nargs="+", choices=names, help="the generators to run")
    parser.add_argument("--all", action="store_true", help="also those that take very long")
    parser.add_argument("--again", action="store_true", help="show what was measured before")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    return parser.parse_args()


def _measure(size: int, folder: Path, chosen: argparse.Namespace) -> None:
    _say(f"4 languages x {size:,} pages")
    wanted = [one for one in GENERATORS if not chosen.only or one.name in chosen.only]
    feasible = [one for one in wanted if chosen.all or not one.most or size <= one.most]
    rows = measure(
        feasible,
        generated(folder / "corpus", size),
        folder,
        chosen.rounds,
        CACHE / "tools",
        _say,
    )
    too_long = (
        NotRun(one.name, one.version, f"more than {one.most:,} pages take it very long")
        for one in wanted
        if one not in feasible
    )
    found = results.Result(size, chosen.rounds, results.this_machine(), (*rows, *too_long))
    results.write(CACHE, found)


def _say(step: str) -> None:
    print(step, flush=True)


if __name__ == "__main__":
    main()
