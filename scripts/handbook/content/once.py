"""Keeps what a pure function of a handbook's page returns as long as the handbook lives.

Several families of checks ask the same of a page: which section is which, what its
anchors are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from handbook.content.handbook import Handbook, Page

Answer = TypeVar("Answer")
Question = Callable[[Handbook, Page], Answer]


def once(function: Question[Answer]) -> Question[Answer]:
    """`function`, worked out once for each page of a handbook."""

    @wraps(function)
    def kept(handbook: Handbook, page: Page) -> Answer:
        known = handbook.worked_out.setdefault(function, {})
        found = known.get(page.path)
        # A page that was changed has the path of the one it was.
        if found is None or found[0] is not page:
            known[page.path] = found = (page, function(handbook, page))
        return found[1]

    return kept
