"""The build: what has to be made, made on all cores, and the whole site swapped into place.

plan (what holds from the last build, what does not) -> pages -> search -> a new folder,
in which what holds is the same file as before -> swapped into place
"""

from __future__ import annotations

import gzip
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from handbook.content.handbook import Handbook
from handbook.content.layout import DOCS, HOME
from handbook.site import assets, fonts, neutral, processes
from handbook.site.engine import EngineError
from handbook.site.maker import Made, Maker
from handbook.site.memory import inputs
from handbook.site.memory.store import TEMPLATES, Store, Templates
from handbook.site.memory.traces import OnDisk, Trace, Traces, on_disk
from handbook.site.outlines import Outline, kinds
from handbook.site.plan import Plan, Task, address, known_outlines, stands
from handbook.site.publish import drop_others, new_site, remove, taken_over
from handbook.site.search.index import SearchError
from handbook.site.search.indexes import index, indexes_hold
from handbook.site.static import static

# Pages for which starting another process is worth while.
WORTH_A_PROCESS = 12
# So many files of pages keep all processors busy; what they are for is settled before.
MUCH = 2 * WORTH_A_PROCESS
# Raises where nothing is to be published, and waits until that is known.
Permit = Callable[[], object]
# Told how many pages are made, and how many there are to make.
Progress = Callable[[int, int], None]


class BuildError(Exception):
    """A build that failed; `details` is what the engine said."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: sizes in bytes, times in seconds.

    `site` has each file of the site by its address. `made` is how many files of pages were
    made anew, `indexed` the languages whose search was; the rest is as it was.
    """

    target: Path
    languages: tuple[str, ...]
    pages: int
    site: Mapping[str, OnDisk]
    seconds: float
    made: int
    indexed: tuple[str, ...]

    @property
    def size(self) -> int:
        """Of all files together."""
        return sum(file.size for file in self.site.values())


def build(
    handbook: Handbook,
    target: Path,
    site_url: str,
    progress: Progress = lambda made, total: None,
    *,
    remember: bool = True,
    permit: Permit = lambda: None,
) -> Built:
    """Build the whole site into `target`, replacing it in one step. Raises BuildError.

    What the last build made and would be made the same again is taken over; without
    `remember` nothing is. The handbook is expected to pass its checks: `permit` raises
    where it does not, and is asked before much is made, and before anything is published.
    """
    started = time.monotonic()
    try:
        return _build(handbook, target, site_url, progress, permit, started, remember=remember)
    except (EngineError, assets.AssetError) as error:
        raise BuildError(str(error)) from None
    except SearchError as error:
        raise BuildError("the search index failed", str(error)) from None
    except processes.WorkFailed as error:
        raise BuildError(f"the site could not be built: {error}", error.details) from None


@dataclass(frozen=True)
class Prepared:
    """All that is known of a site before a page of it is made.

    `settings` stands for all settings and templates; `names` and `contents` are the assets'
    (site/assets.py), `copies` the other files by address, `known` the pages' digests and
    outlines.
    """

    plan: Plan
    settings: str
    names: Mapping[str, str]
    contents: Mapping[str, bytes]
    copies: Mapping[str, Path]
    known: dict[str, dict[str, tuple[str, Outline]]]

    def maker(self, target: Path, *, live: bool = False, spool: Path | None = None) -> Maker:
        """What makes the pages, below `target`; `live` where that is being read."""
        templates = Templates(self.plan.handbook.root / TEMPLATES, inputs.tool())
        return Maker(self.plan, self.names, target, templates, live, spool)


def prepare(handbook: Handbook, site_url: str, last: Traces) -> Prepared:
    """See what there is to make. Raises EngineError, AssetError."""
    faces = dict(fonts.font_files(handbook.root / fonts.CACHE))
    files = static(handbook, faces)
    names, contents = assets.named(files.assets)
    known = known_outlines(handbook, last.outlines)
    outlines = {
        folder: {name: one for name, (_, one) in pages.items()} for folder, pages in known.items()
    }
    settings = inputs.settings(handbook, site_url)
    shared = (inputs.tool(), settings, sorted(names.items()))
    plan = Plan(
        replace(handbook, known_kinds=kinds(outlines.values())),
        outlines,
        site_url,
        inputs.digest(*shared),
    )
    return Prepared(plan, settings, names, contents, files.copies, known)


def _build(
    handbook: Handbook,
    target: Path,
    site_url: str,
    progress: Progress,
    permit: Permit,
    started: float,
    *,
    remember: bool,
) -> Built:
    _refuse_homeless(handbook)
    store = Store(handbook.root, target, inputs.tool())
    last = store.traces() if remember and inputs.is_closed(handbook.root) else Traces()
    prepared = prepare(handbook, site_url, last)
    plan = prepared.plan
    kept = plan.kept(last, target)
    tasks = plan.tasks(kept)
    beside = {one.address: one for one in _beside(prepared)}
    for name, one in beside.items():
        before = last.files.get(name)
        if before and before.key == one.key and stands(f"{target}/{name}", before):
            kept[name] = before
    fresh = [one for name, one in beside.items() if name not in kept]
    nothing_new = not tasks and not fresh and last.files.keys() == kept.keys()
    if nothing_new and indexes_hold(plan.handbook, store, last) and _is_all(target, last):
        permit()
        return _built(handbook, target, last, started)
    if sum(len(task.folders) for task in tasks) > MUCH:
        permit()
    with new_site(target, store.spare if remember else None) as new, TemporaryDirectory() as spool:
        searches = (name for _, found in last.indexes.values() for name in found)
        drop_others(new, {*(address(*file) for file in plan.files), *beside, *searches})
        files = {}
        spooled = {}
        for page in _made(prepared.maker(new, spool=Path(spool)), tasks, progress):
            seen = page.folder, page.name, page.read
            files[page.address] = plan.trace(*seen, page.file, page.said)
            if page.spooled:
                spooled[page.address] = page.spooled
        made = len(files)
        files |= {name: _taken(target, new, name, one) for name, one in kept.items()}
        files |= {one.address: Trace(one.key, (), one.write(new)) for one in fresh}
        # Where nothing is to be remembered, the search has a memory of this build alone.
        memory = store if remember else replace(store, root=Path(spool))
        indexed = index(plan.handbook, memory, last, files, spooled, new)
        indexes = {
            folder: (key, found if folder in indexed.fresh else _taken_over(target, new, found))
            for folder, (key, found) in indexed.indexes.items()
        }
        permit()
    traces = Traces(files, prepared.known, indexes)
    # Where they were edited meanwhile, nobody knows which pages came of which.
    if remember and prepared.settings == inputs.settings(handbook, site_url):
        store.save(traces)
    return _built(handbook, target, traces, started, made, indexed.fresh)


def _refuse_homeless(handbook: Handbook) -> None:
    """Say where a home page is missing, to which every page leads. Raises BuildError."""
    for folder, tree in handbook.trees.items():
        if HOME not in tree.pages:
            raise BuildError(f"{DOCS}/{folder}/{HOME} is missing: write it, every page leads there")


def _made(maker: Maker, tasks: list[Task], progress: Progress) -> Iterator[Made]:
    """Everything that is to be made, on the cores there are."""
    total = sum(len(task.folders) for task in tasks)
    done = 0
    # The first is made here: what it needs, templates above all, is then ready for all.
    for part in (tasks[:1], tasks[1:]):
        for one in processes.spread(maker, part, WORTH_A_PROCESS):
            done += 1
            progress(done, total)
            yield one


@dataclass(frozen=True)
class _Beside:
    """A file that is no page: what stands for its content, and where that comes from."""

    address: str
    key: str
    content: bytes | Path

    def write(self, site: Path) -> OnDisk:
        path = site / self.address
        remove(path)
        if isinstance(self.content, Path):
            shutil.copyfile(self.content, path)
        else:
            path.write_bytes(self.content)
        return on_disk(path)


def _beside(prepared: Prepared) -> Iterator[_Beside]:
    plan = prepared.plan
    for place, content in prepared.contents.items():
        # Its name tells its content.
        yield _Beside(place, place, content)
    for place, path in prepared.copies.items():
        yield _Beside(place, inputs.source_stamp(path), path)
    for place, text in neutral.for_crawlers(plan.handbook, plan.outlines, plan.site_url):
        content = text.encode()
        yield _Beside(place, inputs.digest(content), content)
        if place == neutral.SITEMAP:
            packed = gzip.compress(content, mtime=0)
            yield _Beside(f"{place}.gz", inputs.digest(packed), packed)


def _taken_over(target: Path, new: Path, files: Mapping[str, OnDisk]) -> dict[str, OnDisk]:
    return {name: taken_over(f"{target}/{name}", f"{new}/{name}") for name in files}


def _taken(target: Path, new: Path, name: str, trace: Trace) -> Trace:
    return trace._replace(file=taken_over(f"{target}/{name}", f"{new}/{name}"))


def _is_all(target: Path, traces: Traces) -> bool:
    """Whether a site that has all that its build made has nothing else."""
    made = len(traces.files) + sum(len(files) for _, files in traces.indexes.values())
    return made == sum(len(names) for _, _, names in os.walk(target))


def _built(
    handbook: Handbook,
    target: Path,
    traces: Traces,
    started: float,
    made: int = 0,
    indexed: tuple[str, ...] = (),
) -> Built:
    site = {address: trace.file for address, trace in traces.files.items()}
    for _, found in traces.indexes.values():
        site |= found
    return Built(
        target=target,
        languages=tuple(language.folder for language in handbook.structure.languages),
        pages=sum(name.endswith("index.html") for name in traces.files),
        site=site,
        seconds=time.monotonic() - started,
        made=made,
        indexed=indexed,
    )
