"""The records of what each translation was accepted against, one file a language.

`docs/freshness/<folder>.yml` holds, per page and section, the fingerprints of the
source and of the translation on the day the translation was accepted;
`docs/freshness/sources.yml` the texts of the source that any record still names, so
that what changed can be shown without version control. Both are written by
`handbook accept`, sorted and a line a record, so that branches merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from handbook.content.files import UnreadableText, read_text
from handbook.content.recordfiles import records_of, sources_of
from handbook.content.records import FOLDER, SOURCES, Record, Records, Sources, records_path
from handbook.content.settings import Settings, digest_of, read_settings, settings_from_text


@dataclass(frozen=True)
class Freshness:
    """What is on record. `is_kept` is False where a handbook keeps no record at all.

    `records` has the languages that have a file; `sources_text` is what stands in the file
    of the source's texts, its faults where it cannot be read; `strangers` are the files
    that are of no translation.
    """

    is_kept: bool = False
    records: Mapping[str, Settings[Records]] = field(default_factory=dict)
    sources_text: str | Settings[Sources] | None = field(default=None, repr=False)
    strangers: tuple[str, ...] = ()

    @cached_property
    def sources(self) -> Settings[Sources] | None:
        """The source's texts; they are as long as the source, and seldom asked for."""
        if not isinstance(self.sources_text, str):
            return self.sources_text
        if found := sources_of(self.sources_text):
            return Settings(SOURCES, found[0], text=found[1])
        return settings_from_text(SOURCES, self.sources_text, Sources)

    @cached_property
    def digest(self) -> str:
        """What stands for all of its files."""
        sources = self.sources_text
        text = sources.digest if isinstance(sources, Settings) else digest_of(sources or "")
        records = [(folder, settings.digest) for folder, settings in self.records.items()]
        return digest_of(repr((self.is_kept, records, type(sources), text, self.strangers)))

    def page(self, folder: str, name: str) -> Mapping[str, Record]:
        """The records of one page in one language."""
        settings = self.records.get(folder)
        return settings.model.pages.get(name, {}) if settings and settings.model else {}

    @property
    def names(self) -> Iterator[str]:
        """The pages on record."""
        for settings in self.records.values():
            yield from settings.model.pages if settings.model else ()

    def only(self, name: str) -> Freshness:
        """What is on record of one page, in the languages that have records."""
        found = {
            folder: replace(
                settings,
                model=Records.model_construct(pages={name: settings.model.pages.get(name, {})}),
            )
            for folder, settings in self.records.items()
            if settings.model and settings.model.pages
        }
        return replace(self, records=found, sources_text=None, strangers=())

    @property
    def texts(self) -> Mapping[str, str]:
        """The accepted texts of the source, by fingerprint."""
        return self.sources.model.texts if self.sources and self.sources.model else {}

    def named(self, *, besides: str) -> frozenset[str]:
        """The fingerprints of the source that a record names, of a language `besides` one."""
        return frozenset(
            record.source
            for folder, settings in self.records.items()
            if folder != besides
            for page in (settings.model.pages.values() if settings.model else ())
            for record in page.values()
        )


def read_freshness(root: Path, translations: Iterable[str]) -> Freshness:
    """What is on record below `root`."""
    files = {f"{FOLDER}/{path.name}" for path in (root / FOLDER).glob("*.yml")}
    paths = {folder: records_path(folder) for folder in translations}
    return Freshness(
        is_kept=bool(files),
        records={folder: _records(root, path) for folder, path in paths.items() if path in files},
        sources_text=_sources(root) if SOURCES in files else None,
        strangers=tuple(sorted(files.difference(paths.values(), [SOURCES]))),
    )


def _records(root: Path, path: str) -> Settings[Records]:
    text = _text(root / path)
    if found := records_of(text):
        return Settings(path, found[0], (), found[1], digest_of(text))
    return read_settings(root, path, Records)


def _sources(root: Path) -> str | Settings[Sources]:
    try:
        return read_text(root / SOURCES)
    except (UnreadableText, OSError):
        return read_settings(root, SOURCES, Sources)


def _text(path: Path) -> str:
    """The file's text, empty where it has none: reading it as YAML tells why."""
    try:
        return read_text(path)
    except (UnreadableText, OSError):
        return ""
