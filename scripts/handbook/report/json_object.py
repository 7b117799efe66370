"""Findings as one JSON object, for programs; `report.schema.json` documents it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from handbook.findings import Finding
from handbook.report.summary import Tally

# Raised when a program that reads the object would have to change.
VERSION = 1

_SURROGATES = re.compile("[\ud800-\udfff]")


def json_text(findings: Iterable[Finding], summary: Sequence[Tally]) -> str:
    """The findings and the summary; the summary has one entry a language and `total` last."""
    value = {
        "version": VERSION,
        "findings": [
            {
                "code": found.code,
                "alias": found.alias,
                "severity": found.severity.value,
                "path": found.path,
                "line": found.line,
                "column": found.column,
                "message": found.message,
                "detail": found.detail,
                "note": found.note,
                "help": found.help,
                "fixable": found.fixable,
            }
            for found in findings
        ],
        "summary": [asdict(tally) for tally in summary],
    }
    return dumped(value)


def dumped(value: object) -> str:
    """`value` as readable JSON that can be written as UTF-8, whatever a file is named."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return _SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
