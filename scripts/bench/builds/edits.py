"""The edit that is measured: one word more in one paragraph of a page in the middle."""

from __future__ import annotations

import re
from collections.abc import Sequence

# The word that is added, by language: it means "today" and fits most sentences.
WORDS = {"en": "today", "pt": "hoje"}

# A line that is a paragraph of its own and ends as a sentence.
_PARAGRAPH = re.compile(r"(?m)^(?=[^\W\d_])(.+)\.$")


def middle(names: Sequence[str]) -> str:
    """The page in the middle of a handbook, of those that are no index."""
    below = leaves(names)
    return below[len(below) // 2]


def leaves(names: Sequence[str]) -> list[str]:
    """The pages that are no index of others."""
    return [name for name in names if not name.endswith("index.md")]


def edited(text: str, word: str) -> str:
    """The text of a page with a word more at the end of its first paragraph."""
    head, fence, body = text.rpartition("\n---\n")
    changed, number = _PARAGRAPH.subn(rf"\1 {word}.", body, count=1)
    if not number:
        raise ValueError("the page has no paragraph that ends in a full stop")
    return f"{head}{fence}{changed}"
