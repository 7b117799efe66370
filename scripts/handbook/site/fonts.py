"""The site's typefaces: taken from their packages, cut to the scripts they serve.

IBM Plex Sans and IBM Plex Sans Arabic (SIL Open Font License 1.1) share one
design. Both come from PyPI packages, so a build needs no network.
"""

from __future__ import annotations

import importlib.resources
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.content.atomic import write_atomically
from handbook.copies import Aside
from handbook.program import program

LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0100-017F,U+2010-2015,U+2018-201F,U+2022,U+2026,U+202F,"
    "U+2032,U+2033,U+20AC,U+2122,U+2190-2193,U+2212,U+2713"
)
ARABIC = (
    "U+0020-007E,U+00A0-00AB,U+00AD-00B7,U+00BB,U+00D7,U+0600-0605,U+060B-060C,U+0610-061F,"
    "U+0621-063A,U+0640-0655,U+0660-066D,U+0670-0671,U+06F0-06F9,U+200C-200F,U+2010-2014,"
    "U+2018-201D,U+2026,U+202F,U+2066-2069,U+20AC"
)


CACHE = Path(".cache/fonts")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file to make: where it comes from and what to keep of it."""

    name: str
    package: str
    source: str
    unicodes: str
    # Axis limits of a variable font; empty for a static one.
    limits: tuple[tuple[str, float, float], ...] = ()


FACES = (
    Face(
        "plex-sans-latin",
        "fontpkg-ibm-plex-sans",
        "IBMPlexSans[wdth,wght].ttf",
        LATIN,
        (("wdth", 100, 100), ("wght", 400, 700)),
    ),
    Face(
        "plex-sans-arabic-regular",
        "fontpkg-ibm-plex-sans-arabic",
        "IBMPlexSansArabic-Regular.ttf",
        ARABIC,
    ),
    Face(
        "plex-sans-arabic-bold",
        "fontpkg-ibm-plex-sans-arabic",
        "IBMPlexSansArabic-SemiBold.ttf",
        ARABIC,
    ),
)


def first_faces(direction: str) -> tuple[str, ...]:
    """The files that a page of a language needs at once: asked for before its style sheet is read.

    The Arabic faces have the Latin letters, too, that stand in Arabic text.
    """
    first = "plex-sans-arabic" if direction == "rtl" else "plex-sans-latin"
    return tuple(f"{face.name}.woff2" for face in FACES if face.name.startswith(first))


def begin(cache: Path) -> Callable[[], object]:
    """Start to make what is missing, beside other work; what is returned waits for it.

    It takes most of a second, once for each version of the program.
    """
    if all(_file(cache, face).exists() for face in FACES):
        return lambda: None
    return Aside(lambda: _make(cache)).result


def font_files(cache: Path) -> Iterator[tuple[str, Path]]:
    """Each face's file name on the site and its file, made on first need, and the licences."""
    _make(cache)
    for face in FACES:
        yield f"{face.name}.woff2", _file(cache, face)
    for package in dict.fromkeys(face.package for face in FACES):
        yield f"{package.removeprefix('fontpkg-')}.LICENSE.txt", _package(package) / "LICENSE"


def _make(cache: Path) -> bytes:
    """Make the files that are missing; there is nothing to be told of it."""
    files = {_file(cache, face): face for face in FACES}
    missing = [path for path in files if not path.exists()]
    for path in missing:
        write_atomically(path, _cut(files[path]))
    if missing:
        # Those of another program than this one.
        for path in set(cache.glob("*.woff2")) - files.keys():
            path.unlink(missing_ok=True)
    return b""


def _package(name: str) -> Path:
    return Path(str(importlib.resources.files(name.replace("-", "_"))))


def _file(cache: Path, face: Face) -> Path:
    return cache / f"{face.name}.{program()[:12]}.woff2"


def _cut(face: Face) -> bytes:
    """The face as woff2 with only the characters it serves, without hints."""
    # Loaded where they are needed: once.
    import uharfbuzz
    from fontTools.ttLib import TTFont

    whole = uharfbuzz.Face(
        uharfbuzz.Blob.from_file_path(str(_package(face.package) / "files" / face.source))
    )
    wanted = uharfbuzz.SubsetInput()
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.OPTIMIZE_IUP_DELTAS
    wanted.unicode_set.update(_code_points(face.unicodes))
    wanted.drop_table_tag_set.update([int.from_bytes(b"meta")])
    for axis, low, high in face.limits:
        wanted.set_axis_range(whole, axis, low, high)
    font = TTFont(io.BytesIO(wanted.subset(whole).blob.data), recalcTimestamp=False)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _code_points(ranges: str) -> Iterator[int]:
    """The numbers of ranges such as `U+0020-007E,U+00D7`."""
    for each in ranges.split(","):
        first, _, last = each.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)
