"""What a build wrote: how much in all, and how much of it a reader loads."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

# Pages a language whose HTML is weighed, spread over the handbook.
SAMPLE = 50
# What is sent as it is: packed already.
_PACKED = (".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter", ".pagefind", ".woff2")


@dataclass(frozen=True)
class Output:
    """Bytes and files in all; the mean HTML of a page and a first search, as they are sent."""

    bytes: int
    files: int
    html: float
    search: int | None


def weighed(folders: Sequence[Path], pages: Sequence[Path], search: int | None) -> Output:
    """What stands in some folders, and some of the pages there."""
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    sizes = [path.stat().st_size for path in files]
    return Output(sum(sizes), len(sizes), mean(map(sent, pages)), search)


def spread(names: Sequence[str], number: int = SAMPLE) -> list[str]:
    """So many of some pages, at even distances."""
    step = max(1, len(names) // number)
    return list(names[::step][:number])


def sent(path: Path) -> int:
    """The bytes of a file as a server sends it that compresses text."""
    data = path.read_bytes()
    return len(data) if path.suffix in _PACKED else len(gzip.compress(data, mtime=0))


def largest(paths: Iterable[Path]) -> int:
    """The bytes of the largest of some files as they are sent; 0 of none."""
    return max(map(sent, paths), default=0)
