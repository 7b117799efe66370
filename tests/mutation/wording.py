"""Kinds of defect in a page's words: numbers, negations, terms, language, script, typography."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator

from handbook.content.markdown import TextKind

from .defects import Make, Spoilt, Spot, inserted, with_line

RUNNING = (TextKind.PARAGRAPH, TextKind.LIST_ITEM, TextKind.TASK)
# A text's new words; None where it has no place for the defect.
Change = Callable[[Spot, str, random.Random], str | None]
# What is no word: a place within is nobody's text.
NOT_WORDS = re.compile(r"\{\{.*?\}\}|!?\[[^\]]*\]\([^)]*\)|`[^`]*`|<[^>]*>|\{[^}]*\}")
QUOTED = re.compile(r"“[^”]*”|«[^»]*»")


def pieces(
    spot: Spot, kinds: tuple[TextKind, ...] = RUNNING
) -> Iterator[tuple[int, int, str, int, str]]:
    """The texts of one line: line, column, words, the heading's line, the source's words."""
    for section in spot.page.headed:
        there = spot.source.by_id.get(section.id or "")
        theirs = there.texts if there and len(there.texts) == len(section.texts) else None
        for number, text in enumerate(section.texts):
            if text.kind in kinds and len(text.lines) == 1:
                line, column, words = text.lines[0]
                source = theirs[number].lines[0][2] if theirs else ""
                yield line, column, words, section.line, source


def reworded(
    change: Change, kinds: tuple[TextKind, ...] = RUNNING, *, at_heading: bool = False
) -> Make:
    """`change` made to the first text, drawn at random, that has a place for it."""

    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        found = list(pieces(spot, kinds))
        rng.shuffle(found)
        for number, column, words, heading, _ in found:
            new = change(spot, words, rng)
            if new is not None and new != words:
                line = spot.lines[number - 1]
                start = column - 1
                text = line[:start] + new + line[start + len(words) :]
                return with_line(spot, number, text), heading if at_heading else number
        return None

    return make


def masked(words: str, *, quotes: bool = True) -> str:
    """The words with what is none of them blanked out, column for column."""
    text = NOT_WORDS.sub(lambda found: "\0" * len(found[0]), words)
    return text if quotes else QUOTED.sub(lambda found: "\0" * len(found[0]), text)


def substituted(
    pattern: str, change: Callable[[re.Match[str]], str], *, quotes: bool = True
) -> Change:
    """One match of `pattern`, outside code, links and variables, becomes another text."""
    compiled = re.compile(pattern)

    def make(spot: Spot, words: str, rng: random.Random) -> str | None:
        found = list(compiled.finditer(masked(words, quotes=quotes)))
        if not found:
            return None
        match = rng.choice(found)
        return words[: match.start()] + change(match) + words[match.end() :]

    return make


def appended(text: str) -> Change:
    """`text` before the full stop at the end."""

    def make(spot: Spot, words: str, rng: random.Random) -> str | None:
        if not re.search(r"\w\.\Z", masked(words)):
            return None
        return f"{words[:-1]}{text}."

    return make


# Numbers and meaning

NUMBER = r"(?<![\w/#.:,+()-])\d{1,2}(?![\w.:/,)-]|\s*%)"
number_changed = substituted(NUMBER, lambda found: str(int(found[0]) + 37))
time_changed = substituted(
    r"(?<![\d.:])(\d{1,2})([:.h])([0-5]\d)(?![\d.:])",
    lambda found: f"{found[1]}{found[2]}{(int(found[3]) + 17) % 60:02}",
)
# One, two and three are said in words beside it, and one of those may be taken for it.
number_dropped = substituted(rf"{NUMBER}(?<![^\d][1-3]) ?", lambda found: "")
number_added = appended(" (47)")
telephone_added = appended(" (+1 202 555-0199)")

NEGATION = {
    "pt": r"\A(?:Não|Nunca) ",
    "id": r"\A(?:Jangan|Tidak) ",
    "ar": r"\Aلا ",
}
NO = {
    "en": r"\b(?:no|not|never|cannot|without|only|nor|neither|nobody|nothing|instead|rather|within"
    r"|unless|avoid\w*|leav\w*|out|wrong|few\w*|little|miss\w*|away|stop\w*|fail\w*|un\w+|none)\b"
    r"|n['’]t\b",
    "pt": r"(?i)\b(?:não|nunca|nem|nada|sem|evit\w+|deix\w+|fora|falt\w+|ninguém|nenhum\w*|pouco"
    r"|vez|acab\w+|sum\w+|impossív\w+|exceto)\b",
    "id": r"(?i)\b(?:tidak\w*|tak|bukan\w*|jangan\w*|tanpa|belum|\w*hindar\w*|luar|hilang|kurang"
    r"|berhenti|usah|alih-alih|kecuali|jarang|gagal|melainkan|batal)\b",
    "ar": r"لا|لم|لن|ليس|دون|غير|عدم|تجن|بدل|بلا|ألا|اترك|خارج|خطأ|سوى|كف|ما "
    r"|يرفض|قط|قلما|لئلا|إلا",
}
FORBIDDING = {"pt": "Não", "id": "Jangan", "ar": "لا"}


def negation_dropped(spot: Spot, rng: random.Random) -> Spoilt | None:
    folder = spot.page.language.folder
    found = [
        (line, column, len(words), rest)
        for line, column, words, _, source in pieces(spot)
        if re.match(NEGATION[folder], words) and re.search(r"\b(?:not|never)\b|n['’]t\b", source)
        and not re.search(NO[folder], rest := re.sub(NEGATION[folder], "", words))
    ]  # fmt: skip
    return replaced(spot, rng.choice(found)) if found else None


def negation_added(spot: Spot, rng: random.Random) -> Spoilt | None:
    folder = spot.page.language.folder
    found = [
        (line, column, len(words), f"{FORBIDDING[folder]} {words[0].lower()}{words[1:]}")
        for line, column, words, _, source in pieces(spot)
        if source and not re.search(NO["en"], source, re.IGNORECASE)
        and not re.search(NO[folder], words) and words[0].isalpha()
    ]  # fmt: skip
    return replaced(spot, rng.choice(found)) if found else None


def replaced(spot: Spot, place: tuple[int, int, int, str]) -> Spoilt:
    number, column, length, new = place
    line = spot.lines[number - 1]
    text = line[: column - 1] + new + line[column - 1 + length :]
    return with_line(spot, number, text), number


def opposite_said(spot: Spot, rng: random.Random) -> Spoilt | None:
    """A word of one side where the source has it, and none of the other: it is turned round."""
    folder = spot.page.language.folder
    found = []
    for line, column, words, _, source in pieces(spot):
        for pair in spot.opposites:
            for side, other in ((pair.one, pair.other), (pair.other, pair.one)):
                mine = [w for w in side[folder] if has_word(words, w)]
                theirs = [w for w in side["en"] if has_word(source, w)]
                against = [w for w in (*other[folder], *other["en"]) if times(w, words)]
                against += [w for w in other["en"] if times(w, source)]
                if len(mine) == len(theirs) == 1 and not against:
                    new = re.sub(rf"(?<!\w){mine[0]}(?!\w)", other[folder][0], words, count=1)
                    found.append((line, column, len(words), new))
    return replaced(spot, rng.choice(found)) if found else None


def has_word(words: str, word: str) -> bool:
    return times(word, words) == 1


def times(word: str, words: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", masked(words), re.IGNORECASE))


# Terms


def forbidden_used(spot: Spot, rng: random.Random) -> Spoilt | None:
    words = spot.forbidden[spot.page.language.folder]
    change = appended(f" ({rng.choice(words)})")
    return reworded(change, (TextKind.PARAGRAPH, TextKind.LIST_ITEM))(spot, rng)


def forbidden_shown(column: int) -> Make:
    """A forbidden word in a cell of the model phrases: in the first it is said, in the second
    shown as what not to say."""

    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        section = spot.page.by_id.get("phrases")
        rows = (
            [text.line for text in section.texts[3:] if text.kind is TextKind.TABLE_ROW]
            if section
            else []
        )
        if not rows:
            return None
        number = rng.choice(rows)
        word = rng.choice(spot.forbidden[spot.page.language.folder])
        cells = spot.lines[number - 1].split("|")
        cells[column] = f"{cells[column].rstrip()} ({word}) "
        return with_line(spot, number, "|".join(cells)), number

    return make


PRONOUN = {"ar": "ذلك", "pt": "isso", "id": "itu"}


def term_not_used(spot: Spot, rng: random.Random) -> Spoilt | None:
    """Another word stands where the section has the term, once, as its source has."""
    folder = spot.page.language.folder
    found = []
    for section in spot.page.headed:
        there = spot.source.by_id[section.id or ""]
        mine = spot.page.words_of(section).lower()
        theirs = spot.source.words_of(there).lower()
        for term in spot.expected:
            word = term[folder].lower()
            if theirs.count(term["en"].lower()) == 1 and mine.count(word) == 1:
                for number in range(section.line + 1, section.end + 1):
                    if has_word(spot.lines[number - 1], word):
                        found.append((section.line, number, word))
    if not found:
        return None
    heading, number, word = rng.choice(found)
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    line = pattern.sub(PRONOUN[folder], spot.lines[number - 1], count=1)
    return with_line(spot, number, line), heading


# Languages


def heading_of_the_source(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [
        (section.line, f"{'#' * section.level} {there.title} {{#{section.id}}}")
        for section in spot.page.headed
        if (there := spot.source.by_id.get(section.id or "")) and there.title != section.title
        and len(there.title.split()) > 2
    ]  # fmt: skip
    if not found:
        return None
    number, text = rng.choice(found)
    return with_line(spot, number, text), number


def half_translated(spot: Spot, rng: random.Random) -> Spoilt | None:
    """The second half of a paragraph is the source's."""
    found = []
    for line, column, words, _, source in pieces(spot, (TextKind.PARAGRAPH,)):
        mine, theirs = re.split(r"(?<=[.!?؟]) ", words), re.split(r"(?<=[.!?]) ", source)
        plain = not NOT_WORDS.search(words + source) and not re.search("[“”«»0-9]", words + source)
        if len(mine) == len(theirs) == 2 and plain and len(theirs[1].split()) >= 8:
            found.append((line, column, len(words), f"{mine[0]} {theirs[1]}"))
    return replaced(spot, rng.choice(found)) if found else None


def item_of_the_source(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [
        (line, column, len(words), source)
        for line, column, words, _, source in pieces(spot, (TextKind.LIST_ITEM, TextKind.TASK))
        if len(source.split()) >= 8 and not NOT_WORDS.search(words + source)
        and not re.search("[“”«»0-9]", words + source)
    ]  # fmt: skip
    return replaced(spot, rng.choice(found)) if found else None


def page_of_another(spot: Spot, rng: random.Random) -> Spoilt | None:
    """The whole text is another translation's."""
    first, other = spot.page.front_matter.body_line, spot.stranger.front_matter.body_line
    return [*spot.lines[: first - 1], *spot.stranger_lines[other - 1 :]], 0


def description_of_the_source(spot: Spot, rng: random.Random) -> Spoilt | None:
    number = spot.page.front_matter.line("description")
    line = spot.source_lines[spot.source.front_matter.line("description") - 1]
    return with_line(spot, number, line), number


# Script and typography

WORD = r"(?<![\w'’-])[^\W\d_]{4,}(?![\w'’-])"
LATIN = r"(?<![\w'’-])[a-z]*a[a-z]{2,}(?![\w'’-])"


def within(mark: str, pattern: str = WORD) -> Change:
    """`mark` within a word."""
    return substituted(pattern, lambda found: found[0][:2] + mark + found[0][2:])


latin_mark = substituted(r"[،؛؟]", lambda found: {"،": ",", "؛": ";", "؟": "?"}[found[0]])
arabic_mark = substituted(r"(?<=\w)[,;]", lambda found: {",": "،", ";": "؛"}[found[0]])
straight_quotes = substituted(r"[“«][^“”«»]{4,60}[”»]", lambda found: f'"{found[0][1:-1]}"')
quote_lost = substituted(r"[”»]", lambda found: "")
other_digits = substituted(NUMBER, lambda found: found[0].translate(
    str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))  # fmt: skip
presentation_form = substituted("لا(?=[^\u064b-\u0652])", lambda found: "\ufefb")
ligature = substituted(r"(?<=[a-z])fi(?=[a-z])|\bfi(?=[a-z]{2})", lambda found: "\ufb01")
cyrillic = substituted(LATIN, lambda found: found[0].replace("a", "\u0430", 1))
# Those that may stand twice, by right or for emphasis: had had, خطوة خطوة.
TWICE = r"(?!(?:that|very|many|para|como|muito|نعم)\b|\w+(?:ة|ًا|اً|ًّا|ّا)(?!\w))"
doubled_word = substituted(
    rf"(?<= )(?![A-Z]){TWICE}{WORD}(?= [^\W\d_]+)",
    lambda found: f"{found[0]} {found[0]}",
    quotes=False,
)
doubled_mark = substituted(r"(?<=\w)[,،](?= )", lambda found: found[0] * 2)
space_before = substituted(r"(?<=\w)[,،](?= )", lambda found: f" {found[0]}")
no_space_after = substituted(r"(?<=[^\W\d_]{3})[,،] (?=[^\W\d_]{3})", lambda found: found[0][0])
no_break_space = substituted(r"(?<= [a-z]{4}) (?=[a-z]{4})", lambda found: "\u00a0")


def decomposed(spot: Spot, words: str, rng: random.Random) -> str | None:
    places = [
        at
        for at, letter in enumerate(masked(words))
        if letter.isalpha() and unicodedata.normalize("NFD", letter) != letter
    ]
    if not places:
        return None
    at = rng.choice(places)
    return words[:at] + unicodedata.normalize("NFD", words[at]) + words[at + 1 :]


def run_in_description(spot: Spot, rng: random.Random) -> Spoilt | None:
    """What no build can isolate, for a browser shows it in its title bar."""
    number = spot.page.front_matter.line("description")
    return with_line(spot, number, f"{spot.lines[number - 1]} +1 (202) 555-0142"), number


# Skeletons and links


def to_be_written(spot: Spot, rng: random.Random) -> Spoilt | None:
    section = rng.choice(spot.page.headed)
    mark = "<!-- handbook: to be written -->"
    return inserted(spot, section.line + 1, "", mark), section.line + 2


def outside_link(target: str) -> Change:
    """A text's last word leads outside: to nowhere."""
    return substituted(WORD, lambda found: f"[{found[0]}]({target})")
