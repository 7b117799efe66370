"""Findings as SARIF 2.1.0, the form that code scanning and editors read.

The rules are those of the findings, each with its whole explanation. Paths are
relative to the project's root, so that the text is the same on every machine.
What `check --fix` would mend has its edits as a fix.
What the project passes over is among the results, each with its suppressions; as the
standard asks, those of every other result are then an empty list.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from handbook.explanations import explanation
from handbook.findings import CODES, Edit, Finding, Severity
from handbook.report.json_object import dumped
from handbook.report.terminal import visible

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def sarif_text(
    findings: Iterable[Finding], *, suppressed: Iterable[Finding] = (), prefix: str = ""
) -> str:
    """One run; `prefix` is the way from the repository's root to the project's."""
    from importlib.metadata import version  # slow to load, and for this form alone

    findings = sorted((*findings, *suppressed))
    codes = sorted({found.code for found in findings})
    run = {
        "tool": {
            "driver": {
                "name": "handbook",
                "semanticVersion": version("handbook"),
                "rules": [_rule(code) for code in codes],
            }
        },
        "originalUriBaseIds": {ROOT: {"description": {"text": "the root of the repository"}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, codes.index(found.code), prefix) for found in findings],
    }
    value = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return dumped(value)


def _rule(code: str) -> dict[str, Any]:
    registered, explained = CODES[code], explanation(code)
    return {
        "id": code,
        "name": registered.alias,
        "shortDescription": {"text": registered.summary},
        "fullDescription": {"text": explained.meaning},
        "help": {"text": explained.text, "markdown": explained.text},
        "defaultConfiguration": {"level": _LEVELS[registered.severity]},
    }


def _result(found: Finding, rule: int, prefix: str) -> dict[str, Any]:
    result = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": _message(found)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _file(prefix + found.path),
                    "region": {"startLine": found.line, "startColumn": found.column},
                }
            }
        ],
        "suppressions": [
            {
                "kind": "inSource" if suppression.is_in_page else "external",
                "justification": visible(suppression.reason),
            }
            for suppression in found.suppressions
        ],
    }
    if found.edits:
        result["fixes"] = [_fix(found, prefix)]
    return result


def _file(path: str) -> dict[str, str]:
    return {"uri": quote(os.fsencode(path)), "uriBaseId": ROOT}


def _fix(found: Finding, prefix: str) -> dict[str, Any]:
    by_path: dict[str, list[Edit]] = {}
    for edit in sorted(found.edits):
        by_path.setdefault(edit.path, []).append(edit)
    return {
        "description": {"text": visible(found.help or found.message)},
        "artifactChanges": [
            {
                "artifactLocation": _file(prefix + path),
                "replacements": [_replacement(edit) for edit in edits],
            }
            for path, edits in by_path.items()
        ],
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    return {
        "deletedRegion": {
            "startLine": edit.line,
            "startColumn": edit.start + 1,
            "endLine": edit.line,
            "endColumn": edit.end + 1,
        },
        "insertedContent": {"text": edit.text},
    }


def _message(found: Finding) -> str:
    lines = [found.message, found.detail]
    lines += [
        f"note: {found.note}" if found.note else "",
        f"help: {found.help}" if found.help else "",
    ]
    return "\n".join(visible(line) for line in lines if line)
