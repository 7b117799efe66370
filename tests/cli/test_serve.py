"""`handbook serve`: an edit is shown at once, whatever else there is to do."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from handbook.site.apart import Apart, FailedError
from handbook.site.watch import Edits

SOON = 120  # seconds after which a test gives up: machines are shared
PAGE = "docs/ar/channels/phone.md"
ADDRESS = "ar/channels/phone/"


Found = TypeVar("Found")


def until(found: Callable[[], Found | None], said: Callable[[], str] = str) -> Found:
    """Wait for what is looked for."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        if match := found():
            return match
        time.sleep(0.02)
    pytest.fail(f"in vain; it said:\n{said()}")


class Served:
    """A handbook that is being served."""

    def __init__(self, project: Path, then: Callable[[], None] = lambda: None) -> None:
        self.project = project
        self.process = subprocess.Popen(
            [sys.executable, "-m", "handbook", "--root", str(project), "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
        )
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            # The folder that is built in, or what became of it.
            self.until(lambda: next((project / ".cache").glob("*serve*"), None))
            then()
            self.url = self.until(lambda: re.search(r"http://\S+", self.text))[0]
        except BaseException:
            self.process.kill()
            raise

    def _listen(self) -> None:
        assert self.process.stdout
        self.said.extend(self.process.stdout)

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(SOON) == 0, self.text

    @property
    def text(self) -> str:
        return "".join(self.said)

    def until(self, found: Callable[[], Found | None]) -> Found:
        return until(found, lambda: self.text)

    def page(self, address: str) -> str:
        with urllib.request.urlopen(self.url + address, timeout=SOON) as answer:
            return str(answer.read().decode())

    def until_shown(self, words: str, address: str = ADDRESS) -> None:
        self.until(lambda: re.search(re.escape(words), self.page(address)))

    def until_said(self, pattern: str) -> None:
        self.until(lambda: re.search(pattern, self.text))


@pytest.fixture
def served(small_project: Path) -> Iterator[Served]:
    """A handbook served for as long as a test lasts."""
    found = Served(small_project)
    yield found
    found.end()


def add(path: Path, words: str) -> None:
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n\n{words}\n", "utf-8")


def test_an_edited_page_is_shown_then_judged_then_found(served: Served) -> None:
    add(served.project / PAGE, "كلمة جديدة في آخر الصفحة.")
    served.until_shown("كلمة جديدة في آخر الصفحة.")
    served.until_said(r"shown in [\d.]+ s: .*ar/channels/phone/index\.html")
    served.until_said(r"built in [\d.]+ s: \d+ pages, search in ar")


def test_what_an_edit_breaks_is_told_until_it_is_mended(served: Served) -> None:
    served.until_said(r"total .* 0 errors")
    path = served.project / "docs/en/channels/phone.md"
    text = path.read_text("utf-8")
    add(path, "Give the the name.")
    served.until_said(r"KB511[\s\S]*docs/en/channels/phone\.md:\d+")
    told = len(served.said)
    path.write_text(text, "utf-8")
    served.until(lambda: re.search(r"total .* 0 warnings", "".join(served.said[told:])))


def test_a_new_title_is_shown_at_once_wherever_it_stands(served: Served) -> None:
    path = served.project / PAGE
    path.write_text(re.sub("(?m)^title: .*$", "title: المكالمات", path.read_text("utf-8")), "utf-8")
    served.until_said(r"shown in [\d.]+ s: ar/channels/phone/index\.html\n")
    served.until_said(r"shown in [\d.]+ s: \d+ more")
    for address in (ADDRESS, "ar/glossary/", "ar/"):
        assert "المكالمات" in served.page(address), address


def test_an_edit_is_shown_while_a_whole_build_runs_and_is_not_lost_by_it(served: Served) -> None:
    """The build began without it, and would put the page back as it was."""
    add(served.project / "docs/company.yml", "# a company's own note")
    add(served.project / PAGE, "قبل أن ينتهي البناء.")
    served.until_shown("قبل أن ينتهي البناء.")

    def is_built() -> bool:
        assert "قبل أن ينتهي البناء." in served.page(ADDRESS)
        return "built in " in served.text

    served.until(is_built)
    assert "قبل أن ينتهي البناء." in served.page(ADDRESS)


def test_an_edit_made_while_the_first_site_is_built_is_shown(small_project: Path) -> None:
    served = Served(small_project, then=lambda: add(small_project / PAGE, "أثناء البناء الأول."))
    try:
        served.until_shown("أثناء البناء الأول.")
    finally:
        served.end()


def test_what_is_no_page_is_shown_by_a_whole_build(served: Served) -> None:
    style = served.project / "overrides/assets/stylesheets/handbook.css"
    before = re.search(r"handbook\.\w+\.css", served.page(ADDRESS))
    assert before
    add(style, ".of-the-company { color: inherit }")
    served.until(lambda: before[0] not in served.page(ADDRESS) or None)


def test_a_contract_that_is_broken_is_told_and_the_last_site_stays(served: Served) -> None:
    path = served.project / "docs/structure.yml"
    text = path.read_text("utf-8")
    add(path, "colour: red")
    served.until_said(r"docs/structure\.yml:\d+")
    assert served.page(ADDRESS)
    path.write_text(text, "utf-8")
    served.until_said(r"built in ")


def test_what_a_browser_shows_comes_before_the_whole_build(served: Served) -> None:
    """Of a company's value anything may be made; the page that is open is made first."""
    address = "en/channels/phone/"
    answers = wait_for_news(served, address)
    company = served.project / "docs/company.yml"
    text, count = re.subn("rings: 3", "rings: 7", company.read_text("utf-8"))
    assert count
    company.write_text(text, "utf-8")
    served.until(lambda: answers)
    assert "7 rings" in served.page(address)
    served.until_said(rf"shown in [\d.]+ s: {address}index\.html\n(.*\n)*built in ")


def wait_for_news(served: Served, address: str) -> list[str]:
    """Wait as an open page does: the answer will be in the list."""
    seen = re.search(r"reload\.js\?(\d+)", served.page(address))
    assert seen
    answers: list[str] = []
    asked = f".handbook/changes?{seen[1]}&/{address}"

    def wait() -> None:
        while not answers:
            if (answer := served.page(asked)) != seen[1]:
                answers.append(answer)

    threading.Thread(target=wait, daemon=True).start()
    return answers


def test_a_browser_is_told_that_its_page_is_gone(served: Served) -> None:
    answers = wait_for_news(served, "en/glossary/")
    for folder in ("en", "ar"):
        (served.project / f"docs/{folder}/glossary.md").unlink()
    served.until(lambda: answers)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        served.page("en/glossary/")


def test_what_cannot_be_read_is_told_and_read_when_it_can_be(served: Served) -> None:
    text = (served.project / PAGE).read_text("utf-8")
    (served.project / PAGE).unlink()
    (served.project / PAGE).symlink_to("/proc/self/mem")
    served.until_said(r"KB\d+[\s\S]*docs/ar/channels/phone\.md")
    (served.project / PAGE).unlink()
    add_new = f"{text.rstrip()}\n\nقُرئت من جديد.\n"
    (served.project / PAGE).write_text(add_new, "utf-8")
    served.until_shown("قُرئت من جديد.")


def test_a_new_page_is_shown_before_the_whole_build(served: Served) -> None:
    for folder in ("en", "ar"):
        text = (served.project / f"docs/{folder}/glossary.md").read_text("utf-8")
        (served.project / f"docs/{folder}/words.md").write_text(text, "utf-8")
    served.until_said(r"shown in [\d.]+ s: ar/words/index\.html, en/words/index\.html")
    served.until_said(r"built in ")
    assert served.page("en/words/")


def test_whatever_breaks_the_site_is_told_and_the_last_one_stays(served: Served) -> None:
    template = served.project / "overrides/main.html"
    text = template.read_text("utf-8")
    add(template, "{% if %}")
    served.until_said(r"error: .*overrides/main\.html:\d+: .*; the last good build stays")
    add(served.project / PAGE, "قالب مكسور.")
    template.write_text(text, "utf-8")
    served.until_shown("قالب مكسور.")
    home = served.project / "docs/en/index.md"
    page = home.read_text("utf-8")
    home.unlink()
    served.until_said(r"error: docs/en/index\.md is missing: write it")
    assert served.page("en/")
    home.write_text(page, "utf-8")
    told = len(served.said)
    served.until(lambda: "built in " in "".join(served.said[told:]))
    assert "Traceback" not in served.text


def test_a_port_that_is_taken_is_told_before_anything_is_built(small_project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "handbook", "--root", str(small_project), "serve"]
        ended = subprocess.run(
            [*command, "--port", port], capture_output=True, text=True, timeout=SOON, check=False
        )
    assert ended.returncode == 2
    assert f"port {port} cannot be used" in ended.stderr
    assert "choose another with --port" in ended.stderr
    assert not (small_project / ".cache/serve").exists()


def test_no_request_fails_while_the_site_is_replaced(served: Served) -> None:
    failed: list[object] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                served.page(ADDRESS)
            except (OSError, urllib.error.URLError) as error:
                failed.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    add(served.project / PAGE, "سطر آخر.")
    served.until_said(r"built in ")
    done.set()
    asking.join()
    assert failed == []


# ---- A build in a process of its own ----


def test_a_build_apart_tells_what_came_of_it(small_project: Path) -> None:
    ended = threading.Event()
    building = Apart(small_project, small_project / "site", ended.set)
    assert ended.wait(SOON)
    assert not building.is_running
    outcome = building.outcome()
    assert outcome and outcome.made > 10 and outcome.indexed == ("en", "ar")


def test_a_build_apart_that_fails_says_why(small_project: Path) -> None:
    (small_project / "overrides/main.html").write_text("{% if %}", "utf-8")
    building = Apart(small_project, small_project / "site", lambda: None)
    with pytest.raises(FailedError, match="mend the template"):
        building.outcome()


def test_a_build_apart_that_is_stopped_leaves_the_site_as_it_was(
    small_project: Path, waiting_builds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", waiting_builds)
    target = small_project / "site"
    building = Apart(small_project, target, lambda: None)
    until(lambda: list(small_project.glob(".site.*/*/*.html")))
    building.stop()
    assert building.outcome() is None
    assert not target.exists()
    assert not list(small_project.glob(".site.*"))


def test_who_waits_for_edits_can_be_woken() -> None:
    edits = Edits()
    edits.wake()
    edits.found.put("docs/en/index.md")
    assert edits.is_there_one
    bursts = iter(edits)
    assert next(bursts) == set()
    assert next(bursts) == {"docs/en/index.md"}
    assert next(bursts) == next(bursts) == set()


def test_to_be_woken_is_no_edit() -> None:
    edits = Edits()
    edits.wake()
    assert not edits.is_there_one
