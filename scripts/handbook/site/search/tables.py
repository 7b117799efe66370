"""The tables beside a search's index: what turns words into codes, and where words are at home.

They stand in stretches of the alphabet, so that a browser loads a few kilobytes however
long the handbook is; the index of the tables names them all.
"""

from __future__ import annotations

import hashlib
import json
import math
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handbook.content.addresses import page_address
from handbook.content.handbook import Handbook
from handbook.site.search.coded import Coded
from handbook.site.search.lexicon import Lexicon, browser_rule, common, edges
from handbook.site.search.wordrules import GUESSES, LETTERS, light

# The most characters of forms in one table: about 4 KB when it is sent.
TABLE_SIZE = 5_000
# The sections in which a word is most at home, as many as another language is shown.
PLACES = 8

# Headings of a page, each its id and its text; and those of a language's pages by address.
Headings = Sequence[Sequence[str]]
Titles = Mapping[str, Headings]
Place = tuple[str, str]


@dataclass(frozen=True)
class Tables:
    """The tables of one language, made of its pages by address; `others` has the others' titles."""

    known: Lexicon
    pages: Mapping[str, Coded]
    others: Mapping[str, Titles]
    files: dict[str, bytes] = field(default_factory=dict)

    def make(self) -> dict[str, bytes]:
        """The files by name."""
        counts = Counter(
            code for page in self.pages.values() for home in page.homes for code in home.codes
        )
        passages = sum(len(page.homes) for page in self.pages.values())
        least = common(self.known, counts, passages)
        codes = self.known.codes
        forms = sorted(codes)
        tables = [
            [forms[start], self._named("words", _by_code(forms[start:end], codes))]
            for start, end in _cut(len(form) + 1 for form in forms)
        ]
        places = _places(self.pages, frozenset(least))
        homes = sorted(places)
        told = [
            [homes[start], self._named("places", self._told(places, homes[start:end]))]
            for start, end in _cut(30 for _ in homes)
        ]
        language = self.known.language
        index = {
            "pages": len(self.pages),
            "letters": LETTERS,
            "ways": [
                [[browser_rule(rule) for rule in stage] for stage in way]
                for way in GUESSES.get(language, ())
            ],
            "light": light(language),
            "common": least,
            "phrases": self.known.phrases,
            "compounds": sorted(self.known.compounds),
            "words": tables,
            "places": told,
        }
        self.files["index.json"] = _json(index)
        return self.files

    def _named(self, name: str, content: object) -> str:
        """The name of a table tells its content, so that it may be kept for ever."""
        data = _json(content)
        file = f"{name}.{hashlib.sha256(data).hexdigest()[:10]}.json"
        self.files[file] = data
        return file

    def _told(
        self, places: Mapping[str, Sequence[Place]], codes: Sequence[str]
    ) -> dict[str, object]:
        """Places as the other languages show them: each with its titles in those."""
        named = sorted({place for code in codes for place in places[code]})
        number = {place: position for position, place in enumerate(named)}
        return {
            "sections": [
                [f"{address}#{id}" if id else address, dict(self._titles(address, id))]
                for address, id in named
            ],
            "of": {code: [_rarity(places[code]), *map(number.get, places[code])] for code in codes},
        }

    def _titles(self, address: str, id: str) -> Iterator[tuple[str, list[str]]]:
        """The titles of a page and of a section of it in each other language that has both."""
        for folder, titles in self.others.items():
            found = titles.get(address, ())
            for one, title in reversed(found):
                if one == id:
                    yield folder, [found[0][1], title]
                    break


def terms(handbook: Handbook, folder: str) -> bytes:
    """The table of the glossary's terms in a language, each with its address."""
    pages = handbook.pages_of_kind(folder, "glossary")
    model = handbook.glossary.model
    if not pages or model is None:
        return _json([])
    address = page_address(pages[0].name)
    return _json(
        [
            [term.term[folder], f"{address}#{id}"]
            for id, term in model.in_order(folder)
            if folder in term.term
        ]
    )


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _cut(sizes: Iterable[int]) -> list[tuple[int, int]]:
    """The start and end of each table."""
    sizes = list(sizes)
    starts = edges(sizes, TABLE_SIZE) if sizes else []
    return list(zip(starts, [*starts[1:], len(sizes)], strict=False))


def _by_code(forms: Iterable[str], codes: Mapping[str, str]) -> dict[str, str]:
    """The forms of each code, in the order of the first of them."""
    found: dict[str, list[str]] = {}
    for form in forms:
        found.setdefault(codes[form], []).append(form)
    return {code: " ".join(of) for code, of in found.items()}


def _rarity(places: Sequence[Place]) -> float:
    return round(math.log(1 + PLACES / len(places)) + 1, 2)


def _places(pages: Mapping[str, Coded], common: frozenset[str]) -> dict[str, list[Place]]:
    """The sections in which each family that tells something is most at home, best first."""
    best: dict[str, list[tuple[int, Place]]] = {}
    # What is as much at home in a later section stands behind the others.
    least = dict.fromkeys(common, -math.inf)
    for address in sorted(pages):
        for id, codes, strengths in sorted(pages[address].homes):
            for code, strength in zip(codes, strengths, strict=True):
                if -strength < least.get(code, 0):
                    found = best.setdefault(code, [])
                    insort(found, (-strength, (address, id)))
                    if len(found) >= PLACES:
                        del found[PLACES:]
                        least[code] = found[-1][0]
    return {code: [place for _, place in found] for code, found in best.items()}
