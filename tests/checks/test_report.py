"""How findings are shown: text, JSON, isolation of right-to-left text, the summary."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook import report
from handbook.content.handbook import read_handbook
from handbook.findings import (
    CODES,
    Finding,
    Severity,
    code,
    finding,
    isolate_quotes,
    isolated,
    quoted,
)

from .handbooks import findings_in

MISSING = finding(
    "KB102",
    "docs/ar/channels/phone-voicemail.md",
    41,
    "section `voicemail` is missing",
    detail="expected between `answering` and `transfers`",
    note="the source has it at docs/en/channels/phone-voicemail.md:38 “Voicemail greeting”",
    help="add `## <heading in Arabic> {#voicemail}`",
)
UNUSED = finding("KB832", "docs/company.yml", 3, "setting `phone` is used on no page", column=5)


def test_text_is_like_rustc() -> None:
    assert (
        report.text([MISSING, UNUSED], ())
        == """\
error[KB102]: section `voicemail` is missing
  --> docs/ar/channels/phone-voicemail.md:41
   | expected between `answering` and `transfers`
note: the source has it at docs/en/channels/phone-voicemail.md:38 “Voicemail greeting”
help: add `## <heading in Arabic> {#voicemail}`

warning[KB832]: setting `phone` is used on no page
  --> docs/company.yml:3:5
"""
    )


def test_color_only_when_asked_for() -> None:
    plain = report.text([MISSING, UNUSED], ())
    painted = report.text([MISSING, UNUSED], (), color=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31merror[KB102]" in painted
    assert "\x1b[1;33mwarning[KB832]" in painted


def test_nothing_found_is_nothing_shown() -> None:
    assert report.text([], ()) == ""


def test_a_message_cannot_drive_the_terminal() -> None:
    shown = report.text([finding("KB831", "docs/en/a.md", 1, "no `\x1b[2J\u202e`")], ())
    assert "no `\\u{001b}[2J\\u{202e}`" in shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voicemail", "Voicemail"),
        ("البريد الصوتي", "\u2068البريد الصوتي\u2069"),
        ("CRM والبريد", "\u2068CRM والبريد\u2069"),
        ("2026-11-16 (3)", "2026-11-16 (3)"),
        ("שלום", "\u2068שלום\u2069"),
    ],
)
def test_right_to_left_text_is_isolated(text: str, expected: str) -> None:
    assert isolated(text) == expected
    assert quoted(text) == f"“{expected}”"
    assert code(text) == f"`{expected}`"


def test_quotes_in_a_fault_are_isolated() -> None:
    assert isolate_quotes("`x`: bad (it is 'غدا')") == "`x`: bad (it is '\u2068غدا\u2069')"


def test_findings_are_ordered_by_place(copy_of: Callable[[str], Path]) -> None:
    def at(path: str, line: int, column: int, number: str, message: str) -> Finding:
        return finding(number, path, line, message, column=column)

    ordered = [
        at("docs/ar/a.md", 2, 9, "KB302", "z"),
        at("docs/ar/a.md", 10, 1, "KB301", "a"),
        at("docs/ar/a.md", 10, 1, "KB301", "b"),
        at("docs/ar/a.md", 10, 1, "KB302", "a"),
        at("docs/ar/a.md", 10, 2, "KB101", "a"),
        at("docs/en/a.md", 1, 1, "KB101", "a"),
    ]
    shuffled = [ordered[index] for index in (3, 0, 5, 1, 4, 2)]
    assert sorted(shuffled) == ordered
    found = findings_in(copy_of("variables"))
    assert list(found) == sorted(set(found))


def test_severities_follow_the_registry() -> None:
    assert MISSING.severity is Severity.ERROR
    assert UNUSED.severity is Severity.WARNING
    assert MISSING.alias == "section-missing"
    assert all(registered.summary for registered in CODES.values())


def test_summary(copy_of: Callable[[str], Path]) -> None:
    root = copy_of("setting-unused")
    handbook = read_handbook(root)
    findings = (*findings_in(root), finding("KB104", "docs/ar/index.md", 5, "x"))
    summary = report.summarise(handbook, findings)
    assert (
        report.text([], summary)
        == """\
en     4 pages  18 sections  0 errors  0 warnings
ar     4 pages  18 sections  1 error   0 warnings
total  8 pages  36 sections  1 error   2 warnings
"""
    )


def test_json_is_stable_and_complete(copy_of: Callable[[str], Path]) -> None:
    root = copy_of("section-missing")
    handbook = read_handbook(root)
    findings = findings_in(root)
    summary = report.summarise(handbook, findings)
    shown = report.json_text(findings, summary)
    assert shown == report.json_text(findings_in(root), summary)
    value = json.loads(shown)
    assert list(value) == ["version", "findings", "summary"]
    assert value["version"] == 1
    assert [list(found) for found in value["findings"]] == [
        [
            "code",
            "alias",
            "severity",
            "path",
            "line",
            "column",
            "message",
            "detail",
            "note",
            "help",
            "fixable",
        ]
    ]
    assert value["findings"][0]["code"] == "KB102"
    assert value["summary"][-1] == {
        "name": "total",
        "pages": 8,
        "sections": 35,
        "errors": 1,
        "warnings": 0,
        "suppressed": 0,
    }
