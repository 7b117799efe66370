"""Where what is remembered of a built site is kept: a folder of files, which may be deleted.

There is one for each folder that the handbook is built into; that of a site which is no
longer there goes with the next build.
"""

from __future__ import annotations

import json
import marshal
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache

from handbook.content.atomic import write_atomically
from handbook.content.marked import read_marked, write_marked
from handbook.site.memory import traces
from handbook.site.memory.places import FOLDER, memory_of
from handbook.site.memory.traces import Traces
from handbook.site.search.coded import Coded, Home
from handbook.site.search.index import Remembered
from handbook.site.search.tables import Headings

TEMPLATES = Path(".cache/handbook/templates")
STEMS = Path(".cache/handbook/stems")
_OWNER = "site.json"


@dataclass(frozen=True)
class Templates(BytecodeCache):
    """The compiled code of templates, by one version of the program.

    Jinja asks whether it is of the template as it stands; this, whether it is whole: what
    is not would still be run.
    """

    folder: Path
    version: str

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template's code from its file, where it is whole."""
        if code := read_marked(self.folder / bucket.key, self.version):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        write_marked(self.folder / bucket.key, self.version, bucket.bytecode_to_string())


@dataclass(frozen=True)
class Store:
    """What is remembered of the site at `target`, by one version of the program."""

    root: Path
    target: Path
    version: str

    @cached_property
    def folder(self) -> Path:
        """Where it is kept."""
        return memory_of(self.root, self.target)

    @property
    def spare(self) -> Path:
        """The site before the last one, of which the next is made."""
        return self.folder / "spare"

    def traces(self) -> Traces:
        """What is remembered of the files."""
        return traces.load(self.folder / "files.json", self.version)

    def titles(self, folder: str) -> Mapping[str, tuple[str, Headings]]:
        """What is remembered of the titles of a language's pages, and what stands for them."""
        plain = traces.load_plain(self.folder / f"titles-{folder}.json", self.version)
        return {address: (stamp, titles) for address, (stamp, titles) in plain.items()}

    def search(self, folder: str) -> Remembered:
        """What is remembered of a language's search."""
        data = read_marked(self.folder / f"search-{folder}", self.version)
        if not data:
            return Remembered()
        codes, compounds, plain = marshal.loads(data)
        pages = {
            address: Coded(*page)._replace(homes=tuple(Home(*home) for home in page[-1]))
            for address, page in plain.items()
        }
        return Remembered(codes, compounds, pages)

    def save(self, found: Traces) -> None:
        """Remember what this build made."""
        with suppress(OSError):
            write_atomically(self.folder / _OWNER, json.dumps(str(self.target.resolve())).encode())
        traces.save(self.folder / "files.json", self.version, found)
        self._forget_others()

    def save_titles(self, folder: str, found: Mapping[str, tuple[str, Headings]]) -> None:
        """Remember the titles of a language's pages."""
        traces.save_plain(self.folder / f"titles-{folder}.json", self.version, found)

    def save_search(self, folder: str, found: Remembered) -> None:
        """Remember a language's search."""
        pages = {
            address: (*page[:-1], tuple(map(tuple, page.homes)))
            for address, page in found.pages.items()
        }
        plain: Any = (found.codes, found.compounds, pages)
        data = marshal.dumps(plain)
        write_marked(self.folder / f"search-{folder}", self.version, data)

    def _forget_others(self) -> None:
        for owner in (self.root / FOLDER).glob(f"*/{_OWNER}"):
            with suppress(OSError, ValueError):
                if not Path(json.loads(owner.read_bytes())).is_dir():
                    shutil.rmtree(owner.parent)
