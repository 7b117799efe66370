"""Rules of punctuation and of what stands between words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from handbook.checks.conventions import Conventions
from handbook.checks.faults import Fault, one_edit
from handbook.checks.letters import ARABIC, ARABIC_MARKS, LATIN, TATWEEL
from handbook.checks.wordforms import UNSEEN
from handbook.content.spans import BREAK, HOLE
from handbook.findings import code

_SPACES = " \u00a0\u202f"
_ARABIC_LETTER = re.compile(f"[{ARABIC}{ARABIC_MARKS}{TATWEEL}]")
_LETTERS = re.compile(r"[^\W\d_]")
# How far around a mark is looked at: a long paragraph, and a bound on time.
NEAR = 2000
CLOSING = "”’»›\"')\\]"

# The script's own marks ---------------------------------------------------------------------

_ASCII_MARK = re.compile("[,;?]")
# What begins with the mark itself, and looks back, is searched for many times faster.
_ARABIC_MARK = re.compile(f"[،؛؟](?<=[{LATIN}][،؛؟])(?![^\\w{BREAK}]*[{ARABIC}])")
_TO_ASCII = {"،": ",", "؛": ";", "؟": "?"}
_CLOSERS = re.compile(f"[{CLOSING}]")


def script_marks(text: str, conventions: Conventions) -> Iterator[Fault]:
    """KB503: a comma, semicolon or question mark of another script than the text's."""
    if not conventions.arabic_script:
        for match in _ARABIC_MARK.finditer(text):
            new = _TO_ASCII[match[0]]
            yield one_edit("KB503", *match.span(), _mark_message(match[0], new), new)
        return
    for match in _ASCII_MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark in conventions.punctuation and _belongs_to_arabic(text, at):
            new = conventions.punctuation[mark]
            yield one_edit("KB503", at, at + 1, _mark_message(mark, new), new)


def _mark_message(mark: str, new: str) -> str:
    name = unicodedata.name(new).lower()
    return f"{code(mark)} where the script has its own mark, U+{ord(new):04X} ({name})"


def _belongs_to_arabic(text: str, at: int) -> bool:
    """Whether a mark is Arabic's: not between Latin letters or digits, nor in a Latin quotation."""
    before = text[max(0, at - NEAR) : at].rpartition(BREAK)[2]
    after = text[at + 1 : at + NEAR].partition(BREAK)[0]
    if not _ARABIC_LETTER.search(before) and not _ARABIC_LETTER.search(after):
        return False
    left = _nearest(reversed(before))
    right = _nearest(iter(after))
    if left == "arabic":
        return True
    if left == "latin" and (right == "latin" or _CLOSERS.match(after)):
        return False
    if left == "" or (right == "" and not _ARABIC_LETTER.search(before)):
        return False
    return right != "digit" or left != "digit"


def _nearest(characters: Iterator[str]) -> str:
    for character in characters:
        if _ARABIC_LETTER.match(character):
            return "arabic"
        if character.isdigit():
            return "digit"
        if character == HOLE:
            return "hole"
        if _LETTERS.match(character):
            return "latin"
    return ""


# Doubled words ------------------------------------------------------------------------------

_IN_WORD = rf"\w\u0300-\u036f{ARABIC_MARKS}{UNSEEN}"
_DOUBLED = re.compile(
    rf"(?<![{_IN_WORD}'’\-/.])([^\W\d_][{_IN_WORD}]*)([{_SPACES}\n]+)(?=(\1)(?![{_IN_WORD}'’\-/]))",
    re.IGNORECASE,
)
_OPENING, _CLOSE = "“«‘„", "”»’"


def doubled_words(text: str, conventions: Conventions) -> Iterator[Fault]:
    """KB511: the same word twice in a row."""
    if not conventions.has_doubles:
        return
    for match in _DOUBLED.finditer(text):
        word, second = match[1], match[3]
        plain = word.lower()
        if plain not in conventions.particles and (
            plain in conventions.doubled
            or plain.endswith(conventions.doubled_endings or ("\0",))
            or (word[0].isupper() and second[0].isupper() and len(word) > 1)
            or _in_quotes(text, match.start())
        ):
            continue
        hyphen = conventions.tag.partition("-")[0] == "id" and plain not in conventions.particles
        advice = f"write {code(word)} once"
        if hyphen:
            advice += f", or {code(f'{word}-{plain}')} where the reduplication is meant"
        yield Fault("KB511", match.start(), match.end(3), f"{code(word)} stands twice", advice)


def _in_quotes(text: str, at: int) -> bool:
    before = text[max(0, at - NEAR) : at].rpartition(BREAK)[2]
    opened = sum(before.count(mark) for mark in _OPENING)
    return opened > sum(before.count(mark) for mark in _CLOSE) or before.count('"') % 2 == 1


# Doubled marks and spaces -------------------------------------------------------------------

# Searched for by what it begins with, and only then by what stands around it.
_DOUBLED_MARKS = re.compile(
    r"[,;،؛.…][,;،؛.](?:"
    r"(?<=,,),*|(?<=،،)،*|(?<=؛؛)؛*|(?<=;;)(?<!;;;)(?!;)|(?<=…\.)(?!\.)"
    r"|(?<=\.\.)(?<![.…/]\.\.)(?![.…/\w])|(?<=[^\W\d_][,;،؛]\.)(?![.\w]))"
)
_EXCLAIMED = re.compile(r"[!?؟](?<=[^\W\d_][!?؟])(?:(?<=!)!+|(?<=\?)\?+|(?<=؟)؟+)")


def doubled_marks(text: str, *, style: bool = True) -> Iterator[Fault]:
    """KB512: two marks where one is meant."""
    for match in _DOUBLED_MARKS.finditer(text):
        marks = match[0]
        first, last = code(marks[0]), code(marks[-1])
        advice = f"write {first}"
        if marks == "..":
            advice = "write `.` or `…`"
        elif first != last:
            advice = f"write {first} or {last}"
        yield Fault("KB512", *match.span(), f"{code(marks)} where one mark is meant", advice)
    for match in _EXCLAIMED.finditer(text) if style else ():
        # Whoever is quoted may have written so.
        if not _in_quotes(text, match.start()):
            one = match[0][0]
            yield Fault(
                "KB512",
                *match.span(),
                f"{code(match[0])} outside a quotation",
                f"write {code(one)}",
            )


# Searched for by the mark, for there are more spaces.
_BEFORE_MARK = re.compile(rf"[,;:.!?،؛؟](?<=[{_SPACES}][,;:.!?،؛؟])(?=[\s»”’{BREAK}]|\Z)")
# After these a mark is a sign of its own.
_NO_WORD = frozenset(f"\n{BREAK}-+*/=<>|.:;,!?،؛؟({{[")
_AFTER_ARABIC = re.compile(f"[،؛؟](?<=[{ARABIC}{ARABIC_MARKS}][،؛؟])(?=[{ARABIC}])")
_AFTER_COMMA = re.compile(r",(?<=[^\W\d_]{3},)(?=[^\W\d_]{3})")


def spacing(text: str, conventions: Conventions) -> Iterator[Fault]:
    """KB513: a space too many before a mark or inside quotation marks, or one missing after."""
    for match in _BEFORE_MARK.finditer(text):
        end, mark = match.start(), match[0]
        start = len(text[:end].rstrip(_SPACES)) if text[end - 2] in _SPACES else end - 1
        before = text[start - 1] if start else BREAK
        if mark in conventions.spaced or before in _NO_WORD:
            continue
        if mark == ":" and before == HOLE:
            # A list that explains names sets them off so, in any language.
            continue
        yield one_edit("KB513", start, end, f"a space before {code(mark)}", "")
    yield from _inside_quotes(text, conventions)
    for pattern in (_AFTER_ARABIC, _AFTER_COMMA):
        for match in pattern.finditer(text):
            yield one_edit(
                "KB513", *match.span(), f"no space after {code(match[0])}", f"{match[0]} "
            )


def _inside_quotes(text: str, conventions: Conventions) -> Iterator[Fault]:
    for opening, closing in conventions.quotes:
        if closing in conventions.spaced:
            continue
        for match in re.finditer(rf"{opening}([{_SPACES}]+)", text) if opening in text else ():
            yield one_edit("KB513", *match.span(1), f"a space after {code(opening)}", "")
        # An apostrophe looks like a closing mark; a space before it is none of ours.
        if closing in text and closing != "’":
            for match in re.finditer(rf"(?<=[^\s{BREAK}])([{_SPACES}]+){closing}", text):
                if text[match.start() - 1] not in opening:
                    yield one_edit("KB513", *match.span(1), f"a space before {code(closing)}", "")


# Characters nobody sees ---------------------------------------------------------------------

ZWNJ, ZWJ = "\u200c", "\u200d"
_NEVER = re.compile(
    "[\u00ad\u034f\u115f\u1160\u180e\u200b\u2028\u2029\u2060-\u2064\u3164\ufeff\uffa0"
    "\x00\x01\x04-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\U000e0000\U000e0001]+"
)
_JOINERS = re.compile(f"[{ZWNJ}{ZWJ}]+")
_NAMES = {"\u00ad": "soft hyphen", "\ufeff": "zero width no-break space"}


def invisible(text: str, conventions: Conventions) -> Iterator[Fault]:
    """KB514: a character that no reader can see, and that search stumbles over."""
    for match in _NEVER.finditer(text):
        yield _invisible(match, mend=True)
    if ZWNJ not in text and ZWJ not in text:
        return
    for match in _JOINERS.finditer(text):
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if match[0] == ZWJ and (_joined_symbols(before, after) or before == "ه"):
            continue
        inside = bool(_ARABIC_LETTER.match(before) and _ARABIC_LETTER.match(after))
        if len(match[0]) == 1 and _shapes(before, after, conventions, inside):
            continue
        yield _invisible(match, mend=not inside)


def _shapes(before: str, after: str, conventions: Conventions, inside: bool) -> bool:
    """Whether the spelling of some language has a joiner between these two."""
    if inside:
        return conventions.joiners
    if not before or not after:
        return False
    # The scripts of India have conjuncts.
    return "\u0900" <= before <= "\u0dff" and "\u0900" <= after <= "\u0dff"


def _joined_symbols(before: str, after: str) -> bool:
    """Whether a joiner makes one emoji of two."""
    return bool(after) and (
        unicodedata.category(before or " ") in ("So", "Sk", "Mn")
        and unicodedata.category(after) in ("So", "Sm")
    )


def _invisible(match: re.Match[str], *, mend: bool) -> Fault:
    names = ", ".join(
        f"U+{ord(c):04X} ({_NAMES.get(c) or unicodedata.name(c, 'control character').lower()})"
        for c in dict.fromkeys(match[0])
    )
    message = f"an invisible character hides in the text: {names}"
    if mend:
        return one_edit("KB514", *match.span(), message, "")
    return Fault("KB514", *match.span(), message, "remove it; parts of a word need no joiner")


_NO_BREAK = re.compile("[\u00a0\u202f\u2007]")
_RUN = re.compile(r"[ \u00a0\u202f\u2007]+")
_BREAKABLE = re.compile(r"(?<=[^\s«])[ ]+(?=[;:!?»](?:[\s\x02]|\Z))|(?<=«)[ ]+")


def no_break_spaces(text: str, conventions: Conventions, *, style: bool = True) -> Iterator[Fault]:
    """KB515: a no-break space that nothing asks for, or none where the language does."""
    if style and conventions.spaced:
        for match in _BREAKABLE.finditer(text):
            new = "\u202f" if text[match.end() : match.end() + 1] in ";!?" else "\u00a0"
            yield one_edit(
                "KB515",
                *match.span(),
                "a space that can break beside a mark that must not stand alone",
                new,
                f"write U+{ord(new):04X} ({unicodedata.name(new).lower()}) there",
            )
    if not _NO_BREAK.search(text):
        return
    for match in _RUN.finditer(text):
        start, end = match.span()
        if not _NO_BREAK.search(match[0]):
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        at_edge = before in ("", "\n", BREAK) or after in ("", "\n", BREAK)
        if at_edge or len(match[0]) > 1:
            new = "" if at_edge else " "
            # A spaced mark of French keeps its space.
            if new and (after in conventions.spaced or before == "«") and conventions.spaced:
                new = "\u00a0"
            name = next(c for c in match[0] if c != " ")
            yield one_edit(
                "KB515",
                start,
                end,
                f"U+{ord(name):04X} ({unicodedata.name(name).lower()}) "
                + ("at the edge of the text" if at_edge else "beside another space"),
                new,
                "remove it" if at_edge else "write one ordinary space",
            )
        elif _two_words(text, start, end):
            yield one_edit(
                "KB515",
                start,
                end,
                f"U+{ord(match[0]):04X} ({unicodedata.name(match[0]).lower()}) "
                "between two ordinary words",
                " ",
                "write an ordinary space",
            )


def _two_words(text: str, start: int, end: int) -> bool:
    """Whether both sides are whole words in lower case: no number, unit, title or name."""
    left = re.search(r"[^\W\d_]+\Z", text[max(0, start - 30) : start])
    right = re.match(r"[^\W\d_]+", text[end : end + 30])
    if not left or not right:
        return False
    return all(len(word[0]) > 1 and word[0].islower() for word in (left, right))
