"""Texts of the real handbook put into another language's page are found, and nothing else is.

At most one text of a section and a few of a page are replaced at a time, so that many
random replacements share one check; each must be found at its own file and line.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations

import pytest

from handbook.checks import language
from handbook.checks.samples import FEW, count
from handbook.content.handbook import Handbook, Page, Section, Tree, page_from_text
from handbook.content.markdown import Text, TextKind
from handbook.content.prose import Passage, prose

FOLDERS = ("en", "ar", "pt", "id")
PAIRS = list(permutations(FOLDERS, 2))
A_PAGE = 4  # texts replaced at a time on one page
ROUNDS = 2
AT_LEAST = 0.98


@dataclass(frozen=True)
class Change:
    """A text of `page`, and the one of another language that takes its place."""

    page: Page
    section: Section
    text: Text
    other: Text
    cell: int = -1

    @property
    def words(self) -> str:
        return written(self.other, self.cell)


def written(text: Text, cell: int) -> str:
    if cell < 0:
        return " ".join(words.strip() for _, _, words in text.lines)
    return cells(text)[cell]


def cells(text: Text) -> list[str]:
    return [cell.strip() for cell in text.lines[0][2].strip("| ").split(" | ")]


def changes(page: Page, other: Page, *, elsewhere: bool, rng: random.Random) -> Iterator[Change]:
    """Every text of a page with its parallel in another language, or with one from elsewhere."""
    strangers = [text for section in other.sections for text in section.texts]
    for section in page.sections:
        there = other.by_id[section.id] if section.id else other.sections[0]
        if len(section.texts) != len(there.texts):
            continue
        for text, parallel in zip(section.texts, there.texts, strict=True):
            if text.kind is not parallel.kind or text.kind is TextKind.HEADING:
                continue
            if elsewhere:
                same = [found for found in strangers if found.kind is text.kind]
                parallel = rng.choice([found for found in same if found is not parallel] or same)
            if text.kind is TextKind.TABLE_ROW:
                width = min(len(cells(text)), len(cells(parallel)))
                yield Change(page, section, text, parallel, rng.randrange(width))
            else:
                yield Change(page, section, text, parallel)


def chosen(found: list[Change], rng: random.Random) -> list[Change]:
    """A few, each of a section of its own."""
    rng.shuffle(found)
    by_section = {change.section.line: change for change in found}
    return sorted(list(by_section.values())[:A_PAGE], key=lambda change: change.text.lines[0][0])


def changed(handbook: Handbook, picked: list[Change]) -> Page:
    page = picked[0].page
    lines = (handbook.root / page.path).read_text(encoding="utf-8").split("\n")
    for change in picked:
        number, column, words = change.text.lines[0]
        line = lines[number - 1]
        if change.cell < 0:
            start, end = column - 1, column - 1 + len(words)
        else:
            start = column - 1 + words.index(cells(change.text)[change.cell])
            end = start + len(cells(change.text)[change.cell])
        lines[number - 1] = line[:start] + change.words + line[end:]
        for other, _, _ in change.text.lines[1:]:
            lines[other - 1] = ""
    return page_from_text(page.language, page.name, page.path, "\n".join(lines))


def with_pages(handbook: Handbook, folder: str, pages: dict[str, Page]) -> Handbook:
    tree = handbook.trees[folder]
    changed_tree = Tree(tree.language, {**tree.pages, **pages}, tree.others)
    return replace(handbook, trees={**handbook.trees, folder: changed_tree})


def passage_at(page: Page, change: Change) -> Passage | None:
    number, column, words = change.text.lines[0]
    if change.cell >= 0:
        column += words.index(cells(change.text)[change.cell])
    found = (passage for passage in prose(page) if passage.line == number)
    return next((passage for passage in found if passage.column == column), None)


@dataclass
class Tally:
    made: int = 0
    found: int = 0


def mutate(
    handbook: Handbook, home: str, stranger: str, *, elsewhere: bool, rounds: int = ROUNDS
) -> tuple[Tally, Tally, list[str]]:
    """Of the texts of several words and of the shorter ones: how many were made and found."""
    rng = random.Random(f"{home} {stranger} {elsewhere}")
    long, short = Tally(), Tally()
    trouble: list[str] = []
    for _ in range(rounds):
        pages: dict[str, Page] = {}
        places: dict[tuple[str, int], Tally] = {}
        said: dict[tuple[str, int], str] = {}
        for name, page in handbook.trees[home].pages.items():
            other = handbook.trees[stranger].pages[name]
            picked = chosen(list(changes(page, other, elsewhere=elsewhere, rng=rng)), rng)
            if not picked:
                continue
            pages[name] = changed(handbook, picked)
            for change in picked:
                passage = passage_at(pages[name], change)
                if passage:
                    tally = long if count(passage.text) >= FEW else short
                    tally.made += 1
                    place = (page.path, passage.line)
                    places[place] = tally
                    said[place] = passage.text
        findings = list(language.check(with_pages(handbook, home, pages)))
        hit = set()
        for found in findings:
            place = (found.path, found.line)
            if place in places and place not in hit:
                hit.add(place)
                places[place].found += 1
            else:
                trouble.append(f"extra: {found}")
        trouble += [f"missed: {place} {said[place]}" for place in places if place not in hit]
    return long, short, trouble


@pytest.mark.parametrize(("home", "stranger"), PAIRS)
def test_a_parallel_text_of_another_language_is_found(
    handbook: Handbook, home: str, stranger: str
) -> None:
    long, short, trouble = mutate(handbook, home, stranger, elsewhere=False)
    assert not [line for line in trouble if line.startswith("extra")]
    assert long.made + short.made >= 70  # of three languages, more than 200 in each
    assert long.found >= AT_LEAST * long.made, trouble


@pytest.mark.parametrize(("home", "stranger"), PAIRS)
def test_a_text_from_elsewhere_is_found_by_its_language_alone(
    handbook: Handbook, home: str, stranger: str
) -> None:
    long, _, trouble = mutate(handbook, home, stranger, elsewhere=True, rounds=1)
    assert not [line for line in trouble if line.startswith("extra")]
    assert long.found >= 0.85 * long.made, trouble
