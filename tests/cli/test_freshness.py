"""`handbook status`, `diff` and `accept`, on a handbook of its own."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from handbook.cli import accept, main
from handbook.content.handbook import read_handbook

SOUND = Path(__file__).parents[1] / "checks/fixtures/sound"
EN, AR = "docs/en/channels/phone.md", "docs/ar/channels/phone.md"
GREETING = "channels/phone.md#greeting"
RECORDS, SOURCES = "docs/freshness/ar.yml", "docs/freshness/sources.yml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sound handbook, its translation accepted on 16 November 2026."""
    copytree(SOUND, tmp_path / "book")
    on(monkeypatch, 16)
    assert run(tmp_path / "book", "accept", "ar", "--all").stdout == (
        "accepted 23 sections in Arabic\n"
    )
    on(monkeypatch, 20)
    return tmp_path / "book"


def on(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    monkeypatch.setattr(accept, "today", lambda: datetime.date(2026, 11, day))


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), *arguments])


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def files(root: Path) -> dict[str, bytes]:
    """Every file but those of the cache, which may be deleted at any time."""
    paths = (path for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {str(path): path.read_bytes() for path in paths}


def record(root: Path, id: str, name: str = "channels/phone.md") -> object:
    return read_handbook(root).freshness.page("ar", name)[id]


# --- status


def test_status(root: Path) -> None:
    edit(root, EN, "Give your name", "Give your full name")
    assert run(root, "status").stdout == (
        "language  pages  sections  present  missing  out of date  never accepted\n"
        "ar            4        23       23        0            1               0\n"
    )


def test_status_by_page(root: Path) -> None:
    (root / "docs/ar/ethics/courtesy.md").unlink()
    edit(root, EN, "## Practice {#practice}", "## New {#new}\n\nX.\n\n## Practice {#practice}")
    shown = run(root, "status", "--pages").stdout.splitlines()
    assert [line.split() for line in shown[1:]] == [
        ["ar", "index.md", "7", "7", "0", "0", "0"],
        ["ar", "channels/phone.md", "12", "11", "1", "0", "0"],
        ["ar", "ethics/courtesy.md", "3", "0", "3", "0", "0"],
        ["ar", "glossary.md", "2", "2", "0", "0", "0"],
    ]


def test_status_as_json(root: Path) -> None:
    edit(root, EN, "Give your name", "Give your full name")
    value = json.loads(run(root, "status", "--format", "json").stdout)
    assert value == {
        "version": 1,
        "languages": [
            {
                "language": "ar",
                "pages": 4,
                "sections": 23,
                "present": 23,
                "missing": 0,
                "out_of_date": 1,
                "never_accepted": 0,
            }
        ],
    }
    by_page = json.loads(run(root, "status", "--pages", "--format", "json").stdout)
    phone = by_page["languages"][0]["by_page"][1]
    assert (phone["page"], phone["out_of_date"]) == ("channels/phone.md", ["greeting"])


def test_status_before_anything_is_accepted(root: Path) -> None:
    (root / RECORDS).unlink()
    (root / SOURCES).unlink()
    assert run(root, "status").stdout.splitlines()[1].split()[-1] == "23"


# --- diff


def test_diff_in_a_pipe(root: Path) -> None:
    edit(root, EN, "Give your name", "Give your full name, slowly")
    assert run(root, "diff", "ar", GREETING).stdout == (
        "docs/en/channels/phone.md:15 “The greeting”, accepted on 2026-11-16\n"
        "\n"
        "# The greeting\n"
        "Give your [-name.-]{+full name, slowly.+} In code, braces such as `{{ name }}` are left"
        " alone.\n"
        "![A telephone](../../assets/phone.svg)\n"
        "\n"
        "in Arabic: docs/ar/channels/phone.md:15 “\u2068التحية\u2069”, not changed since\n"
    )


def test_diff_on_a_terminal(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handbook.cli.diff.in_colour", lambda: True)
    edit(root, EN, "Give your name", "Give your full name")
    shown = (
        CliRunner().invoke(main, ["--root", str(root), "diff", "ar", GREETING], color=True).stdout
    )
    assert "Give your \x1b[1;32mfull\x1b[0m name." in shown
    edit(root, EN, "Give your full name", "Give name")
    shown = (
        CliRunner().invoke(main, ["--root", str(root), "diff", "ar", GREETING], color=True).stdout
    )
    assert "Give \x1b[9;31myour\x1b[0m name." in shown


def test_diff_of_nothing(root: Path) -> None:
    result = run(root, "diff", "ar", GREETING)
    assert result.exit_code == 0
    assert result.stdout == (
        "docs/en/channels/phone.md:15 “The greeting”: nothing has changed since it was "
        "accepted on 2026-11-16\n"
    )


def test_diff_of_a_page(root: Path) -> None:
    assert run(root, "diff", "ar", "channels/phone.md").stdout == (
        "no section of channels/phone.md is out of date in Arabic\n"
    )
    edit(root, EN, "Give your name", "Give your full name")
    edit(root, EN, "title: Phone", "title: Telephone")
    shown = run(root, "diff", "ar", "docs/ar/channels/phone.md").stdout
    assert "title: [-Phone-]{+Telephone+}\n" in shown
    assert "Give your {+full+} name." in shown
    assert "Use the hold button" not in shown


def test_diff_needs_no_git_and_no_record(root: Path) -> None:
    edit(root, EN, "## Practice {#practice}", "## New {#new}\n\nX.\n\n## Practice {#practice}")
    shown = run(root, "diff", "ar", "channels/phone.md#new").stdout
    assert shown.endswith("“New”: the section is missing in Arabic\n")


# --- accept


def test_accept_refuses_what_has_not_changed(root: Path) -> None:
    edit(root, EN, "Give your name", "Give your full name")
    before = files(root)
    result = run(root, "accept", "ar", GREETING)
    assert result.exit_code == 1
    assert result.stderr == (
        "error: channels/phone.md#greeting: the text has not changed since 2026-11-16, "
        "and its source has\n"
        "help: see `handbook diff ar channels/phone.md#greeting`, mend it, or say why it need "
        "not change with `--unchanged REASON`\n"
        "nothing was recorded\n"
    )
    assert files(root) == before


def test_accept_what_was_mended(root: Path) -> None:
    edit(root, EN, "Give your name", "Give your full name")
    edit(root, AR, "اذكر اسمك", "اذكر اسمك الكامل")
    result = run(root, "accept", "ar", GREETING)
    assert (result.exit_code, result.stdout) == (0, f"accepted {GREETING} in Arabic\n")
    assert run(root, "check", "--strict").exit_code == 0
    found = record(root, "greeting")
    assert getattr(found, "accepted") == datetime.date(2026, 11, 20)  # noqa: B009
    # The text that no record names any more is not kept.
    assert "Give your name" not in (root / SOURCES).read_text(encoding="utf-8")
    assert "Give your full name" in (root / SOURCES).read_text(encoding="utf-8")


def test_a_reason_is_kept(root: Path) -> None:
    edit(root, EN, "Give your name", "Give you name")
    result = run(root, "accept", "ar", GREETING, "--unchanged", 'a slip, in "English" only')
    assert result.exit_code == 0
    assert getattr(record(root, "greeting"), "unchanged") == 'a slip, in "English" only'  # noqa: B009
    assert run(root, "check", "--strict").exit_code == 0
    shown = run(root, "diff", "ar", GREETING).stdout
    assert "accepted on 2026-11-20 (unchanged: a slip, in" in shown


def test_an_empty_reason_is_none(root: Path) -> None:
    assert run(root, "accept", "ar", GREETING, "--unchanged", " ").exit_code == 2


def test_accept_of_a_page_is_all_or_nothing(root: Path) -> None:
    edit(root, EN, "Give your name", "Give your full name")
    edit(root, EN, "Use the hold button", "Press the hold button")
    edit(root, AR, "اذكر اسمك", "اذكر اسمك الكامل")
    before = files(root)
    result = run(root, "accept", "ar", "channels/phone.md")
    assert result.exit_code == 1
    assert "#holds" in result.stderr
    assert "#greeting" not in result.stderr
    assert files(root) == before
    edit(root, AR, "استعمل زر", "اضغط زر")
    result = run(root, "accept", "ar", "channels/phone.md")
    assert result.exit_code == 0
    assert f"accepted {GREETING} in Arabic" in result.stdout
    assert run(root, "check", "--strict").exit_code == 0


def test_accept_twice_changes_nothing(root: Path) -> None:
    before = files(root)
    result = run(root, "accept", "ar", GREETING)
    assert (result.exit_code, result.stdout) == (
        0,
        f"{GREETING} was up to date in Arabic already\n",
    )
    assert files(root) == before


def test_all_is_only_for_what_was_never_accepted(root: Path) -> None:
    edit(root, EN, "Give your name", "Give your full name")
    for path in (EN, AR):
        edit(root, path, "## ", "## N {#new}\n\nX.\n\n## ")
    assert run(root, "accept", "ar", "--all").stdout == "accepted 1 section in Arabic\n"
    assert run(root, "status").stdout.splitlines()[1].split()[-2:] == ["1", "0"]


def test_an_introduction_without_translation_is_refused(root: Path) -> None:
    edit(root, EN, "months\n---\n", "months\n---\n\nThe phone first.\n")
    assert [line for line in run(root, "check").stdout.splitlines() if "KB" in line] == [
        "warning[KB202]: the text before the first heading has never been accepted"
    ]
    assert run(root, "accept", "ar", "--all").stdout == "accepted 0 sections in Arabic\n"
    result = run(root, "accept", "ar", "channels/phone.md#_intro")
    assert result.exit_code == 1
    assert "there is no text to accept" in result.stderr


def test_prune(root: Path) -> None:
    for path in (EN, AR):
        text = (root / path).read_text(encoding="utf-8")
        head, _, rest = text.partition("### ")
        (root / path).write_text(
            head + "## " + rest.partition("## ")[2].partition("## ")[2], "utf-8"
        )
    obsolete = run(root, "check").stdout.count("KB203")
    assert obsolete
    result = run(root, "accept", "ar", "--prune")
    assert result.stdout == f"removed {obsolete} records in Arabic\n"
    assert "KB203" not in run(root, "check").stdout


def test_a_lost_text_comes_back(root: Path) -> None:
    before = (root / SOURCES).read_bytes()
    (root / SOURCES).unlink()
    assert run(root, "check").stdout.count("KB204") == 23
    for page in read_handbook(root).source.pages:
        assert run(root, "accept", "ar", page).exit_code == 0
    assert (root / SOURCES).read_bytes() == before


def test_records_that_cannot_be_read_stop_the_commands(root: Path) -> None:
    edit(root, RECORDS, "accepted:", "acepted:")
    before = files(root)
    for command in (["status"], ["diff", "ar", GREETING], ["accept", "ar", GREETING]):
        result = run(root, *command)
        assert result.exit_code == 2
        assert "error[KB204]" in result.stderr
    assert files(root) == before


@pytest.mark.parametrize("command", ["diff", "accept"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["arr", GREETING], "there is no language `arr`: did you mean `ar`?"),
        (["en", GREETING], "`en` is the source, and no translation: use one of ar"),
        (
            ["ar", "channels/fone.md#greeting"],
            "there is no page `channels/fone.md`: did you mean `channels/phone.md`?",
        ),
        (
            ["ar", "channels/phone.md#greting"],
            "there is no section `greting` in docs/en/channels/phone.md: did you mean `greeting`?",
        ),
    ],
)
def test_what_does_not_exist(root: Path, command: str, arguments: list[str], message: str) -> None:
    result = run(root, command, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_accept_needs_to_be_told_what(root: Path) -> None:
    assert run(root, "accept", "ar").exit_code == 2
    assert run(root, "accept", "ar", GREETING, "--all").exit_code == 2


def test_a_failed_usage_leaves_nothing_behind(tmp_path: Path) -> None:
    copytree(SOUND, tmp_path / "book")
    before = files(tmp_path)
    assert run(tmp_path / "book", "accept", "xx", "--all").exit_code == 2
    assert files(tmp_path) == before
    assert not (tmp_path / "book/docs/freshness").exists()


def test_two_at_once_lose_nothing(root: Path) -> None:
    """Each writes what it accepts; the texts of both are kept."""
    (root / RECORDS).unlink()
    (root / SOURCES).unlink()
    pages = list(read_handbook(root).source.pages)
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "handbook", "--root", str(root), "accept", "ar", page],
            stdout=subprocess.DEVNULL,
        )
        for page in pages
    ]
    assert [process.wait(timeout=600) for process in running] == [0] * len(pages)
    assert run(root, "check", "--strict").exit_code == 0


def test_one_waits_for_another_and_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(root, AR, "اذكر اسمك", "اذكر اسمك الكامل")
    before = files(root)
    monkeypatch.setattr(accept, "PATIENCE", 0.05)
    with FileLock(root / accept.LOCK):
        result = run(root, "accept", "ar", GREETING)
    assert result.exit_code == 2
    assert f"another `handbook accept` holds {accept.LOCK}" in result.stderr
    assert files(root) == before
    assert run(root, "accept", "ar", GREETING).exit_code == 0


def test_a_lock_that_cannot_be_made_is_named(root: Path) -> None:
    (root / ".cache/accept.lock").unlink(missing_ok=True)
    (root / ".cache").rmdir()
    (root / ".cache").write_text("a file", encoding="utf-8")
    result = run(root, "accept", "ar", GREETING)
    assert result.exit_code == 2
    assert f"{accept.LOCK} cannot be written: File exists" in result.stderr
