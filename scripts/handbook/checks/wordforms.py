"""Finds words in running text in the forms that their language gives them.

A term is written once, as a dictionary has it; text has it with an article, in
the plural, with a pronoun attached. Each language here has the regular ones as
affixes. Stemmers were tried and are not used: they also make one of words that
only share an origin (Snowball: customer and custom, Portuguese conta and contar),
which is right for a search and a false alarm in a check. What is irregular, such
as a broken plural, the glossary lists under `forms`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

# Arabic vowel signs and the tatweel may stand after any letter.
_MARKS = "\u064b-\u065f\u0670\u0640"
_BEFORE = rf"(?<![\w{_MARKS}-])"
_AFTER = rf"(?![\w{_MARKS}]|-\w)"
_GAP = r"(?:[ \t\u00a0]+|[ \t]*\n[ \t]*)"


def words_in(language: str, phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern of any of `phrases` in any form, the longest first; None for no phrases."""
    return _compiled(language, tuple(sorted(set(phrases), key=lambda text: (-len(text), text))))


@lru_cache(maxsize=1024)
def _compiled(language: str, phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    found = [_phrase(language, phrase) for phrase in phrases if phrase.strip()]
    if not found:
        return None
    return re.compile(f"{_BEFORE}(?:{'|'.join(found)}){_AFTER}", re.IGNORECASE)


def _phrase(language: str, phrase: str) -> str:
    form = _FORMS.get(language, re.escape)
    words = unicodedata.normalize("NFC", phrase).split()
    return _GAP.join(form(word) for word in words)


def _english(word: str) -> str:
    core, ending = re.escape(word), "(?:s|es|ed|d|ing|['’]s|s['’])?"
    if re.search(r"[^aeiou]y\Z", word):
        return f"(?:{core}{ending}|{re.escape(word[:-1])}(?:ies|ied))"
    if word.endswith("e"):
        return f"(?:{core}{ending}|{re.escape(word[:-1])}ing)"
    return core + ending


# What a Portuguese word ends in, and what that becomes. Only words that are made so have
# both genders: a queue is not what somebody queues for, nor a bank (banco) a desk (banca).
_PORTUGUESE = (
    (re.compile(r"(?<=ad|id|iv|os|ic)[oa]"), "[oa]s?"),
    (re.compile(r"(?<=eir|ári)[oa]"), "[oa]s?"),
    (re.compile(r"ão"), "(?:ão|ões|ãos|ães)"),
    (re.compile(r"(?<=[aou])l"), "(?:l|is)"),
    (re.compile(r"el"), "(?:el|éis|eis)"),
    (re.compile(r"il"), "(?:il|is|eis)"),
    (re.compile(r"ês"), "(?:ês|esa|eses|esas)"),
    (re.compile(r"m"), "(?:m|ns)"),
    (re.compile(r"or"), "(?:or|ora|ores|oras)"),
    (re.compile(r"r|z"), "[rz](?:es)?"),
)


def _portuguese(word: str) -> str:
    for ending, forms in _PORTUGUESE:
        for found in ending.finditer(word):
            if found.end() == len(word) > len(found[0]) + 1:
                return re.escape(word[: found.start()]) + forms
    return re.escape(word) + "s?"


def _indonesian(word: str) -> str:
    """me-, pe-, ber-, di-, ter-, ke-, se-; -kan, -i, -an; -nya, -ku, -mu, -lah, -kah, -pun."""
    core = re.escape(word)
    prefixed = [f"(?:me|pe|meng|peng|menge|penge|mem|pem|men|pen|ber|be|di|ter|ke|se)?{core}"]
    # After me- and pe- the first letter of the root melts into the nasal.
    for letter, nasal in (("p", "m"), ("t", "n"), ("k", "ng"), ("s", "ny")):
        if word[:1].lower() == letter:
            prefixed.append(f"[mp]e{nasal}{re.escape(word[1:])}")
    doubled = f"{core}-{core}"
    clitic = "(?:-?(?:nya|ku|mu|lah|kah|pun))?"
    return f"(?:{doubled}|{'|'.join(prefixed)})(?:kan|i|an)?{clitic}"


_ARABIC_LETTERS = {
    **dict.fromkeys("اأإآٱ", "[اأإآٱ]"),
    **dict.fromkeys("ىي", "[ىي]"),
}
_ARABIC_PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "كما", "ي", "نا")
_ARABIC_ENDINGS = ("ات", "ون", "ين", "ان", "ا", "ية", "ة")


def _spelt(letters: str) -> str:
    """Arabic letters with whatever vowel signs, and a hamza or none on the alef."""
    return "".join(
        f"{_ARABIC_LETTERS.get(letter, re.escape(letter))}[{_MARKS}]*" for letter in letters
    )


def _arabic(word: str) -> str:
    """و ف; ب ك ل; the article, لل; the sound plurals and the dual; attached pronouns."""
    letters = "".join(mark for mark in word if not re.match(f"[{_MARKS}]", mark))
    if len(letters) < 3:
        return _spelt(letters)
    article = f"{_spelt('ال')}|{_spelt('لل')}"
    before = f"(?:[وف][{_MARKS}]*)?(?:[بكل][{_MARKS}]*)?(?:{article})?"
    if letters.startswith("ال") and len(letters) > 4:
        return f"(?:{_arabic_noun(letters, before)}|{_arabic_noun(letters[2:], before)})"
    return _arabic_noun(letters, before)


def _arabic_noun(letters: str, before: str) -> str:
    pronouns = "|".join(_spelt(pronoun) for pronoun in _ARABIC_PRONOUNS)
    if letters.endswith("ة"):
        core = _spelt(letters[:-1])
        dual = f"{_spelt('ان')}|{_spelt('ين')}"
        bound = f"{_spelt('ت')}(?:{pronouns}|{dual})|{_spelt('ات')}(?:{pronouns})?"
        return f"{before}{core}(?:{_spelt('ة')}|{bound})"
    endings = "|".join(_spelt(ending) for ending in _ARABIC_ENDINGS)
    return f"{before}{_spelt(letters)}(?:{endings})?(?:{pronouns})?"


_FORMS: dict[str, Callable[[str], str]] = {
    "en": _english,
    "pt": _portuguese,
    "id": _indonesian,
    "ar": _arabic,
}
