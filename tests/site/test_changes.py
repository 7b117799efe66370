"""Who waits for changes of a page is told of that page's."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from handbook.site.server import EVENTS, SCRIPT, Changes, site_server

SOON = 120
HERE, THERE = "en/index.html", "en/overview/index.html"


@pytest.fixture
def changes() -> Changes:
    return Changes()


def test_a_file_that_changed_has_another_number_than_before(changes: Changes) -> None:
    before = changes.newest(HERE), changes.newest(THERE)
    changes.announce([HERE])
    assert changes.newest(HERE) != before[0]
    assert changes.newest(THERE) == before[1]


def test_where_all_may_have_changed_every_file_has_another_number(changes: Changes) -> None:
    changes.announce([HERE])
    before = changes.newest(HERE), changes.newest(THERE)
    changes.announce()
    assert changes.newest(HERE) not in before
    assert changes.newest(THERE) not in before


def test_who_has_seen_the_newest_waits_for_the_next(changes: Changes) -> None:
    seen = changes.newest(HERE)
    answers: list[str] = []
    waiting = Thread(target=lambda: answers.append(changes.after(seen, HERE, SOON)))
    waiting.start()
    changes.announce([THERE])
    waiting.join(0.2)
    assert waiting.is_alive()
    changes.announce([HERE])
    waiting.join(SOON)
    assert answers == [changes.newest(HERE)]


def test_a_page_that_was_left_open_is_out_of_date_for_the_next_server(changes: Changes) -> None:
    for _ in range(3):
        changes.announce([HERE])
    assert int(Changes().newest(HERE)) > int(changes.newest(HERE))


def test_it_is_known_which_files_are_waited_for(changes: Changes) -> None:
    assert changes.awaited() == set()
    seen = changes.newest(HERE)
    waiting = [Thread(target=changes.after, args=(seen, HERE, SOON)) for _ in range(2)]
    for each in waiting:
        each.start()
    deadline = time.monotonic() + SOON
    while changes.awaited() != {HERE}:
        assert time.monotonic() < deadline
    changes.announce([HERE])
    for each in waiting:
        each.join(SOON)
    assert changes.awaited() == set()


def test_who_has_seen_an_older_one_need_not_wait(changes: Changes) -> None:
    seen = changes.newest(HERE)
    changes.announce([HERE])
    assert changes.after(seen, HERE, SOON) == changes.newest(HERE)


def test_a_wait_ends_by_itself(changes: Changes) -> None:
    seen = changes.newest(HERE)
    assert changes.after(seen, HERE, 0.01) == seen


# ---- As pages ask ----


@pytest.fixture
def url(tmp_path: Path, changes: Changes) -> Iterator[str]:
    """A page with an Arabic name, served below /kb/ while it is edited."""
    for name in ("en", "en/نظرة"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "index.html").write_text("<body>read</body>", "utf-8")
    server = site_server(tmp_path, base="/kb/", changes=changes)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def asked(address: str) -> str:
    with urllib.request.urlopen(address, timeout=SOON) as answer:
        return str(answer.read().decode())


def test_a_page_is_given_the_number_with_which_it_asks(url: str, changes: Changes) -> None:
    changes.announce(["en/نظرة/index.html"])
    path = "/kb/en/%D9%86%D8%B8%D8%B1%D8%A9/"
    number = changes.newest("en/نظرة/index.html")
    assert f'<script src="{SCRIPT}?{number}" async></script></body>' in asked(url + path)
    changes.announce(["en/نظرة/index.html"])
    assert asked(f"{url}{EVENTS}?{number}&{path}") == changes.newest("en/نظرة/index.html")


def test_a_page_that_is_not_there_is_not_found(url: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        asked(f"{url}/kb/en/none/")
