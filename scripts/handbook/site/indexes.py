"""The search of each language, made anew only where what it reads has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from handbook.content.handbook import Handbook
from handbook.site import inputs, processes, search
from handbook.site.maker import Made
from handbook.site.passages import Passage, passages
from handbook.site.plan import NEUTRAL, NOT_FOUND, address
from handbook.site.store import LEMMAS, Passages, Store
from handbook.site.traces import OnDisk, Traces, on_disk


@dataclass(frozen=True)
class Indexed:
    """What stands for each language's passages and titles, and the searches' files by address."""

    texts: dict[str, tuple[str, str]]
    indexes: dict[str, tuple[str, dict[str, OnDisk]]]
    fresh: tuple[str, ...]


def indexes_hold(handbook: Handbook, store: Store, last: Traces) -> bool:
    """Whether every language's search is as it would be made of the last build's pages."""
    if last.texts.keys() != handbook.trees.keys():
        return False
    return all(
        _holds(last, folder, _key(handbook, store.version, folder, last.texts), store.target)
        for folder in handbook.trees
    )


def index(
    handbook: Handbook,
    store: Store,
    last: Traces,
    made: Sequence[Made],
    new: Path,
) -> Indexed:
    """Index the languages whose passages, or whose titles in another, have changed.

    Files are made below `new`; those of other languages stand in the last build.
    Raises SearchError.
    """
    texts = _Texts(handbook, store, last, made)
    stamps = {folder: texts.stamp(folder) for folder in handbook.trees}
    keys = {folder: _key(handbook, store.version, folder, stamps) for folder in handbook.trees}
    stale = tuple(
        folder for folder in handbook.trees if not _holds(last, folder, keys[folder], store.target)
    )
    indexes = {folder: last.indexes[folder] for folder in handbook.trees if folder not in stale}
    if stale:
        built = {folder: texts.all(folder) for folder in handbook.trees}
        work = partial(_index, new, handbook, built, store.root / LEMMAS)
        for folder in processes.spread(work, stale):
            files = {path.relative_to(new).as_posix(): path for path in search.files(new / folder)}
            indexes[folder] = keys[folder], {name: on_disk(path) for name, path in files.items()}
    return Indexed(stamps, indexes, stale)


def _index(
    site: Path,
    handbook: Handbook,
    built: Mapping[str, Passages],
    remembered: Path,
    folders: Sequence[str],
) -> Iterator[str]:
    for folder in folders:
        search.index_language(site, handbook, folder, built, remembered)
        yield folder


def _key(
    handbook: Handbook, version: str, folder: str, stamps: Mapping[str, tuple[str, str]]
) -> str:
    titles = [(other, titles) for other, (_, titles) in stamps.items() if other != folder]
    languages = [language.model_dump() for language in handbook.structure.languages]
    # Its terms lead to a page, which is told by its kind.
    glossary = [page.name for page in handbook.pages_of_kind(folder, "glossary")]
    return inputs.digest(
        version, languages, glossary, handbook.glossary.digest, folder, stamps[folder][0], titles
    )


def _holds(last: Traces, folder: str, key: str, target: Path) -> bool:
    before, files = last.indexes.get(folder, ("", {}))
    try:
        return before == key and all(
            on_disk(f"{target}/{name}") == stood for name, stood in files.items()
        )
    except OSError:
        return False


class _Texts:
    """The passages of each language's pages, read where something has changed."""

    def __init__(
        self,
        handbook: Handbook,
        store: Store,
        last: Traces,
        made: Sequence[Made],
    ) -> None:
        self._handbook = handbook
        self._store = store
        self._last = last
        self._made: dict[str, dict[str, tuple[Passage, ...]]] = {}
        for one in made:
            if one.folder != NEUTRAL and one.name != NOT_FOUND:
                self._made.setdefault(one.folder, {})[one.address] = one.passages
        self._all: dict[str, Passages] = {}

    def stamp(self, folder: str) -> tuple[str, str]:
        """What stands for a language's passages, and for their titles."""
        pages = self._handbook.trees[folder].pages
        known = folder in self._last.texts and folder not in self._made
        before = set(self._last.outlines.get(folder, {}))
        if known and before == set(pages):
            return self._last.texts[folder]
        found = self.all(folder)
        titles = [
            (place, [(one.id, one.title) for one in inside]) for place, inside in found.items()
        ]
        stamp = inputs.digest(found)
        self._store.save_passages(folder, stamp, found)
        return stamp, inputs.digest(titles)

    def all(self, folder: str) -> Passages:
        """A language's passages by page, in the order of the pages' files."""
        if folder not in self._all:
            stamp, _ = self._last.texts.get(folder, ("", ""))
            stored = self._store.passages(folder, stamp)
            found = {}
            for name in self._handbook.trees[folder].pages:
                file = address(folder, name)
                place = file.removeprefix(f"{folder}/").removesuffix("index.html")
                if file in self._made.get(folder, {}):
                    inside = self._made[folder][file]
                elif place in stored:
                    inside = stored[place]
                else:
                    html = (self._store.target / file).read_text(encoding="utf-8")
                    inside = passages(html)
                if inside:
                    found[place] = inside
            self._all[folder] = {place: found[place] for place in sorted(found, key=_order)}
        return self._all[folder]


def _order(place: str) -> list[str]:
    """Where a page's file stands among others, as paths are sorted."""
    return f"{place}index.html".split("/")
