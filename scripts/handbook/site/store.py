"""Where what is remembered of a built site is kept: a folder of files, which may be deleted.

There is one for each folder that the handbook is built into; that of a site which is no
longer there goes with the next build.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from handbook.content.atomic import write_atomically
from handbook.content.marked import read_marked, write_marked
from handbook.site import traces
from handbook.site.passages import Passage
from handbook.site.places import FOLDER, memory_of
from handbook.site.traces import Traces

TEMPLATES = Path(".cache/handbook/templates")
LEMMAS = Path(".cache/handbook/lemmas")
_OWNER = "site.json"

# The passages of a language's pages, by the pages' addresses below it.
Passages = dict[str, tuple[Passage, ...]]


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

    def passages(self, folder: str, stamp: str) -> Passages:
        """What is remembered of what a language's search reads; `stamp` stands for it.

        A build that was interrupted, or another one, may have left others: they are none.
        """
        file = self.folder / f"passages-{folder}.json"
        plain = traces.load_plain(file, self.version + stamp)
        return {address: tuple(Passage(*one) for one in found) for address, found in plain.items()}

    def save(self, found: Traces) -> None:
        """Remember what this build made."""
        with suppress(OSError):
            write_atomically(self.folder / _OWNER, json.dumps(str(self.target.resolve())).encode())
        traces.save(self.folder / "files.json", self.version, found)
        self._forget_others()

    def save_passages(self, folder: str, stamp: str, found: Passages) -> None:
        """Remember what a language's search reads."""
        plain = {
            address: [(one.id, one.title, one.text) for one in inside]
            for address, inside in found.items()
        }
        file = self.folder / f"passages-{folder}.json"
        traces.save_plain(file, self.version + stamp, plain)

    def _forget_others(self) -> None:
        for owner in (self.root / FOLDER).glob(f"*/{_OWNER}"):
            with suppress(OSError, ValueError):
                if not Path(json.loads(owner.read_bytes())).is_dir():
                    shutil.rmtree(owner.parent)
