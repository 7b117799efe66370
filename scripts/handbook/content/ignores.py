"""`<!-- handbook: ignore KB505: reason -->`: what a page says to the checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.content.comments import comments
from handbook.content.marks import is_mark

_IGNORE = re.compile(
    r"ignore\s+(?P<codes>[\w-]+(?:\s*,\s*[\w-]+)*)\s*(?::(?P<reason>.*))?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment: the codes or aliases it names, none where it is not understood."""

    codes: tuple[str, ...]
    reason: str
    line: int
    column: int


def ignores(body: str, first_line: int) -> Iterator[Ignore]:
    """The comments to the checks in a page's text, those shown as code aside."""
    for comment in comments(body, first_line):
        if is_mark(comment):
            continue
        found = _IGNORE.fullmatch(comment.text)
        if found is None:
            yield Ignore((), "", comment.line, comment.column)
            continue
        codes = tuple(code.strip() for code in found["codes"].split(","))
        reason = " ".join((found["reason"] or "").split())
        yield Ignore(codes, reason, comment.line, comment.column)
