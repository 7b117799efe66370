"""The pieces into which the index of each language is cut, as Pagefind will ask for them."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import cbor2

from handbook.site.search.index import CHUNK_SIZE


def unpacked(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))


def test_each_piece_is_small_and_named_with_its_first_and_last_word(
    site: Path, folder: str
) -> None:
    index = site / folder / "pagefind"
    entry = json.loads((index / "pagefind-entry.json").read_text(encoding="utf-8"))
    (known,) = entry["languages"].values()
    listed = unpacked(index / f"pagefind.{known['hash']}.pf_meta")[2]
    assert {name for _, _, name in listed} == {path.stem for path in (index / "index").iterdir()}
    assert all(last < first for (_, last, _), (first, _, _) in pairwise(listed))
    for first, last, name in listed:
        (words,) = unpacked(index / "index" / f"{name}.pf_index")
        assert [word for word, *_ in words] == sorted(word for word, *_ in words)
        assert (words[0][0], words[-1][0]) == (first, last)
        assert len(words) == 1 or sum(len(cbor2.dumps(word)) for word in words) <= CHUNK_SIZE
