"""Pagefind's index, as its program writes one: the one place that knows the format.

An index is written here and not by the program, since all of it but a few pieces is as
it was before an edit. The program is run on one page for what the browser loads, and
what it makes of that page is what is written here of it, or there is no search: a
version that writes otherwise is noticed by every build.

A fragment is a page's text. A piece of the index has, for each of its words, the pages
with the places at which it stands, in CBOR; places are counted from the one before,
and so are pages. The meta file names all fragments and pieces.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cbor2
from pagefind_bin import get_executable

# What the browser loads of the program's own; its interfaces are not used.
_LOADED = ("pagefind.js", "wasm.unknown.pagefind")
_ENTRY = "pagefind-entry.json"
_SIGNATURE = b"pagefind_dcd"
# Codes are in no language, and are not to be stemmed.
_LANGUAGE = "und"
# Of a name.
DIGITS = 10
# How much a word weighs by where it stands: 24 is plain text.
TITLE, HEADING, TEXT = 168, 144, 24
# A place in the page, and above it the weight: so sorted, they are as Pagefind wants them.
_SHIFT = 32
_PLACE = (1 << _SHIFT) - 1
_PLAIN = range(TEXT << _SHIFT, (TEXT + 1) << _SHIFT)

# For each stretch of text between spaces, the codes of its words.
Stretches = Sequence[Sequence[str]]


class SearchError(Exception):
    """A language could not be indexed; the message is why."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading of a page, with the number of words before it."""

    element: str
    id: str
    text: str
    location: int


def _head(major: int, number: int) -> bytes:
    """The start of a value in CBOR: an integer, or the length of a text or of a list."""
    if number < 24:
        return bytes((major << 5 | number,))
    for extra, size in ((24, 1), (25, 2), (26, 4)):
        if number < 1 << 8 * size:
            return bytes((major << 5 | extra,)) + number.to_bytes(size, "big")
    raise SearchError("a page has more words than an index can count")


_NUMBERS = [_head(0, number) for number in range(1 << 12)]
_NOTHING = _head(4, 0)
# The first page that has a word, or so many pages after the one before.
_PAGES = [_head(4, 3) + number for number in _NUMBERS]
_IN_TEXT = _head(1, TEXT)


def _number(number: int) -> bytes:
    return _NUMBERS[number] if number < len(_NUMBERS) else _head(0, number)


def postings(parts: Iterable[tuple[int, Stretches]], titled: int) -> dict[str, bytes]:
    """Where each word of a page stands, as a piece has it after the page's number.

    `parts` are its texts, each with its weight; the first `titled` stretches are its title.
    What stands for several words is found whole, and by each with its share of the weight.
    """
    found: defaultdict[str, list[int]] = defaultdict(list)
    place = 0
    for weight, stretches in parts:
        whole = weight << _SHIFT
        for codes in stretches:
            if len(codes) == 1:
                found[codes[0]].append(whole | place)
            elif codes:
                found["".join(codes)].append(whole | place)
                share = max(weight // len(codes), 1) << _SHIFT | place
                for code in codes:
                    found[code].append(share)
            place += 1
    return {word: _places(sorted(places), titled) for word, places in found.items()}


def _places(places: Sequence[int], titled: int) -> bytes:
    if len(places) == 1 and places[0] in _PLAIN and places[0] & _PLACE >= titled:
        return b"\x82%b%b%b" % (_IN_TEXT, _number(places[0] & _PLACE), _NOTHING)
    items: list[bytes] = []
    weight, before = -1, 0
    for one in places:
        if one >> _SHIFT != weight:
            weight, before = one >> _SHIFT, 0
            items.append(_head(1, weight))
        items.append(_number((one & _PLACE) - before))
        before = one & _PLACE
    in_title = sorted(one & _PLACE for one in places if one & _PLACE < titled)
    return _list(items) + _in_title(in_title)


def _in_title(places: Sequence[int]) -> bytes:
    """The places in the first of the page's fields, its title."""
    if not places:
        return _NOTHING
    steps = (one - before for before, one in zip((0, *places), places, strict=False))
    return _list([_head(1, 0), *map(_number, steps)])


def _list(items: Sequence[bytes]) -> bytes:
    return _head(4, len(items)) + b"".join(items)


def word(code: str, pages: Iterable[tuple[int, bytes]]) -> bytes:
    """A word of a piece: its pages by number, each with its postings."""
    items = []
    before = 0
    for number, places in pages:
        step = number - before
        items.append((_PAGES[step] if step < len(_PAGES) else b"\x83" + _head(0, step)) + places)
        before = number
    text = code.encode()
    return b"\x83%b%b%b%b" % (_head(3, len(text)), text, _list(items), _NOTHING)


def piece(words: Sequence[bytes]) -> bytes:
    """A piece of the index: some of its words, in their order."""
    return _head(4, 1) + _list(words)


def fragment(address: str, title: str, text: str, anchors: Iterable[Anchor]) -> bytes:
    """What a result of the search shows of a page."""
    found = {
        "url": f"/{address}",
        "content": text,
        "word_count": len(text.split()),
        "filters": {},
        "meta": {"title": title},
        "anchors": [
            {"element": one.element, "id": one.id, "text": one.text, "location": one.location}
            for one in anchors
        ],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def packed(content: bytes) -> bytes:
    """A file of the index with `content`."""
    return gzip.compress(_SIGNATURE + content, mtime=0)


def name(content: bytes, taken: Container[str] = ()) -> str:
    """The name of a fragment, a piece or the meta file, which tells its content.

    It is longer where one of those `taken` by others would else be the same.
    """
    digest = hashlib.sha256(content).hexdigest()
    names = (f"{_LANGUAGE}_{digest[:digits]}" for digits in range(DIGITS, len(digest)))
    return next(name for name in names if name not in taken)


def is_long(name: str) -> bool:
    """Whether a name is longer than others, since one of those was taken."""
    return len(name) > len(_LANGUAGE) + 1 + DIGITS


def fragment_file(name: str) -> str:
    """Where a fragment stands below the index's folder."""
    return f"fragment/{name}.pf_fragment"


def piece_file(name: str) -> str:
    """Where a piece stands below the index's folder."""
    return f"index/{name}.pf_index"


@dataclass(frozen=True)
class Program:
    """What the program gives: files for the browser by name, and its words about an index."""

    files: Mapping[str, bytes]
    entry: Mapping[str, Any]

    def heads(
        self, fragments: Sequence[tuple[str, int]], pieces: Sequence[tuple[str, str, str]]
    ) -> dict[str, bytes]:
        """The files that lead to all others, by name.

        `fragments` are names with numbers of words, `pieces` first and last words with names.
        """
        meta = _meta(self.entry["version"], fragments, pieces)
        hash = name(meta)
        known = {"hash": hash, "wasm": None, "page_count": len(fragments)}
        entry = {**self.entry, "languages": {_LANGUAGE: known}}
        return {
            f"pagefind.{hash}.pf_meta": packed(meta),
            _ENTRY: json.dumps(entry, separators=(",", ":")).encode(),
        }


def _meta(
    version: str, fragments: Sequence[tuple[str, int]], pieces: Sequence[tuple[str, str, str]]
) -> bytes:
    fields = ["title"]
    return bytes(cbor2.dumps([version, fragments, pieces, [], [], fields]))


# A page with all that a page may have: words several times, in headings, none at all.
_SAMPLE: tuple[tuple[str, str, str, str], ...] = (
    ("h1", "a", "bcdf . bcdg-bcdh", "bcdf-bcdg . bcdf bcdk bcdf-bcdf"),
    ("h2", "b", "bcdf bcdk-bcdl", ""),
    ("h3", "c", ".", " ".join(("bcdm-bcdn-bcdp", *300 * ["."], "bcdf"))),
)


def program() -> Program:
    """Run the program on one page. Raises SearchError where it writes another format."""
    body = "".join(
        f'<{element} id="{id}">{title}</{element}><p>{text}</p>'
        for element, id, title, text in _SAMPLE
    )
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "site", Path(folder) / "index"
        source.mkdir()
        page = f"<html><body><main data-pagefind-body>{body}</main></body></html>"
        (source / "page.html").write_text(page, encoding="utf-8")
        _run(source, target)
        try:
            return _checked(target)
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise _unknown() from error


def _run(source: Path, target: Path) -> None:
    done = subprocess.run(
        [
            *(str(get_executable()), "--site", str(source), "--output-path", str(target)),
            *("--force-language", _LANGUAGE, "--quiet"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not (target / _ENTRY).is_file():
        raise SearchError(done.stderr.strip() or done.stdout.strip() or "pagefind failed")


def _checked(target: Path) -> Program:
    """The program's files, if what it made of the sample is what we make of it."""
    entry = json.loads((target / _ENTRY).read_bytes())
    files = {file: (target / file).read_bytes() for file in _LOADED}
    (page,) = (target / "fragment").iterdir()
    (part,) = (target / "index").iterdir()
    (known,) = entry["languages"].values()
    words = _sample_words()
    size = sum(len(text.split()) for _, _, *texts in _SAMPLE for text in texts)
    found = json.loads(_unpacked(page))
    sound = {
        "anchors": found["anchors"] == json.loads(_sample_fragment())["anchors"],
        "words": found["word_count"] == size == len(found["content"].split()),
        "keys": list(found) == list(json.loads(_sample_fragment())),
        "piece": _unpacked(part)
        == piece([word(code, [(0, words[code])]) for code in sorted(words)]),
        "meta": _unpacked(target / f"pagefind.{known['hash']}.pf_meta")
        == _meta(
            entry["version"],
            [(page.stem, size)],
            [(min(words), max(words), part.stem)],
        ),
        "entry": known == {"hash": known["hash"], "wasm": None, "page_count": 1},
    }
    if not all(sound.values()):
        raise _unknown()
    return Program(files, entry)


def _unpacked(path: Path) -> bytes:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(_SIGNATURE):
        raise _unknown()
    return data.removeprefix(_SIGNATURE)


def _unknown() -> SearchError:
    return SearchError("pagefind's index is not as this version of the handbook knows it")


def _sample_words() -> dict[str, bytes]:
    weights = {"h1": TITLE, "h2": HEADING, "h3": 120}
    parts = [
        (weight, [[code for code in one.split("-") if code != "."] for one in text.split()])
        for element, _, *texts in _SAMPLE
        for weight, text in zip((weights[element], TEXT), texts, strict=True)
    ]
    return postings(parts, len(_SAMPLE[0][2].split()))


def _sample_fragment() -> bytes:
    anchors, place = [], 0
    for element, id, title, text in _SAMPLE:
        anchors.append(Anchor(element, id, title, place))
        place += len(title.split()) + len(text.split())
    return fragment("page.html", _SAMPLE[0][2], "", anchors)
