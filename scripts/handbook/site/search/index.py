"""The search of each language: Pagefind's index, and the tables of words beside it.

Pagefind's index has the code of its family in the place of each word, so that it finds
and ranks families; what it shows of a result is the text itself, word for word. Beside
it stand the tables that turn what a reader types into codes, and those that tell in
which sections a word of this language is most at home, for readers of the others.

What is remembered: each page as it was coded, while its text and the codes of its
words are the same; and a file whose name tells its content is taken over as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from handbook.content.handbook import Handbook
from handbook.site.memory import inputs
from handbook.site.memory.traces import OnDisk, on_disk
from handbook.site.publish import remove, taken_over
from handbook.site.search import coded, pagefind, tables
from handbook.site.search.coded import Coded
from handbook.site.search.lexicon import Lexicon, edges, ends, lexicon_of
from handbook.site.search.pagefind import SearchError
from handbook.site.search.passages import Passage, built_passages
from handbook.site.search.stems import Stems
from handbook.site.search.tables import Tables, Titles
from handbook.site.search.wordrules import words

__all__ = ["SearchError", "index", "index_language"]

PAGEFIND = "pagefind"
TABLES = "search"
# The most bytes of CBOR in a piece of the index: about half of it when it is sent. Only a
# word that by itself fills more than one still grows with the handbook.
CHUNK_SIZE = 12_000


@dataclass(frozen=True)
class Remembered:
    """What is known of a language's pages from its last search.

    `codes` has what stood for the codes of each stretch between spaces, and `compounds`
    the code of each word that two may make: with these the pages were coded.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    compounds: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Coded] = field(default_factory=dict)


@dataclass(frozen=True)
class Files:
    """The files of a language's search below `new`, those that stand in `last` taken over.

    `before` are those of the last search, by name below their language; `made` are this one's.
    """

    new: Path
    last: Path
    before: Mapping[str, OnDisk] = field(default_factory=dict)
    made: dict[str, OnDisk] = field(default_factory=dict)

    def take(self, name: str) -> bool:
        """Take over a file whose name tells its content, if there is one."""
        if name in self.made:
            return True
        try:
            if on_disk(self.last / name) != self.before.get(name):
                return False
        except OSError:
            return False
        self.made[name] = taken_over(self.last / name, self.new / name)
        return True

    def write(self, name: str, content: bytes) -> None:
        """Write a file anew."""
        path = self.new / name
        remove(path)
        path.write_bytes(content)
        self.made[name] = on_disk(path)

    def drop_others(self) -> None:
        """Remove what is not of this search."""
        for folder in (PAGEFIND, TABLES):
            for path in (self.new / folder).rglob("*"):
                if path.is_file() and path.relative_to(self.new).as_posix() not in self.made:
                    path.unlink()


@dataclass(frozen=True)
class Source:
    """What a language's search is made of.

    `pages` has what stands for the passages of each page, by address in the order of their
    files, and `passages` reads those of one; `others` has the titles of the other languages.
    """

    handbook: Handbook
    folder: str
    pages: Mapping[str, str]
    passages: Callable[[str], tuple[Passage, ...]]
    others: Mapping[str, Titles]


def index(site: Path, handbook: Handbook, folders: Collection[str]) -> None:
    """Index the built languages `folders` of `site`. Raises SearchError."""
    built = {folder: built_passages(site / folder) for folder in handbook.trees}
    titles = {
        folder: {
            address: [(one.id, one.title) for one in inside] for address, inside in found.items()
        }
        for folder, found in built.items()
    }
    for folder in folders:
        stamps = {address: inputs.digest(inside) for address, inside in built[folder].items()}
        others = {other: found for other, found in titles.items() if other != folder}
        source = Source(handbook, folder, stamps, built[folder].__getitem__, others)
        index_language(source, Files(site / folder, site / folder))


def index_language(
    source: Source,
    files: Files,
    remembered: Remembered | None = None,
    stems_folder: Path | None = None,
) -> Remembered:
    """Index one language: what is to be remembered of it. Raises SearchError.

    Stems of words are remembered in a folder, where one is given.
    """
    handbook, folder = source.handbook, source.folder
    language = handbook.trees[folder].language.tag.split("-")[0].lower()
    remembered = remembered or Remembered()
    found = dict(_stretches(source, remembered))
    stems = Stems(language, stems_folder) if stems_folder else None
    vocabulary = dict.fromkeys(chain.from_iterable(found.values()))
    known = lexicon_of(language, folder, vocabulary, handbook.glossary.model, stems)
    if stems:
        stems.save()
    now = Remembered(
        {stretch: " ".join(known.all_codes[stretch]) for stretch in vocabulary},
        {word: known.codes[word] for word in known.compounds},
    )
    changed = _changed(remembered, now)
    pages = dict(_coded(source, files, remembered.pages, found, known, changed))
    _write_index(files, pages)
    for name, content in Tables(known, pages, source.others).make().items():
        if not (name != "index.json" and files.take(f"{TABLES}/{name}")):
            files.write(f"{TABLES}/{name}", content)
    files.write(f"{TABLES}/terms.json", tables.terms(handbook, folder))
    files.drop_others()
    return replace(now, pages=pages)


def _stretches(source: Source, remembered: Remembered) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The different stretches between spaces of each page."""
    same: dict[str, str] = {stretch: stretch for stretch in remembered.codes}
    for address, text in source.pages.items():
        before = remembered.pages.get(address)
        if before and before.text == text:
            yield address, before.stretches
        else:
            found = coded.stretches(source.passages(address))
            yield address, tuple(same.setdefault(stretch, stretch) for stretch in found)


def _changed(before: Remembered, now: Remembered) -> frozenset[str]:
    """The stretches that have other codes than they had, or may have with the one before them."""
    compounds = {word for word, _ in before.compounds.items() ^ now.compounds.items()}
    seconds = ends(compounds)
    return frozenset(
        stretch
        for stretch, codes in now.codes.items()
        if before.codes.get(stretch) != codes or not seconds.isdisjoint(words(stretch)[:1])
    )


def _coded(
    source: Source,
    files: Files,
    remembered: Mapping[str, Coded],
    found: Mapping[str, tuple[str, ...]],
    known: Lexicon,
    changed: frozenset[str],
) -> Iterator[tuple[str, Coded]]:
    """Each page as it was coded, if it would be coded the same again; else anew."""
    names: set[str] = set()
    for address, text in source.pages.items():
        page = remembered.get(address)
        if not (
            page
            and page.text == text
            and changed.isdisjoint(page.stretches)
            and _is_free(page.fragment, names)
            and files.take(_fragment(page.fragment))
        ):
            passages = source.passages(address)
            shown = coded.fragment(address, passages)
            name = pagefind.name(shown, names)
            page = coded.coded(text, name, found[address], passages, known)
            files.write(_fragment(name), pagefind.packed(shown))
        names.add(page.fragment)
        yield address, page


def _is_free(name: str, taken: Container[str]) -> bool:
    """Whether a fragment would have the same name again."""
    return name not in taken and not pagefind.is_long(name)


def _write_index(files: Files, pages: Mapping[str, Coded]) -> None:
    """Write the words' places, cut into small pieces: a query needs one for each of its words."""
    inverted: dict[str, list[tuple[int, bytes]]] = {}
    for number, page in enumerate(pages.values()):
        for word, places in zip(page.words, page.places, strict=True):
            inverted.setdefault(word, []).append((number, places))
    codes = sorted(inverted)
    packed = [pagefind.word(word, inverted.pop(word)) for word in codes]
    starts = edges(map(len, packed), CHUNK_SIZE) if packed else []
    pieces: list[tuple[str, str, str]] = []
    names: set[str] = set()
    for start, end in zip(starts, [*starts[1:], len(codes)], strict=False):
        piece = pagefind.piece(packed[start:end])
        name = pagefind.name(piece, names)
        names.add(name)
        if not files.take(_piece(name)):
            files.write(_piece(name), pagefind.packed(piece))
        pieces.append((codes[start], codes[end - 1], name))
    program = pagefind.program()
    fragments = [(page.fragment, page.size) for page in pages.values()]
    for name, content in {**program.files, **program.heads(fragments, pieces)}.items():
        files.write(f"{PAGEFIND}/{name}", content)


def _fragment(name: str) -> str:
    return f"{PAGEFIND}/{pagefind.fragment_file(name)}"


def _piece(name: str) -> str:
    return f"{PAGEFIND}/{pagefind.piece_file(name)}"
