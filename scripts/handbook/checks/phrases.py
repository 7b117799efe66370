"""Finds phrases in running text, each word in any form of its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeAlias, TypeVar

from handbook.checks.wordforms import MARKS, UNSEEN, bases, normalised

Key = TypeVar("Key", bound=Hashable)

# Unseen characters part no word, but for two scripts side by side.
_LATIN, _ARABIC = "A-Za-z\u00c0-\u024f", "\u0600-\u06ff"
_WITHIN = "|".join(f"(?<=[{each}])[{UNSEEN}](?=[{each}])" for each in (_LATIN, _ARABIC))
_WORD = re.compile(rf"([\w{MARKS}]+(?:(?:[-'’]|{_WITHIN})[\w{MARKS}]+)*)")
# How many texts to remember the phrases of: those of one page, in all languages.
REMEMBERED = 64
# What may stand between the words of a phrase: spaces, the end of one line.
_GAP = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*")


# What words can begin: phrases in their words, each with its keys.
_Begins: TypeAlias = list[tuple[tuple[str, ...], list[Key]]]


class _Begun(dict[str, _Begins[Key]]):
    """What each word that was met can begin."""

    def __init__(self, find: Callable[[str], _Begins[Key]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> _Begins[Key]:
        self[word] = found = self._find(word)
        return found


# Several sorts of phrases are looked for in one text.
@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a text, and what stands before each and after the last."""
    parts = _WORD.split(text)
    return tuple(parts[1::2]), tuple(parts[::2])


@dataclass(frozen=True, slots=True)
class Use(Generic[Key]):
    """A phrase as it is written in a text, where, and what it was looked for as."""

    text: str
    start: int
    keys: tuple[Key, ...]


@lru_cache(maxsize=64)
def phrases(language: str, sought: tuple[tuple[Key, str], ...]) -> Phrases[Key]:
    """The phrases to look for, the same object for the same ones: it remembers what it found."""
    return Phrases(language, sought)


class Phrases(Generic[Key]):
    """The phrases to look for in one language, each with its key."""

    def __init__(self, language: str, phrases: Iterable[tuple[Key, str]]) -> None:
        self.language = language
        self._by_first: dict[str, dict[tuple[str, ...], list[Key]]] = {}
        # Words come again and again: what phrases each can begin is found out once.
        self._found: dict[tuple[str, bool], tuple[Use[Key], ...]] = {}
        self._begun = _Begun(self._begun_by)
        for key, phrase in phrases:
            words = tuple(normalised(language, word) for word in phrase.split())
            if words:
                same_start = self._by_first.setdefault(words[0], {})
                same_start.setdefault(words, []).append(key)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def find(self, text: str, *, overlapping: bool = False) -> tuple[Use[Key], ...]:
        """The phrases in a text; of those that begin in one place the longest, or all."""
        if not self._by_first:
            return ()
        # The source's text is held against every translation's.
        found = self._found.get((text, overlapping))
        if found is None:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            found = self._found[text, overlapping] = tuple(self._uses(text, overlapping))
        return found

    def _uses(self, text: str, overlapping: bool) -> Iterator[Use[Key]]:
        begun = self._begun
        words, gaps = _parts(text)
        taken = 0
        for index in [index for index, word in enumerate(words) if begun[word]]:
            if index < taken:
                continue
            found = self._starting(words, gaps, index)
            if not found:
                continue
            start = sum(map(len, words[:index])) + sum(map(len, gaps[: index + 1]))
            for length, keys in found if overlapping else found[:1]:
                after = index + length
                end = start + sum(map(len, (*words[index:after], *gaps[index + 1 : after])))
                yield Use(" ".join(text[start:end].split()), start, tuple(keys))
                if not overlapping:
                    taken = after

    def _starting(
        self, words: Sequence[str], gaps: Sequence[str], index: int
    ) -> list[tuple[int, list[Key]]]:
        """The phrases that begin with a word, the longest first: their length and keys."""
        return [
            (len(phrase), keys)
            for phrase, keys in self._begun[words[index]]
            if len(phrase) == 1 or self._goes_on(words, gaps, index, phrase)
        ]

    def _begun_by(self, word: str) -> _Begins[Key]:
        """The phrases that a word can begin, the longest first."""
        first = bases(self.language, word) & self._by_first.keys()
        begun = [item for base in first for item in self._by_first[base].items()]
        begun.sort(key=lambda item: (-len(item[0]), item[0]))
        return begun

    def _goes_on(
        self, words: Sequence[str], gaps: Sequence[str], index: int, phrase: tuple[str, ...]
    ) -> bool:
        if index + len(phrase) > len(words):
            return False
        for place in range(1, len(phrase)):
            if not _GAP.fullmatch(gaps[index + place]):
                return False
            if phrase[place] not in bases(self.language, words[index + place]):
                return False
        return True
