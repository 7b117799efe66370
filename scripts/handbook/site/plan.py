"""What of the site holds from the last build, and what is to be made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from handbook.content.addresses import page_address
from handbook.content.files import UnreadableText, decode
from handbook.content.frontmatter import split
from handbook.content.handbook import Handbook
from handbook.content.pages import Pages
from handbook.site.edition import editions
from handbook.site.memory import inputs
from handbook.site.memory.reads import Read
from handbook.site.memory.traces import OnDisk, Said, Trace, Traces, on_disk
from handbook.site.navigation import Navigation, View
from handbook.site.outlines import Outline, outline_from

# In the place of a language's folder: the page that is of none.
NEUTRAL = ""
# In the place of a page's name: what is shown where there is no page.
NOT_FOUND = "404.html"

Known = Mapping[str, Mapping[str, tuple[str, Outline]]]


@dataclass(frozen=True, slots=True)
class Task:
    """A page to make, in some languages."""

    name: str
    folders: tuple[str, ...]


def address(folder: str, name: str) -> str:
    """The address on the site of the file that a page becomes."""
    inside = name if name == NOT_FOUND else f"{page_address(name)}index.html"
    return f"{folder}/{inside}" if folder != NEUTRAL else inside


def known_outlines(handbook: Handbook, last: Known) -> dict[str, dict[str, tuple[str, Outline]]]:
    """Every page's digest and outline, by language and name; `last` are those of the last build."""
    found: dict[str, dict[str, tuple[str, Outline]]] = {}
    for folder, tree in handbook.trees.items():
        pages = tree.pages
        assert isinstance(pages, Pages)
        remembered = last.get(folder, {})
        found[folder] = {}
        for name in pages:
            digest = pages.digest(name).hex()
            before = remembered.get(name)
            same = before is not None and before[0] == digest
            found[folder][name] = (
                before if same and before else (digest, outline_of(name, pages.data(name)))
            )
    return found


def outline_of(name: str, data: bytes) -> Outline:
    """The outline of a page, from its front matter alone."""
    try:
        return outline_from(name, split(decode(data))[0].meta)
    except UnreadableText:
        return outline_from(name, None)


@dataclass(frozen=True)
class Plan:
    """From what each file of the site's pages is made.

    `outlines` are the pages' by language and name; `shared` stands for all that every
    page is made from (program, settings, templates, the assets' names).
    """

    handbook: Handbook
    outlines: Mapping[str, dict[str, Outline]]
    site_url: str
    shared: str

    @property
    def files(self) -> Iterator[tuple[str, str]]:
        """The language and page of each file; both may be in none (site/maker.py)."""
        for name in (NOT_FOUND, *self._names):
            for folder, tree in self.handbook.trees.items():
                if name == NOT_FOUND or name in tree.pages:
                    yield folder, name
            if name == NOT_FOUND or name in self.handbook.contract_pages:
                yield NEUTRAL, name

    def key(self, folder: str, name: str) -> str:
        """What stands for all that a file is made from, but the pages read for it."""
        if folder == NEUTRAL:
            return self._commons[NEUTRAL]
        shown = self.navigations[folder].stamp(name)
        return inputs.digest(self._commons[folder], shown)

    def view(self, folder: str, name: str) -> View:
        """The navigation that a file of a language shows."""
        return self.navigations[folder].view(name)

    def stamp(self, read: Read) -> str:
        """What stands for a page, or for its outline, that was read for another."""
        if read not in self._stamps:
            folder, name, outline = read
            self._stamps[read] = (
                inputs.outline_stamp(self.outlines[folder], name)
                if outline
                else inputs.page_stamp(self.handbook, folder, name)
            )
        return self._stamps[read]

    def trace(
        self, folder: str, name: str, read: Iterable[Read], file: OnDisk, said: Said
    ) -> Trace:
        """From what a file was made, for which some pages were `read`."""
        # Many files read the same: each is kept in memory once.
        seen = tuple(self._seen.setdefault(one, (*one, self.stamp(one))) for one in sorted(read))
        return Trace(self.key(folder, name), seen, file, said)

    def kept(self, last: Traces, target: Path) -> dict[str, Trace]:
        """The traces of the files of pages that hold, by address."""
        found = {}
        for folder, name in self.files:
            place = address(folder, name)
            trace = last.files.get(place)
            if (
                trace
                and trace.holds(self.key(folder, name), self.stamp)
                and stands(f"{target}/{place}", trace)
            ):
                found[place] = trace
        return found

    def tasks(self, kept: Mapping[str, Trace]) -> list[Task]:
        """What is to be made: each page in its languages, so that it is read once for all."""
        folders: dict[str, list[str]] = {}
        for folder, name in self.files:
            if address(folder, name) not in kept:
                folders.setdefault(name, []).append(folder)
        return [Task(name, tuple(found)) for name, found in folders.items()]

    @cached_property
    def _names(self) -> tuple[str, ...]:
        trees = self.handbook.trees.values()
        return tuple(dict.fromkeys(name for tree in trees for name in tree.pages))

    @cached_property
    def _commons(self) -> Mapping[str, str]:
        kinds = self.handbook.names_by_kind
        rest = (self.shared, sorted((kind, sorted(names)) for kind, names in kinds.items()))
        found = {
            folder: inputs.common(self.handbook, folder, rest) for folder in self.handbook.trees
        }
        # A neutral page leads to those of all languages.
        return {**found, NEUTRAL: inputs.digest(sorted(found.items()))}

    @cached_property
    def navigations(self) -> dict[str, Navigation]:
        """Each language's navigation."""
        return {
            folder: Navigation(
                self.handbook.structure.pages,
                self.outlines[folder],
                edition.texts.gettext("Home page"),
            )
            for folder, edition in editions(self.handbook, self.site_url).items()
        }

    def edited(self, folder: str, name: str, outline: Outline) -> Iterator[str]:
        """Take a page's outline as it is now; the names of pages whose navigation shows it.

        Its kind is expected to be the same: every page is made anew where that changes.
        """
        before = self.navigations[folder]
        self.outlines[folder][name] = outline
        self._stamps.clear()
        after = before.of(self.outlines[folder])
        self.navigations[folder] = after
        return (
            other
            for other in (NOT_FOUND, *self.outlines[folder])
            if before.stamp(other) != after.stamp(other)
        )

    @cached_property
    def _stamps(self) -> dict[Read, str]:
        return {}

    @cached_property
    def _seen(self) -> dict[Read, tuple[str, str, bool, str]]:
        return {}


def stands(path: str, trace: Trace) -> bool:
    """Whether a file is as its build left it."""
    try:
        return on_disk(path) == trace.file
    except OSError:
        return False
