"""Judges the handbook: pure functions from what was read to findings.

A family of checks has up to two parts. What is found of a page in all its languages
(`pages`, or the whole of `check`) is found page by page, and can be remembered; what
can only be found beside the other pages (`across`) is found in every run, from facts
about the pages. Last of all, what only follows from another finding is left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from handbook.checks import (
    catalogues,
    causes,
    files,
    freshness,
    images,
    language,
    links,
    memory,
    negations,
    numbers,
    opposites,
    parity,
    script,
    settings,
    suppressions,
    terms,
    unwritten,
    workers,
)
from handbook.checks.facts import (
    Examined,
    PageFacts,
    examine,
    examine_files,
    examine_settings,
    facts_of,
)
from handbook.checks.identify import Answers
from handbook.checks.memory import Memory
from handbook.checks.settings import check_structure
from handbook.checks.strangers import Languages
from handbook.checks.suppressions import Verdict
from handbook.content.anchors import generated_anchors
from handbook.content.handbook import Handbook
from handbook.content.layout import DOCS
from handbook.findings import Finding

__all__ = ["Memory", "Verdict", "check", "check_structure", "judge"]

# What is found of a page in all its languages.
PAGES = (
    parity.pages,
    freshness.pages,
    links.pages,
    script.pages,
    files.pages,
    unwritten.check,
    images.check,
    numbers.check,
    opposites.check,
    negations.check,
    terms.pages,
)
# What is found of the company's settings and the glossary, and of other files by themselves.
SETTINGS = (settings.check, terms.across, script.settings)
BESIDE = {
    memory.INTERFACE: (catalogues.check, script.interface),
    memory.RECORDS: (freshness.files,),
}
# What is found of the handbook as a whole.
ACROSS = (parity.across, freshness.across, files.across, settings.across)


def check(handbook: Handbook, today: datetime.date | None = None) -> tuple[Finding, ...]:
    """Every finding that is to be shown, sorted, each once."""
    return judge(handbook, today).findings


def judge(
    handbook: Handbook, today: datetime.date | None = None, remembered: Memory | None = None
) -> Verdict:
    """What every family finds, sorted, each once; what the project suppresses is kept apart.

    Reviews are held against `today`; without one they are not judged. Of a page that is
    as it was, `remembered` tells what was found.
    """
    if not handbook.has_contract:
        from handbook.checks import foreign  # slow to load, and seldom needed

        pages = {
            page.path: facts_of(handbook, page)
            for tree in handbook.trees.values()
            for page in tree.pages.values()
        }
        found = causes.without_consequences(handbook, foreign.check(handbook))
        return suppressions.judge(handbook, pages, sorted(found))
    languages = Languages(handbook.structure)
    examined = _examined(handbook, languages, remembered)
    pages = {
        f"{DOCS}/{folder}/{name}": each.pages[folder]
        for folder, tree in handbook.trees.items()
        for name, each in examined.items()
        if name in tree.pages
    }
    whole = replace(handbook, known_kinds=_kinds(examined))
    found = {found for family in ACROSS for found in family(whole)}
    found.update(_links(whole, pages))
    found.update(files.unused(whole, {name for each in pages.values() for name in each.variables}))
    found.update(language.findings(languages, [each.strangers for each in examined.values()]))
    for name, each in examined.items():
        found.update(each.findings)
        if today is not None:
            found.update(late for day, late in each.due if today.isoformat() > day)
        for number in each.undecided:
            found.update(PAGES[number](handbook.only(name, whole)))
    found = causes.without_consequences(handbook, found)
    return suppressions.judge(handbook, pages, sorted(found))


def _examined(
    handbook: Handbook, languages: Languages, remembered: Memory | None
) -> Mapping[str, Examined]:
    """What is found of each page by itself, by its name, and of the files beside them."""
    kept = remembered or Memory()
    keys = kept.keys(handbook)
    names = (*memory.BESIDE, *handbook.names)
    known = {name: found for name in names if (found := kept.recalled(name, keys))}
    left = [name for name in names if name not in known]

    def told(name: str) -> bytes:
        return memory.told(_found(handbook, languages, name, kept.answers(name)))

    beside = [name for name in left if name in memory.BESIDE]
    lines = [told(name) for name in beside]  # first: what is loaded for it, workers have
    others = workers.examined(left[len(beside) :], told)
    for name, line in zip(left, chain(lines, others), strict=True):
        known[name] = memory.understood(line)
        kept.keep(name, keys, known[name], line)
    return {name: known[name] for name in names}


def _found(handbook: Handbook, languages: Languages, name: str, known: Answers) -> Examined:
    if name in BESIDE:
        return examine_files(handbook, BESIDE[name])
    if name == memory.SETTINGS:
        return examine_settings(handbook, SETTINGS, languages, known)
    return examine(handbook.only(name), name, PAGES, languages, known)


def _kinds(examined: Mapping[str, Examined]) -> Mapping[str, frozenset[str]]:
    """The names of the pages that are of a kind in any language, by kind."""
    found: dict[str, set[str]] = {}
    for name, each in examined.items():
        for facts in each.pages.values():
            if facts.valid_kind is not None:
                found.setdefault(facts.valid_kind, set()).add(name)
    return {kind: frozenset(names) for kind, names in found.items()}


def _links(handbook: Handbook, pages: Mapping[str, PageFacts]) -> Iterator[Finding]:
    """The findings of links, images and ids of the pages that are not plainly right."""
    generated = {
        kind: generated_anchors(handbook, kind) for kind in {facts.kind for facts in pages.values()}
    }
    anchors = {path: generated[facts.kind].union(facts.by_id) for path, facts in pages.items()}
    for folder, tree in handbook.trees.items():
        listed = {f"{DOCS}/{folder}/{name}" for name in handbook.structure.pages}
        for name in tree.pages:
            facts = pages[f"{DOCS}/{folder}/{name}"]
            is_right = (
                not facts.is_odd
                and generated[facts.kind].isdisjoint(facts.by_id)
                and handbook.files.issuperset(facts.images)
                and all(
                    (anchor is None or anchor in anchors[to] or pages[to].is_empty)
                    if to in pages
                    else to in listed or to in handbook.files
                    for to, anchor in facts.links
                )
            )
            if not is_right:
                yield from links.across(handbook, tree.pages[name])
