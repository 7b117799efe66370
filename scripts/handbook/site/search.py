"""The search index of each language: Pagefind's, and the tables of words beside it.

Pagefind is given pages in which the code of its family stands for each word, so that
it finds and ranks families; in what it wrote for a result the text itself is put back,
word for word. Beside it stand the tables that turn what a reader types into codes, and
those that tell in which sections a word of this language is most at home, for readers
of the other languages.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import shutil
import subprocess
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import cbor2
from pagefind_bin import get_executable

from handbook.content.addresses import page_address
from handbook.content.handbook import Handbook
from handbook.site.lemmas import Lemmas
from handbook.site.lexicon import Lexicon, browser_rule, edges, lexicon
from handbook.site.passages import Passage, built_passages
from handbook.site.wordrules import GUESSES, LETTERS, light

PAGEFIND = "pagefind"
TABLES = "search"
# The most characters of forms in one table: about 4 KB when it is sent.
TABLE_SIZE = 5_000
# The sections in which a word is most at home, as many as another language is shown.
PLACES = 8
_SIGNATURE = b"pagefind_dcd"
# Where Pagefind's metadata lists the pieces of its index: first word, last word, name.
_CHUNKS = 2
# The most bytes of CBOR in a piece of the index: about half of it when it is sent.
CHUNK_SIZE = 12_000
# Pagefind's own interfaces and its worker; ours is search/dialog.js.
_UNUSED = ("*.css", "pagefind-*.js")

Pages = Mapping[str, tuple[Passage, ...]]


class SearchError(Exception):
    """Pagefind could not index a language; the message is what it said."""


def index(site: Path, handbook: Handbook, folders: Collection[str]) -> None:
    """Index the built languages `folders` of `site`. Raises SearchError."""
    built = {folder: built_passages(site / folder) for folder in handbook.trees}
    for folder in folders:
        index_language(site, handbook, folder, built)


def files(folder: Path) -> list[Path]:
    """The files of a built language's search."""
    found = (path for name in (PAGEFIND, TABLES) for path in (folder / name).rglob("*"))
    return sorted(path for path in found if path.is_file())


def index_language(
    site: Path,
    handbook: Handbook,
    folder: str,
    built: Mapping[str, Pages],
    remembered: Path | None = None,
) -> None:
    """Index one language from the passages of all, by folder and page. Raises SearchError.

    Lemmas of words are `remembered` in a folder, where one is given.
    """
    language = handbook.trees[folder].language
    primary = language.tag.split("-")[0].lower()
    every = [passage for passages in built[folder].values() for passage in passages]
    lemmas = Lemmas(primary, remembered)
    known = lexicon(primary, folder, every, handbook.glossary.model, lemmas)
    lemmas.save()
    _write_index(site / folder / PAGEFIND, built[folder], known)
    target = site / folder / TABLES
    _write_tables(target, folder, built, known)
    _write(target, "terms", _terms(handbook, folder), hashed=False)


def _write_index(target: Path, pages: Pages, known: Lexicon) -> None:
    shutil.rmtree(target, ignore_errors=True)
    with TemporaryDirectory() as folder:
        # All in one folder, so that no more is made and removed than a file a page.
        for address, passages in pages.items():
            page = Path(folder) / _flat(address)
            page.write_text(_coded_page(passages, known), encoding="utf-8")
        _run_pagefind(Path(folder), target)
    for pattern in _UNUSED:
        for path in target.glob(pattern):
            path.unlink()
    flat = {_flat(address): address for address in pages}
    for path in (target / "fragment").iterdir():
        path.write_bytes(_with_text(path.name, path.read_bytes(), pages, flat))
    _cut_small(target)


def _cut_small(target: Path) -> None:
    """Cut Pagefind's index into smaller pieces, since a query needs one for each word.

    Its own are five times as large, whatever the words in them; only a word that by
    itself fills more than one of ours still grows with the handbook.
    """
    entry_file = target / "pagefind-entry.json"
    entry = json.loads(entry_file.read_text(encoding="utf-8"))
    (known,) = entry["languages"].values()
    prefix = known["hash"].partition("_")[0]
    meta_file = target / f"pagefind.{known['hash']}.pf_meta"
    meta = _unpacked(meta_file)
    files = [target / "index" / f"{name}.pf_index" for _, _, name in meta[_CHUNKS]]
    words = [word for path in files for word in _unpacked(path)[0]]
    starts = edges((len(cbor2.dumps(word)) for word in words), CHUNK_SIZE)
    for path in files:
        path.unlink()
    meta[_CHUNKS] = []
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        piece = words[start:end]
        packed = _packed([piece])
        name = f"{prefix}_{hashlib.sha256(packed).hexdigest()[:10]}"
        (target / "index" / f"{name}.pf_index").write_bytes(packed)
        meta[_CHUNKS].append([piece[0][0], piece[-1][0], name])
    meta_file.unlink()
    packed = _packed(meta)
    known["hash"] = f"{prefix}_{hashlib.sha256(packed).hexdigest()[:10]}"
    (target / f"pagefind.{known['hash']}.pf_meta").write_bytes(packed)
    entry_file.write_text(json.dumps(entry, separators=(",", ":")), encoding="utf-8")


def _unpacked(path: Path) -> list[Any]:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(_SIGNATURE):
        raise SearchError(f"{path.name} is not as this version of the handbook knows it")
    content: list[Any] = cbor2.loads(data.removeprefix(_SIGNATURE))
    return content


def _packed(content: object) -> bytes:
    return gzip.compress(_SIGNATURE + cbor2.dumps(content), mtime=0)


def _flat(address: str) -> str:
    """The name of the file that stands for a page while it is indexed."""
    return quote(address.rstrip("/") or "/", safe="") + ".html"


def _run_pagefind(source: Path, target: Path) -> None:
    """Run the program itself: its Python interface waits a tenth of a second for each page."""
    # No language of its own: codes are in none, and are not to be stemmed.
    options = ("--force-language", "und", "--quiet")
    done = subprocess.run(
        [str(get_executable()), "--site", str(source), "--output-path", str(target), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not (target / "pagefind-entry.json").is_file():
        raise SearchError(done.stderr.strip() or done.stdout.strip() or "pagefind failed")


def _coded_page(passages: Sequence[Passage], known: Lexicon) -> str:
    first, *others = passages
    body = _coded_passage("h1", first, known)
    body += "".join(_coded_passage("h2", passage, known) for passage in others)
    return f"<html><body><main data-pagefind-body>{body}</main></body></html>"


def _coded_passage(heading: str, passage: Passage, known: Lexicon) -> str:
    title, text = (" ".join(known.coded(part)) for part in (passage.title, passage.text))
    id = f' id="{escape(passage.id)}"' if passage.id else ""
    return f"<{heading}{id}>{title}</{heading}><p>{text}</p>"


def _with_text(name: str, packed: bytes, pages: Pages, flat: Mapping[str, str]) -> bytes:
    """A result of Pagefind with its text for the codes; its places of words stay right."""
    data = gzip.decompress(packed)
    if not data.startswith(_SIGNATURE):
        raise SearchError(f"{name} is not as this version of the handbook knows it")
    found: dict[str, Any] = json.loads(data.removeprefix(_SIGNATURE))
    address = flat[found["url"].removeprefix("/")]
    found["url"] = f"/{address}"
    passages = pages[address]
    text = " ".join(f"{passage.title} {passage.text}".strip() for passage in passages)
    if len(found["content"].split()) != len(text.split()):
        raise SearchError(f"{name} has another number of words than {found['url']}")
    titles = {passage.id: passage.title for passage in passages}
    found["content"] = text
    found["meta"] = {"title": passages[0].title}
    for anchor in found["anchors"]:
        anchor["text"] = titles[anchor["id"]]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(_SIGNATURE + text.encode(), mtime=0)


def _write_tables(target: Path, folder: str, built: Mapping[str, Pages], known: Lexicon) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    forms = sorted(known.codes)
    starts = edges((len(form) + 1 for form in forms), TABLE_SIZE)
    tables = [
        [forms[start], _write(target, "words", _by_code(forms[start:end], known.codes))]
        for start, end in zip(starts, [*starts[1:], len(forms)], strict=True)
    ]
    places = _places(built[folder], known)
    codes = sorted(places)
    starts = edges((30 for _ in codes), TABLE_SIZE)
    homes = [
        [
            codes[start],
            _write(
                target, "places", _told({c: places[c] for c in codes[start:end]}, folder, built)
            ),
        ]
        for start, end in zip(starts, [*starts[1:], len(codes)], strict=True)
        if codes
    ]
    _write(
        target,
        "index",
        {
            "pages": len(built[folder]),
            "letters": LETTERS,
            "ways": [
                [[browser_rule(rule) for rule in stage] for stage in way]
                for way in GUESSES.get(known.language, ())
            ],
            "light": light(known.language),
            "common": known.common,
            "phrases": known.phrases,
            "compounds": sorted(known.compounds),
            "words": tables,
            "places": homes,
        },
        hashed=False,
    )


def _by_code(forms: Iterable[str], codes: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for form in forms:
        found.setdefault(codes[form], []).append(form)
    return {code: " ".join(found[code]) for code in sorted(found)}


def _write(target: Path, name: str, content: object, *, hashed: bool = True) -> str:
    """Write a table; its name tells its content, so that it may be kept for ever."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    file = f"{name}.{digest}.json" if hashed else f"{name}.json"
    (target / file).write_text(text, encoding="utf-8")
    return file


def _terms(handbook: Handbook, folder: str) -> list[list[str]]:
    """The glossary's terms in a language, each with its address."""
    pages = handbook.pages_of_kind(folder, "glossary")
    model = handbook.glossary.model
    if not pages or model is None:
        return []
    address = page_address(pages[0].name)
    return [
        [term.term[folder], f"{address}#{id}"]
        for id, term in model.in_order(folder)
        if folder in term.term
    ]


Place = tuple[str, str]


def _places(pages: Pages, known: Lexicon) -> dict[str, list[Place]]:
    """The sections in which each family that tells something is most at home, best first."""
    weights: dict[str, dict[Place, float]] = {}
    for address, passages in pages.items():
        for passage in passages:
            titled = set(known.codes_in(passage.title))
            counts = Counter(known.codes_in(passage.text))
            for code in titled | counts.keys():
                weight = counts[code] / (counts[code] + 2) + (1.5 if code in titled else 0)
                weights.setdefault(code, {})[address, passage.id] = weight
    common = set(known.common)
    return {
        code: sorted(found, key=lambda place: (-found[place], place))[:PLACES]
        for code, found in weights.items()
        if code not in common
    }


def _told(
    places: Mapping[str, Sequence[Place]], folder: str, built: Mapping[str, Pages]
) -> dict[str, object]:
    """Places as the other languages show them: each with its titles in those."""
    titles = {
        other: {
            (address, passage.id): [passages[0].title, passage.title]
            for address, passages in pages.items()
            for passage in passages
        }
        for other, pages in built.items()
        if other != folder
    }
    named = sorted({place for found in places.values() for place in found})
    number = {place: position for position, place in enumerate(named)}
    rarity = {
        code: round(math.log(1 + PLACES / len(found)) + 1, 2) for code, found in places.items()
    }
    return {
        "sections": [
            [
                f"{address}#{id}" if id else address,
                {
                    other: known[address, id]
                    for other, known in titles.items()
                    if (address, id) in known
                },
            ]
            for address, id in named
        ],
        "of": {
            code: [rarity[code], *(number[place] for place in found)]
            for code, found in places.items()
        },
    }
