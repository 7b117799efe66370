"""The day on which a command runs can be told, so that it says the same on any other."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.cli import main
from handbook.cli.project import today

ROOT = Path(__file__).resolve().parents[2]


def on(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)


def test_no_day_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "")
    before = datetime.date.today()
    assert before <= today() <= datetime.date.today()


def test_the_day_is_that_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "86399")
    assert today() == datetime.date(1970, 1, 1)
    on(monkeypatch, "86400")
    assert today() == datetime.date(1970, 1, 2)


def test_one_that_is_given_to_the_command_goes_before(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "0")
    assert today(datetime.datetime(2027, 8, 1, 9, 0)) == datetime.date(2027, 8, 1)


@pytest.mark.parametrize(("told", "code"), [("1794787200", 0), ("1894787200", 1)])
def test_reviews_are_held_against_it(monkeypatch: pytest.MonkeyPatch, told: str, code: int) -> None:
    on(monkeypatch, told)
    found = CliRunner().invoke(main, ["--root", str(ROOT), "check", "--strict", "--no-cache"])
    assert found.exit_code == code, found.output
    assert ("KB861" in found.output) == bool(code)


@pytest.mark.parametrize("told", ["yesterday", "1.5", "9" * 30])
@pytest.mark.parametrize("command", ["check", "build"])
def test_what_is_no_time_is_refused(
    monkeypatch: pytest.MonkeyPatch, told: str, command: str
) -> None:
    on(monkeypatch, told)
    found = CliRunner().invoke(main, ["--root", str(ROOT), command])
    assert found.exit_code == 2
    assert f"SOURCE_DATE_EPOCH is '{told}', which is no time" in found.output
    assert "whole seconds since 1970" in found.output
