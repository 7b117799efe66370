"""Rules of letters, digits and marks: one form for each, in one script a word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from handbook.checks.conventions import DIGITS, Conventions
from handbook.checks.faults import Fault, one_edit
from handbook.content.spans import BREAK, HOLE
from handbook.findings import code

# Letters of the Arabic script, without the tatweel; and the marks above and below them.
ARABIC = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
ARABIC_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_LOOKALIKE_SCRIPTS = "\u0370-\u03ff\u0400-\u04ff"

TATWEEL = "\u0640"

# Digit systems -----------------------------------------------------------------------------

_SYSTEMS = {digit: name for name, digits in DIGITS.items() for digit in digits}
_FOREIGN_DIGITS = {
    name: re.compile(f"[{digits}]+(?:[٫٬][{digits}]+)*") for name, digits in DIGITS.items()
}
_NOT_ASCII_DIGIT = re.compile("[" + "".join(d for n, d in DIGITS.items() if n != "latn") + "]")
_TO_ASCII = str.maketrans({"٫": ".", "٬": ","})
_ENGLISH_DIGITS = {
    "latn": "0-9",
    "arab": "the Arabic-Indic digits",
    "arabext": "the Persian digits",
    "fullwide": "full-width digits",
}


def digits(text: str, conventions: Conventions, *, style: bool = True) -> Iterator[Fault]:
    """KB506: digits of another system than the language's.

    Without `style` a page may keep to any one system; only a mixture is a fault.
    """
    # Digits of a script that is itself being spoken of are as likely as ASCII ones in code.
    if conventions.digits == "latn" and not _NOT_ASCII_DIGIT.search(text):
        return
    used = Counter(_SYSTEMS[c] for c in text if c in _SYSTEMS)
    meant = conventions.digits
    if not style:
        if len(used) < 2:
            return
        meant = max(used, key=lambda name: (used[name], name == conventions.digits))
    for name in used:
        # ASCII digits stand in Latin names, versions and times of any language.
        if name == meant or name == "latn":
            continue
        table = str.maketrans(DIGITS[name], DIGITS[meant])
        for match in _FOREIGN_DIGITS[name].finditer(text):
            new = match[0].translate(table)
            if meant == "latn":
                new = new.translate(_TO_ASCII)
            mixed = "the page mixes digit systems: " if meant in used else ""
            yield one_edit(
                "KB506",
                *match.span(),
                f"{mixed}{code(match[0])} is not written in "
                f"{_ENGLISH_DIGITS.get(meant, 'the digits of the language')}",
                new,
            )


# Tatweel -----------------------------------------------------------------------------------

# Between two letters it only stretches; at a word's end it joins a clitic to what follows
# (بـ{{ ... }}) or marks an abbreviation (هـ).
_TATWEEL = re.compile(
    f"(?<=[{ARABIC}{ARABIC_MARKS}]){TATWEEL}+(?=[{ARABIC_MARKS}]*[{ARABIC}])|{TATWEEL}{{2,}}"
)


def tatweel(text: str) -> Iterator[Fault]:
    """KB507: a word stretched with tatweel."""
    if TATWEEL not in text:
        return
    for match in _TATWEEL.finditer(text):
        between = len(match[0]) == 1 or _joins(text, match)
        yield one_edit(
            "KB507",
            *match.span(),
            "a word is stretched with tatweel (U+0640), which search does not see through",
            "" if between else TATWEEL,
        )


_LETTER = re.compile(f"[{ARABIC}{ARABIC_MARKS}]")


def _joins(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    return bool(_LETTER.match(text, end)) and start > 0 and bool(_LETTER.match(text, start - 1))


# Presentation forms ------------------------------------------------------------------------

# Without what is a sign of its own: ornate brackets, honorifics, the rial.
_PRESENTATION = re.compile(
    "[\ufb00-\ufb06\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7\ufe76-\ufefc]+"
)


def presentation_forms(text: str) -> Iterator[Fault]:
    """KB508: letters by their shape, as copied from a PDF."""
    for match in _PRESENTATION.finditer(text):
        plain = unicodedata.normalize("NFKC", match[0])
        names = ", ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(match[0]))
        message = f"{names} encode the shape of letters, not the letters"
        if len(set(match[0])) == 1:
            message = f"{names} encodes the shape of a letter, not the letter"
        if " " in plain:
            yield Fault("KB508", *match.span(), message, "type the word anew")
        else:
            yield one_edit("KB508", *match.span(), message, plain)


# Normal form -------------------------------------------------------------------------------

_WORD = re.compile(rf"[^\s{BREAK}{HOLE}]+")


def normal_form(text: str) -> Iterator[Fault]:
    """KB509: characters that are not in normal form C."""
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _WORD.finditer(text):
        word = match[0]
        if unicodedata.is_normalized("NFC", word):
            continue
        normal = unicodedata.normalize("NFC", word)
        if sorted(word) == sorted(normal):
            message = "the marks on a letter are in another order than Unicode gives them"
        else:
            message = "a letter is written in a form that is not Unicode's normal one (NFC)"
        yield one_edit(
            "KB509",
            *match.span(),
            message,
            normal,
            f"write {code(normal)} in normal form C; it looks the same",
        )


# Mixed scripts -----------------------------------------------------------------------------

# By Unicode's confusables (UTS #39), those that pass for one another in common typefaces.
_LOOKALIKES = {
    "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C",
    "Т": "T", "Х": "X", "У": "Y", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y",
    "х": "x", "ѕ": "s", "і": "i", "ј": "j", "І": "I", "Ј": "J", "Ѕ": "S", "ԁ": "d", "һ": "h",
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N",
    "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "ο": "o", "ν": "v", "ι": "i", "ρ": "p",
    "υ": "u", "α": "a",
}  # fmt: skip
_FROM_LATIN_CYRILLIC = {new: old for old, new in _LOOKALIKES.items() if old >= "\u0400"}
_FROM_LATIN_GREEK = {new: old for old, new in _LOOKALIKES.items() if old < "\u0400"}
_LETTERS = re.compile(f"[{LATIN}{_LOOKALIKE_SCRIPTS}]+")
_LATIN_LETTER = re.compile(f"[{LATIN}]")
_ARABIC_WORD = re.compile(f"[{ARABIC}{ARABIC_MARKS}{TATWEEL}]+")
_OTHER_SCRIPT = re.compile(f"[{_LOOKALIKE_SCRIPTS}]")


def mixed_scripts(text: str, conventions: Conventions) -> Iterator[Fault]:
    """KB510: a letter that only looks like one of its word's script, or of its language's."""
    if _OTHER_SCRIPT.search(text):
        for match in _LETTERS.finditer(text):
            word = match[0]
            if not (_OTHER_SCRIPT.search(word) and _LATIN_LETTER.search(word)):
                continue
            if new := _in_one_script(word):
                strange = [c for c, d in zip(match[0], new, strict=True) if c != d]
                names = ", ".join(_named(c) for c in dict.fromkeys(strange))
                yield Fault(
                    "KB510",
                    *match.span(),
                    f"{code(match[0])} mixes scripts: {names}",
                    f"type it as {code(new)}, all in one script",
                )
    if conventions.letters:
        yield from _neighbours_letters(text, conventions)


def _named(character: str) -> str:
    name = unicodedata.name(character, "no name").lower()
    return f"U+{ord(character):04X} ({name})"


def _in_one_script(word: str) -> str | None:
    """The word in its main script; None where the other letters are meant to be others."""
    latin = sum(character < "\u0370" for character in word)
    other = len(word) - latin
    if latin >= other:
        new = "".join(_LOOKALIKES.get(character, character) for character in word)
        # A stem in Latin letters with an ending of the language's own: JSONа.
        stem = re.fullmatch(rf"[{LATIN}]{{2,}}[{_LOOKALIKE_SCRIPTS}]+", word)
        if stem and latin > 2:
            return None
        return new if new != word and not _OTHER_SCRIPT.search(new) else None
    greek = any("\u0370" <= character < "\u0400" for character in word)
    table = _FROM_LATIN_GREEK if greek else _FROM_LATIN_CYRILLIC
    new = "".join(table.get(c, c) if c < "\u0370" else c for c in word)
    return new if not re.search(f"[{LATIN}]", new) else None


def _neighbours_letters(text: str, conventions: Conventions) -> Iterator[Fault]:
    if not any(letter in text for letter in conventions.letters):
        return
    for match in _ARABIC_WORD.finditer(text):
        word = match[0]
        letters = [c for c in dict.fromkeys(word) if c in conventions.letters]
        if not letters:
            continue
        new = "".join(conventions.letters.get(c, c) or _yeh(word, at) for at, c in enumerate(word))
        yield Fault(
            "KB510",
            *match.span(),
            f"{code(word)} has {', '.join(map(_named, letters))}, "
            "a letter of another language that looks the same",
            f"type it as {code(new)}" + (" (or with `ي` at its end)" if new.endswith("ى") else ""),
        )


def _yeh(word: str, at: int) -> str:
    return "ى" if at == len(word) - 1 else "ي"
