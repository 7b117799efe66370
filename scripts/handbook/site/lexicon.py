"""The words of one language as its search has them: every form, and the family it is of.

A family is known by a short code. The index holds codes in the place of words, so that
all forms of a word are found by any of them; the browser finds a word's code in tables
that hold a stretch of the alphabet each, however long the handbook is.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.content.glossary import Glossary
from handbook.site.families import Lemma, heads
from handbook.site.passages import Passage
from handbook.site.wordrules import (
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
_WIDTH = 4
# What stands where nothing is to be found: for a dash, for a light word. It keeps its place.
NO_WORD = "."
# A family in more of the passages than this tells little: a query need not find it.
COMMON = 0.3


@dataclass(frozen=True)
class Lexicon:
    """The families of a language: a code for every form, by form."""

    language: str
    codes: Mapping[str, str]
    common: tuple[str, ...]  # codes
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
        bits = text.split()
        coded = [self._codes_of(bit) for bit in bits]
        if self.compounds:
            for number, (bit, after) in enumerate(itertools.pairwise(map(words, bits))):
                if bit and after and (pair := self._compound(bit[-1], after[0])):
                    coded[number] = [*coded[number], self.codes[pair]]
        return ["-".join(codes) or NO_WORD for codes in coded]

    def _codes_of(self, bit: str) -> list[str]:
        if bit not in self._known:
            passed_over = self._passed_over
            self._known[bit] = [self.codes[word] for word in words(bit) if word not in passed_over]
        return self._known[bit]

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def _passed_over(self) -> frozenset[str]:
        return frozenset(light(self.language))

    @cached_property
    def _ends(self) -> frozenset[str]:
        """What may be the second of two words of a compound: few words are."""
        return frozenset(word[cut:] for word in self.compounds for cut in range(1, len(word)))

    def codes_in(self, text: str) -> Iterator[str]:
        """The codes of all words of `text`, one after the other."""
        for bit in text.split():
            if bit not in self._all:
                self._all[bit] = [self.codes[word] for word in words(bit)]
            yield from self._all[bit]

    @cached_property
    def _all(self) -> dict[str, list[str]]:
        return {}

    def _compound(self, word: str, after: str) -> str | None:
        """What two words make when written as one, the first in any of its forms."""
        if after not in self._ends:
            return None
        pairs = (base + after for base in proposals(self.language, word))
        return next((pair for pair in pairs if pair in self.compounds), None)


def lexicon(
    language: str,
    folder: str,
    passages: Iterable[Passage],
    glossary: Glossary | None,
    lemma: Lemma | None = None,
) -> Lexicon:
    """The families of all words in a language's passages and in its glossary's lists.

    `lemma` tells that of a word as it is written; without one the dictionary is asked.
    """
    listed = glossary.families.get(folder, []) if glossary else []
    families = [[word for word in family if " " not in word] for family in listed]
    phrases = _phrases(folder, glossary)
    vocabulary: dict[str, str] = {}
    texts = [f"{passage.title} {passage.text}" for passage in passages]
    # Between spaces: a few thousand that stand everywhere.
    stretches = dict.fromkeys(stretch for text in texts for stretch in text.split())
    for stretch in stretches:
        for written in (*WORD.findall(stretch), stretch):
            for word in words(written):
                if word not in vocabulary:
                    plain = HYPHEN.sub("", normalised(written))
                    vocabulary[word] = written if plain == word else word
    for phrase in (*phrases, *phrases.values()):
        for word in words(phrase):
            vocabulary.setdefault(word, word)
    found = heads(language, vocabulary, [family for family in families if family], lemma)
    number = {head: index for index, head in enumerate(sorted(set(found.values())))}
    codes = {word: _code(number[head]) for word, head in found.items()}
    for base, head in _bases(language, found).items():
        codes.setdefault(base, _code(number[head]))
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
    for base, code in compounds.items():
        codes.setdefault(base, code)
    common = _common(texts, {one: [codes[word] for word in words(one)] for one in stretches})
    common |= {codes[word] for word in weak(language) if word in codes}
    return Lexicon(language, codes, tuple(sorted(common)), coded, frozenset(compounds))


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


def _common(texts: Sequence[str], codes: Mapping[str, Sequence[str]]) -> set[str]:
    """The codes that many texts have; `codes` are those of each stretch between spaces."""
    counts = Counter(
        code
        for text in texts
        for code in {code for stretch in set(text.split()) for code in codes[stretch]}
    )
    return {code for code, count in counts.items() if count > COMMON * len(texts)}


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


def _code(number: int) -> str:
    letters = ""
    for _ in range(_WIDTH):
        number, rest = divmod(number, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    if number:
        raise ValueError("more families of words than there are codes")
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
