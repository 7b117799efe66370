"""1xx: a point that denies or forbids does so in every language.

Where a point of the source says `not` or `never`, and nothing in its translation denies,
avoids or excludes, a negation has been lost; where a point here begins with a prohibition
and nothing in the source's denies, one has been put in. This sees a point that is denied
as a whole; it cannot see which of several things in a point is denied, nor a negation put
in further on, for languages say in plain words what others deny.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.pairs import pairs, place
from handbook.checks.points import Point, points
from handbook.content.handbook import Handbook
from handbook.findings import Finding, quoted

# Negations that a translation keeps in one way or another.
_PLAIN = {
    "en": r"not|cannot|never|\w+n['’]t",
    "pt": r"não|nunca|jamais",
    "id": r"tidak|jangan|bukan|belum",
    "ar": r"[وف]?(?:لا|لم|لن|ليس\w*|لست)",
}
# What a prohibition begins with.
_FORBIDDING = {
    "en": r"do not|don['’]t|never",
    "pt": r"não|nunca|jamais",
    "id": r"jangan|tidak boleh|dilarang",
    "ar": r"لا(?!\s+(?:بد|بأس|شك|سيما))",
}
# What says no in any way: negations, words of absence, of leaving and of avoiding.
_DENYING = {
    "en": r"not|cannot|\w+n['’]t|never|no|nobody|none|nothing|nowhere|without|neither|nor"
    r"|avoid\w*|refus\w+|fail\w*|leave out|stop\w*|instead|rather than|only|within"
    r"|(?:keep|kept|leave|left|stay) (?:\w+ )*?out"
    r"|unless|untrue|unknown|unable|impossible|hardly|rarely|few|little|lack\w*"
    r"|missing|away|wrong",
    "pt": r"não|nunca|jamais|nem|nenhum\w*|ninguém|nada|sem|evit\w+|deix\w+ de|tampouco|recus\w+"
    r"|em vez|ao invés|exceto|fora|falt\w+|impossív\w+|inút\w+|pouco|raramente"
    r"|acab\w+|sum\w+",
    "id": r"tidak\w*|tak|bukan\w*|jangan\w*|tanpa|belum|\w*hindar\w*|dilarang|tiada|alih-alih"
    r"|kecuali|enggan|usah|berhenti|pantang|di luar|hilang|lenyap|mustahil|kurang|jarang"
    r"|gagal|melainkan|batal",
    "ar": r"[وف]?(?:[اأ]?لا|[اأإ]لا|لم|لن|ليس\w*|لست\w*|ما (?:من|كان|زال)|بلا"
    r"|بدون|بغير|لئلا|إنما|لكيلا|كيلا)"
    r"|(?:من )?دون\w*|من غير|[وفلب]?(?:ال)?غير\w*|[وفلب]?عدم|[وف]?[يت]?تجن\w+|[وف]?[يت]?امتن\w+"
    r"|[وف]?اترك\w*|كف|احذر|إياك|بدل\w*|قط|[وف]?[يت]?تعذر\w*|[يت]?ستحيل|[وف]?[يت]ذهب"
    r"|خارج|سوى|قلما|نادرا|خطأ|خلاف|يرفض|ترفض|رفض\w*",
}
# What a point does not go on with may follow in the next.
_AHEAD = re.compile(r"\(\?!.*\)")
_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")
_PATTERNS = {
    language: (
        re.compile(rf"(?<!\w)(?:{_PLAIN[language]})(?!\w)", re.IGNORECASE),
        re.compile(rf"\W*(?:{_FORBIDDING[language]})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{_AHEAD.sub('', _FORBIDDING[language])})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{_DENYING[language]})(?!\w)", re.IGNORECASE),
    )
    for language in _FORBIDDING
}


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every point that forbids in one language and not in the other."""
    for pair in pairs(handbook):
        if not set(pair.languages) <= set(_PATTERNS):
            continue
        (_, forbids, forbids_within, denies), (denies_plainly, *_, source_denies) = (
            _PATTERNS[name] for name in pair.languages
        )
        words, meant = map(_plain, pair.words)
        # What no point of the section can have need not be looked for in each.
        if not (denies_plainly.search(meant) or forbids_within.search(words)):
            continue
        for here, there in points(pair):
            if here.kind not in ("item", "row", "paragraph"):
                continue
            words, meant = _plain(here.words), _plain(there.words)
            if denies_plainly.search(meant) and not denies.search(words):
                message, help = "denies nothing, and the source does", "deny it here too"
            elif forbids.match(words) and not source_denies.search(meant):
                message, help = (
                    "forbids, and the source does not",
                    "take the negation out, or forbid it in the source too",
                )
            else:
                continue
            at = place(there.words, _start(there), there.line)
            yield pair.finding(
                "KB133",
                place(here.words, _start(here), here.line),
                f"this point of {pair.name} {message}",
                help,
                f"the source has {quoted(_opening(there))} at {pair.source.path}:{at.line}",
            )


def _plain(words: str) -> str:
    return words if words.isascii() else _SIGNS.sub("", words)


def _start(point: Point) -> int:
    return len(point.words) - len(point.words.lstrip())


def _opening(point: Point) -> str:
    words = point.words.split()
    return " ".join(words[:4]) + ("…" if len(words) > 4 else "")
