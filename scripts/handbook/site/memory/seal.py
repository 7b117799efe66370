"""A sealed build: whether all that it read and made is as it was, told by the disk alone.

To read and judge thousands of pages again, only to find that nothing has changed, takes
longer than to ask the disk when each file was changed. The seal of a build stands for
all that it read (the handbook, the program, what it was told) and for the site it made;
as long as it holds, the build would say and make the same again.

Nothing heavy is imported here: this is all that an unchanged build loads.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from stat import S_ISDIR

from handbook.content.layout import DOCS, ENGINE, OVERRIDES
from handbook.content.marked import read_marked, write_marked
from handbook.program import PACKAGE, packages, runtime
from handbook.site.memory.places import memory_of
from handbook.site.memory.written import written

DIGEST = 16
# A file changed so shortly before it was read may change again and its dates stay the same.
# The coarsest clock of a file system has steps of two seconds.
CLOCK = 2_000_000_000  # ns
# A file's inode, its size, and when it was changed (ns).
Stood = tuple[int, int, int]


class _CannotTellError(Exception):
    """The disk does not tell of all that a build reads."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a build says: findings as they are shown without and with colour, and what it made."""

    findings: str
    coloured: str
    languages: tuple[str, ...]
    pages: int
    files: int
    size: int


@dataclass(frozen=True)
class Seal:
    """The seal of builds of the project at `root` into `target`, which were told `given`.

    It is made before anything is read. Nothing stands for what is read through a folder
    that is a link: such a build has no seal.
    """

    root: Path
    target: Path
    given: tuple[str | bool, ...]

    def said(self) -> Said | None:
        """What the sealed build said, where it would say and make the same again."""
        text = read_marked(self._file, self._version)
        if not text:
            return None
        moment, read, made, said = json.loads(text)
        try:
            if self._read(moment) != read or self._made() != made:
                return None
        except (OSError, _CannotTellError):
            return None
        return Said(**{**said, "languages": tuple(said["languages"])})

    def begin(self) -> None:
        """See what is there, before any of it is read."""
        self._before  # noqa: B018

    def stands(self) -> bool:
        """Whether nothing was edited since the beginning."""
        moment, read = self._before
        try:
            return bool(read) and self._read(moment) == read
        except (OSError, _CannotTellError):
            return False

    def keep(self, said: Said, site: Mapping[str, Stood]) -> None:
        """Seal a build that has just been made, where nothing was edited meanwhile.

        `site` has each file of the site by its address, as the build left it.
        """
        if self.stands():
            sealed = json.dumps((*self._before, _told(site), asdict(said)), ensure_ascii=False)
            write_marked(self._file, self._version, sealed.encode())

    @cached_property
    def _before(self) -> tuple[int, str]:
        moment = time.time_ns()
        try:
            return moment, self._read(moment)
        except (OSError, _CannotTellError):
            return moment, ""

    @cached_property
    def _file(self) -> Path:
        return memory_of(self.root, self.target) / "seal"

    @cached_property
    def _version(self) -> str:
        program = _digest(_read_below(str(PACKAGE), 0))
        told = (str(self.root), str(self.target), *self.given, written(self.root))
        return repr((program, packages(), runtime(), told))

    def _read(self, moment: int) -> str:
        """What stands for all that a build reads of the project; `moment` is when it began."""
        root = str(self.root)
        places = (f"{root}/{name}" for name in (DOCS, OVERRIDES, ENGINE))
        return _digest(line for place in places for line in _read_below(place, moment))

    def _made(self) -> str:
        """What stands for the site; that a file of it is the next site's too changes nothing."""
        target = str(self.target)
        return _told(
            {
                path.removeprefix(f"{target}/"): (found.st_ino, found.st_size, found.st_mtime_ns)
                for path, found in _files(target, follow=False)
                if not S_ISDIR(found.st_mode)
            }
        )


def _told(site: Mapping[str, Stood]) -> str:
    return _digest(" ".join((address, *map(str, file))) for address, file in sorted(site.items()))


def _digest(lines: Iterable[str]) -> str:
    digest = blake2b(digest_size=DIGEST)
    for line in lines:
        digest.update(line.encode("utf-8", "surrogateescape"))
        digest.update(b"\0")
    return digest.hexdigest()


def _read_below(place: str, moment: int) -> Iterator[str]:
    """A line for each file and folder at or below `place`. Raises _CannotTellError, OSError."""
    for path, found in _files(place, follow=True):
        is_recent = moment and found.st_ctime_ns > moment - CLOCK
        is_file = not S_ISDIR(found.st_mode)
        yield _stood(path, found) + (_content(path) if is_recent and is_file else "")


def _stood(path: str, found: os.stat_result) -> str:
    if S_ISDIR(found.st_mode):
        return path
    return f"{path} {found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


# Of thirty thousand files: a Path takes longer to make than the disk to answer.


def _content(path: str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123
        return blake2b(file.read(), digest_size=DIGEST).hexdigest()


def _files(place: str, *, follow: bool) -> Iterator[tuple[str, os.stat_result]]:
    """Each file and folder at or below `place`; of a link, also what it leads to."""
    try:
        entries = sorted(os.scandir(place), key=lambda entry: entry.name)
    except NotADirectoryError:
        yield place, os.stat(place)  # noqa: PTH116
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield entry.path, entry.stat()
                yield from _files(entry.path, follow=follow)
        elif not entry.is_symlink():
            yield entry.path, entry.stat()
        elif not follow or entry.is_dir():
            raise _CannotTellError
        else:
            yield entry.path, entry.stat(follow_symlinks=False)
            yield entry.path, entry.stat()
