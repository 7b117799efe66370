"""Reads numbers and times of day out of running text, as each language writes them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written and what it is.

    A time is read to its hour on a clock of twelve, `8:30` or `4`, for a text may say
    `four` where another says `16h`. `certain` is what is written in digits; `counts`
    a number word that means a number wherever it stands.
    """

    text: str
    value: str
    certain: bool
    counts: bool
    start: int


class _Begins(dict[str, bool]):
    """Whether each word that was met can begin a number; words come again and again."""

    def __init__(self, first_words: frozenset[str]) -> None:
        super().__init__()
        self._first_words = first_words

    def __missing__(self, word: str) -> bool:
        found = word.isdigit() or word.lower() in self._first_words
        # Of digits there is no end.
        return found if word.isdigit() else self.setdefault(word, found)


@dataclass(frozen=True)
class _Numerals:
    """How a language writes numbers.

    `units` are the words for 1, 2, 3 and so on, `tens` those for 20, 30 and so on, a
    number's words joined by `|` and a word's parts by `_`; `joined` puts the two together.
    `others` are words that may stand for a number, such as ordinals and a pair's.
    `times` are times in digits; `half` stands around an hour at half past it, `half_to`
    around the hour that follows. `openers` are the words that `times` and `half_to` can
    begin with; `prefixes` are what can be written before a number in one word with it.
    """

    units: str
    tens: str
    joined: tuple[str, ...]
    others: Mapping[int, str]
    times: str
    half: str = ""
    half_to: str = ""
    openers: tuple[str, ...] = ()
    prefixes: tuple[tuple[str, ...], ...] = ()
    decimal: str = "."

    @cached_property
    def single(self) -> Mapping[str, int]:
        """The words for whole numbers up to nineteen and for tens."""
        return _numbered(self.units, 1, 1) | _numbered(self.tens, 20, 10)

    @cached_property
    def counting(self) -> Mapping[str, int]:
        """Every number word up to ninety-nine."""
        return {
            **{
                joined.format(ten=ten, unit=unit): self.single[ten] + self.single[unit]
                for joined in self.joined
                for ten, unit in itertools.product(self._tens, self._units)
            },
            **self.single,
        }

    @cached_property
    def _tens(self) -> Sequence[str]:
        return [word for word, value in self.single.items() if value >= 20]

    @cached_property
    def _units(self) -> Sequence[str]:
        return [word for word, value in self.single.items() if value < 10]

    @cached_property
    def standing_for(self) -> Mapping[str, int]:
        """The words that may stand for a number."""
        return {
            word.replace("_", " "): value
            for value, words in self.others.items()
            for word in words.split("|")
        }

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The words that a number can begin with: looking them up is what makes this fast."""
        words = {phrase.split()[0] for phrase in (*self.counting, *self.standing_for)}
        words |= {word.split("-")[0] for word in words} | set(self.openers)
        before = ["".join(parts) for parts in itertools.product(*self.prefixes)] or [""]
        return frozenset(prefix + word for prefix in before for word in words)

    @cached_property
    def begins(self) -> _Begins:
        """Whether a word can begin a number."""
        return _Begins(self.first_words)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds a time, a number in digits, a number word."""
        ten, unit = f"(?:{_any_of(self._tens)})", f"(?:{_any_of(self._units)})"
        # Joined words come first, for one of them is a word itself; to list them all would
        # take a twentieth of a second in Arabic.
        joined = [one.replace(" ", r"\s+").format(ten=ten, unit=unit) for one in self.joined]
        hours = "|".join((*joined, _any_of((*self.single, *self.standing_for))))
        prefix = "".join(f"(?:{'|'.join(filter(None, parts))})?" for parts in self.prefixes)
        halves = [
            f"(?P<{name}>{around.replace('HOUR', rf'(?P<{name}_hour>{hours})')})"
            for name, around in (("half", self.half), ("half_to", self.half_to))
            if around
        ]
        return re.compile(
            rf"(?<!\w)(?:(?P<time>{self.times})"
            rf"|{prefix}(?:{'|'.join(halves)})(?!\w)"
            r"|(?P<digits>\d+(?:[., ]\d{3}(?!\d))*(?:[.,٫]\d+)?)"
            rf"|{prefix}(?P<word>{hours})(?!\w))",
            re.IGNORECASE,
        )

    def value_of(self, word: str) -> int:
        """What a number word, or one that may stand for one, says."""
        word = " ".join(word.lower().split())
        return self.counting[word] if word in self.counting else self.standing_for[word]


def _numbered(words: str, first: int, step: int) -> dict[str, int]:
    return {
        form.replace("_", " "): value
        for value, forms in zip(itertools.count(first, step), words.split(), strict=False)
        for form in forms.split("|")
    }


def _any_of(words: Iterable[str]) -> str:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)


_LANGUAGES = {
    "en": _Numerals(
        units="one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen",
        tens="twenty thirty forty fifty sixty seventy eighty ninety",
        joined=("{ten}-{unit}", "{ten} {unit}"),
        others={
            1: "first|once|single",
            2: "second|seconds|twice|both|pair|pairs|half|halves|double",
            3: "third|thirds",
            4: "fourth|quarter|quarters",
            5: "fifth",
            6: "sixth",
            7: "seventh",
            8: "eighth",
            9: "ninth",
            10: "tenth",
            11: "eleventh",
            12: "twelfth|noon|midday|midnight|dozen",
        },
        times=r"(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))?\s?[ap]\.?m\b\.?"
        r"|(?P<h2>\d{1,2}):(?P<m2>[0-5]\d)",
        half=r"half\s+past\s+HOUR",
    ),
    "pt": _Numerals(
        units="um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze "
        "quatorze|catorze quinze dezesseis dezessete dezoito dezenove",
        tens="vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
        joined=("{ten} e {unit}",),
        others={
            1: "primeiro|primeira|primeiros|primeiras|único|única",
            2: "segundo|segunda|segundos|segundas|ambos|ambas|metade|meio|meia|duplo|dupla|duplas"
            "|par|pares|dobro",
            3: "terceiro|terceira|terço|terços",
            4: "quarto|quarta|quartos",
            5: "quinto|quinta",
            6: "sexto|sexta",
            7: "sétimo|sétima",
            8: "oitavo|oitava",
            9: "nono|nona",
            10: "décimo|décima",
            12: "meio-dia|meia-noite|dúzia",
        },
        times=r"(?P<h>\d{1,2})\s?h(?:oras\b)?(?:(?P<m>[0-5]\d)(?:min)?)?(?!\w)"
        r"|(?P<h2>\d{1,2}):(?P<m2>[0-5]\d)",
        half=r"HOUR\s+e\s+meia",
        decimal=",",
    ),
    "id": _Numerals(
        units="satu|esa dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua_belas "
        "tiga_belas empat_belas lima_belas enam_belas tujuh_belas delapan_belas sembilan_belas",
        tens="dua_puluh tiga_puluh empat_puluh lima_puluh enam_puluh tujuh_puluh delapan_puluh "
        "sembilan_puluh",
        joined=("{ten} {unit}",),
        others={
            1: "pertama|tunggal|sekali|sebuah|seorang",
            2: "kedua|berdua|keduanya|separuh|setengah|sepasang|pasangan|ganda",
            3: "ketiga|bertiga|ketiganya",
            4: "keempat|berempat|seperempat",
            5: "kelima",
            6: "keenam",
            7: "ketujuh",
            8: "kedelapan",
            9: "kesembilan",
            10: "kesepuluh",
            11: "kesebelas",
            12: "kedua_belas|tengah_hari|tengah_malam|selusin",
        },
        times=r"(?:(?:pukul|jam)\s+)?(?P<h>[01]?\d|2[0-3])[.:](?P<m>[0-5]\d)(?!\.?\d)"
        r"|(?:pukul|jam)\s+(?P<h2>\d{1,2})(?P<m2>)",
        half_to=r"setengah\s+HOUR",
        openers=("pukul", "jam"),
        decimal=",",
    ),
    "ar": _Numerals(
        units="واحد|واحدة|احد|احدي اثنان|اثنين|اثنتان|اثنتين ثلاث|ثلاثة|ثلاثا اربع|اربعة|اربعا "
        "خمس|خمسة|خمسا "
        "ست|ستة|ستا "
        "سبع|سبعة|سبعا ثماني|ثمانية|ثمان|ثمانيا تسع|تسعة|تسعا عشر|عشرة|عشرا احد_عشر|احدي_عشرة "
        "اثنا_عشر|اثني_عشر|اثنتا_عشرة|اثنتي_عشرة ثلاثة_عشر|ثلاث_عشرة اربعة_عشر|اربع_عشرة "
        "خمسة_عشر|خمس_عشرة ستة_عشر|ست_عشرة سبعة_عشر|سبع_عشرة ثمانية_عشر|ثماني_عشرة "
        "تسعة_عشر|تسع_عشرة",
        tens="عشرون|عشرين ثلاثون|ثلاثين اربعون|اربعين خمسون|خمسين ستون|ستين سبعون|سبعين "
        "ثمانون|ثمانين تسعون|تسعين",
        joined=("{unit} و{ten}",),
        others={
            1: "اول|اولي|مرة",
            2: "ثانية|ثاني|ثان|كلا|كلتا|كلاهما|كليهما|كلتاهما|كلتيهما|مرتين|نصف|زوج|ضعف",
            3: "ثالث|ثالثة|ثلث",
            4: "رابع|رابعة|ربع",
            5: "خامس|خامسة",
            6: "سادس|سادسة",
            7: "سابع|سابعة",
            8: "ثامن|ثامنة",
            9: "تاسع|تاسعة",
            10: "عاشر|عاشرة",
            11: "حادية_عشرة|حادي_عشر",
            12: "ثانية_عشرة|ثاني_عشر|ظهر|ظهرا|منتصف_الليل|دزينة",
        },
        times=r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)|(?:ال)?ساعة\s+(?P<h2>\d{1,2})(?P<m2>)(?!\d)",
        half=r"HOUR\s+و(?:ال)?نصف",
        openers=("ساعة",),
        prefixes=(("", "و", "ف"), ("", "ب", "ل", "ك"), ("", "ال", "لل")),
        decimal="٫",
    ),
}

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬\u00a0\u202f", "01234567890123456789,  ")
_TRANSLATED = re.compile("[٠-٩۰-۹٬\u00a0\u202f]")
# Vowel signs, the tatweel and direction marks are nothing to a number.
_DROPPED = frozenset(map(chr, (0x640, *range(0x64B, 0x653), 0x670, 0x200E, 0x200F)))
_SIGNS = re.compile(f"[{''.join(_DROPPED)}]")
_PLAIN_LETTERS = tuple(zip("أإآٱى", "ااااي", strict=True))
# What begins like a number and is none: in Arabic, `you are not`.
_NO_NUMBERS = frozenset({"لست"})
_WORD = re.compile(r"[^\W\d_]+|\d+")
# Up to two a thing has words of its own; beyond twelve people write digits.
_COUNTED = range(3, 13)


@lru_cache(maxsize=512)
def numbers(language: str, text: str) -> tuple[Number, ...] | None:
    """The numbers of a text in their order; None for a language whose words are not known."""
    numerals = _LANGUAGES.get(language)
    if numerals is None:
        return None
    plain = _plain(text) if language == "ar" else text
    if _TRANSLATED.search(plain):
        plain = plain.translate(_DIGITS)
    places: Sequence[int] = ()
    begins = numerals.begins
    found = []
    end = 0
    for begun in [word for word in _WORD.finditer(plain) if begins[word[0]]]:
        if begun.start() >= end and begun[0] not in _NO_NUMBERS:
            match = numerals.pattern.match(plain, begun.start())
            if match:
                end = match.end()
                places = places or _places(text, language)
                first, last = places[match.start()], places[end - 1]
                written = " ".join(text[first : last + 1].split())
                found.append(Number(written, *_read(match, numerals), start=first))
    return tuple(found)


def _plain(text: str) -> str:
    """Arabic letters without signs and hamzas; letter by letter `translate` is slow."""
    if _SIGNS.search(text):
        text = _SIGNS.sub("", text)
    for written, plain in _PLAIN_LETTERS:
        text = text.replace(written, plain)
    return text


def _places(text: str, language: str) -> Sequence[int]:
    """Where in the text each character of what was read of it is."""
    if language != "ar":
        return range(len(text))
    return [place for place, mark in enumerate(text) if mark not in _DROPPED]


def _read(match: re.Match[str], numerals: _Numerals) -> tuple[str, bool, bool]:
    """A number's value, whether it is in digits, and whether its word counts."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    if "time" in groups:
        hour = int(groups.get("h") or groups["h2"])
        return _clock(hour, groups.get("m") or groups.get("m2") or ""), True, True
    if "half" in groups:
        return _clock(numerals.value_of(groups["half_hour"]), "30"), False, False
    if "half_to" in groups:
        return _clock(numerals.value_of(groups["half_to_hour"]) - 1, "30"), False, False
    if "digits" in groups:
        return _in_digits(groups["digits"], numerals.decimal), True, True
    value = numerals.value_of(groups["word"])
    counts = " ".join(groups["word"].lower().split()) in numerals.counting
    return str(value), False, counts and value in _COUNTED


def _clock(hour: int, minutes: str) -> str:
    """The time on a clock of twelve: a text may say `four` where another says `16h`."""
    shown = str(hour % 12 or 12) if hour <= 24 else str(hour)
    return shown if minutes in ("", "00") else f"{shown}:{minutes}"


def _in_digits(written: str, decimal: str) -> str:
    """`1,000`, `1.000` and `1 000` are one number, `2.5` and `2,5` another."""
    grouping = "." if decimal == "," else ","
    if re.fullmatch(rf"\d{{1,3}}(?:[{grouping} ]\d{{3}})+(?:[{decimal}]\d+)?", written):
        written = re.sub(rf"[{grouping} ]", "", written)
    return written.replace(",", ".").replace("٫", ".").lstrip("0") or "0"
