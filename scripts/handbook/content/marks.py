"""`<!-- handbook: to be written -->`: the mark of a place that a skeleton leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.content.comments import Comment, comments

TO_BE_WRITTEN = "to be written"
MARK = f"<!-- handbook: {TO_BE_WRITTEN} -->"

_MARK = re.compile(r"<!--\s*handbook:\s*to\s+be\s+written\s*-->", re.IGNORECASE)


def marks(body: str, first_line: int) -> Iterator[Comment]:
    """The marks in a page's text."""
    return (comment for comment in comments(body, first_line) if is_mark(comment))


def is_mark(comment: Comment) -> bool:
    """Whether a comment says that its place is still to be written."""
    return " ".join(comment.text.lower().split()) == TO_BE_WRITTEN


def is_unwritten(value: str) -> bool:
    """Whether a value of the front matter holds the mark: YAML has no such comment of its own."""
    return _MARK.search(value) is not None
