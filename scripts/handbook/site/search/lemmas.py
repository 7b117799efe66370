"""The lemmas of words as a dictionary has them, remembered from one build to the next.

The dictionary of a language takes longer to load than its search to make, and an edit
seldom brings a word that was never asked about.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from handbook.content.marked import read_marked, write_marked
from handbook.site.search.families import SNOWBALL, lemma_of


class Lemmas:
    """The lemmas of one language (a primary tag), remembered in a folder where one is given."""

    def __init__(self, language: str, folder: Path | None) -> None:
        self._language = language
        self._file = folder / f"{language}.json" if folder and language in SNOWBALL else None
        self._version = f"simplemma {version('simplemma')}"
        text = read_marked(self._file, self._version) if self._file else b""
        self._known: dict[str, str] = json.loads(text) if text else {}
        self._used: dict[str, str] = {}

    def __call__(self, written: str) -> str:
        if written not in self._used:
            known = self._known.get(written)
            self._used[written] = lemma_of(self._language, written) if known is None else known
        return self._used[written]

    def save(self) -> None:
        """Remember what was asked this time, and nothing else."""
        if self._file and self._used != self._known:
            text = json.dumps(dict(sorted(self._used.items())), ensure_ascii=False).encode()
            write_marked(self._file, self._version, text)
