"""Keeps what a pure function of a handbook's page or settings returns.

Several families of checks ask the same of a page: which section is which, what its
anchors are. That is kept as long as the handbook lives. What they ask of the settings is
the same for every page, and each page is judged as a handbook of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from handbook.content.glossary import Glossary
from handbook.content.handbook import Handbook, Page
from handbook.content.settings import Settings
from handbook.content.structure import Language

Answer = TypeVar("Answer")
# More than a handbook has languages; a server reads its settings anew after each edit.
REMEMBERED = 64
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


def once_a_glossary(
    function: Callable[[Settings[Glossary], Language], Answer],
) -> Callable[[Settings[Glossary], Language], Answer]:
    """`function`, worked out once for each language of a glossary that was read."""
    known: dict[tuple[int, str], tuple[Settings[Glossary], Language, Answer]] = {}

    @wraps(function)
    def kept(settings: Settings[Glossary], language: Language) -> Answer:
        key = (id(settings), language.folder)
        found = known.get(key)
        if found is None or found[0] is not settings or found[1] != language:
            if len(known) >= REMEMBERED:
                known.clear()
            known[key] = found = (settings, language, function(settings, language))
        return found[2]

    return kept
