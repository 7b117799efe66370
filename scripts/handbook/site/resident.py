"""A site that is kept built while it is written: an edit of a page makes anew what shows it.

What was read for each file of the site is known from its trace, so the files that show
an edited page are known before anything is made. They are replaced where they are, at
once; the search, and whatever an edit of anything else touches, come with the next
whole build, which takes all the rest over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from handbook.content.handbook import Handbook
from handbook.content.layout import DOCS
from handbook.content.pages import Pages
from handbook.site.build import Prepared, build, prepare
from handbook.site.maker import Desk
from handbook.site.memory import inputs
from handbook.site.memory.store import Store
from handbook.site.outlines import Outline
from handbook.site.plan import address, outline_of

# A page: its language's folder and its name.
Key = tuple[str, str]


class Resident:
    """The site of `handbook` in `target`, which `serve` shows."""

    def __init__(self, handbook: Handbook, target: Path) -> None:
        self.handbook = handbook
        self._target = target
        self._ready: tuple[Prepared, Desk] | None = None
        self._shown: dict[Key, set[Key]] = {}

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
        prepared = prepare(self.handbook, "", last)
        self._ready = prepared, Desk(prepared.maker(self._target, live=True))
        self._shown = {}
        places = {address(*file): file for file in prepared.plan.files}
        for place, trace in last.files.items():
            for folder, name, is_outline, _ in trace.read:
                if not is_outline and place in places:
                    self._shown.setdefault((folder, name), set()).add(places[place])

    def anew(self, handbook: Handbook) -> Resident:
        """The same site of a handbook that was read again; it is to be built."""
        return Resident(handbook, self._target)

    def edit(self, paths: Iterable[str]) -> list[str] | None:
        """Show edited pages at once: the addresses of the files that were made anew.

        None where more may have changed than the text of pages: then the whole is to be
        read and built again.
        """
        if self._ready is None:
            return None
        prepared, desk = self._ready
        pages = [self._page(path, prepared.plan.outlines) for path in paths]
        edited = [page for page in pages if page is not None]
        if len(edited) != len(pages):
            return None
        files = {file for page in edited for file in self._shown.get(page, ())}
        made = [desk.make(*file) for file in sorted(files)]
        desk.clear()
        for one in made:
            for folder, name, is_outline in one.read:
                if not is_outline:
                    self._shown.setdefault((folder, name), set()).add((one.folder, one.name))
        return [one.address for one in made]

    def _page(self, path: str, outlines: Mapping[str, Mapping[str, Outline]]) -> Key | None:
        """The page at a path, in its present version; None where its text is not all there is."""
        folder = self.handbook.language_of(path)
        if folder is None:
            return None
        name = path.removeprefix(f"{DOCS}/{folder}/")
        pages = self.handbook.trees[folder].pages
        if not isinstance(pages, Pages) or name not in pages:
            return None
        try:
            data = (self.handbook.root / path).read_bytes()
        except OSError:
            return None
        if outline_of(name, data) != outlines[folder][name]:
            return None
        pages.edited(name, data)
        return folder, name
