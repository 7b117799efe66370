"""A page as its language's search has it: in the codes of its words, and where each is at home.

That depends on nothing but the page's passages and the codes of the stretches of text in
them, so it is remembered for as long as both are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from handbook.site.search import pagefind
from handbook.site.search.lexicon import Lexicon
from handbook.site.search.pagefind import HEADING, TEXT, TITLE, Anchor
from handbook.site.search.passages import Passage

# A word in a section's title counts for more than any number of them in its text.
TITLED = 1 << 20


class Home(NamedTuple):
    """A section, the codes in it, and how much at home each is there: more is better."""

    id: str
    codes: tuple[str, ...]
    strengths: tuple[int, ...]


class Coded(NamedTuple):
    """A page: what stands for its passages, and what the search's files have of it."""

    text: str
    fragment: str  # its name
    size: int  # in stretches between spaces
    stretches: tuple[str, ...]  # the different ones
    words: tuple[str, ...]
    places: tuple[bytes, ...]  # of each word
    homes: tuple[Home, ...]


def stretches(passages: Sequence[Passage]) -> tuple[str, ...]:
    """The different stretches between spaces of a page, in their order."""
    texts = (f"{passage.title} {passage.text}" for passage in passages)
    return tuple(dict.fromkeys(stretch for text in texts for stretch in text.split()))


def fragment(address: str, passages: Sequence[Passage]) -> bytes:
    """What a result of the search shows of the page at an address below its language."""
    anchors, place = [], 0
    for number, passage in enumerate(passages):
        if passage.id:
            element = "h2" if number else "h1"
            anchors.append(Anchor(element, passage.id, passage.title, place))
        place += len(passage.title.split()) + len(passage.text.split())
    text = " ".join(f"{passage.title} {passage.text}".strip() for passage in passages)
    return pagefind.fragment(address, passages[0].title, text, anchors)


def coded(
    text: str, fragment: str, found: tuple[str, ...], passages: Sequence[Passage], known: Lexicon
) -> Coded:
    """A page with passages for which `text` stands; `found` are its stretches."""
    parts = []
    for number, passage in enumerate(passages):
        weight = HEADING if number else TITLE
        parts.append((weight, known.stretches(passage.title.split())))
        parts.append((TEXT, known.stretches(passage.text.split())))
    postings = pagefind.postings(parts, len(parts[0][1]))
    homes = {passage.id: _home(passage, known) for passage in passages}
    size = sum(len(codes) for _, codes in parts)
    return Coded(
        *(text, fragment, size, found),
        *(tuple(postings), tuple(postings.values())),
        tuple(homes.values()),
    )


def _home(passage: Passage, known: Lexicon) -> Home:
    titled = set(known.codes_in(passage.title))
    counts = Counter(known.codes_in(passage.text))
    for code in titled:
        counts[code] += TITLED
    return Home(passage.id, tuple(counts), tuple(counts.values()))
