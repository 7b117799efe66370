"""Many pages are examined by copies of the process; what comes back is the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from handbook.checks.workers import MANY, examined

HERE = os.getpid()
NAMES = [f"page-{number}" for number in range(4 * MANY)]
WANTED = [name.encode() for name in NAMES]
is_forking = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="one processor"
)


def process_of(name: str) -> bytes:
    return b"%d" % os.getpid()


@is_forking
def test_many_pages_are_examined_elsewhere_and_few_here() -> None:
    # In a process of its own: this one may have a thread, of those that run tests side by side.
    program = f"""
import os
from handbook.checks.workers import examined
names = [f"page-{{number}}" for number in range({len(NAMES)})]
here = b"%d" % os.getpid()
examine = lambda name: b"%d" % os.getpid()
assert here not in examined(names, examine)
assert set(examined(names[:{MANY}], examine)) == {{here}}
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_what_is_found_is_in_the_order_of_the_names() -> None:
    assert [*examined(NAMES, str.encode)] == WANTED


def test_much_is_found() -> None:
    assert [*examined(NAMES, lambda name: name.encode() * 100_000)] == [
        line * 100_000 for line in WANTED
    ]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_where_a_worker_is_killed_its_pages_are_examined_here(end: int) -> None:
    def examine(name: str) -> bytes:
        if name == NAMES[-1] and os.getpid() != HERE:
            os.kill(os.getpid(), end)
        return name.encode()

    assert [*examined(NAMES, examine)] == WANTED


def test_a_fault_is_seen_where_it_can_be_mended() -> None:
    def examine(name: str) -> bytes:
        raise ValueError(name)

    with pytest.raises(ValueError, match=NAMES[0]):
        next(examined(NAMES, examine))


def test_beside_another_thread_no_copy_is_made() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert set(examined(NAMES, process_of)) == {b"%d" % HERE}
    finally:
        done.set()
        thread.join()
