"""4xx: every text is in the language of its place.

A text of more than a few words is identified, sentence by sentence; one that is the
same as its counterpart in another language needs less evidence than one that is not.
A text of a few words is judged only where it is the same as its counterpart, and
then with a warning, for some are equal by right. A section's texts in one wrong
language are one finding, and so is a page that is mostly in another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from handbook.checks.identify import Guess, Identifier, language_code, script_of
from handbook.checks.items import Item, Place, items
from handbook.checks.outline import english_name
from handbook.checks.samples import FEW, SENTENCE, count, words
from handbook.content.handbook import COMPANY, GLOSSARY, Handbook
from handbook.content.prose import GAP, unquoted
from handbook.content.settings import Settings
from handbook.findings import Finding, code, counted, finding, quoted

# Above this lingua was never wrong about a text of ours, of whatever length.
SURE = 0.9
# A page is in another language where so much of its text is, in so many passages.
MOSTLY = 0.6
SEVERAL = 3
# How much of a text a message quotes.
SHOWN = 50

_Twins: TypeAlias = Mapping[tuple[Place, str], Mapping[str, Item]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """An item in the language `code`; `twin` is the same text where it is at home."""

    item: Item
    code: str
    twin: Item | None
    excerpt: str
    is_short: bool = False
    is_part: bool = False


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of language."""
    judge = _Judge(handbook)
    if len(judge.scripts) < 2:
        return
    faults: dict[str, list[Wrong]] = {}
    for wrong in (*judge.long(), *judge.short()):
        faults.setdefault(wrong.item.path, []).append(wrong)
    for found in faults.values():
        yield from judge.findings(found)


def pages(handbook: Handbook) -> Iterator[Finding]:
    """The language of the pages."""
    part = handbook if handbook.is_part else replace(handbook, is_part=True, whole=handbook)
    return check(replace(part, company=Settings(COMPANY, None), glossary=Settings(GLOSSARY, None)))


def across(handbook: Handbook) -> Iterator[Finding]:
    """The language of the settings."""
    return check(handbook if handbook.is_part else handbook.only("", handbook))


class _Judge:
    """The handbook's languages and texts, and what is in which."""

    def __init__(self, handbook: Handbook) -> None:
        languages = handbook.structure.languages
        self.handbook = handbook
        self.source = handbook.structure.source
        self.codes = {language.folder: language_code(language.cldr) for language in languages}
        self.scripts = {language_code(found.cldr): script_of(found.cldr) for found in languages}
        self.names = {language_code(found.cldr): english_name(found) for found in languages}
        self.identifier = Identifier(list(self.scripts.items()))
        self.items = list(items(handbook))
        self.twins = _twins(self.items)

    def is_wrong(self, item: Item, guess: Guess | None) -> bool:
        return guess is not None and guess.code != self.codes[item.folder]

    def is_sure(self, item: Item, guess: Guess) -> bool:
        """Whether the item is not in its own language, whichever else it is in."""
        own = self.scripts[self.codes[item.folder]]
        return guess.confidence >= SURE or self.scripts[guess.code] != own

    def is_surely(self, item: Item, guess: Guess, text: str) -> bool:
        """The same of a text that has no twin: asked again without what it may have borrowed.

        A word that the source has at the same place may be a name or a term. Where most
        of the words are the source's, it is the source that was copied.
        """
        if not self.is_sure(item, guess):
            return False
        known = self.source_words.get(item.place, set()) if item.folder != self.source else set()
        whole = words(text)
        rest = [word.text for word in whole if word.text.casefold() not in known]
        if len(rest) == len(whole) or not rest:
            return True
        if len(whole) >= SENTENCE and len(rest) < len(whole) / 2:
            return True
        return self.is_wrong(item, self.identifier.guesses([" ".join(rest)])[0])

    @cached_property
    def source_words(self) -> Mapping[Place, set[str]]:
        """The words of the source, by place."""
        found: dict[Place, set[str]] = {}
        for item in self.items:
            if item.folder == self.source:
                own = (word.text.casefold() for word in words(item.text))
                found.setdefault(item.place, set()).update(own)
        return found

    def same(self, item: Item) -> Mapping[str, Item]:
        """The same text at this place in other languages, by folder."""
        found = self.twins.get((item.place, item.key), {})
        own = self.codes[item.folder]
        return {folder: other for folder, other in found.items() if self.codes[folder] != own}

    def twin(self, item: Item, guess: Guess) -> Item | None:
        """The same text where its language is at home, in the source rather than elsewhere.

        In another script than the item's own the guess need not be right: it was asked
        which of the others it is, and all of them are wrong.
        """
        script = self.scripts[guess.code]
        foreign = script != self.scripts[self.codes[item.folder]]
        at_home = [
            twin
            for twin in self.same(item).values()
            if (code := self.codes[twin.folder]) == guess.code
            or (foreign and self.scripts[code] == script)
        ]
        return min(at_home, key=lambda twin: twin.folder != self.source, default=None)

    def is_copy(self, item: Item, twin: Item | None) -> bool:
        """Whether a twin is a sign by itself: two translations may agree by right.

        Not so where one is in another script.
        """
        if twin is None:
            return False
        scripts = {self.scripts[self.codes[one.folder]] for one in (item, twin)}
        return len(scripts) > 1 or self.source in (item.folder, twin.folder)

    # Texts of more than a few words

    def long(self) -> Iterator[Wrong]:
        asked: list[tuple[Item, str]] = []
        for item in self.items:
            asked += [(item, sample.text) for sample in item.samples]
            # A quoted phrase is judged, as a whole, only where it is the same elsewhere.
            if not item.samples and self.same(item) and count(item.text) >= FEW:
                asked.append((item, item.text))
        guesses: dict[Item, list[tuple[str, Guess]]] = {}
        answers = self.identifier.guesses([text.replace(GAP, " ") for _, text in asked])
        for (item, text), guess in zip(asked, answers, strict=True):
            if guess:
                guesses.setdefault(item, []).append((text, guess))
        for item, found in guesses.items():
            if wrong := self.judged(item, found):
                yield wrong

    def judged(self, item: Item, guesses: Sequence[tuple[str, Guess]]) -> Wrong | None:
        strange = [(text, guess) for text, guess in guesses if self.is_wrong(item, guess)]
        for text, guess in strange:
            twin = self.twin(item, guess)
            copied = self.is_copy(item, twin) or (twin and self.is_sure(item, guess))
            if copied or (item.samples and self.is_surely(item, guess, text)):
                is_part = len(strange) < len(guesses)
                excerpt = text if is_part else item.text
                found = self.codes[twin.folder] if twin else guess.code
                return Wrong(item, found, twin, excerpt, is_part=is_part)
        return None

    # Texts of a few words

    def short(self) -> Iterator[Wrong]:
        asked = [item for item in self.items if self.is_short(item)]
        answers = self.identifier.guesses([item.text for item in asked])
        for item, guess in zip(asked, answers, strict=True):
            if guess and self.is_wrong(item, guess) and self.is_sure(item, guess):
                twin = self.twin(item, guess)
                if twin is None or not self.is_copy(item, twin):
                    continue
                found = self.codes[twin.folder]
                if self.is_foreign(item, found):
                    yield Wrong(item, found, twin, item.text, is_short=True)

    def is_short(self, item: Item) -> bool:
        """Whether the item is one of a few words, without code, and the same elsewhere."""
        if not item.key or GAP in item.text or count(item.text) >= FEW:
            return False
        following = words(item.text)[1:]
        if following and all(word.is_name for word in following):
            return False
        others = len(self.same(item))
        # A name, or a word of the trade, where every language has it.
        return others > 0 and not 2 <= others == len(self.codes) - 1

    def is_foreign(self, item: Item, code: str) -> bool:
        """Whether a word is a common one in the language found, and never used in the item's.

        A name is nowhere in lower case; a loan word, such as *email*, is in both.
        """
        common = {word for word, is_name in self.vocabulary[code] if not is_name}
        known = {word for word, _ in self.vocabulary[self.codes[item.folder]]}
        return any(
            (name := word.text.casefold()) in common and name not in known
            for word in words(item.text)
        )

    @cached_property
    def vocabulary(self) -> Mapping[str, set[tuple[str, bool]]]:
        """The words of each language's longer texts, and whether they look like names."""
        found: dict[str, set[tuple[str, bool]]] = {code: set() for code in self.scripts}
        for item in items(self.handbook.all) if self.handbook.is_part else self.items:
            if item.samples:
                found[self.codes[item.folder]].update(
                    (word.text.casefold(), word.is_name) for word in words(unquoted(item.text))
                )
        return found

    # What is said of them

    def findings(self, faults: Sequence[Wrong]) -> Iterator[Finding]:
        """The findings of one file."""
        path = faults[0].item.path
        there = [item for item in self.items if item.path == path]
        for stranger in dict.fromkeys(wrong.code for wrong in faults):
            alike = [wrong for wrong in faults if wrong.code == stranger]
            if _is_most(alike, there):
                yield self.page(alike)
            else:
                for group in _grouped(alike):
                    yield self.group(group)

    def page(self, faults: Sequence[Wrong]) -> Finding:
        first = min((wrong.item for wrong in faults if not wrong.item.keyed), key=_position)
        found, own = self.languages(first, faults[0].code)
        twin = next((wrong.twin for wrong in faults if wrong.twin), None)
        return finding(
            "KB403",
            first.path,
            first.line,
            f"the page is in {found}, not in {own}",
            column=first.column,
            note=f"the same text is in {twin.path}" if twin else "",
            help=f"write the page in {own}",
        )

    def group(self, faults: Sequence[Wrong]) -> Finding:
        first, *others = faults
        item, twin = first.item, first.twin
        found, own = self.languages(item, first.code)
        copied = twin is not None and twin.folder == self.source
        state = f"left in {found}" if copied else f"in {found}, not in {own}"
        part = "part of the " if first.is_part else ""
        lines = sorted({wrong.item.line for wrong in others} - {item.line})
        note = f"the same text is at {twin.path}:{twin.line}" if twin else ""
        if copied and twin:
            note = f"the source has it at {twin.path}:{twin.line}"
        return finding(
            _number(first, copied=copied),
            item.path,
            item.line,
            f"{part}{item.noun} {quoted(_excerpt(first.excerpt))} is {state}",
            column=item.column,
            detail=_more(item, others, lines),
            note=note,
            help=f"write {'them' if others else 'it'} in {own}",
        )

    def languages(self, item: Item, code: str) -> tuple[str, str]:
        return self.names[code], self.names[self.codes[item.folder]]


def _twins(items: Iterable[Item]) -> _Twins:
    found: dict[tuple[Place, str], dict[str, Item]] = {}
    for item in items:
        if item.key:
            found.setdefault((item.place, item.key), {}).setdefault(item.folder, item)
    return found


def _is_most(faults: Sequence[Wrong], there: Sequence[Item]) -> bool:
    """Whether most of a page's text is amiss in the same way."""
    amiss = [wrong.item for wrong in faults if not wrong.item.keyed and not wrong.is_part]
    whole = sum(len(item.text) for item in there if not item.keyed and item.samples)
    share = sum(len(item.text) for item in amiss if item.samples)
    return len(amiss) >= SEVERAL and share >= MOSTLY * whole


def _grouped(faults: Sequence[Wrong]) -> Iterator[list[Wrong]]:
    """The faults that have one cause: in one section, in one wrong language.

    Keys of the front matter and settings are each one of their own. Long texts come
    first: they are the surer sign, and decide the code.
    """
    groups: dict[tuple[object, ...], list[Wrong]] = {}
    for wrong in sorted(faults, key=lambda wrong: _position(wrong.item)):
        item = wrong.item
        name = (item.place, item.line) if item.keyed else (item.place,)
        groups.setdefault(name, []).append(wrong)
    for group in groups.values():
        yield sorted(group, key=lambda wrong: (_is_weak(wrong), _position(wrong.item)))


def _is_weak(wrong: Wrong) -> bool:
    return wrong.is_short or wrong.item.is_label


def _number(wrong: Wrong, *, copied: bool) -> str:
    if _is_weak(wrong):
        return "KB404"
    if wrong.item.keyed:
        return "KB405"
    return "KB401" if copied else "KB402"


def _position(item: Item) -> tuple[int, int]:
    return item.line, item.column


def _more(item: Item, others: Sequence[Wrong], lines: Sequence[int]) -> str:
    if not others:
        return ""
    where = f" of section {code(item.section_id)}" if item.section_id else ""
    at = f", at line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}" if lines else ""
    return f"and {counted(len(others), 'more text')}{where}{at}"


def _excerpt(text: str) -> str:
    text = " ".join(text.replace(GAP, "…").split()).strip('“”«»"')
    if len(text) <= SHOWN:
        return text
    return text[:SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
