"""The search of each language, made anew only where what it reads has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from handbook.collector import give_back
from handbook.content.handbook import Handbook
from handbook.site import processes
from handbook.site.memory import inputs
from handbook.site.memory.store import STEMS, Store
from handbook.site.memory.traces import OnDisk, Said, Trace, Traces, on_disk
from handbook.site.plan import address
from handbook.site.search import spool
from handbook.site.search.index import Files, Source, index_language
from handbook.site.search.passages import Passage, passages
from handbook.site.search.spool import Spooled
from handbook.site.search.tables import Titles

# A language's search: what stands for all it was made of, and its files by address.
Index = tuple[str, dict[str, OnDisk]]
# The passages of a page of a language, by its address there.
Read = Callable[[str, str], tuple[Passage, ...]]


@dataclass(frozen=True)
class Indexed:
    """Each language's search, and those of them that were made anew."""

    indexes: dict[str, Index]
    fresh: tuple[str, ...]


def indexes_hold(handbook: Handbook, store: Store, last: Traces) -> bool:
    """Whether every language's search is as it would be made of the last build's pages."""
    said = _said(handbook, last.files)
    return all(
        _holds(last, folder, _key(handbook, store.version, folder, said), store.target)
        for folder in handbook.trees
    )


def index(
    handbook: Handbook,
    store: Store,
    last: Traces,
    files: Mapping[str, Trace],
    spooled: Mapping[str, Spooled],
    new: Path,
) -> Indexed:
    """Index the languages whose passages, or whose titles in another, have changed.

    `files` are those of all pages, which stand below `new`; the passages of those that were
    made are `spooled`. Raises SearchError.
    """
    said = _said(handbook, files)
    keys = {folder: _key(handbook, store.version, folder, said) for folder in handbook.trees}
    stale = tuple(
        folder for folder in handbook.trees if not _holds(last, folder, keys[folder], store.target)
    )
    indexes = {folder: last.indexes[folder] for folder in handbook.trees if folder not in stale}
    if stale:
        read = partial(_passages, new, spooled)
        titles = {folder: _titles(store, folder, said[folder], spooled, read) for folder in said}
        work = partial(_index, handbook, store, last, said, titles, read, new)
        for folder, found in processes.spread(work, stale):
            indexes[folder] = keys[folder], found
    return Indexed(indexes, stale)


def _index(
    handbook: Handbook,
    store: Store,
    last: Traces,
    said: Mapping[str, Mapping[str, Said]],
    titles: Mapping[str, Titles],
    read: Read,
    new: Path,
    folders: Sequence[str],
) -> Iterator[tuple[str, dict[str, OnDisk]]]:
    for folder in folders:
        pages = {place: one.text for place, one in said[folder].items()}
        others = {other: found for other, found in titles.items() if other != folder}
        source = Source(handbook, folder, pages, partial(read, folder), others)
        yield folder, _index_one(store, last, source, new)
        give_back()


def _index_one(store: Store, last: Traces, source: Source, new: Path) -> dict[str, OnDisk]:
    """The files of one language's search; it keeps nothing for the next one."""
    folder = source.folder
    prefix = f"{folder}/"
    _, before = last.indexes.get(folder, ("", {}))
    stood = {name.removeprefix(prefix): file for name, file in before.items()}
    files = Files(new / folder, store.target / folder, stood)
    stems = source.handbook.root / STEMS
    store.save_search(folder, index_language(source, files, store.search(folder), stems))
    return {prefix + name: stands for name, stands in files.made.items()}


def _said(handbook: Handbook, files: Mapping[str, Trace]) -> dict[str, dict[str, Said]]:
    """What stands for the passages of each page that has any, in the order of the files."""
    found: dict[str, dict[str, Said]] = {}
    for folder, tree in handbook.trees.items():
        names = sorted(
            (address(folder, name) for name in tree.pages), key=lambda one: one.split("/")
        )
        found[folder] = {
            _place(folder, name): files[name].said
            for name in names
            if name in files and files[name].said.text
        }
    return found


def _file(folder: str, place: str) -> str:
    return f"{folder}/{place}index.html"


def _place(folder: str, file: str) -> str:
    return file.removeprefix(f"{folder}/").removesuffix("index.html")


def _titles_stamp(said: Mapping[str, Said]) -> str:
    return inputs.digest([(place, one.titles) for place, one in said.items()])


def _key(
    handbook: Handbook, version: str, folder: str, said: Mapping[str, Mapping[str, Said]]
) -> str:
    titles = [(other, _titles_stamp(pages)) for other, pages in said.items() if other != folder]
    languages = [language.model_dump() for language in handbook.structure.languages]
    # Its terms lead to a page, which is told by its kind.
    glossary = [page.name for page in handbook.pages_of_kind(folder, "glossary")]
    text = [(place, one.text) for place, one in said[folder].items()]
    return inputs.digest(
        version, languages, glossary, handbook.glossary.digest, folder, text, titles
    )


def _holds(last: Traces, folder: str, key: str, target: Path) -> bool:
    before, files = last.indexes.get(folder, ("", {}))
    try:
        return before == key and all(
            on_disk(f"{target}/{name}") == stood for name, stood in files.items()
        )
    except OSError:
        return False


def _titles(
    store: Store,
    folder: str,
    said: Mapping[str, Said],
    spooled: Mapping[str, Spooled],
    read: Read,
) -> Titles:
    """The titles of a language's pages, remembered from one search to the next."""
    known = store.titles(folder)
    found = {}
    for place, one in said.items():
        before, titles = known.get(place, ("", ()))
        if before != one.titles:
            made = spooled.get(_file(folder, place))
            inside = () if made else read(folder, place)
            titles = made.titles if made else [(passage.id, passage.title) for passage in inside]
        found[place] = one.titles, titles
    if known != found:
        store.save_titles(folder, found)
    return {place: titles for place, (_, titles) in found.items()}


def _passages(
    new: Path, spooled: Mapping[str, Spooled], folder: str, place: str
) -> tuple[Passage, ...]:
    """The passages of a page: as it was made, else as it stands."""
    file = _file(folder, place)
    if file in spooled:
        return spool.read(spooled[file])
    return passages((new / file).read_text(encoding="utf-8"))
