"""The `handbook` command as a stranger runs it: what it prints and how it ends."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from running import COMMAND, call, run, snapshot, without_section

from handbook.cli import main


def test_check_passes_on_the_handbook_as_it_stands(project: Path) -> None:
    answer = run("check", cwd=project)
    assert answer.returncode == 0, answer.stdout
    assert re.search(r"^total +64 pages +\d+ sections +0 errors", answer.stdout, re.MULTILINE)


def test_the_project_is_found_from_a_folder_inside_it(small_project: Path) -> None:
    assert call("check", cwd=small_project / "docs/ar/channels").returncode == 0


def test_the_project_can_be_named(small_project: Path, tmp_path: Path) -> None:
    assert call("--root", small_project, "check", cwd=tmp_path).returncode == 0


# What is found on the handbook itself, at every kind of place, is in tests/mutation.


@pytest.mark.parametrize(
    ("page", "id"),
    [
        ("ar/channels/phone.md", "voicemail"),
        ("ar/channels/phone.md", "checklist"),
        ("ar/ethics/courtesy.md", "meaning"),
    ],
)
def test_a_missing_section_is_named_with_its_file_and_line(
    small_project: Path, page: str, id: str
) -> None:
    line = without_section(small_project / "docs" / page, id)
    answer = call("check", cwd=small_project)
    assert answer.returncode == 1
    told = rf"error\[KB\d+\]: section `{id}` is missing\n  --> docs/{page}:{line}\n"
    assert re.search(told, answer.stdout), answer.stdout


def test_a_section_deleted_from_the_source_is_found_too(small_project: Path) -> None:
    without_section(small_project / "docs/en/channels/phone.md", "voicemail")
    answer = call("check", cwd=small_project)
    assert answer.returncode == 1
    assert "`voicemail`" in answer.stdout


def test_a_missing_page_is_named(small_project: Path) -> None:
    (small_project / "docs/ar/ethics/courtesy.md").unlink()
    answer = call("check", cwd=small_project)
    assert answer.returncode == 1
    assert "docs/ar/ethics/courtesy.md" in answer.stdout


def test_json_is_one_object_with_the_same_findings(small_project: Path) -> None:
    line = without_section(small_project / "docs/ar/channels/phone.md", "voicemail")
    answer = call("check", "--format", "json", cwd=small_project)
    assert answer.returncode == 1
    told = json.loads(answer.stdout)
    assert told["version"] == 1
    missing = [one for one in told["findings"] if "`voicemail`" in one["message"]]
    assert [(one["code"], one["path"], one["line"], one["severity"]) for one in missing] == [
        ("KB102", "docs/ar/channels/phone.md", line, "error")
    ]
    assert [one["name"] for one in told["summary"]] == ["en", "ar", "total"]


def test_only_what_is_found_in_the_paths_named_is_shown(small_project: Path) -> None:
    without_section(small_project / "docs/ar/channels/phone.md", "voicemail")
    assert call("check", "docs/en", cwd=small_project).returncode == 0
    answer = call("check", "docs/ar/channels", cwd=small_project)
    assert answer.returncode == 1
    assert "voicemail" in answer.stdout


# ---- Wrong usage and settings: exit code 2 ----


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "--format", "yaml"), "'yaml' is not one of"),
        (("publish",), "No such command 'publish'"),
        (("check", "--colour"), "No such option"),
        (("check", "docs/nope.md"), "docs/nope.md does not exist"),
        (("check", "/"), "not in the handbook"),
        (("build", "--site-url", "intranet.example"), "begin it with https://"),
        (("serve", "--port", "99999"), "99999"),
    ],
    ids=["format", "command", "option", "path", "outside", "address", "port"],
)
def test_wrong_usage_is_said_clearly(
    small_project: Path, arguments: tuple[str, ...], message: str
) -> None:
    answer = call(*arguments, cwd=small_project)
    assert answer.returncode == 2
    assert message in answer.stderr
    assert answer.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), "Did you mean 'check'?"),
        (("check", "nowhere.md"), "nowhere.md does not exist: name a file or folder of"),
        (("diff", "ar"), "Missing argument 'PAGE[#SECTION]'"),
        (("diff", "xx", "page#x"), "there is no language `xx`: use one of ar"),
        (("accept", "ar", "nopage#x"), "there is no page `nopage`: use one of channels/phone.md"),
        (("explain", "KB9999"), "there is no code `KB9999`: "),
        (("new",), "Usage: "),
        (
            ("new", "section", "channels/phone.md#x", "--after", "nowhere"),
            "there is no section `nowhere` in docs/en/channels/phone.md: use one of key-points",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_slip_is_told_with_its_mend(
    small_project: Path, arguments: tuple[str, ...], message: str
) -> None:
    answer = call(*arguments, cwd=small_project)
    assert answer.returncode == 2
    assert message in answer.stderr


def test_what_the_system_refuses_is_told_in_a_line(small_project: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", forbidden)
        answer = call("check", cwd=small_project)
    assert answer.returncode == 2
    path = small_project / "docs/structure.yml"
    assert answer.stderr.startswith(f"Error: {path} cannot be read or written: Permission denied:")


def forbidden(path: Path) -> bytes:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_told_in_a_line() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        answer = subprocess.run(
            [*COMMAND, "explain"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert answer.returncode == 2
    assert answer.stderr.startswith("Error: what was to be shown cannot be read or written: No ")


def test_a_reader_who_has_read_enough_ends_it_in_silence() -> None:
    with subprocess.Popen(
        [*COMMAND, "explain"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
    ids=lambda value: " ".join(value) or "none" if isinstance(value, dict) else "",
)
def test_colours_are_as_the_environment_asks(
    small_project: Path, environment: dict[str, str], is_coloured: bool
) -> None:
    (small_project / "docs/ar/ethics/courtesy.md").unlink()
    with contextlib.chdir(small_project):
        settings = {"NO_COLOR": None, "FORCE_COLOR": None, "TERM": "xterm", **environment}
        answer = CliRunner(env=settings).invoke(main, ["check"], color=True)
    assert answer.exit_code == 1
    assert ("\x1b[" in answer.stdout) == is_coloured


def test_where_there_is_no_handbook_it_says_so(tmp_path: Path) -> None:
    for command in ("check", "build", "serve"):
        answer = call(command, cwd=tmp_path)
        assert answer.returncode == 2
        assert "no handbook in" in answer.stderr
        assert "--root" in answer.stderr


@pytest.mark.parametrize("command", ["check", "build", "serve"])
def test_an_unknown_key_of_the_contract_is_named_with_its_line(
    small_project: Path, command: str
) -> None:
    path = small_project / "docs/structure.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\ncolour: red\n", encoding="utf-8")
    line = text.count("\n") + 2
    answer = call(command, cwd=small_project)
    assert answer.returncode == 2
    assert f"docs/structure.yml:{line}" in answer.stderr
    assert "colour" in answer.stderr
    assert not (small_project / "site").exists()


@pytest.mark.parametrize("text", ["languages: [", "", "- a\n- b\n", "\ufeff\x00"])
def test_a_contract_that_cannot_be_read_is_no_crash(small_project: Path, text: str) -> None:
    (small_project / "docs/structure.yml").write_text(text, encoding="utf-8")
    answer = call("check", cwd=small_project)
    assert answer.returncode == 2
    assert "docs/structure.yml" in answer.stderr


# ---- Building ----


def test_a_folder_of_somebody_elses_is_not_replaced(small_project: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "documents"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work", encoding="utf-8")
    before = snapshot(foreign)
    answer = call("build", "--output", foreign, cwd=small_project)
    assert answer.returncode == 2
    assert "--output" in answer.stderr
    assert snapshot(foreign) == before


def test_a_file_is_not_replaced_by_a_site(small_project: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("notes", encoding="utf-8")
    answer = call("build", "--output", path, cwd=small_project)
    assert answer.returncode == 2
    assert path.read_text(encoding="utf-8") == "notes"


def test_build_says_what_it_built_how_large_how_long_and_how_to_open_it(
    small_project: Path,
) -> None:
    answer = run("build", cwd=small_project)
    assert answer.returncode == 0, answer.stderr
    first, *rest = answer.stdout.splitlines()
    summary = re.fullmatch(
        r"Built 2 languages \(en, ar\): (\d+) pages, (\d+) files, "
        r"([\d.]+) MB in ([\d.]+) s",
        first,
    )
    assert summary, first
    files = snapshot(small_project / "site")
    assert int(summary[1]) == sum(name.endswith("index.html") for name in files)
    assert int(summary[2]) == len(files)
    assert abs(float(summary[3]) - sum(map(len, files.values())) / 1e6) < 0.1
    assert float(summary[4]) > 0
    assert "site/" in "\n".join(rest)
    assert "handbook serve" in "\n".join(rest)
    assert "\x1b" not in answer.stdout + answer.stderr, "a bar or colours in a pipe"
    assert answer.stderr == ""


def test_mkdocs_alone_builds_one_language(small_project: Path) -> None:
    output = small_project / "one"
    answer = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(output)],
        cwd=small_project,
        env={**os.environ, "HANDBOOK_LANGUAGE": "ar", "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    page = (output / "index.html").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl"' in page
    assert "{{" not in page
