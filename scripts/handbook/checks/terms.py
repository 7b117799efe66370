"""6xx: the words of docs/glossary.yml are used, and those it forbids are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.checks.pairs import Pair, Place, pairs, place
from handbook.checks.wordforms import words_in
from handbook.content.glossary import Glossary
from handbook.content.handbook import Handbook, Page
from handbook.content.structure import Language
from handbook.findings import Finding, finding, quoted


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding about terms."""
    glossary = handbook.glossary.model
    if glossary is None:
        return
    yield from _conflicts(handbook, glossary)
    for tree in handbook.trees.values():
        banned = _Banned.of(handbook, glossary, tree.language)
        if banned is None:
            continue
        yield from _definitions(handbook, glossary, tree.language, banned)
        for page in tree.pages.values():
            yield from _forbidden(page, banned)
    expected = _Expected.of(handbook, glossary)
    for pair in pairs(handbook) if expected.ids else ():
        yield from _not_used(pair, expected)


# Forbidden words


@dataclass(frozen=True, slots=True)
class _Variant:
    """A forbidden word: its term, where the glossary forbids it, what to write."""

    pattern: re.Pattern[str]
    place: str
    preferred: str


@dataclass(frozen=True, slots=True)
class _Banned:
    """The forbidden words of a language; `pattern` finds any of them."""

    pattern: re.Pattern[str]
    variants: tuple[_Variant, ...]

    @staticmethod
    def of(handbook: Handbook, glossary: Glossary, language: Language) -> _Banned | None:
        folder, tongue = language.folder, language.cldr.language
        variants = []
        for id, term in glossary.terms.items():
            for index, word in enumerate(term.forbidden.get(folder, ())):
                pattern = words_in(tongue, [word])
                if pattern is None or not term.term.get(folder, "").strip():
                    continue
                line = handbook.glossary.line("terms", id, "forbidden", folder, index)
                where = f"{handbook.glossary.path}:{line}"
                variants.append(_Variant(pattern, where, term.term[folder]))
        words = [
            word for term in glossary.terms.values() for word in term.forbidden.get(folder, ())
        ]
        pattern = words_in(tongue, words)
        return _Banned(pattern, tuple(variants)) if pattern else None

    def uses(self, words: str) -> Iterator[tuple[int, str, list[_Variant]]]:
        """Each forbidden word used: where, how it is written, and what forbids it."""
        for found in self.pattern.finditer(words):
            behind = [v for v in self.variants if v.pattern.fullmatch(found[0])]
            if behind:
                yield found.start(), " ".join(found[0].split()), behind


def _forbidden(page: Page, banned: _Banned) -> Iterator[Finding]:
    if page.meta:
        for key, text in (("title", page.meta.title), ("description", page.meta.description)):
            for _, used, behind in banned.uses(text):
                yield _refused(page.path, Place(page.front_matter.line(key), 1), used, behind)
    for section in page.sections:
        words = page.words_of(section)
        for position, used, behind in banned.uses(words):
            yield _refused(page.path, place(words, position, section.line), used, behind)


def _definitions(
    handbook: Handbook, glossary: Glossary, language: Language, banned: _Banned
) -> Iterator[Finding]:
    settings, folder = handbook.glossary, language.folder
    for id, term in glossary.terms.items():
        line = settings.line("terms", id, "definition", folder)
        for _, used, behind in banned.uses(term.definition.get(folder, "")):
            yield _refused(settings.path, Place(line, 1), used, behind)


def _refused(path: str, where: Place, used: str, behind: list[_Variant]) -> Finding:
    preferred = list(dict.fromkeys(variant.preferred for variant in behind))
    return finding(
        "KB601",
        path,
        where.line,
        f"{quoted(used)} is not the handbook's word",
        column=where.column,
        note=f"it is forbidden at {behind[0].place}",
        help=f"write {' or '.join(map(quoted, preferred))}, in the form that fits",
    )


def _conflicts(handbook: Handbook, glossary: Glossary) -> Iterator[Finding]:
    """A word that one term prefers and a term, the same or another, forbids."""
    settings = handbook.glossary
    for language in handbook.structure.languages:
        folder, tongue = language.folder, language.cldr.language
        for id, term in glossary.terms.items():
            for index, word in enumerate(term.forbidden.get(folder, ())):
                pattern = words_in(tongue, [word])
                for other, rival in glossary.terms.items():
                    preferred = rival.term.get(folder, "")
                    if pattern is None or not pattern.search(preferred):
                        continue
                    line = settings.line("terms", other, "term", folder)
                    yield finding(
                        "KB603",
                        settings.path,
                        settings.line("terms", id, "forbidden", folder, index),
                        f"{quoted(word)} is forbidden, and term `{other}` is {quoted(preferred)}",
                        note=f"that term is at {settings.path}:{line}",
                        help="allow the word, or choose another term",
                    )


# Terms that are expected


@dataclass(frozen=True, slots=True)
class _Expected:
    """The terms that a translation is to use wherever the source does."""

    glossary: Glossary
    ids: tuple[str, ...]
    place: str

    @staticmethod
    def of(handbook: Handbook, glossary: Glossary) -> _Expected:
        ids = tuple(id for id, term in glossary.terms.items() if term.expected)
        return _Expected(glossary, ids, handbook.glossary.path)


def _not_used(pair: Pair, expected: _Expected) -> Iterator[Finding]:
    here, there = pair.words
    (tongue, source_tongue) = pair.languages
    folder, source_folder = pair.page.language.folder, pair.source.language.folder
    for id in expected.ids:
        term = expected.glossary.terms[id]
        meant = words_in(source_tongue, term.words(source_folder))
        given = words_in(tongue, term.words(folder))
        if meant is None or given is None or given.search(here):
            continue
        if used := meant.search(there):
            at = place(there, used.start(), pair.there.line)
            yield pair.finding(
                "KB602",
                Place(pair.here.line, 1),
                f"{pair.name} does not use the term {quoted(term.term[folder])}",
                f"write {quoted(term.term[folder])}, or list the form used under `forms` of "
                f"term `{id}` in {expected.place}",
                f"the source has {quoted(used[0])} at {pair.source.path}:{at.line}",
            )
