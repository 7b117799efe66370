"""Renders findings. What is said is decided before; here is only how it looks.

One form a module: `terminal` is rustc's, for people; `json_object` for programs,
documented by `report.schema.json`; `sarif` for code scanning; `annotations` for
GitHub's checks. In all of them quoted right-to-left text stands between U+2068 and
U+2069.
"""

from __future__ import annotations

from handbook.report.annotations import github_text
from handbook.report.json_object import json_text
from handbook.report.sarif import sarif_text
from handbook.report.summary import Tally, summarise
from handbook.report.terminal import text, visible

__all__ = [
    "FORMS",
    "Tally",
    "github_text",
    "json_text",
    "sarif_text",
    "summarise",
    "text",
    "visible",
]

# What `--format` takes.
FORMS = ("text", "json", "github", "sarif")
