"""What a build remembers of the files it made: from what each came, so that it need not come again.

A file's trace has the key of all that is common to its language and of the navigation it
shows, and a stamp of every page that was read while it was made. It holds as long as the
key and every stamp are the same, and the file is as the build left it: then making it
once more would read the same and write the same. What is remembered may be deleted; it
is written whole or not at all, is of one version of the program, and keeps nothing that
the last build had no use for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from handbook.content.marked import read_marked, write_marked
from handbook.site.memory.reads import Read
from handbook.site.outlines import Outline

Stamp = Callable[[Read], str]


class OnDisk(NamedTuple):
    """A file as it stands: not its content, but what changes with it."""

    inode: int
    size: int
    changed: int  # ns


class Said(NamedTuple):
    """What stands for the passages of a page, and for their titles; "" where it has none."""

    text: str = ""
    titles: str = ""


class Trace(NamedTuple):
    """From what a file of the site was made, and what the search reads in it."""

    key: str
    read: tuple[tuple[str, str, bool, str], ...]
    file: OnDisk
    said: Said = Said()

    def holds(self, key: str, stamp: Stamp) -> bool:
        """Whether the file would be made from the same again."""
        return self.key == key and all(
            stamp((folder, name, outline)) == seen for folder, name, outline, seen in self.read
        )


@dataclass
class Traces:
    """What is remembered between two builds of one folder.

    `files` are traces by the files' addresses on the site; `outlines` a page's digest and
    outline by language and name; `indexes` the key of a language's search and its files
    by address.
    """

    files: dict[str, Trace] = field(default_factory=dict)
    outlines: dict[str, dict[str, tuple[str, Outline]]] = field(default_factory=dict)
    indexes: dict[str, tuple[str, dict[str, OnDisk]]] = field(default_factory=dict)


def on_disk(path: Path | str) -> OnDisk:
    """How a file stands now; a link to one does not stand for it. Raises OSError."""
    found = os.lstat(path)
    return OnDisk(found.st_ino, found.st_size, found.st_mtime_ns)


def load(file: Path, version: str) -> Traces:
    """What was remembered in `file`; nothing where it is not whole, or of another program."""
    plain = _read(file, version)
    if not isinstance(plain, dict):
        return Traces()
    return Traces(
        files={
            address: Trace(key, tuple(map(tuple, read)), OnDisk(*stood), Said(*said))
            for address, (key, read, stood, said) in plain["files"].items()
        },
        outlines={
            folder: {name: (digest, Outline(*rest)) for name, (digest, *rest) in known.items()}
            for folder, known in plain["outlines"].items()
        },
        indexes={
            folder: (key, {name: OnDisk(*stood) for name, stood in files.items()})
            for folder, (key, files) in plain["indexes"].items()
        },
    )


def save(file: Path, version: str, traces: Traces) -> None:
    """Remember `traces` in `file`; where it cannot be written, the next build is a first one."""
    plain = {
        "files": traces.files,
        "outlines": {
            folder: {
                name: (digest, outline.title, outline.kind, outline.reviewed)
                for name, (digest, outline) in known.items()
            }
            for folder, known in traces.outlines.items()
        },
        "indexes": traces.indexes,
    }
    _write(file, version, plain)


def load_plain(file: Path, version: str) -> Mapping[str, Any]:
    """A mapping remembered by `save_plain`, empty where there is none that is whole."""
    plain = _read(file, version)
    return plain if isinstance(plain, dict) else {}


def save_plain(file: Path, version: str, plain: Mapping[str, Any]) -> None:
    """Remember a mapping of plain values."""
    _write(file, version, plain)


def _read(file: Path, version: str) -> object:
    text = read_marked(file, version)
    return json.loads(text) if text else None


def _write(file: Path, version: str, plain: object) -> None:
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    write_marked(file, version, text)
