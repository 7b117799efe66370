"""Which findings only follow from another: one cause is one finding.

A text in another language cannot use the language's terms, marks or negations either.
To say so as well would only hide the one thing to be done: translate it. What follows
from it comes back, if it is true, once that is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.content.handbook import Handbook, Page
from handbook.findings import Finding

PAGE = frozenset({"KB403"})
PASSAGE = frozenset({"KB401", "KB402"})
# What compares a section's meaning with the source's by the words of its language.
OF_SECTION = frozenset({"KB132", "KB133", "KB602"})
# What holds a text to the script, the marks and the words of its language.
OF_TEXT = ("KB5", "KB60")
OF_PAGE = OF_SECTION | {"KB131", "KB142", "KB401", "KB402", "KB404", "KB405"}


def without_consequences(handbook: Handbook, findings: Iterable[Finding]) -> set[Finding]:
    """The findings without those that follow from a text in another language."""
    found = set(findings)
    pages = {each.path for each in found if each.code in PAGE}
    passages = {(each.path, each.line) for each in found if each.code in PASSAGE}
    if not pages and not passages:
        return found
    sections = set(_sections(handbook, passages))

    def follows(each: Finding) -> bool:
        is_of_text = each.code.startswith(OF_TEXT)
        if each.path in pages:
            return is_of_text or each.code in OF_PAGE
        if each.code in OF_SECTION:
            return (each.path, each.line) in sections
        return is_of_text and (each.path, each.line) in passages

    return {each for each in found if not follows(each)}


def _sections(handbook: Handbook, passages: set[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Every line of the sections that these passages are in."""
    for path in {path for path, _ in passages}:
        if page := handbook.page(path):
            lines = {line for place, line in passages if place == path}
            yield from ((path, line) for line in _around(page, lines))


def _around(page: Page, lines: set[int]) -> Iterator[int]:
    for section in page.sections:
        if any(section.line <= line <= section.end for line in lines):
            yield from range(section.line, section.end + 1)
