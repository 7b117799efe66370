"""1xx: an image has a text for those who cannot see it, in the page's language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.pairs import Pair, Place, pairs
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.markdown import Element, ElementKind
from handbook.findings import Finding, code, finding, quoted

# Names are the same in every language; a text of several words, not all of them names, is not.
_WORD = re.compile(r"[^\W\d_]+")


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every image whose alternative text is missing or was left untranslated."""
    for tree in handbook.trees.values():
        for page in tree.pages.values():
            yield from _missing(page)
    for pair in pairs(handbook):
        yield from _untranslated(pair)


def _missing(page: Page) -> Iterator[Finding]:
    for section in page.sections:
        for image in section.elements:
            if image.kind is ElementKind.IMAGE and not image.alt:
                yield finding(
                    "KB141",
                    page.path,
                    image.line,
                    f"image {code(image.name)} has no alternative text",
                    help=f"say what it shows: `![<text>]({image.name})`",
                )


def _untranslated(pair: Pair) -> Iterator[Finding]:
    texts = {image.alt: image for image in _images(pair.there) if _is_phrase(image.alt)}
    for image in _images(pair.here):
        if original := texts.get(image.alt):
            yield pair.finding(
                "KB142",
                Place(image.line, 1),
                f"image {code(image.name)} has the source's alternative text {quoted(image.alt)}",
                "write it in the page's language",
                f"the source has it at {pair.source.path}:{original.line}",
            )


def _images(section: Section) -> list[Element]:
    return [element for element in section.elements if element.kind is ElementKind.IMAGE]


def _is_phrase(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) > 1 and any(word[0].islower() for word in words)
