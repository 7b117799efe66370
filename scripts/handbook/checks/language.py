"""4xx: every text is in the language of its place.

A text of more than a few words is identified, sentence by sentence; one that is the
same as its counterpart in another language needs less evidence than one that is not.
A text of a few words is judged only where it is the same as its counterpart, and
then with a warning, for some are equal by right. A section's texts in one wrong
language are one finding, and so is a page that is mostly in another language.

`facts` of each page are judged together by `findings`, which is a small step: it looks
a few words up in the vocabulary of all pages, and groups what has one cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from handbook.checks.items import of_settings
from handbook.checks.strangers import Facts, Languages, Stranger, facts, vocabulary_of
from handbook.content.handbook import Handbook
from handbook.findings import Finding, code, counted, finding, quoted

# A page is in another language where so much of its text is, in so many passages.
MOSTLY = 0.6
SEVERAL = 3


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of language."""
    languages = Languages(handbook.structure)
    names = dict.fromkeys(name for tree in handbook.trees.values() for name in tree.pages)
    known = [page_facts(handbook, languages, name) for name in names]
    yield from findings(languages, [*known, setting_facts(handbook, languages)])


def page_facts(handbook: Handbook, languages: Languages, name: str) -> Facts:
    """What is known of the pages of one name, by their texts alone."""
    trees = handbook.trees.values()
    return facts(languages, [tree.pages[name] for tree in trees if name in tree.pages])


def setting_facts(handbook: Handbook, languages: Languages) -> Facts:
    """What is known of the texts in docs/company.yml and docs/glossary.yml."""
    return facts(languages, [], of_settings(handbook))


def findings(languages: Languages, known: Sequence[Facts]) -> Iterator[Finding]:
    """What is to be said of all pages and settings together."""
    vocabulary = _Vocabulary(known)
    sizes = {path: size for each in known for path, size in each.sizes}
    by_file: dict[tuple[str, str], list[Stranger]] = {}
    for each in known:
        for stranger in each.strangers:
            if not stranger.words or vocabulary.tells(stranger):
                by_file.setdefault((stranger.path, stranger.code), []).append(stranger)
    for (path, _), alike in by_file.items():
        if _is_most(alike, sizes.get(path, 0)):
            yield _page(languages, alike)
        else:
            for group in _grouped(alike):
                yield _group(languages, group)


class _Vocabulary:
    """The words of each language's longer texts, of all pages."""

    def __init__(self, known: Sequence[Facts]) -> None:
        self._known = known

    @cached_property
    def _pages(self) -> Mapping[str, list[bytes]]:
        # Where nothing is in doubt, nobody asks.
        found: dict[str, list[bytes]] = {}
        for each in self._known:
            for language, words in vocabulary_of(each.vocabulary):
                found.setdefault(language, []).append(words)
        return found

    def tells(self, stranger: Stranger) -> bool:
        """Whether a word is a common one in the language found, and never used in its own.

        A name is nowhere in lower case; a loan word, such as *email*, is in both.
        """
        return any(
            self._has(stranger.code, word)
            and not any(self._has(stranger.own, form) for form in _forms(word))
            for word in stranger.words
        )

    def _has(self, language: str, word: str) -> bool:
        sought = f" {word} ".encode("utf-8", "surrogatepass")
        return any(sought in words for words in self._pages.get(language, ()))


def _forms(word: str) -> tuple[str, ...]:
    return word, word.capitalize(), word.upper()


# What is said of them


def _is_most(alike: Sequence[Stranger], size: int) -> bool:
    """Whether most of a page's text is amiss in the same way."""
    amiss = [each for each in alike if not each.keyed and not each.is_part]
    return len(amiss) >= SEVERAL and sum(each.size for each in amiss) >= MOSTLY * size


def _page(languages: Languages, alike: Sequence[Stranger]) -> Finding:
    first = min((each for each in alike if not each.keyed), key=_position)
    found, own = languages.names[first.code], languages.names[first.own]
    twin = next((each.twin for each in alike if each.twin), None)
    return finding(
        "KB403",
        first.path,
        first.line,
        f"the page is in {found}, not in {own}",
        column=first.column,
        note=f"the same text is in {twin[0]}" if twin else "",
        help=f"write the page in {own}",
    )


def _group(languages: Languages, group: Sequence[Stranger]) -> Finding:
    first, *others = group
    found, own = languages.names[first.code], languages.names[first.own]
    state = f"left in {found}" if first.copied else f"in {found}, not in {own}"
    part = "part of the " if first.is_part else ""
    there = "the source has it" if first.copied else "the same text is"
    return finding(
        _number(first),
        first.path,
        first.line,
        f"{part}{first.noun} {quoted(first.excerpt)} is {state}",
        column=first.column,
        detail=_more(first, others),
        note=f"{there} at {first.twin[0]}:{first.twin[1]}" if first.twin else "",
        help=f"write {'them' if others else 'it'} in {own}",
    )


def _grouped(alike: Iterable[Stranger]) -> Iterator[list[Stranger]]:
    """The texts that have one cause: in one section, in one wrong language.

    Keys of the front matter and settings are each one of their own. Long texts come
    first: they are the surer sign, and decide the code.
    """
    groups: dict[tuple[object, ...], list[Stranger]] = {}
    for each in sorted(alike, key=_position):
        name = (each.place, each.line) if each.keyed else (each.place,)
        groups.setdefault(name, []).append(each)
    for group in groups.values():
        yield sorted(group, key=lambda each: (_is_weak(each), _position(each)))


def _is_weak(stranger: Stranger) -> bool:
    return bool(stranger.words) or stranger.is_label


def _number(stranger: Stranger) -> str:
    if _is_weak(stranger):
        return "KB404"
    if stranger.keyed:
        return "KB405"
    return "KB401" if stranger.copied else "KB402"


def _position(stranger: Stranger) -> tuple[int, int]:
    return stranger.line, stranger.column


def _more(first: Stranger, others: Sequence[Stranger]) -> str:
    if not others:
        return ""
    lines = sorted({each.line for each in others} - {first.line})
    where = f" of section {code(first.section_id)}" if first.section_id else ""
    at = f", at line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}" if lines else ""
    return f"and {counted(len(others), 'more text')}{where}{at}"
