"""The words of one language as its search has them: every form, and the family it is of.

A family is known by a short code. The index holds codes in the place of words, so that
all forms of a word are found by any of them; the browser finds a word's code in tables
that hold a stretch of the alphabet each, however long the handbook is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from handbook.content.glossary import Glossary
from handbook.site.search.families import Stem, heads
from handbook.site.search.passages import Passage
from handbook.site.search.wordrules import (
    HYPHEN,
    SHORTEST,
    WORD,
    guesses,
    light,
    normalised,
    proposals,
    roots,
    weak,
    words,
)

# Written in consonants alone, which no stemmer changes; one is never the start of another.
_LETTERS = "bcdfghjklmnpqrtv"
_WIDTH = 4  # at least
# So many codes there are for each family, so that few take the one of another.
_ROOM = 4
# What stands where nothing is to be found: for a dash, for a light word. It keeps its place.
NO_WORD = "."
# A family in more of the passages than this tells little: a query need not find it.
COMMON = 0.3


@dataclass(frozen=True)
class Lexicon:
    """The families of a language: a code for every form, by form."""

    language: str
    codes: Mapping[str, str]
    phrases: Mapping[str, str]  # the codes of a name not in use, and those of the one that is
    compounds: frozenset[str]  # words that two others make when written as one

    def code(self, word: str) -> str | None:
        """The family of a word: its own, else that of the longest word it may be a form of."""
        if word in self.codes:
            return self.codes[word]
        passed = self._passed_over
        found = guesses(self.language, word)
        known = [base for base in found if base in self.codes and base not in passed]
        return self.codes[max(known, key=len)] if known else None

    def coded(self, text: str) -> list[str]:
        """For each stretch of `text` between spaces, the codes of its words.

        Two words that the handbook also writes as one, `hand over`, have its code too.
        """
        return ["-".join(codes) or NO_WORD for codes in self.stretches(text.split())]

    def stretches(self, bits: Sequence[str]) -> list[list[str]]:
        """The codes of the words of each of a text's stretches between spaces."""
        coded = list(map(self._found.__getitem__, bits))
        if not self._seconds.isdisjoint(bits):
            for number, (bit, after) in enumerate(itertools.pairwise(bits)):
                if after in self._seconds and (pair := self._compound(bit, after)):
                    coded[number] = [*coded[number], self.codes[pair]]
        return coded

    @cached_property
    def _found(self) -> dict[str, list[str]]:
        """The codes by which a stretch between spaces is found: not those of light words."""
        passed_over = self._passed_over

        def found(bit: str) -> list[str]:
            inside = words(bit)
            if inside and inside[0] in self._ends:
                self._seconds.add(bit)
            return [self.codes[word] for word in inside if word not in passed_over]

        return _Kept(found)

    @cached_property
    def _passed_over(self) -> frozenset[str]:
        return frozenset(light(self.language))

    @cached_property
    def _seconds(self) -> set[str]:
        """The stretches that were met and may be the second of two words of a compound."""
        return set()

    @cached_property
    def _ends(self) -> frozenset[str]:
        """What may be the second of two words of a compound: few words are."""
        return ends(self.compounds)

    def codes_in(self, text: str) -> Iterator[str]:
        """The codes of all words of `text`, one after the other."""
        return itertools.chain.from_iterable(map(self.all_codes.__getitem__, text.split()))

    @cached_property
    def all_codes(self) -> dict[str, list[str]]:
        """The codes of all words of a stretch between spaces, by stretch."""
        return _Kept(lambda bit: [self.codes[word] for word in words(bit)])

    def _compound(self, bit: str, after: str) -> str | None:
        """What two words make when written as one, the first in any of its forms."""
        before = words(bit)
        if not before:
            return None
        pairs = (base + words(after)[0] for base in proposals(self.language, before[-1]))
        return next((pair for pair in pairs if pair in self.compounds), None)


def ends(compounds: Iterable[str]) -> frozenset[str]:
    """The words that may be the second of two which make one of `compounds`."""
    return frozenset(word[cut:] for word in compounds for cut in range(1, len(word)))


class _Kept(dict[str, list[str]]):
    """What is found once for each stretch."""

    def __init__(self, find: Callable[[str], list[str]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, bit: str) -> list[str]:
        found = self[bit] = self._find(bit)
        return found


def lexicon(
    language: str,
    folder: str,
    passages: Iterable[Passage],
    glossary: Glossary | None,
) -> Lexicon:
    """The families of all words in a language's passages and in its glossary's lists."""
    texts = (f"{passage.title} {passage.text}" for passage in passages)
    found = dict.fromkeys(stretch for text in texts for stretch in text.split())
    return lexicon_of(language, folder, found, glossary)


def lexicon_of(
    language: str,
    folder: str,
    stretches: Iterable[str],
    glossary: Glossary | None,
    stem: Stem | None = None,
) -> Lexicon:
    """The same from what stands between spaces in its passages: a few thousand stand everywhere.

    `stem` tells that of a word as it is written; without one it is worked out.
    """
    listed = glossary.families.get(folder, []) if glossary else []
    families = [[word for word in family if " " not in word] for family in listed]
    phrases = _phrases(folder, glossary)
    vocabulary: dict[str, str] = {}
    for stretch in stretches:
        for written in (*WORD.findall(stretch), stretch):
            for word in words(written):
                if word not in vocabulary:
                    plain = HYPHEN.sub("", normalised(written))
                    vocabulary[word] = written if plain == word else word
    for phrase in (*phrases, *phrases.values()):
        for word in words(phrase):
            vocabulary.setdefault(word, word)
    found = heads(language, vocabulary, [family for family in families if family], stem)
    code = _codes(found.values())
    codes = {word: code[head] for word, head in found.items()}
    for base, head in _bases(language, found).items():
        codes.setdefault(base, code[head])
    coded = {
        " ".join(codes[word] for word in words(one)): " ".join(codes[word] for word in words(other))
        for one, other in phrases.items()
    }
    compounds = {
        base: codes[word]
        for word in vocabulary
        for base in proposals(language, word)
        if _is_compound(base, vocabulary)
    }
    for base, of in compounds.items():
        codes.setdefault(base, of)
    return Lexicon(language, codes, coded, frozenset(compounds))


def common(known: Lexicon, counts: Mapping[str, int], passages: int) -> list[str]:
    """The codes that tell little, by how many of the passages have each."""
    found = {code for code, count in counts.items() if count > COMMON * passages}
    return sorted(
        found | {known.codes[word] for word in weak(known.language) if word in known.codes}
    )


def _is_compound(word: str, vocabulary: Collection[str]) -> bool:
    cuts = range(SHORTEST, len(word) - SHORTEST + 1)
    return any(word[:cut] in vocabulary and word[cut:] in vocabulary for cut in cuts)


def _bases(language: str, found: Mapping[str, str]) -> dict[str, str]:
    """What forms that the handbook does not have may come from: stems, and what is left of
    a word without all its affixes, and roots, where that can be of one family only."""
    # Most Arabic words come from three letters; what is left of another language's is more.
    shortest = SHORTEST if language == "ar" else SHORTEST + 1
    bases = {head: {head} for head in set(found.values()) if len(head) >= SHORTEST}
    for word, head in found.items():
        base = min(proposals(language, word), key=len)
        if len(base) >= shortest:
            bases.setdefault(base, set()).add(head)
    for base, of in bases.items():
        # What may itself be a form of another word: cumpri, of cumprir, not of cumprimente.
        of |= {found[one] for one in proposals(language, base)[1:] if one in found}
    # What comes of affixes is surer than a root.
    rooted: dict[str, set[str]] = {}
    for word, head in found.items():
        for root in roots(language, word.removeprefix("ال")):
            rooted.setdefault(root, set()).add(head)
    bases = {**rooted, **bases}
    return {base: of.pop() for base, of in bases.items() if len(of) == 1}


def _phrases(folder: str, glossary: Glossary | None) -> dict[str, str]:
    """What a reader may call a term, by the glossary's words not to write, and the term."""
    found: dict[str, str] = {}
    for term in glossary.terms.values() if glossary else ():
        if folder in term.term:
            for other in term.forbidden.get(folder, ()):
                found.setdefault(" ".join(words(other)), " ".join(words(term.term[folder])))
    for first, *others in glossary.families.get(folder, ()) if glossary else ():
        for other in others:
            if " " in other:
                found.setdefault(" ".join(words(other)), " ".join(words(first)))
    return found


def _codes(heads: Iterable[str]) -> dict[str, str]:
    """A code for each family by its head, from its own letters: another family changes few."""
    families = sorted(set(heads))
    width = _WIDTH
    while len(_LETTERS) ** width < _ROOM * len(families):
        width += 1
    heads_of: dict[str, str] = {}
    for head in families:
        attempts = (_code(f"{head} {attempt}", width) for attempt in itertools.count())
        heads_of[next(code for code in attempts if code not in heads_of)] = head
    return {head: code for code, head in heads_of.items()}


def _code(text: str, width: int) -> str:
    number = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
    letters = ""
    for _ in range(width):
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    return letters


def edges(sizes: Iterable[int], most: int) -> list[int]:
    """Where to cut a row of sizes so that no piece is over `most`, unless it is one alone."""
    starts, size = [0], 0
    for place, one in enumerate(sizes):
        if size and size + one > most:
            starts.append(place)
            size = 0
        size += one
    return starts


_JS_GROUP = re.compile(r"\\(\d)")


def browser_rule(rule: tuple[str, str]) -> list[str]:
    """A rule as the browser's regular expressions have it."""
    pattern, base = rule
    return [pattern, _JS_GROUP.sub(r"$\1", base)]
