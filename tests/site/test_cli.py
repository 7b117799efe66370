"""The `handbook` command as a stranger runs it: what it prints and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from running import call, run, snapshot, without_section


def test_check_passes_on_the_handbook_as_it_stands(project: Path) -> None:
    answer = run("check", cwd=project)
    assert answer.returncode == 0, answer.stdout
    assert re.search(r"^total +64 pages +\d+ sections +0 errors", answer.stdout, re.MULTILINE)


def test_the_project_is_found_from_a_folder_inside_it(small_project: Path) -> None:
    assert call("check", cwd=small_project / "docs/ar/channels").returncode == 0


def test_the_project_can_be_named(small_project: Path, tmp_path: Path) -> None:
    assert call("--root", small_project, "check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("page", "id"),
    [
        ("ar/channels/phone-voicemail.md", "voicemail"),
        ("pt/ethics/honesty.md", "pitfalls"),
        ("id/channels/email-web-forms.md", "checklist"),
    ],
)
def test_a_missing_section_is_named_with_its_file_and_line(
    project: Path, page: str, id: str
) -> None:
    line = without_section(project / "docs" / page, id)
    answer = call("check", cwd=project)
    assert answer.returncode == 1
    told = rf"error\[KB\d+\]: section `{id}` is missing\n  --> docs/{page}:{line}\n"
    assert re.search(told, answer.stdout), answer.stdout


def test_a_section_deleted_from_the_source_is_found_too(project: Path) -> None:
    without_section(project / "docs/en/channels/phone-voicemail.md", "voicemail")
    answer = call("check", cwd=project)
    assert answer.returncode == 1
    assert "`voicemail`" in answer.stdout


def test_a_missing_page_is_named(project: Path) -> None:
    (project / "docs/id/ethics/respect.md").unlink()
    answer = call("check", cwd=project)
    assert answer.returncode == 1
    assert "docs/id/ethics/respect.md" in answer.stdout


def test_json_is_one_object_with_the_same_findings(project: Path) -> None:
    line = without_section(project / "docs/ar/channels/phone-voicemail.md", "voicemail")
    answer = call("check", "--format", "json", cwd=project)
    assert answer.returncode == 1
    told = json.loads(answer.stdout)
    assert told["version"] == 1
    missing = [one for one in told["findings"] if one["code"] == "KB102"]
    assert [(one["path"], one["line"], one["severity"]) for one in missing] == [
        ("docs/ar/channels/phone-voicemail.md", line, "error")
    ]
    assert [one["name"] for one in told["summary"]] == ["en", "ar", "pt", "id", "total"]


def test_only_what_is_found_in_the_paths_named_is_shown(project: Path) -> None:
    without_section(project / "docs/ar/channels/phone-voicemail.md", "voicemail")
    assert call("check", "docs/pt", cwd=project).returncode == 0
    answer = call("check", "docs/ar/channels", cwd=project)
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
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    page = (output / "index.html").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl"' in page
    assert "{{" not in page
