"""Which findings only follow from another: one cause is one finding.

A text in another language cannot use the language's terms, marks or negations either,
nor can one whose letters encode shapes. To say so as well would only hide the one thing
to be done. What follows from it comes back, if it is true, once that is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.content.handbook import Handbook, Page
from handbook.findings import Finding

PAGE = frozenset({"KB403"})
PASSAGE = frozenset({"KB401", "KB402"})
# A heading or a setting: what holds a text to its language is then said of it in vain.
LABEL = frozenset({"KB404", "KB405"})
# The source's text of an image says more than that a paragraph is in its language.
IMAGE = "KB142"
# Some words are the opposite of others by what they deny: always, never.
OPPOSITE, DENIED = "KB132", "KB133"
# What compares a section's meaning with the source's by the words of its language: numbers
# are words too.
OF_SECTION = frozenset({"KB131", "KB132", "KB133", "KB602"})
# What holds a text to the script, the marks and the words of its language.
OF_TEXT = ("KB5", "KB60")
# Letters that encode shapes hide the words they make.
SHAPES = "KB508"
OF_PAGE = OF_SECTION | {"KB142", "KB401", "KB402", "KB404", "KB405"}

_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)(?:\{[^{}]*\})?")


def without_consequences(handbook: Handbook, findings: Iterable[Finding]) -> set[Finding]:
    """The findings without those that follow from a text that is not read as its language."""
    found = set(findings)
    pages = {each.path for each in found if each.code in PAGE}
    passages = {(each.path, each.line) for each in found if each.code in PASSAGE}
    texts = passages | {(each.path, each.line) for each in found if each.code in LABEL}
    shapes = {(each.path, each.line) for each in found if each.code == SHAPES}
    sections = set(_sections(handbook, passages | shapes))
    # Where a text is several, the images' may be among them.
    shared = {(each.path, each.line) for each in found if each.code in PASSAGE and each.detail}
    shared = set(_sections(handbook, shared))
    images = {(each.path, each.line) for each in found if each.code == IMAGE} - shared
    images &= set(_images_alone(handbook, {path for path, _ in images}))

    opposites = {(each.path, each.line) for each in found if each.code == OPPOSITE}

    def follows(each: Finding) -> bool:
        if each.code == DENIED and (each.path, each.line) in opposites:
            return True
        if each.code == IMAGE and (each.path, each.line) in shared:
            return True
        if each.code in PASSAGE and (each.path, each.line) in images:
            return True
        is_of_text = each.code.startswith(OF_TEXT)
        if each.path in pages:
            return is_of_text or each.code in OF_PAGE
        if each.code in OF_SECTION:
            return (each.path, each.line) in sections
        return is_of_text and (each.path, each.line) in texts

    return {each for each in found if not follows(each)}


def _sections(handbook: Handbook, passages: set[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Every line of the sections that these passages are in."""
    for path in {path for path, _ in passages}:
        if page := handbook.page(path):
            lines = {line for place, line in passages if place == path}
            yield from ((path, line) for line in _around(page, lines))


def _images_alone(handbook: Handbook, paths: set[str]) -> Iterator[tuple[str, int]]:
    """Where an image is all that a paragraph has."""
    # Only these pages: to ask for one is to read it.
    for page in filter(None, map(handbook.page, paths)):
        texts = (text for section in page.sections for text in section.texts)
        for text in texts:
            if len(text.lines) == 1 and _IMAGE.fullmatch(text.lines[0][2].strip()):
                yield page.path, text.line


def _around(page: Page, lines: set[int]) -> Iterator[int]:
    for section in page.sections:
        if any(section.line <= line <= section.end for line in lines):
            yield from range(section.line, section.end + 1)
