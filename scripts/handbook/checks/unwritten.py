"""824: nothing is left open that `handbook new` has put there for somebody to write."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.outline import english_name
from handbook.content.handbook import Handbook, Page, Section
from handbook.findings import Finding, code, finding, quoted


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every key and section that is still to be written."""
    for tree in handbook.trees.values():
        for page in tree.pages.values():
            for key in page.unwritten_keys:
                yield finding(
                    "KB824",
                    page.path,
                    page.front_matter.line(key),
                    f"{code(key)} is still to be written",
                    help=f"write it in {english_name(page.language)} in place of the comment",
                )
            for section in page.sections:
                if section.marks:
                    yield _section(page, section)


def _section(page: Page, section: Section) -> Finding:
    first, *others = section.marks
    lines = sorted({mark.line for mark in others} - {first.line})
    return finding(
        "KB824",
        page.path,
        first.line,
        f"{_name(section)} is still to be written",
        column=first.column,
        detail=f"also at line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}"
        if lines
        else "",
        help=f"write it in {english_name(page.language)} in place of the "
        + ("comments" if others else "comment"),
    )


def _name(section: Section) -> str:
    if section.level == 0:
        return "the text before the first heading"
    return f"section {code(section.id)}" if section.id else quoted(section.title)
