"""Makes the files of pages: one in each language, and the neutral one, with what they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jinja2

from handbook.content.pages import Pages
from handbook.site.assets import page_linked
from handbook.site.edition import editions
from handbook.site.engine import Engine, EngineError, settings
from handbook.site.generate import Edition
from handbook.site.html import base_path
from handbook.site.memory import inputs, reads
from handbook.site.memory.reads import Read
from handbook.site.memory.traces import OnDisk, Said, on_disk
from handbook.site.neutral import Neutral
from handbook.site.plan import NEUTRAL, NOT_FOUND, Plan, Task, address
from handbook.site.publish import remove
from handbook.site.search.passages import passages
from handbook.site.search.spool import Spool, Spooled
from handbook.site.static import beside


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, and what was read for it; the search reads what is `spooled`."""

    address: str
    folder: str
    name: str
    read: frozenset[Read]
    file: OnDisk
    spooled: Spooled | None = None

    @property
    def said(self) -> Said:
        """What stands for what the search reads in it."""
        if self.spooled is None:
            return Said()
        return Said(self.spooled.text, inputs.digest(self.spooled.titles))


@dataclass(frozen=True)
class Maker:
    """Makes pages as `plan` has them, below `target`.

    `names` are the assets' names on the site by the addresses under which pages name
    them; `templates` keep the templates' compiled code. Where the site is `live`, a file is
    replaced in one step: somebody may be reading it. What the search reads of the pages
    goes into the folder `spool`, where one is given.
    """

    plan: Plan
    names: Mapping[str, str]
    target: Path
    templates: jinja2.BytecodeCache
    live: bool = False
    spool: Path | None = None

    def __call__(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Make all of them."""
        desk = Desk(self)
        for task in tasks:
            for folder in task.folders:
                try:
                    yield desk.make(folder, task.name)
                except jinja2.TemplateError as error:
                    raise EngineError(_template_fault(error)) from None
            desk.clear()


class Desk:
    """What one process works with: each language's templates and Markdown, made once."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._reads = reads.Reads()
        self._plan = maker.plan
        self._handbook = reads.noted(maker.plan.handbook, self._reads)
        self._base = base_path(maker.plan.site_url)
        self._engines: dict[str, Engine] = {}
        self._spool = Spool(maker.spool) if maker.spool else None

    def make(self, folder: str, name: str) -> Made:
        """Make one file."""
        if name == NOT_FOUND:
            return self.not_found(folder)
        return self.neutral(name) if folder == NEUTRAL else self.page(folder, name)

    def page(self, folder: str, name: str) -> Made:
        """Make a page in one language."""
        engine = self._engine(folder)
        self._begin()
        html = engine.page(name, self._plan.view(folder, name))
        return self._made(address(folder, name), folder, name, html)

    def neutral(self, name: str) -> Made:
        """Make the page that opens in the reader's language."""
        self._begin()
        html = self._neutral.page(name)
        return self._made(address(NEUTRAL, name), NEUTRAL, name, html)

    def not_found(self, folder: str) -> Made:
        """Make the page of addresses that do not exist, of a language or of none."""
        self._begin()
        if folder == NEUTRAL:
            return self._made(NOT_FOUND, folder, NOT_FOUND, self._neutral.not_found())
        html = self._engine(folder).not_found(self._plan.view(folder, NOT_FOUND))
        return self._made(f"{folder}/{NOT_FOUND}", folder, NOT_FOUND, html)

    def clear(self) -> None:
        """Let go of the pages that were read: there may be thousands."""
        for tree in self._plan.handbook.trees.values():
            if isinstance(tree.pages, Pages):
                tree.pages.forget()

    def _begin(self) -> None:
        self._reads.begin()
        # What was worked out for another page would be used without being read.
        self._handbook.worked_out.clear()

    def _made(self, address: str, folder: str, name: str, html: str) -> Made:
        seen = frozenset(self._reads.seen)
        path = self._maker.target / address
        content = self._linked(html, address).encode()
        if self._maker.live:
            # A new page has no folder yet.
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(content)
            part.replace(path)
        else:
            remove(path)
            path.write_bytes(content)
        stands = on_disk(path)
        if self._spool and folder != NEUTRAL and name != NOT_FOUND and (inside := passages(html)):
            return Made(address, folder, name, seen, stands, self._spool.put(inside))
        return Made(address, folder, name, seen, stands)

    def _linked(self, html: str, address: str) -> str:
        return page_linked(html, address, self._maker.names, self._base)

    @cached_property
    def _editions(self) -> dict[str, Edition]:
        outlines = {
            folder: reads.noted_outlines(known, self._reads, folder)
            for folder, known in self._plan.outlines.items()
        }
        return editions(self._handbook, self._plan.site_url, outlines)

    @cached_property
    def _neutral(self) -> Neutral:
        return Neutral(self._editions, self._plan.site_url)

    def _engine(self, folder: str) -> Engine:
        if folder not in self._engines:
            config = settings(self._handbook.root)
            files = beside(self._plan.handbook, folder)
            cache = self._maker.templates
            self._engines[folder] = Engine(config, self._editions[folder], files, cache)
        return self._engines[folder]


def _template_fault(error: jinja2.TemplateError) -> str:
    """What is wrong with a template, and where."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}: mend the template"
    return f"a template of overrides/ cannot be drawn: {error.message}"
