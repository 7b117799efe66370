"""6xx: the words of docs/glossary.yml are used, and those it forbids are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.checks.matching import page_kind
from handbook.checks.pairs import Pair, Place, pairs, place
from handbook.checks.phrases import Phrases, Use, phrases
from handbook.content.glossary import Glossary
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.markdown import ElementKind, TextKind
from handbook.content.once import once_a_glossary
from handbook.content.prose import CELL
from handbook.content.settings import Settings
from handbook.content.structure import Language
from handbook.findings import Finding, finding, quoted


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding about terms."""
    yield from across(handbook)
    yield from pages(handbook)


def pages(handbook: Handbook) -> Iterator[Finding]:
    """The terms of the pages."""
    if glossary := handbook.glossary.model:
        for tree in handbook.trees.values():
            banned = _banned(handbook.glossary, tree.language)
            for page in tree.pages.values():
                yield from _forbidden(handbook, page, banned)
        yield from _not_used(handbook, glossary)


def across(handbook: Handbook) -> Iterator[Finding]:
    """The terms of the glossary itself."""
    if glossary := handbook.glossary.model:
        yield from _conflicts(handbook, glossary)
        for tree in handbook.trees.values():
            banned = _banned(handbook.glossary, tree.language)
            yield from _definitions(handbook, glossary, tree.language, banned)


# Forbidden words


@dataclass(frozen=True, slots=True)
class _Ban:
    """Where the glossary forbids a word, and what it prefers."""

    place: str
    preferred: str


@once_a_glossary
def _banned(settings: Settings[Glossary], language: Language) -> Phrases[_Ban]:
    folder, glossary = language.folder, settings.model
    # What the glossary itself prefers is a fault there, not wherever it is used.
    clashes = _clashes(glossary, language) if glossary else ()
    preferred = {(clash.id, clash.index) for clash in clashes}
    found = []
    for id, term in glossary.terms.items() if glossary else ():
        if not term.term.get(folder):
            continue  # a term without a text is a finding of its own
        for index, word in enumerate(term.forbidden.get(folder, ())):
            if (id, index) in preferred:
                continue
            line = settings.line("terms", id, "forbidden", folder, index)
            found.append((_Ban(f"{settings.path}:{line}", term.term[folder]), word))
    return phrases(language.cldr.language, tuple(found))


def _forbidden(handbook: Handbook, page: Page, banned: Phrases[_Ban]) -> Iterator[Finding]:
    if page.meta:
        for key, text in (("title", page.meta.title), ("description", page.meta.description)):
            for use in banned.find(text):
                yield _refused(page.path, Place(page.front_matter.line(key), 1), use)
    for section in page.sections:
        words = page.words_of(section)
        uses = banned.find(words)
        examples = _counterexamples(handbook, page, section) if uses else {}
        for use in uses:
            where = place(words, use.start, section.line)
            if where.column not in examples.get(where.line, ()):
                yield _refused(page.path, where, use)


def _counterexamples(handbook: Handbook, page: Page, section: Section) -> dict[int, range]:
    """By line, the columns of the cells that show what not to say, as the contract has it."""
    kind = page_kind(handbook, page)
    rule = next((rule for rule in kind[1].fixed if rule.id == section.id), None) if kind else None
    if rule is None or rule.counterexamples is None:
        return {}
    bodies = [
        range(table.line + 2, table.line + 2 + table.rows)
        for table in section.elements
        if table.kind is ElementKind.TABLE
    ]
    found = {}
    for text in section.texts:
        if text.kind is TextKind.TABLE_ROW and any(text.line in body for body in bodies):
            line, column, row = text.lines[0]
            for index, cell in enumerate(CELL.finditer(row), 1):
                if index == rule.counterexamples:
                    found[line] = range(column + cell.start(), column + cell.end())
    return found


def _definitions(
    handbook: Handbook, glossary: Glossary, language: Language, banned: Phrases[_Ban]
) -> Iterator[Finding]:
    settings, folder = handbook.glossary, language.folder
    for id, term in glossary.terms.items():
        line = settings.line("terms", id, "definition", folder)
        for use in banned.find(term.definition.get(folder, "")):
            yield _refused(settings.path, Place(line, 1), use)


def _refused(path: str, where: Place, use: Use[_Ban]) -> Finding:
    preferred = list(dict.fromkeys(ban.preferred for ban in use.keys))
    return finding(
        "KB601",
        path,
        where.line,
        f"{quoted(use.text)} is not the handbook's word",
        column=where.column,
        note=f"it is forbidden at {use.keys[0].place}",
        help=f"write {' or '.join(map(quoted, preferred))}, in the form that fits",
    )


@dataclass(frozen=True, slots=True)
class _Clash:
    """The word at `index` of what term `id` forbids, which term `rival` prefers."""

    id: str
    index: int
    word: str
    rival: str


def _clashes(glossary: Glossary, language: Language) -> Iterator[_Clash]:
    """Each word that one term prefers and a term, the same or another, forbids."""
    folder = language.folder
    forbidden = phrases(
        language.cldr.language,
        tuple(
            ((id, index, word), word)
            for id, term in glossary.terms.items()
            for index, word in enumerate(term.forbidden.get(folder, ()))
        ),
    )
    for rival, term in glossary.terms.items():
        for use in forbidden.find(term.term.get(folder, ""), overlapping=True):
            for id, index, word in use.keys:
                yield _Clash(id, index, word, rival)


def _conflicts(handbook: Handbook, glossary: Glossary) -> Iterator[Finding]:
    settings = handbook.glossary
    for language in handbook.structure.languages:
        folder = language.folder
        for clash in _clashes(glossary, language):
            preferred = glossary.terms[clash.rival].term[folder]
            yield finding(
                "KB603",
                settings.path,
                settings.line("terms", clash.id, "forbidden", folder, clash.index),
                f"{quoted(clash.word)} is forbidden, and term `{clash.rival}` is "
                f"{quoted(preferred)}",
                note="that term is at "
                f"{settings.path}:{settings.line('terms', clash.rival, 'term', folder)}",
                help="allow the word, or choose another term",
            )


# Terms that are expected


@once_a_glossary
def _expected(settings: Settings[Glossary], language: Language) -> Phrases[str]:
    return phrases(
        language.cldr.language,
        tuple(
            (id, word)
            for id, term in (settings.model.terms.items() if settings.model else ())
            if term.expected
            for word in term.words(language.folder)
        ),
    )


def _not_used(handbook: Handbook, glossary: Glossary) -> Iterator[Finding]:
    expected = glossary.terms
    words = {
        language.folder: _expected(handbook.glossary, language)
        for language in handbook.structure.languages
    }
    for pair in pairs(handbook):
        here, there = pair.words
        folder, source_folder = pair.page.language.folder, pair.source.language.folder
        meant: dict[str, Use[str]] = {}
        for use in words[source_folder].find(there, overlapping=True):
            for id in use.keys:
                meant.setdefault(id, use)
        if not meant:
            continue
        given = {id for use in words[folder].find(here, overlapping=True) for id in use.keys}
        for id, use in meant.items():
            if id not in given and expected[id].term.get(folder):
                yield _unused(pair, id, expected[id].term[folder], use, handbook.glossary.path)


def _unused(pair: Pair, id: str, preferred: str, use: Use[str], glossary: str) -> Finding:
    at = place(pair.words[1], use.start, pair.there.line)
    return pair.finding(
        "KB602",
        Place(pair.here.line, 1),
        f"{pair.name} does not use the term {quoted(preferred)}",
        f"write {quoted(preferred)}, or list the form used under `forms` of term `{id}` "
        f"in {glossary}",
        f"the source has {quoted(use.text)} at {pair.source.path}:{at.line}",
    )
