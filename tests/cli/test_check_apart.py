"""The check beside a site that is served: one question at a time, and only what is news."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook import child
from handbook.cli.check_apart import ALL, Check, CheckApart
from handbook.content.handbook import Handbook

SOON = 120  # seconds after which a test gives up: machines are shared
PHONE = "docs/en/channels/phone.md"
TWICE = "Give the the name."


def edit(project: Path, old: str, new: str) -> None:
    path = project / PHONE
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# ---- What is found ----


@pytest.fixture
def check(small_project: Path) -> Check:
    """A check that has read the small handbook, and said what is wrong with it."""
    found = Check(small_project, colour=False)
    found.found([ALL])
    return found


def test_a_fault_that_is_made_and_mended_is_told_both_times(
    small_project: Path, check: Check
) -> None:
    edit(small_project, "Give your name.", TWICE)
    assert re.search(r"KB511.*\n.*docs/en/channels/phone\.md:\d+", check.found([PHONE]))
    edit(small_project, TWICE, "Give your name.")
    assert "KB511" not in check.found([PHONE])


def test_the_first_answer_tells_that_nothing_is_wrong(small_project: Path) -> None:
    check = Check(small_project, colour=False)
    assert re.search(r"total .* 0 errors", check.found([ALL]))
    assert check.found([ALL]) == ""


def test_what_was_found_before_is_no_news(small_project: Path, check: Check) -> None:
    assert check.found([PHONE]) == check.found([ALL]) == ""
    edit(small_project, "Give your name.", TWICE)
    assert check.found([PHONE])
    edit(small_project, TWICE, f"{TWICE} Then ask.")
    assert check.found([PHONE]) == ""


def test_what_is_no_page_has_everything_read_again(small_project: Path, check: Check) -> None:
    edit(small_project, "Give your name.", TWICE)
    company = small_project / "docs/company.yml"
    company.write_text(f"{company.read_text('utf-8')}colour: red\n", "utf-8")
    found = check.found(["docs/company.yml"])
    assert "docs/company.yml" in found
    assert "KB511" in found


def test_a_page_that_is_gone_is_missed(small_project: Path, check: Check) -> None:
    (small_project / PHONE).unlink()
    assert "channels/phone.md" in check.found([PHONE])


def test_of_an_invalid_contract_the_server_tells(small_project: Path, check: Check) -> None:
    contract = small_project / "docs/structure.yml"
    text = contract.read_text("utf-8")
    contract.write_text(f"{text}\ncolour: red\n", "utf-8")
    assert check.found([ALL]) == ""
    contract.write_text(text, "utf-8")
    edit(small_project, "Give your name.", TWICE)
    assert "KB511" in check.found([ALL])


def test_a_file_that_vanishes_while_it_reads_is_left_to_the_next_question(
    small_project: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanished(root: Path) -> Handbook:
        raise FileNotFoundError(2, "No such file", str(small_project / PHONE))

    with monkeypatch.context() as patch:
        patch.setattr("handbook.cli.check_apart.read_handbook", vanished)
        assert check.found([ALL]) == ""
    edit(small_project, "Give your name.", TWICE)
    assert "KB511" in check.found(["docs/en/index.md"])


def test_the_next_who_begins_to_serve_finds_what_was_learnt(
    small_project: Path, check: Check
) -> None:
    assert (small_project / ".cache/handbook/check.json").is_file()


# ---- Beside ----


class Asked:
    """A check beside, whose answers are gathered."""

    def __init__(self, project: Path) -> None:
        self._heard = threading.Event()
        self.check = CheckApart(project, self._heard.set, colour=False)
        self.answers: list[str] = []

    def until(self, is_so: Callable[[], object]) -> None:
        deadline = time.monotonic() + SOON
        while not is_so():
            assert time.monotonic() < deadline, self.answers
            if self._heard.wait(0.05):
                self._heard.clear()
                self.answers += self.check.answers()


@pytest.fixture
def asked(small_project: Path) -> Iterator[Asked]:
    found = Asked(small_project)
    yield found
    found.check.stop()


@pytest.fixture
def began(monkeypatch: pytest.MonkeyPatch) -> list[child.Child]:
    """The processes that were begun."""
    found: list[child.Child] = []
    begin = child.Child.__init__

    def noted(self: child.Child, *given: str, **named: Callable[[], None]) -> None:
        begin(self, *given, **named)
        found.append(self)

    monkeypatch.setattr(child.Child, "__init__", noted)
    return found


def test_edits_made_while_it_is_busy_are_asked_when_it_has_answered(
    small_project: Path, asked: Asked, began: list[child.Child]
) -> None:
    asked.check.ask({ALL})
    asked.until(lambda: asked.answers)
    told: list[str] = []
    began[0].tell = told.append  # type: ignore[method-assign]
    asked.check.ask({PHONE})
    asked.check.ask({"docs/en/index.md"})
    asked.check.ask({"docs/ar/index.md"})
    assert told == [f'["{PHONE}"]']
    assert len(began) == 1


def test_one_that_was_killed_is_told_of_and_begun_again_by_the_next_edit(
    small_project: Path, asked: Asked, began: list[child.Child]
) -> None:
    asked.check.ask({ALL})
    asked.until(lambda: asked.answers)
    os.kill(began[0]._process.pid, signal.SIGSTOP)
    asked.check.ask({PHONE})
    os.kill(began[0]._process.pid, signal.SIGKILL)
    asked.until(lambda: "ended from outside" in asked.answers[-1])
    edit(small_project, "Give your name.", TWICE)
    asked.check.ask({PHONE})
    asked.until(lambda: "KB511" in asked.answers[-1])
    assert len(began) == 2


def test_it_ends_with_who_asked_and_says_nothing(
    small_project: Path, asked: Asked, began: list[child.Child], capfd: pytest.CaptureFixture[str]
) -> None:
    asked.check.ask({ALL})
    asked.check.stop()
    assert not began[0].is_running
    assert capfd.readouterr() == ("", "")
