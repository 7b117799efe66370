"""A site that is kept built while it is written: an edit of a page makes anew what shows it.

What was read for each file of the site is known from its trace, so the files that show
an edited page, or its title, are known before anything is made. They are replaced where
they are, at once; the search, and whatever an edit of anything else touches, come with the
next whole build, which takes all the rest over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from handbook.content.handbook import Handbook
from handbook.content.pages import Pages
from handbook.site.build import Prepared, build, prepare
from handbook.site.maker import Desk
from handbook.site.memory import inputs
from handbook.site.memory.reads import Read
from handbook.site.memory.store import Store
from handbook.site.memory.traces import Traces
from handbook.site.plan import Plan, address, outline_of

# A file of the site: its language's folder and its page's name (site/plan.py).
File = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edited:
    """The files that show edited pages: `own` are those of the pages themselves."""

    own: tuple[File, ...]
    others: tuple[File, ...]


class Resident:
    """The site of `handbook` in `target`, which `serve` shows."""

    def __init__(self, handbook: Handbook, target: Path) -> None:
        self.handbook = handbook
        self._target = target
        self._ready: tuple[Prepared, Desk] | None = None
        self._files: dict[str, File] = {}
        self._shown: dict[Read, set[File]] = {}

    def build(self, progress: Callable[[int, int], None] = lambda made, total: None) -> None:
        """Build what is to be built anew, and get ready for edits. Raises BuildError."""
        build(self.handbook, self._target, "", progress)
        self.ready()

    @property
    def is_ready(self) -> bool:
        """Whether an edited page can be shown at once."""
        return self._ready is not None

    def ready(self) -> None:
        """Get ready for edits of the site as it was built of this handbook."""
        last = Store(self.handbook.root, self._target, inputs.tool()).traces()
        if self._ready is None:
            self._begin(prepare(self.handbook, "", last))
        # Of what was read for the files that the build made, it alone knows.
        self._shown = {}
        for place, trace in last.files.items():
            if file := self._files.get(place):
                for folder, name, is_outline, _ in trace.read:
                    self._shown.setdefault((folder, name, is_outline), set()).add(file)

    def _begin(self, prepared: Prepared) -> None:
        self._ready = prepared, Desk(prepared.maker(self._target, live=True))
        self._files = {address(*file): file for file in prepared.plan.files}

    def anew(self, handbook: Handbook) -> Resident:
        """The same site of a handbook that was read again; it is to be built.

        It is ready at once, unless its pages load other assets: those come with the build.
        """
        found = Resident(handbook, self._target)
        if self._ready:
            before = self._ready[0]
            # The build tells what is wrong.
            with suppress(Exception):
                prepared = prepare(handbook, "", Traces(outlines=before.known))
                if prepared.names == before.names:
                    found._begin(prepared)
                    found._shown = self._shown
        return found

    @property
    def files(self) -> Mapping[str, File]:
        """The files of pages by their addresses, where it is ready."""
        return self._files

    def edit(self, paths: Iterable[str]) -> Edited | None:
        """Take edited pages as they are now: the files that are to be made anew.

        None where more may have changed than pages' texts, titles and reviews: then the whole
        is to be read and built again.
        """
        if self._ready is None:
            return None
        plan = self._ready[0].plan
        pages = [self.handbook.reread(path) for path in paths]
        own = [page for page in pages if page is not None]
        if len(own) != len(pages):
            return None
        found: set[File] = set()
        for page in own:
            showing = self._showing(plan, *page)
            if showing is None:
                return None
            found |= showing
        # Some may have been of pages that are gone.
        others = found.intersection(self._files.values()).difference(own)
        return Edited(tuple(own), tuple(sorted(others)))

    def _showing(self, plan: Plan, folder: str, name: str) -> set[File] | None:
        """The files that show a page, or what is new of its outline; None where they all may."""
        pages = self.handbook.trees[folder].pages
        assert isinstance(pages, Pages)
        found = set(self._shown.get((folder, name, False), ()))
        outline, before = outline_of(name, pages.data(name)), plan.outlines[folder][name]
        if outline.kind != before.kind:
            return None
        if outline != before:
            found |= self._shown.get((folder, name, True), set())
            found.update((folder, other) for other in plan.edited(folder, name, outline))
        return found

    def make(self, files: Iterable[File]) -> list[str]:
        """Make some files anew where they are: their addresses."""
        assert self._ready
        _, desk = self._ready
        made = [desk.make(*file) for file in files]
        desk.clear()
        for one in made:
            for read in one.read:
                self._shown.setdefault(read, set()).add((one.folder, one.name))
        return [one.address for one in made]
