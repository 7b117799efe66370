"""The command itself, on a handbook of hostile files, within bounds of memory and time.

It runs in a process of its own, so that the system keeps the bounds: whoever goes beyond
them is refused memory, or ended.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from .survival import CATALOGUE, PAGE, Spoilt
from .test_hostile import CATALOGUES, HOSTILE

MEMORY = 3 * 2**30  # of addresses, of which the libraries that read languages take most
SECONDS = 90  # of processor time: this only tells what hangs
LINE = "The word is given and kept by all of us. " * 25_000
TREES: dict[str, dict[str, bytes]] = {
    "settings": {
        "docs/glossary.yml": HOSTILE["aliases"].encode(),
        "docs/company.yml": HOSTILE["deep block"].encode(),
        "docs/checks.yml": HOSTILE["python tag"].encode(),
        "docs/freshness/ar.yml": HOSTILE["deep closed"].encode(),
        "docs/freshness/sources.yml": HOSTILE["huge integer"].encode(),
        "mkdocs.yml": HOSTILE["aliases"].encode(),
        CATALOGUE: CATALOGUES["a million plural forms"],
    },
    "contract": {"docs/structure.yml": HOSTILE["aliases"].encode()},
    "texts": {
        PAGE: f"{LINE}\n".encode(),
        "docs/en/channels/phone.md": b"| a | b |\n| - | - |\n" + b"| c | d |\n" * 10_000,
        "docs/ar/a\u202eb.md": b"> " * 10_000 + b"- " * 10_000 + b"[" * 10_000 + b"a",
        "docs/ar/b.md": b"\xff" * 1_000_000,
        "docs/en/b.md": b"## a {#a}\n\n" * 20_000,
    },
}


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.parametrize("tree", TREES)
def test_the_command_keeps_its_bounds(tmp_path: Path, tree: str) -> None:
    root = Spoilt.at(tmp_path / "handbook").root
    for name, data in TREES[tree].items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    result = subprocess.run(
        [sys.executable, "-m", "handbook", "--root", str(root), "check"],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        preexec_fn=bounded,
        capture_output=True,
        check=False,
    )
    said = result.stderr.decode()
    assert "Traceback" not in said, said
    assert result.returncode == (2 if tree == "contract" else 1), said[-2_000:]
    for name in TREES[tree]:
        if name not in ("mkdocs.yml",):
            assert name.split("\u202e")[0] in result.stdout.decode() + said
