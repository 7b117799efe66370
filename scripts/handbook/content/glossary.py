"""`docs/glossary.yml`: the service terms, in every language."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

from handbook.content.settings import Closed
from handbook.content.structure import ID


class Term(Closed):
    """One term; every mapping goes from a language's folder to its text.

    `forms` are word forms that no rule gives, such as broken plurals; `forbidden`
    are the words not to use for it; `expected` says that a section whose source
    uses the term is to use it too.
    """

    term: dict[str, str]
    definition: dict[str, str]
    forms: dict[str, list[str]] = Field(default_factory=dict)
    forbidden: dict[str, list[str]] = Field(default_factory=dict)
    expected: bool = False

    def words(self, folder: str) -> list[str]:
        """The term and its irregular forms in a language."""
        term = self.term.get(folder, "").strip()
        return [*([term] if term else []), *self.forms.get(folder, [])]


class Opposites(Closed):
    """Words that say the contrary of each other, each in every language."""

    one: dict[str, list[str]]
    other: dict[str, list[str]]


def _id(value: str) -> str:
    if not ID.match(value):
        raise ValueError(f"`{value}` is no anchor; mend: use lower-case words joined by `-`")
    return value


def _families(value: list[list[str]]) -> list[list[str]]:
    seen: set[str] = set()
    for family in value:
        for word in family:
            if not word.strip():
                raise ValueError("an empty word is in no family; mend: take it out")
            if word in seen:
                raise ValueError(f"`{word}` is in two families; mend: join them")
            seen.add(word)
    return value


class Glossary(Closed):
    """All terms by their id, which is also their anchor on the glossary page.

    `families` are, for each language, lists of words that the search takes for one
    another and that no rule joins; a word by itself is kept apart from what a rule
    would join it to, and a name of several words stands for the first of its list.
    """

    terms: dict[Annotated[str, AfterValidator(_id)], Term]
    opposites: dict[Annotated[str, AfterValidator(_id)], Opposites] = Field(default_factory=dict)
    families: dict[str, Annotated[list[list[str]], AfterValidator(_families)]] = Field(
        default_factory=dict
    )

    def in_order(self, folder: str) -> list[tuple[str, Term]]:
        """The terms of a language in its dictionary order."""
        return sorted(self.terms.items(), key=lambda item: sort_key(item[1].term.get(folder, "")))


_SEATS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي"})


def sort_key(term: str) -> tuple[str, str]:
    """Dictionary order without accents, hamza seats or the Arabic article."""
    letters = term.translate(_SEATS)
    plain = "".join(
        mark for mark in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(mark)
    ).casefold()
    return plain.removeprefix("ال"), term
