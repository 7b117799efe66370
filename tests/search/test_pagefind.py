"""An index as it is written here is the one that Pagefind's program writes of the same pages."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cbor2
import pytest

from handbook.site.search import pagefind
from handbook.site.search.pagefind import HEADING, TEXT, TITLE, SearchError

CODES = ["bcdf", "bcdg", "bcdh", "bcdj", "kkkk", "kkkl", "vvvv"]
# A text is a list of stretches, each of so many codes; a page, a title and texts.
Text = list[list[str]]
Page = tuple[Text, list[tuple[Text, Text]]]


def text(chance: random.Random, most: int) -> Text:
    sizes = (chance.choice((0, 1, 1, 1, 1, 2, 3)) for _ in range(chance.randint(0, most)))
    return [[chance.choice(CODES) for _ in range(size)] for size in sizes]


def written(found: Text) -> str:
    return " ".join("-".join(codes) or "." for codes in found)


def made(number: int, chance: random.Random) -> Page:
    # One page is longer than a place of two bytes can tell.
    most = 70_000 if number == 0 else 40
    title = [[CODES[number % len(CODES)]], *text(chance, 4)]
    first = text(chance, most) if number else [["bcdf"], *([[]] * most), ["bcdg"]]
    return title, [([], first), *((text(chance, 4), text(chance, 40)) for _ in range(3))]


def html(page: Page) -> str:
    title, [(_, first), *sections] = page
    body = f"<h1>{written(title)}</h1><p>{written(first)}</p>"
    for number, (heading, inside) in enumerate(sections):
        body += f'<h2 id="s{number}">{written(heading)}</h2><p>{written(inside)}</p>'
    return f"<html><body><main data-pagefind-body>{body}</main></body></html>"


def postings(page: Page) -> dict[str, bytes]:
    title, [(_, first), *sections] = page
    parts = [(TITLE, title), (TEXT, first)]
    for heading, inside in sections:
        parts += [(HEADING, heading), (TEXT, inside)]
    return pagefind.postings(parts, len(title))


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")


@pytest.mark.parametrize("pages", [1, 30, 300])
def test_every_word_of_every_page_stands_where_the_program_says(pages: int, tmp_path: Path) -> None:
    chance = random.Random(pages)
    found = {f"{number}.html": made(number, chance) for number in range(pages)}
    source, target = tmp_path / "site", tmp_path / "index"
    source.mkdir()
    for name, page in found.items():
        (source / name).write_text(html(page), encoding="utf-8")
    pagefind._run(source, target)
    order, words = program_index(target)
    inverted: dict[str, list[tuple[int, bytes]]] = {}
    for number, name in enumerate(order):
        for word, places in postings(found[name]).items():
            inverted.setdefault(word, []).append((number, places))
    assert words == {word: pagefind.word(word, inverted[word]) for word in sorted(inverted)}


def program_index(target: Path) -> tuple[list[str], Mapping[str, bytes]]:
    """The program's pages in their order, and its words."""
    (file,) = target.glob("*.pf_meta")
    _, pages, pieces, *_ = cbor2.loads(unpacked(file))
    fragments = (json.loads(unpacked(target / f"fragment/{name}.pf_fragment")) for name, _ in pages)
    words = {}
    for _, _, name in pieces:
        (inside,) = cbor2.loads(unpacked(target / f"index/{name}.pf_index"))
        words |= {word[0]: cbor2.dumps(word) for word in inside}
    return [fragment["url"].removeprefix("/") for fragment in fragments], words


def test_the_program_gives_what_the_browser_loads() -> None:
    found = pagefind.program()
    assert sorted(found.files) == ["pagefind.js", "wasm.unknown.pagefind"]
    heads = found.heads([("und_a", 3)], [("bcdf", "vvvv", "und_b")])
    entry = json.loads(heads.pop("pagefind-entry.json"))
    (hash,) = (known["hash"] for known in entry["languages"].values())
    (meta,) = heads
    assert meta == f"pagefind.{hash}.pf_meta"
    version = re.search(rb'pagefind_version="([^"]+)"', found.files["pagefind.js"])
    assert version is not None
    assert entry["version"] == version[1].decode()


def changed_piece(target: Path) -> None:
    (piece,) = (target / "index").iterdir()
    content = pagefind._unpacked(piece)
    piece.write_bytes(pagefind.packed(content.replace(b"\x83", b"\x84", 1)))


def changed_fragment(target: Path) -> None:
    (page,) = (target / "fragment").iterdir()
    found: dict[str, Any] = json.loads(unpacked(page))
    found["anchors"][1]["location"] += 1
    page.write_bytes(pagefind.packed(json.dumps(found).encode()))


def changed_entry(target: Path) -> None:
    entry = json.loads((target / "pagefind-entry.json").read_bytes())
    entry["languages"]["und"]["pages"] = 1
    (target / "pagefind-entry.json").write_text(json.dumps(entry))


def changed_meta(target: Path) -> None:
    (meta,) = target.glob("*.pf_meta")
    content = cbor2.loads(pagefind._unpacked(meta))
    meta.write_bytes(pagefind.packed(cbor2.dumps([*content, []])))


def changed_signature(target: Path) -> None:
    (meta,) = target.glob("*.pf_meta")
    meta.write_bytes(gzip.compress(b"other" + unpacked(meta)))


def without_wasm(target: Path) -> None:
    (target / "wasm.unknown.pagefind").unlink()


@pytest.mark.parametrize(
    "change",
    [
        *(changed_piece, changed_fragment, changed_entry, changed_meta),
        *(changed_signature, without_wasm),
    ],
)
def test_a_program_that_writes_otherwise_is_refused(
    change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = pagefind._run

    def run_and_change(source: Path, target: Path) -> None:
        run(source, target)
        change(target)

    monkeypatch.setattr(pagefind, "_run", run_and_change)
    with pytest.raises(SearchError, match="not as this version of the handbook knows it"):
        pagefind.program()


def test_a_name_that_is_taken_is_made_longer() -> None:
    short = pagefind.name(b"text")
    longer = pagefind.name(b"text", {short})
    assert longer.startswith(short)
    assert (pagefind.is_long(short), pagefind.is_long(longer)) == (False, True)
