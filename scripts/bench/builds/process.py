"""Runs a command and measures it with all processes that it starts."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import psutil

# Seconds between two looks at the memory; and the part of a core that looking may take.
_OFTEN = 0.01
_SHARE = 0.1
# The lines of its output that are shown of a command which failed.
_LAST = 15


class CommandFailed(Exception):
    """A command that did not end well; the message is the end of what it printed."""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds of processors, and megabytes at most."""

    wall: float
    cpu: float
    memory: float


def measured(
    commands: Sequence[Sequence[str]], folder: Path, environment: Mapping[str, str]
) -> Cost:
    """What some commands take, one after the other. Raises CommandFailed."""
    costs = [_measured(command, folder, environment) for command in commands]
    return Cost(
        sum(cost.wall for cost in costs),
        sum(cost.cpu for cost in costs),
        max(cost.memory for cost in costs),
    )


def _measured(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    before = _processor_time()
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**_environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        peak = _watched(psutil.Process(process.pid), process.wait)
        wall = time.perf_counter() - started
        if process.returncode:
            output.seek(0)
            lines = output.read().decode(errors="replace").splitlines()
            raise CommandFailed("\n".join([" ".join(command), *lines[-_LAST:]]))
    return Cost(wall, _processor_time() - before, peak / 1e6)


def _environment() -> dict[str, str]:
    """This process's, but that Python keeps what it compiles, as it does for its users."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def _processor_time() -> float:
    """Of all processes that this one started, with those that they started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watched(process: psutil.Process, wait: Callable[[], int]) -> int:
    """The most bytes that a process and those below it held at once, until `wait` returns."""
    peak = 0
    ended = Event()

    def watch() -> None:
        nonlocal peak
        pause = 0.0
        while not ended.wait(pause):
            started = time.perf_counter()
            peak = max(peak, _held(process))
            pause = max(_OFTEN, (time.perf_counter() - started) / _SHARE)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        wait()
    finally:
        ended.set()
        watcher.join()
    return peak


def _held(process: psutil.Process) -> int:
    try:
        return sum(_bytes(one) for one in (process, *process.children(recursive=True)))
    except psutil.Error:
        return 0


def _bytes(process: psutil.Process) -> int:
    """What a process holds; of what it shares with others, its part (where the system tells)."""
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0  # it has just ended
    return int(getattr(memory, "pss", memory.uss))
