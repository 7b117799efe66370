"""1xx: a translation does not say the opposite of its source, as far as words can tell.

docs/glossary.yml lists words of contrary meaning. A point whose source has words of one
side only, and whose translation has words of the other side only, is doubtful, and so is
one that has as many words of each side as the source has of the other. This sees a
comparison turned round; it cannot see one that is put in other words, nor does it know
whether a negation beside the word makes both the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.pairs import Pair, pairs, place
from handbook.checks.phrases import Phrases, Use, phrases
from handbook.checks.points import Point, points
from handbook.content.glossary import Glossary
from handbook.content.handbook import Handbook
from handbook.content.once import once_a_glossary
from handbook.content.settings import Settings
from handbook.content.structure import Language
from handbook.findings import Finding, code, quoted

# A pair's id, and on which of its sides a word stands.
_Side = tuple[str, int]
_Found = dict[_Side, list[Use[_Side]]]


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every point that seems to say the opposite of the source's."""
    glossary = handbook.glossary.model
    if glossary is None or not glossary.opposites:
        return
    words = {
        language.folder: _words(handbook.glossary, language)
        for language in handbook.structure.languages
    }
    for pair in pairs(handbook):
        mine, theirs = (words[page.language.folder] for page in (pair.page, pair.source))
        # Where the section has no such word, none of its points has.
        if not theirs.find(pair.words[1]):
            continue
        for here, there in points(pair):
            if meant := _found(theirs, there):
                given = _found(mine, here)
                for id in {id: None for id, _ in meant}:
                    yield from _turned(handbook, pair, (here, there), id, (given, meant))


@once_a_glossary
def _words(settings: Settings[Glossary], language: Language) -> Phrases[_Side]:
    return phrases(
        language.cldr.language,
        tuple(
            ((id, side), word)
            for id, pair in (settings.model.opposites.items() if settings.model else ())
            for side, texts in enumerate((pair.one, pair.other))
            for word in texts.get(language.folder, ())
        ),
    )


def _found(words: Phrases[_Side], point: Point) -> _Found:
    found: _Found = {}
    for use in words.find(point.words):
        for side in use.keys:
            found.setdefault(side, []).append(use)
    return found


def _turned(
    handbook: Handbook,
    pair: Pair,
    two: tuple[Point, Point],
    id: str,
    found: tuple[_Found, _Found],
) -> Iterator[Finding]:
    given, meant = ([side.get((id, n), []) for n in (0, 1)] for side in found)
    if len(meant[0]) == len(meant[1]):
        return
    side = 0 if len(meant[0]) > len(meant[1]) else 1
    only = not meant[1 - side] and not given[side] and given[1 - side]
    swapped = [len(uses) for uses in given] == [len(uses) for uses in reversed(meant)]
    if not only and not swapped:
        return
    here, there = two
    wrong, right = given[1 - side][0], meant[side][0]
    at = place(there.words, right.start, there.line)
    yield pair.finding(
        "KB132",
        place(here.words, wrong.start, here.line),
        f"{pair.name} has {quoted(wrong.text)} where the source has {quoted(right.text)}, "
        "its opposite",
        "say what the source says; where this does, with other words, they can be added to "
        f"{code(f'opposites.{id}')} in {handbook.glossary.path}",
        f"the source has it at {pair.source.path}:{at.line}:{at.column}",
    )
