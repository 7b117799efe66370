"""What each language's script and typography ask for, in one table.

Sources:
- quotation marks: CLDR's delimiters (`quotationStart`, `alternateQuotationStart`, ...), which
  Babel does not carry. Arabic is the exception: CLDR gives ” “, the style of this handbook
  and of most Arabic publishing is « » with “ ” inside.
- digits: CLDR's default numbering system, by Babel.
- punctuation of the script: CLDR's punctuation exemplars (، ؛ ؟ for the Arabic script).
- spaces before punctuation: CLDR's French delimiters and number patterns use no-break spaces,
  as does the Imprimerie nationale. No authority asks for no-break spaces in running English,
  Arabic, Portuguese or Indonesian text (the SI wishes for one between a number and its unit,
  which is why one beside a digit is never a finding).
- letters: the alphabet of the language; the same shape has another code in a neighbour's
  (Persian ی and ک in Arabic).

A language that is not in the table is held only to what is true of every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from babel import Locale, UnknownLocaleError

Marks = tuple[str, str]

ARABIC_PUNCTUATION: Mapping[str, str] = {",": "،", ";": "؛", "?": "؟"}

# The digits of each numbering system that a page of ours may meet, by CLDR's name for it.
DIGITS: Mapping[str, str] = {
    "latn": "0123456789",
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
    "deva": "०१२३४५६७८९",
    "beng": "০১২৩৪৫৬৭৮৯",
    "thai": "๐๑๒๓๔๕๖๗๘๙",
    "fullwide": "０１２３４５６７８９",
}


@dataclass(frozen=True, slots=True, eq=False)
class Conventions:
    """One language's conventions; there is one of each, so that it can be a key.

    `quotes` are the pairs from the outermost in; empty where nothing is asked for.
    `punctuation` goes from an ASCII mark to the script's own. `letters` goes from a
    neighbour's letter to what this language writes, an empty text where only the word can tell.
    `particles` are words that never stand twice in a row, not even for emphasis;
    `doubled` those that may. `spaced` are the marks before which a space belongs.
    `joiners` says that the language's spelling has the zero-width non-joiner.
    """

    tag: str
    rtl: bool = False
    digits: str = "latn"
    quotes: tuple[Marks, ...] = ()
    punctuation: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    particles: frozenset[str] = frozenset()
    doubled: frozenset[str] = frozenset()
    doubled_endings: tuple[str, ...] = ()
    has_doubles: bool = False
    spaced: str = ""
    joiners: bool = False

    @property
    def arabic_script(self) -> bool:
        """Whether the language has the Arabic script's punctuation."""
        return bool(self.punctuation)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CURLY: tuple[Marks, ...] = (("“", "”"), ("‘", "’"))

# `has_doubles` turns the rule of doubled words on: without a list of what may be doubled
# it would be wrong too often ("nous nous", "die die").
_TABLE: dict[str, Conventions] = {
    "en": Conventions(
        "en",
        quotes=_CURLY,
        particles=_words("the a an of to and or in on at by for with from is are was be as it if"),
        doubled=_words("had that do bye very so no yes many ha"),
        has_doubles=True,
    ),
    "pt": Conventions(
        "pt",
        quotes=_CURLY,
        particles=_words("o os as de da do das dos em um uma e ou com por ao à na no que"),
        # "se se tratar", "nos nos enviou", "para para" (the verb) are Portuguese.
        doubled=_words("se nos para como muito já logo"),
        has_doubles=True,
    ),
    "id": Conventions(
        "id",
        quotes=_CURLY,
        particles=_words("yang di ke dari dan atau untuk dengan pada dalam adalah ini itu akan"),
        has_doubles=True,
    ),
    "ar": Conventions(
        "ar",
        rtl=True,
        quotes=(("«", "»"), ("“", "”"), ("‘", "’")),
        punctuation=ARABIC_PUNCTUATION,
        letters={"ی": "", "ک": "ك", "ہ": "ه", "ە": "ه", "ۀ": "ة", "ے": "ي"},
        particles=_words("في على إلى عن مع هذا هذه الذي التي أن إن أو ثم كان"),
        # من من: "who of"; the rest and the endings below repeat to distribute: خطوة خطوة.
        doubled=_words("من ما لا رويدا شيئا نعم"),
        doubled_endings=("ة", "ًا", "اً", "ًّا", "ّا"),
        has_doubles=True,
    ),
    "fa": Conventions(
        "fa",
        rtl=True,
        quotes=(("«", "»"), ("‹", "›")),
        punctuation=ARABIC_PUNCTUATION,
        letters={"ي": "ی", "ك": "ک"},
        joiners=True,
    ),
    "ur": Conventions(
        "ur",
        rtl=True,
        punctuation=ARABIC_PUNCTUATION,
        letters={"ي": "ی", "ك": "ک"},
        joiners=True,
    ),
    "fr": Conventions("fr", quotes=(("«", "»"), ("“", "”"), ("‘", "’")), spaced=";:!?»"),
    "de": Conventions("de", quotes=(("„", "“"), ("‚", "‘"))),
    "es": Conventions("es", quotes=(("«", "»"), ("“", "”"), ("‘", "’"))),
}


@cache
def conventions(locale: str) -> Conventions:
    """The conventions of a Babel locale or language tag, `pt_BR`, `pt-BR` or `pt`."""
    tag = locale.replace("_", "-")
    found = _TABLE.get(tag.partition("-")[0].lower(), Conventions(tag))
    try:
        cldr = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return found
    digits = cldr.default_numbering_system
    return replace(
        found,
        tag=tag,
        rtl=cldr.text_direction == "rtl",
        digits=digits if digits in DIGITS else "latn",
    )
