"""The stems of words, remembered from one build to the next.

The dictionary that a stem's lemma comes from takes longer to open than a language's search to
make. An edit seldom brings a word that was never asked about; for one that does, the
dictionary is kept as it is when opened.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.content.marked import read_marked, write_marked
from handbook.program import program
from handbook.site.search.families import SNOWBALL, stem_of

if TYPE_CHECKING:
    from simplemma import Lemmatizer


class Stems:
    """The stems of one language (a primary tag), remembered in a folder."""

    def __init__(self, language: str, folder: Path) -> None:
        self._language = language
        self._folder = folder
        self._file = folder / f"{language}.json"
        # Stems are the program's own, too.
        text = read_marked(self._file, program()) if language in SNOWBALL else b""
        self._known: dict[str, str] = json.loads(text) if text else {}
        self._used: dict[str, str] = {}

    def __call__(self, written: str, listed: bool) -> str:
        """The stem of a word as it is written, which the glossary lists or not."""
        key = f" {written}" if listed else written
        if key not in self._used:
            known = self._known.get(key)
            self._used[key] = (
                stem_of(self._language, written, listed, self._lemma) if known is None else known
            )
        return self._used[key]

    def save(self) -> None:
        """Remember what was asked this time, and nothing else."""
        if self._used != self._known:
            text = json.dumps(dict(sorted(self._used.items())), ensure_ascii=False).encode()
            write_marked(self._file, program(), text)

    def _lemma(self, written: str) -> str:
        return self._lemmatizer.lemmatize(written, lang=self._language).lower()

    @cached_property
    def _lemmatizer(self) -> Lemmatizer:
        # Loaded where it is asked.
        from simplemma import Lemmatizer
        from simplemma.strategies import DefaultStrategy

        dictionaries = _Dictionaries(self._folder)
        return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=dictionaries))


class _Dictionaries:
    """simplemma's dictionaries (a DictionaryFactory), kept in a folder as they are once opened."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._version = f"simplemma {version('simplemma')}"
        self._open: dict[str, Mapping[str, str]] = {}

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """The dictionary of a language."""
        if lang not in self._open:
            self._open[lang] = self._opened(lang)
        return self._open[lang]

    def _opened(self, lang: str) -> Mapping[str, str]:
        file = self._folder / f"{lang}.dictionary"
        if kept := read_marked(file, self._version):
            found: Mapping[str, str] = pickle.loads(kept)
            return found
        # The one that takes a tenth of the memory.
        from simplemma.strategies.dictionaries import StreamDictionaryFactory

        found = StreamDictionaryFactory().get_dictionary(lang)
        write_marked(file, self._version, pickle.dumps(found))
        return found
