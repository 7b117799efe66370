"""1xx: a translation does not say the opposite of its source, as far as words can tell.

docs/glossary.yml lists words of contrary meaning. A point whose source has words of one
side only, and whose translation has words of the other side only, is doubtful, and so is
one that has as many words of each side as the source has of the other. This sees a
comparison turned round; it cannot see one that is put in other words, nor does it know
whether a negation beside the word makes both the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.checks.pairs import Pair, pairs, place
from handbook.checks.points import Point, points
from handbook.checks.wordforms import words_in
from handbook.content.glossary import Opposites
from handbook.content.handbook import Handbook
from handbook.content.structure import Language
from handbook.findings import Finding, code, quoted


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every point that seems to say the opposite of the source's."""
    glossary = handbook.glossary.model
    if glossary is None or not glossary.opposites:
        return
    rules = {
        language.folder: _rules(glossary.opposites, language)
        for language in handbook.structure.languages
    }
    for pair in pairs(handbook):
        mine, theirs = (rules[page.language.folder] for page in (pair.page, pair.source))
        shared = [id for id in theirs if id in mine]
        for here, there in points(pair) if shared else ():
            for id in shared:
                yield from _turned(pair, here, there, mine[id], theirs[id], handbook)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pair of opposites in one language; `both` finds any word, the longest first."""

    id: str
    one: re.Pattern[str]
    other: re.Pattern[str]
    both: re.Pattern[str]

    def sides(self, words: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
        """The words of the one side, and of the other."""
        one, other = list[re.Match[str]](), list[re.Match[str]]()
        for found in self.both.finditer(words):
            (one if self.one.fullmatch(found[0]) else other).append(found)
        return one, other


def _rules(opposites: dict[str, Opposites], language: Language) -> dict[str, _Rule]:
    found = {}
    folder, tongue = language.folder, language.cldr.language
    for id, sides in opposites.items():
        words = sides.one.get(folder, []), sides.other.get(folder, [])
        one, other = (words_in(tongue, side) for side in words)
        both = words_in(tongue, [*words[0], *words[1]])
        if one and other and both:
            found[id] = _Rule(id, one, other, both)
    return found


def _turned(
    pair: Pair, here: Point, there: Point, mine: _Rule, theirs: _Rule, handbook: Handbook
) -> Iterator[Finding]:
    meant = theirs.sides(there.words)
    if len(meant[0]) == len(meant[1]):
        return
    side = 0 if len(meant[0]) > len(meant[1]) else 1
    given = mine.sides(here.words)
    only = not meant[1 - side] and not given[side] and given[1 - side]
    swapped = [len(words) for words in given] == [len(words) for words in reversed(meant)]
    if not only and not swapped:
        return
    wrong, right = given[1 - side][0], meant[side][0]
    at = place(there.words, right.start(), there.line)
    yield pair.finding(
        "KB132",
        place(here.words, wrong.start(), here.line),
        f"{pair.name} has {quoted(wrong[0])} where the source has {quoted(right[0])}, its opposite",
        "say what the source says; where this does, with other words, they can be added to "
        f"{code(f'opposites.{mine.id}')} in {handbook.glossary.path}",
        f"the source has it at {pair.source.path}:{at.line}:{at.column}",
    )
