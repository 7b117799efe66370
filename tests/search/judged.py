"""The queries of the search's benchmark, and how their sections were judged.

queries/<language>.yml holds, for each query, the forms of each word sought (`words`,
regular expressions written by hand, one for each word; all must be found) and
`sections`: every section that has them all, in its heading or its text. The forms
know nothing of the search under test: they are what a reader of the language would
take for the word asked for.

There are four sets. The search was worked on with the first; `second` and `third` were
written later, and what they missed was looked at in their turn. `fourth` was written from
the pages alone, before the search was asked any of it, and what it misses is never to be
looked at, so that its figures are those of queries that nobody has mended anything for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.site.search.passages import Passage

FOLDER = Path(__file__).parent / "queries"
SETS = ("", "second", "third", "fourth")
_LETTERS = str.maketrans("أإآٱىئؤة", "اااايي" + "وه")


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader types, and every section that answers it."""

    text: str
    words: tuple[str, ...]
    sections: tuple[str, ...]


def read_queries(folder: str, part: str = "") -> tuple[Query, ...]:
    """The queries of a language in one of the sets."""
    entries = yaml.safe_load((FOLDER / part / f"{folder}.yml").read_text(encoding="utf-8"))
    return tuple(
        Query(entry["query"], tuple(entry["words"]), tuple(entry["sections"])) for entry in entries
    )


def write_queries(folder: str, queries: Iterable[Query], part: str = "") -> None:
    """Write the queries of a language, as read_queries reads them."""
    entries = [
        {"query": query.text, "words": list(query.words), "sections": list(query.sections)}
        for query in queries
    ]
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100)
    (FOLDER / part / f"{folder}.yml").write_text(text, encoding="utf-8")


def judge(words: Iterable[str], pages: Mapping[str, tuple[Passage, ...]]) -> tuple[str, ...]:
    """The sections of a built language in which every word is found in one of its forms."""
    forms = [re.compile(word) for word in words]
    return tuple(
        f"{page}#{passage.id}"
        for page, passages in pages.items()
        for passage in passages
        if all(form.search(folded(f"{passage.title}\n{passage.text}")) for form in forms)
    )


def folded(text: str) -> str:
    """`text` without case, accents, Arabic vowel signs and hamza seats."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(mark for mark in plain if not unicodedata.combining(mark)).replace("ـ", "")
