"""Work is done beside this process by a copy of it, or here: what is found is the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from handbook import copies
from handbook.copies import Aside, Copy, processors

HERE = os.getpid()
is_forking = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="one processor"
)


def process() -> bytes:
    return b"%d" % os.getpid()


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processors, even for a process that has threads, as one of many that run tests."""
    monkeypatch.setattr(copies, "processors", lambda: 2)


@is_forking
def test_a_copy_can_be_made_of_a_process_without_threads() -> None:
    program = "from handbook.copies import processors; assert processors() > 1"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_beside_another_thread_no_copy_is_made() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert processors() == 1
        assert Aside(process).result() == b"%d" % HERE
    finally:
        done.set()
        thread.join()


@pytest.mark.usefixtures("apart")
def test_work_aside_is_done_elsewhere_and_begun_at_once() -> None:
    reader, writer = os.pipe()

    def work() -> bytes:
        os.write(writer, b"begun")
        return process()

    aside = Aside(work)
    os.close(writer)
    # Nobody has asked for its result; were it not begun, nobody would be left to write.
    assert os.read(reader, 5) == b"begun"
    os.close(reader)
    assert int(aside.result()) != HERE


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("size", [0, 10_000_000])
def test_it_may_find_nothing_or_much(size: int) -> None:
    assert Aside(lambda: b"x" * size).result() == b"x" * size


def killed() -> bytes:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return b"here"


def failed() -> bytes:
    if os.getpid() != HERE:
        raise ValueError("elsewhere")
    return b"here"


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("work", [killed, failed])
def test_what_a_copy_does_not_deliver_is_done_here(work: Callable[[], bytes]) -> None:
    assert Copy(work).result() is None
    assert Aside(work).result() == b"here"


@pytest.mark.usefixtures("apart")
def test_a_fault_is_raised_here() -> None:
    def work() -> bytes:
        raise ValueError("of the work")

    with pytest.raises(ValueError, match="of the work"):
        Aside(work).result()


@pytest.mark.usefixtures("apart")
def test_what_is_of_no_use_is_ended() -> None:
    reader, writer = os.pipe()

    def work() -> bytes:
        os.close(reader)
        time.sleep(60)
        return b""

    aside = Aside(work)
    os.close(writer)
    aside.end()
    # The copy held it open for writing as long as it lived.
    assert os.read(reader, 1) == b""
    os.close(reader)
