"""The profile of a build: every joint is one that a build goes through, and time counts once."""

from __future__ import annotations

import time
from importlib import import_module

import pytest

from bench.builds.stages import JOINTS, Clock


@pytest.mark.parametrize(("name", "module", "path"), JOINTS)
def test_every_joint_is_there(name: str, module: str, path: str) -> None:
    owner = import_module(module)
    for part in path.split("."):
        owner = getattr(owner, part)
    assert callable(owner)


def test_what_one_joint_spends_in_another_counts_for_the_other_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0

    def busy(seconds: int) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(time, "process_time", lambda: now)
    clock = Clock()
    inner = clock.timed("inner", lambda: busy(2))

    def work() -> None:
        inner()
        busy(1)
        inner()

    clock.timed("outer", work)()
    assert (clock.spent["inner"], clock.spent["outer"]) == (4, 1)
