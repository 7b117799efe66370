"""Work on all cores ends with all of its results, or with one reason and no process left."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from handbook.content.handbook import read_handbook
from handbook.site import processes
from handbook.site.build import prepare
from handbook.site.maker import Maker
from handbook.site.memory.traces import Traces
from handbook.site.plan import Task
from handbook.site.processes import WorkFailed, spread

ENDLESS = 120  # seconds: longer than anyone waits


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two, whatever this machine has; and nothing may be left of them."""
    monkeypatch.setattr(processes, "cores", lambda: 2)
    yield
    assert multiprocessing.active_children() == []


def squares(tasks: Sequence[int]) -> Iterator[tuple[int, int]]:
    for task in tasks:
        yield task * task, os.getpid()


def failing(tasks: Sequence[int]) -> Iterator[int]:
    for task in tasks:
        if task == 5:
            raise ValueError(f"no {task}")
        yield task


def killed(tasks: Sequence[int]) -> Iterator[int]:
    for task in tasks:
        if task == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        yield task


def endless(tasks: Sequence[int]) -> Iterator[int]:
    yield tasks[0]
    time.sleep(ENDLESS)


def test_every_result_comes_once_from_as_many_processes_as_there_are_cores() -> None:
    found = list(spread(squares, range(50)))
    assert sorted(value for value, _ in found) == [number**2 for number in range(50)]
    pids = {pid for _, pid in found}
    assert len(pids) == 2
    assert os.getpid() not in pids


@pytest.mark.parametrize(("count", "least"), [(0, 1), (1, 1), (9, 5)])
def test_for_few_tasks_no_process_is_started(count: int, least: int) -> None:
    found = list(spread(squares, range(count), least))
    assert [value for value, _ in found] == [number**2 for number in range(count)]
    assert {pid for _, pid in found} <= {os.getpid()}


def test_a_failure_in_one_process_is_told_with_its_place() -> None:
    with pytest.raises(WorkFailed, match="ValueError: no 5") as error:
        list(spread(failing, range(10)))
    assert "in failing" in error.value.details


def test_a_process_that_is_killed_is_noticed() -> None:
    with pytest.raises(WorkFailed, match="ended from outside"):
        list(spread(killed, range(10)))


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_what_interrupts_the_one_who_waits_ends_all_processes(error: type[BaseException]) -> None:
    with pytest.raises(error):
        for _ in spread(endless, range(4)):
            assert multiprocessing.active_children()
            raise error


def test_processes_end_where_the_one_who_waits_answers_to_being_ended() -> None:
    """As `handbook serve` does; they begin as copies of it, and so with its answer."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for _ in range(10):
            started = time.monotonic()
            with pytest.raises(RuntimeError):
                for _ in spread(endless, range(4)):
                    raise RuntimeError
            assert time.monotonic() - started < ENDLESS / 2
    finally:
        signal.signal(signal.SIGTERM, before)


@pytest.fixture
def maker(small_project: Path) -> Maker:
    """What makes the pages of a small project."""
    return prepare(read_handbook(small_project), "", Traces()).maker(small_project / "site")


def test_what_makes_pages_can_be_sent_to_another_process(maker: Maker) -> None:
    assert pickle.loads(pickle.dumps(maker)).names == maker.names


def test_pages_are_made_by_processes_that_begin_anew(
    maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is where a process cannot be started as a copy of this one."""
    monkeypatch.setattr(processes, "_context", lambda: multiprocessing.get_context("spawn"))
    tasks = [Task(name, ("en", "ar", "")) for name in ("index.md", "channels/phone.md")]
    made = list(spread(maker, tasks))
    assert sorted(one.address for one in made) == [
        "ar/channels/phone/index.html",
        "ar/index.html",
        "channels/phone/index.html",
        "en/channels/phone/index.html",
        "en/index.html",
        "index.html",
    ]
    spawned = {one.address: (maker.target / one.address).read_bytes() for one in made}
    for one in maker(tasks):
        assert (maker.target / one.address).read_bytes() == spawned[one.address]
