"""What of a passage can be judged: its sentences, without names, codes and quoted phrases."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from handbook.checks.identify import letter_script
from handbook.content.prose import GAP, unquoted

# Fewer words than this are a phrase, which may be the same in two languages by right.
FEW = 4
# A quotation of fewer words is a phrase too, and may be in any language.
SPEECH = 8
# A sentence of fewer words is judged with its neighbour.
SENTENCE = 6

_UNSPACED = frozenset({"CJK", "THAI", "LAO", "KHMER", "MYANMAR"})
_SENTENCE_END = re.compile(r"(?<=[.!?:;؟؛…。！？])[”»\"）)]*\s+")
_ENDS = (".", "!", "?", ":", ";", "؟", "؛", "…", "。")
_OPENING = "“«„\"'‘(["
_CLOSING = "”»\")'’]"
_NO_WORD = re.compile(rf"[\d_/@\\<>{{}}=|{GAP}]|\w\.\w")


@dataclass(frozen=True, slots=True)
class Sample:
    """A piece of text in, it is supposed, one language; `words` are those that can tell."""

    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word without the punctuation around it, and whether it looks like a name."""

    text: str
    is_name: bool


@lru_cache(maxsize=256)  # of one passage the same text is asked for several times
def words(text: str) -> tuple[Word, ...]:
    """The words of a plain text, without codes, numbers and addresses."""
    found: list[Word] = []
    starts = True
    for token in text.split():
        started = starts
        core = token
        if token.isalpha():
            starts = False
        else:
            started = starts or token[0] in _OPENING
            starts = token.rstrip(_CLOSING).endswith(_ENDS)
            core = _core(token)
            if not core or _NO_WORD.search(core):
                continue
        is_acronym = len(core) > 1 and core.isupper()
        found.append(Word(core, is_acronym or (not started and core[0].isupper())))
    return tuple(found)


def _core(token: str) -> str:
    """A token without the punctuation around it."""
    start, end = 0, len(token)
    while start < end and _strips(token[start]):
        start += 1
    while start < end and _strips(token[end - 1]):
        end -= 1
    return token[start:end]


@cache
def _strips(character: str) -> bool:
    return unicodedata.category(character)[0] not in "LMN" and character != GAP


def count(text: str) -> int:
    """How many words a text has that can tell its language."""
    return sum(_weight(word) for word in words(text) if not word.is_name)


def _weight(word: Word) -> int:
    return len(word.text) // 2 if letter_script(word.text[0]) in _UNSPACED else 1


def key(text: str) -> str:
    """What two texts share that differ in case, punctuation or numbers only."""
    return " ".join(word.text.casefold() for word in words(text))


def samples(text: str) -> tuple[Sample, ...]:
    """A passage's own text in samples; what it quotes only where it is little else."""
    if len(text.split()) < FEW and _UNSPACED.isdisjoint(map(letter_script, text)):
        return ()
    own = unquoted(text)
    number = count(own)
    if number < FEW:
        spoken = count(text) if own != text else number
        if spoken < SPEECH:
            return ()
        own = text
    found: list[Sample] = []
    for run in _by_script(own):
        found += _sentences(run)
    return tuple(found)


def _by_script(text: str) -> list[str]:
    """The text, and apart from it runs of words in another script than most of it."""
    if text.isascii():
        return [text]
    tokens = [(token, _token_script(token)) for token in text.split()]
    scripts = [script for _, script in tokens if script]
    if len(set(scripts)) < 2:
        return [text]
    main = max(sorted(set(scripts)), key=scripts.count)
    rest: list[str] = []
    runs: list[str] = []
    for foreign, group in groupby(tokens, key=lambda token: token[1] not in ("", main)):
        run = " ".join(token for token, _ in group)
        if foreign and count(run) >= FEW:
            runs.append(run)
        else:
            rest.append(run)
    return [" ".join(rest), *runs]


def _token_script(token: str) -> str:
    core = _core(token)
    return letter_script(core[0]) if core else ""


def _sentences(text: str) -> list[Sample]:
    parts: list[tuple[str, int]] = []
    for sentence in _SENTENCE_END.split(text):
        number = count(sentence)
        if parts and (number < SENTENCE or parts[-1][1] < SENTENCE):
            before, words_before = parts.pop()
            parts.append((f"{before} {sentence}", words_before + number))
        else:
            parts.append((sentence, number))
    return [Sample(part, number) for part, number in parts if number >= FEW]
