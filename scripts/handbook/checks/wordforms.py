"""Which dictionary words a written word may be a form of.

A term is written once, as a dictionary has it; text has it with an article, in the
plural, with a pronoun attached. Each language here takes its regular affixes off.
Stemmers are not used: by their rules they may also make one of words that only share
an origin (customer and custom, Portuguese conta and contar), which is right for a
search and a false alarm in a check. What is irregular, such as a broken plural, the
glossary lists under `forms`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

# Arabic vowel signs and the tatweel, which may stand after any letter.
MARKS = "\u0640\u064b-\u065f\u0670"
# Characters without a shape: soft hyphens, spaces of no width, direction controls.
UNSEEN = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# A base shorter than this is more likely part of another word.
SHORTEST = 3


@lru_cache(maxsize=30_000)
def bases(language: str, word: str) -> frozenset[str]:
    """The words, normalised, that `word` may be a form of; itself among them."""
    plain = normalised(language, word)
    forms = _FORMS.get(language)
    found = {base for base in forms(plain) if len(base) >= SHORTEST} if forms else set()
    return frozenset({plain, *found})


def normalised(language: str, word: str) -> str:
    """A word without what writers may leave out: case, Arabic vowel signs and hamzas.

    What nobody sees is no part of it either.
    """
    # NFKC: letters that are written by their shape are the letters.
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    if not plain.isprintable():
        plain = _UNSEEN.sub("", plain)
    if language == "ar":
        return _SIGNS.sub("", plain).translate(_ALEFS)
    return plain


_SIGNS = re.compile(f"[{MARKS}]")
_UNSEEN = re.compile(f"[{UNSEEN}]")
_ALEFS = str.maketrans("أإآٱى", "ااااي")


def _rewritten(word: str, rules: Iterable[tuple[str, str]]) -> Iterator[str]:
    """`word` with an ending put back to what it was made from, for each rule that fits."""
    for ending, base in rules:
        if word.endswith(ending):
            yield word.removesuffix(ending) + base


_ENGLISH = (
    ("'s", ""),
    ("s'", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("d", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
)


def _english(word: str) -> set[str]:
    return set(_rewritten(word, _ENGLISH))


_PORTUGUESE_PLURALS = (
    ("s", ""),
    ("es", ""),
    ("ões", "ão"),
    ("ães", "ão"),
    ("ais", "al"),
    ("eis", "el"),
    ("éis", "el"),
    ("óis", "ol"),
    ("uis", "ul"),
    ("is", "il"),
    ("ns", "m"),
    ("eses", "ês"),
)
# Only words that are made so have both genders: a bank (banco) is no bench (banca).
_PORTUGUESE_GENDERS = (
    ("ada", "ado"),
    ("ida", "ido"),
    ("iva", "ivo"),
    ("osa", "oso"),
    ("ica", "ico"),
    ("eira", "eiro"),
    ("ária", "ário"),
    ("ora", "or"),
    ("esa", "ês"),
)


def _portuguese(word: str) -> set[str]:
    singular = {word, *_rewritten(word, _PORTUGUESE_PLURALS)}
    genders = (*_PORTUGUESE_GENDERS, *((base, form) for form, base in _PORTUGUESE_GENDERS))
    return singular | {base for one in singular for base in _rewritten(one, genders)}


_INDONESIAN_CLITICS = tuple(
    (hyphen + clitic, "")
    for hyphen in ("", "-")
    for clitic in ("nya", "ku", "mu", "lah", "kah", "pun")
)
_INDONESIAN_SUFFIXES = (("kan", ""), ("i", ""), ("an", ""))
_INDONESIAN_PREFIXES = (
    *(start + nasal for start in "mp" for nasal in ("e", "em", "en", "eng", "enge")),
    *("ber", "be", "di", "ter", "ke", "se"),
)
# After me- and pe- the first letter of the base melts into the nasal.
_INDONESIAN_NASALS = tuple(
    (start + nasal, letter)
    for start in "mp"
    for nasal, letter in (("em", "p"), ("en", "t"), ("eng", "k"), ("eny", "s"))
)


def _indonesian(word: str) -> set[str]:
    found = {word, *_rewritten(word, _INDONESIAN_CLITICS)}
    found |= {base for one in found for base in _rewritten(one, _INDONESIAN_SUFFIXES)}
    for one in tuple(found):
        found.update(one.removeprefix(p) for p in _INDONESIAN_PREFIXES if one.startswith(p))
        found.update(
            letter + one.removeprefix(nasal)
            for nasal, letter in _INDONESIAN_NASALS
            if one.startswith(nasal)
        )
        half, _, other = one.partition("-")
        if half == other:
            found.add(half)
    return found


# و ف, then ب ك ل, then the article; ل and the article together are لل.
_ARABIC_PREFIXES = sorted(
    {
        "".join(parts)
        for parts in itertools.product(("", "و", "ف"), ("", "ب", "ك", "ل"), ("", "ال", "لل"))
    },
    key=len,
)
_ARABIC_PRONOUNS = ("", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "كما", "ي", "نا")
_ARABIC_ENDINGS = ("", "ات", "ون", "ين", "ان", "ا", "و", "ة")


def _arabic(word: str) -> set[str]:
    found = set()
    for prefix in _ARABIC_PREFIXES:
        if not word.startswith(prefix):
            continue
        rest = word.removeprefix(prefix)
        # A letter in front of three is as likely one of the word's own: كتاب is no تاب.
        if prefix and len(prefix) == 1 and len(rest) < 4:
            continue
        for pronoun in _ARABIC_PRONOUNS:
            if not rest.endswith(pronoun):
                continue
            stem = rest.removesuffix(pronoun)
            for ending in _ARABIC_ENDINGS:
                if stem.endswith(ending):
                    found.add(stem.removesuffix(ending))
            # The feminine ending opens before a pronoun, the dual and the plural.
            for ending in ("ت", "تان", "تين", "ات"):
                if stem.endswith(ending):
                    found.add(stem.removesuffix(ending) + "ة")
    return found


_FORMS = {"en": _english, "pt": _portuguese, "id": _indonesian, "ar": _arabic}
