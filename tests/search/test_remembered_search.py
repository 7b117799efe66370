"""Whatever of a language's pages changes: its search is the one that is made anew."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.content.handbook import Handbook
from handbook.site.memory import inputs
from handbook.site.memory.store import Store
from handbook.site.search import coded, pagefind
from handbook.site.search.index import Files, Remembered, Source, index_language
from handbook.site.search.passages import Passage

Pages = dict[str, tuple[Passage, ...]]

# Words that the rules join, that stand in few or in most passages, that two others make.
ENGLISH = """
call calls called calling reply replies replied customer customers hand over handover
handovers hand-over the and of on line online e-mail email web form forms — 24 zebra x
"""
ARABIC = """
عميل العميل عملاء للعملاء شكوى الشكاوى رد ردك الرد من في اعتذار اعتذر وصول وصل 24 —
"""
WORDS = {"en": ENGLISH.split(), "ar": ARABIC.split()}


def passage(chance: random.Random, folder: str, id: str) -> Passage:
    words = WORDS[folder]
    title = " ".join(chance.choices(words, k=chance.randint(1, 3)))
    return Passage(id, title, " ".join(chance.choices(words[:-5], k=chance.randint(0, 12))))


def page(chance: random.Random, folder: str) -> tuple[Passage, ...]:
    ids = chance.sample("abcdef", chance.randint(0, 4))
    return tuple(passage(chance, folder, id) for id in ("", *ids))


def edit(chance: random.Random, folder: str, pages: Pages) -> None:
    """A word more, another text, a page less or more."""
    name = chance.choice(sorted(pages))
    match chance.choice(("word", "word", "page", "drop", "add", "copy")):
        case "word":
            first, *rest = pages[name]
            word = chance.choice([*WORDS[folder], f"new{chance.randint(0, 99)}", "handed", "over"])
            pages[name] = (Passage(first.id, first.title, f"{first.text} {word}"), *rest)
        case "page":
            pages[name] = page(chance, folder)
        case "drop" if len(pages) > 1:
            del pages[name]
        case "copy":
            pages[chance.choice(sorted(pages))] = pages[name]
        case _:
            pages[f"n{chance.randint(0, 50)}/"] = page(chance, folder)


class Searches:
    """The searches of a language, one after the other, each beside one that remembers nothing."""

    def __init__(self, handbook: Handbook, folder: str, root: Path) -> None:
        self.handbook = handbook
        self.folder = folder
        self.root = root
        self.store = Store(root, root / "site", "v")
        self.files = Files(root / "0", root / "0")
        self.number = 0
        self.read: list[str] = []

    def source(self, pages: Pages) -> Source:
        def passages(address: str) -> tuple[Passage, ...]:
            self.read.append(address)
            return pages[address]

        stamps = {
            address: inputs.digest([(one.id, one.title, one.text) for one in pages[address]])
            for address in sorted(pages)
        }
        others = {"pt": {address: [("", "Título"), ("a", "A")] for address in pages}}
        return Source(self.handbook, self.folder, stamps, passages, others)

    def make(self, pages: Pages) -> Path:
        """The folder of a search that remembers the last one."""
        self.number += 1
        new = self.root / str(self.number)
        self.files = Files(new, self.files.new, self.files.made)
        known = self.store.search(self.folder)
        self.store.save_search(self.folder, index_language(self.source(pages), self.files, known))
        return new

    def clean(self, pages: Pages) -> Path:
        new = self.root / "clean"
        shutil.rmtree(new, ignore_errors=True)
        index_language(self.source(pages), Files(new, new))
        return new


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(params=["en", "ar"])
def searches(
    request: pytest.FixtureRequest, handbook: Handbook, tmp_path: Path
) -> Iterator[Searches]:
    yield Searches(handbook, request.param, tmp_path)


def some(searches: Searches, chance: random.Random, number: int) -> Pages:
    return {f"p{number}/": page(chance, searches.folder) for number in range(number)}


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_the_search_is_as_if_made_anew(searches: Searches, seed: int) -> None:
    chance = random.Random(seed)
    pages = some(searches, chance, 8)
    for _ in range(5):
        assert contents(searches.make(pages)) == contents(searches.clean(pages))
        for _ in range(chance.randint(0, 2)):
            edit(chance, searches.folder, pages)


def test_names_that_begin_alike_are_told_apart(
    searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "DIGITS", 1)
    chance = random.Random(1)
    pages = some(searches, chance, 20)
    for _ in range(8):
        found, clean = (
            {file: data for file, data in contents(new).items() if "/fragment/" in file}
            for new in (searches.make(pages), searches.clean(pages))
        )
        assert found == clean
        assert len(found) == len(pages)
        edit(chance, searches.folder, pages)


def test_after_an_edit_only_that_page_is_read(searches: Searches) -> None:
    pages = some(searches, random.Random(2), 20)
    searches.make(pages)
    first, *rest = pages["p3/"]
    pages["p3/"] = (Passage(first.id, first.title, f"{first.text} wholly-new"), *rest)
    searches.read.clear()
    searches.make(pages)
    assert set(searches.read) == {"p3/"}


def test_a_word_of_another_family_changes_the_codes_of_few(searches: Searches) -> None:
    pages = some(searches, random.Random(2), 20)
    searches.make(pages)
    before = searches.store.search(searches.folder).codes
    first, *rest = pages["p3/"]
    pages["p3/"] = (Passage(first.id, first.title, f"{first.text} aaa"), *rest)
    searches.make(pages)
    after = searches.store.search(searches.folder).codes
    assert {one: after[one] for one in before} == before


def test_a_page_whose_file_is_gone_is_made_anew(searches: Searches) -> None:
    pages = some(searches, random.Random(3), 5)
    new = searches.make(pages)
    for path in list((new / "pagefind/fragment").iterdir())[:2]:
        path.write_bytes(b"other")
    assert contents(searches.make(pages)) == contents(searches.clean(pages))


def test_what_was_remembered_of_other_words_is_not_taken(searches: Searches) -> None:
    pages = some(searches, random.Random(4), 5)
    searches.make(pages)
    known = searches.store.search(searches.folder)
    spoilt = Remembered(dict.fromkeys(known.codes, "bbbb"), known.compounds, known.pages)
    searches.store.save_search(searches.folder, spoilt)
    assert contents(searches.make(pages)) == contents(searches.clean(pages))


def test_a_page_is_coded_by_nothing_but_its_passages_and_codes(searches: Searches) -> None:
    pages = some(searches, random.Random(5), 3)
    searches.make(pages)
    found = searches.store.search(searches.folder).pages["p1/"]
    assert found.stretches == coded.stretches(pages["p1/"])
    assert [home.id for home in found.homes] == [one.id for one in pages["p1/"]]
