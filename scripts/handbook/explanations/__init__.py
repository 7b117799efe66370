"""What each code means: one Markdown file a code beside this module, and the page of all.

`make explanations` writes the page, README.md, anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handbook.findings import CODES

FOLDER = Path(__file__).parent
PAGE = FOLDER / "README.md"

# The parts of an explanation, each a level-2 heading of its file, in this order.
PARTS = ("Meaning", "Why", "Defect", "Mend")
_PART = re.compile(rf"^## ({'|'.join(PARTS)})$\n", re.MULTILINE)


class ExplanationError(Exception):
    """An explanation that is missing or lacks a part."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, why it matters, an example of the defect, and its mend."""

    code: str
    meaning: str
    why: str
    defect: str
    mend: str

    @property
    def title(self) -> str:
        """The code with its alias: `KB102 section-missing`."""
        return f"{self.code} {CODES[self.code].alias}"

    @property
    def summary(self) -> str:
        """The code's severity and what it is about."""
        registered = CODES[self.code]
        return f"**{registered.severity.capitalize()}**: {registered.summary}."

    @property
    def text(self) -> str:
        """The whole as Markdown."""
        return self.at_level(1)

    def at_level(self, level: int) -> str:
        """The whole as Markdown whose title is a heading of `level`."""
        parts = zip(PARTS, (self.meaning, self.why, self.defect, self.mend), strict=True)
        blocks = [f"{'#' * level} {self.title}", self.summary]
        for name, body in parts:
            blocks += [f"{'#' * (level + 1)} {name}", body]
        return "\n\n".join(blocks) + "\n"


@cache
def explanation(code: str) -> Explanation:
    """The explanation of a code. Raises ExplanationError."""
    path = FOLDER / f"{code}.md"
    try:
        _, *pieces = _PART.split(path.read_text(encoding="utf-8"))
    except OSError:
        raise ExplanationError(f"{path.name} is missing: write it beside the others") from None
    names, bodies = tuple(pieces[::2]), [body.strip() for body in pieces[1::2]]
    if names != PARTS or not all(bodies):
        raise ExplanationError(f"{path.name} needs the parts {', '.join(PARTS)}, in this order")
    return Explanation(code, *bodies)


def page() -> str:
    """All explanations on one page, after a table of the codes."""
    explained = [explanation(code) for code in sorted(CODES)]
    rows = [
        f"| [{item.code}](#{item.code.lower()}-{CODES[item.code].alias}) "
        f"| `{CODES[item.code].alias}` | {CODES[item.code].severity} | {CODES[item.code].summary} |"
        for item in explained
    ]
    head = (
        "<!-- Made by `make explanations` from the files beside it: edit those. -->\n\n"
        "# What `handbook check` finds\n\n"
        "`handbook explain CODE` shows one of these in the terminal; it takes the code or its "
        "alias.\n\n"
        "| code | alias | severity | about |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )
    return "\n".join([head, *(item.at_level(2) for item in explained)])
