"""Which texts are plainly in their own language, told by the commonest words alone.

To ask lingua about a passage takes as long as to render it, and nearly all passages are
what they should be. A text full of the common words of its language, with next to none
of the other languages' of the site, is cleared and need not be asked about. Nothing is
ever accused here: what is not cleared is identified.

On a page the texts so cleared show more of its language: a word in them that the page
has in no other language clears others, where most of a sentence is of such words.

The words are the stop words that stopwordsiso has for 58 languages. A word that two
languages of the site share tells nothing. Of 3,344 samples of this handbook in English,
Portuguese and Indonesian 92 in 100 are cleared (99, 81 and 97), and none in another
language, which `tests/checks/test_commonwords.py` asks of all 58; but the numbers below
were chosen on these same samples. Indonesian passed for Malay, hence `ALIKE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from handbook.checks.identify import letter_script
from handbook.checks.samples import FEW, SENTENCE

# How many more words of its own a text must have, the first two and for each strange one.
AT_LEAST = 2
FOR_EACH = 3
# One in so many words must be of its own.
SPARSE = 8
# Where what the page itself has shown to be of its language counts as well, one in so many.
DENSE = 2
# Two languages that share so much of the shorter list are not told apart by words.
ALIKE = 0.3

OWN, STRANGE, UNKNOWN, STOP = "o", "x", ".", "|"

_WORD = r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"
# Words, and where a sentence or a cell ends; code, variables, addresses and tags are passed over.
_TOKEN = re.compile(
    r"`[^`]*`|\{\{[^{}]*\}\}|\{:?[ ]*[#.][^{}]*\}|\]\([^()]*\)|<[^<>]*>|https?://\S+"
    rf"|({_WORD}|[.!?:;؟؛…。！？](?=\s)|\|)"
)


def tokens(text: str) -> list[str]:
    """The words and stops of a text, written in Markdown or plain; `""` for what is no text."""
    return _TOKEN.findall(text)


@cache
def stop_words(code: str) -> frozenset[str]:
    """The commonest words of a language; none where they are not known."""
    import stopwordsiso

    # Norwegian is listed under its macrolanguage.
    words = stopwordsiso.stopwords("no" if code == "nb" else code)
    return frozenset(word.casefold() for word in words if re.fullmatch(_WORD, word))


class CommonWords:
    """Clears texts in the language `own`, among the languages of a site by their scripts."""

    def __init__(self, own: str, scripts: Mapping[str, str]) -> None:
        others = [code for code in scripts if code != own and scripts[code] == scripts[own]]
        self.is_alone = not others
        self._marks = _Marks(own, scripts[own], others)

    def marks(self, tokens: Iterable[str]) -> str:
        """A character for each: of the own language, a strange one, of none, or a stop."""
        return "".join(map(self._marks.__getitem__, tokens))

    def clears(self, marks: str, one_in: int = SPARSE) -> bool:
        """Whether every sentence of a text is plainly in the own language."""
        if self.is_alone:
            strange = marks.count(STRANGE)
            return strange < FEW and marks.count(OWN) > 2 * strange
        parts = marks.split(STOP)
        if len(parts) == 1:
            return _is_own(marks, one_in)
        if STRANGE in marks and any(p.count(STRANGE) > p.count(OWN) for p in parts):
            return False
        return all(_is_own(part, one_in) for part in _joined(parts))

    def clears_beside(self, tokens: Sequence[str], marks: str, typical: frozenset[str]) -> bool:
        """The same of a text on a page whose cleared texts have words `typical` of it."""
        if self.is_alone:
            return False
        shown = [
            OWN if mark == UNKNOWN and token.casefold() in typical else mark
            for token, mark in zip(filter(None, tokens), marks, strict=True)
        ]
        return self.clears("".join(shown), DENSE)


def _is_own(marks: str, one_in: int) -> bool:
    own = marks.count(OWN)
    enough = own >= AT_LEAST + FOR_EACH * marks.count(STRANGE)
    return enough and own * one_in >= len(marks)


def _joined(parts: Sequence[str]) -> list[str]:
    """The sentences, a short one with its neighbour, as they are judged."""
    found: list[str] = []
    for part in parts:
        if found and (len(part) < SENTENCE or len(found[-1]) < SENTENCE):
            found[-1] += part
        else:
            found.append(part)
    return found


class _Marks(dict[str, str]):
    """The mark of each token that was met."""

    def __init__(self, own: str, script: str, others: Sequence[str]) -> None:
        super().__init__({"": "", **dict.fromkeys(".!?:;؟؛…。！？|", STOP)})
        self._script = script
        self._is_alone = not others
        words = stop_words(own)
        strange = [stop_words(code) for code in others]
        # Where the words of one are not known, or tell nothing, none can be cleared of it.
        if not all(map(len, (words, *strange))) or any(_alike(words, each) for each in strange):
            words = frozenset()
        elsewhere = frozenset().union(*strange)
        self._own, self._strange = words - elsewhere, elsewhere - words

    def __missing__(self, word: str) -> str:
        plain = word.casefold()
        if letter_script(word[0]) != self._script:
            mark = STRANGE
        elif self._is_alone or plain in self._own:
            mark = OWN
        else:
            mark = STRANGE if plain in self._strange else UNKNOWN
        self[word] = mark
        return mark


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * min(len(one), len(other))
