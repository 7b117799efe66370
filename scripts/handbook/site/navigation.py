"""The navigation as one page shows it: its neighbours, its group, and the other groups by name.

It costs a page the same however large the handbook is: beyond a number of groups, only
those next to the page's own are named. The home page names them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath

from handbook.content.addresses import page_address
from handbook.content.layout import HOME
from handbook.site.outlines import Outline, mark

# Groups named on each side of a page's own, where there are more than both sides hold.
BESIDE = 3


@dataclass(frozen=True)
class Leaf:
    """A page as the navigation names it; `url` is its address below its language."""

    name: str
    title: str
    url: str
    mark: str


@dataclass(frozen=True)
class Group:
    """A page or the pages of a folder, its index first; `children` is empty for a page alone.

    Where the group is not `active`, its first page stands for all.
    """

    title: str
    children: tuple[Leaf, ...]
    active: bool
    url: str


@dataclass(frozen=True)
class View:
    """All that one page shows of the others."""

    items: tuple[Group, ...]
    homepage: Leaf
    here: Leaf | None
    parent: Group | None
    previous_page: Leaf | None
    next_page: Leaf | None


class Navigation:
    """The reading order of one language, and how each of its pages shows it."""

    def __init__(
        self, names: Sequence[str], outlines: Mapping[str, Outline], home_title: str
    ) -> None:
        self._names = names
        # As they are now: an edit that is shown at once changes them.
        self._outlines = dict(outlines)
        self._home_title = home_title
        self._groups = groups(name for name in names if name in outlines)
        # The order in which readers go on: a folder's pages stand where its first one does.
        self._order = [name for group in self._groups for name in group]
        self._place = {name: number for number, name in enumerate(self._order)}
        self._leaves: dict[str, Leaf] = {}
        self._tellings: dict[str, str] = {}
        self._shown: dict[int | None, tuple[Group, ...]] = {}
        self._stamps: dict[int | None, str] = {}
        self._group = {name: number for number, group in enumerate(self._groups) for name in group}

    def of(self, outlines: Mapping[str, Outline]) -> Navigation:
        """The same of pages that may have other outlines."""
        return Navigation(self._names, outlines, self._home_title)

    def view(self, name: str) -> View:
        """The navigation of a page; what is none of the pages has no place in it."""
        own = self._group.get(name)
        items = self._items(name, own)
        alone = own is None or self._is_alone(own)
        here, before, after = (self._leaf(one) if one else None for one in self._row(name))
        return View(
            items=items,
            homepage=self._leaf(HOME),
            here=here,
            parent=None if alone else next(item for item in items if item.active),
            previous_page=before,
            next_page=after,
        )

    def stamp(self, name: str) -> tuple[object, ...]:
        """What stands for a page's view: the same only where that is."""
        own = self._group.get(name)
        if own not in self._stamps:
            shown = repr(self._items(name, own)).encode("utf-8", "surrogatepass")
            self._stamps[own] = blake2b(shown, digest_size=16).hexdigest()
        # Of ten thousand pages: their whole views take longer than the rest of a plan.
        return self._stamps[own], *(one and self._told(one) for one in (HOME, *self._row(name)))

    def _row(self, name: str) -> tuple[str | None, str | None, str | None]:
        """A page, the one before it and the one after it, as far as they are there."""
        here = name if name in self._outlines else None
        place = self._place.get(name)
        if place is None:
            return here, None, None
        after = self._order[place + 1 : place + 2]
        return here, self._order[place - 1] if place else None, after[0] if after else None

    def _items(self, name: str, own: int | None) -> tuple[Group, ...]:
        """The groups that a page shows, which are those that all pages of its group show."""
        if own not in self._shown:
            window = self._window(name, own)
            self._shown[own] = tuple(self._item(number, number == own) for number in window)
        return self._shown[own]

    def _window(self, name: str, own: int | None) -> Sequence[int]:
        count = len(self._groups)
        if name == HOME or own is None or count <= 2 * BESIDE + 1:
            return range(count)
        first = max(0, min(own - BESIDE, count - 2 * BESIDE - 1))
        shown = range(first, first + 2 * BESIDE + 1)
        return shown if 0 in shown else (0, *shown[1:])

    def _is_alone(self, number: int) -> bool:
        return "/" not in self._groups[number][0]

    def _item(self, number: int, active: bool) -> Group:
        names = self._groups[number]
        first = self._leaf(names[0])
        if self._is_alone(number):
            title = self._home_title if names[0] == HOME else first.title
            return Group(title, (), active, first.url)
        children = tuple(self._leaf(name) for name in names) if active else (first,)
        return Group(self._title(names), children, active, first.url)

    def _title(self, names: Sequence[str]) -> str:
        """A group's title: its index page's, else its folder's name."""
        folder = str(PurePosixPath(names[0]).parent)
        index = self._outlines.get(f"{folder}/index.md")
        return index.title if index else folder

    def _told(self, name: str) -> str:
        """What stands for a page as it is shown."""
        if name not in self._tellings:
            self._tellings[name] = repr(self._leaf(name))
        return self._tellings[name]

    def _leaf(self, name: str) -> Leaf:
        if name not in self._leaves:
            outline = self._outlines[name]
            title = self._home_title if name == HOME else outline.title
            self._leaves[name] = Leaf(
                name, title, page_address(name) or ".", mark(name, outline.kind)
            )
        return self._leaves[name]


def groups(names: Iterable[str]) -> list[list[str]]:
    """The reading order, a folder's pages in one group, which stands where its first page does."""
    found: list[list[str]] = []
    by_folder: dict[str, list[str]] = {}
    for name in names:
        folder = str(PurePosixPath(name).parent)
        if folder == ".":
            found.append([name])
        elif folder in by_folder:
            by_folder[folder].append(name)
        else:
            by_folder[folder] = [name]
            found.append(by_folder[folder])
    return found
