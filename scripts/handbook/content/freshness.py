"""The records of what each translation was accepted against, one file a language.

`docs/freshness/<folder>.yml` holds, per page and section, the fingerprints of the
source and of the translation on the day the translation was accepted;
`docs/freshness/sources.yml` the texts of the source that any record still names, so
that what changed can be shown without version control. Both are written by
`handbook accept`, sorted and a line a record, so that branches merge.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BeforeValidator, Field

from handbook.content.fingerprint import DIGITS
from handbook.content.settings import Closed, Settings, read_settings

FOLDER = "docs/freshness"
SOURCES = f"{FOLDER}/sources.yml"

FINGERPRINT = re.compile(rf"[0-9a-f]{{{DIGITS}}}\Z")


def records_path(folder: str) -> str:
    """The file of a language's records."""
    return f"{FOLDER}/{folder}.yml"


def _quoted(value: Any) -> Any:
    # YAML reads twelve digits without quotes as a number, and drops a leading zero.
    if isinstance(value, int | float):
        raise ValueError(f"`{value}` is a number; mend: write the fingerprint in quotes")
    return value


def _fingerprint(value: str) -> str:
    if not FINGERPRINT.match(value):
        raise ValueError(
            f"`{value}` is no fingerprint; mend: restore the {DIGITS} hexadecimal digits, "
            "or remove the record and accept the section again"
        )
    return value


Fingerprint = Annotated[str, BeforeValidator(_quoted), AfterValidator(_fingerprint)]


class Record(Closed):
    """One section's acceptance; `unchanged` says why a newer source asked for no change."""

    source: Fingerprint
    translation: Fingerprint
    accepted: datetime.date
    unchanged: str | None = Field(default=None, min_length=1)


class Records(Closed):
    """A language's records, by page and section."""

    pages: dict[str, dict[str, Record]]


class Sources(Closed):
    """Texts of the source by their fingerprint."""

    texts: dict[Fingerprint, str]


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is on record. `is_kept` is False where a handbook keeps no record at all.

    `records` has the languages that have a file; `strangers` are the files that are
    of no translation.
    """

    is_kept: bool = False
    records: Mapping[str, Settings[Records]] = field(default_factory=dict)
    sources: Settings[Sources] | None = None
    strangers: tuple[str, ...] = ()

    def page(self, folder: str, name: str) -> Mapping[str, Record]:
        """The records of one page in one language."""
        settings = self.records.get(folder)
        return settings.model.pages.get(name, {}) if settings and settings.model else {}

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
        records={
            folder: read_settings(root, path, Records)
            for folder, path in paths.items()
            if path in files
        },
        sources=read_settings(root, SOURCES, Sources) if SOURCES in files else None,
        strangers=tuple(sorted(files.difference(paths.values(), [SOURCES]))),
    )


# Writing


class _Quoted(str):
    """Text that is always written in quotes."""


class _Flow(dict[str, Any]):
    """A mapping on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes long text as a block, no line break of its own, and no alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, "|" if "\n" in value else None)


def _represent_quoted(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), '"')


def _represent_flow(dumper: yaml.SafeDumper, value: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(_Quoted, _represent_quoted)
_Dumper.add_representer(_Flow, _represent_flow)


def records_yaml(records: Records) -> str:
    """A language's records as their file, sorted."""
    pages = {
        name: {id: _line(record) for id, record in page.items()}
        for name, page in records.pages.items()
        if page
    }
    return "# Written by `handbook accept`: what each section was accepted against.\n" + _yaml(
        {"pages": pages}
    )


def sources_yaml(texts: Mapping[str, str]) -> str:
    """The accepted texts of the source as their file, sorted."""
    return "# Written by `handbook accept`: the source's texts that a record names.\n" + _yaml(
        {"texts": {_Quoted(key): text for key, text in texts.items()}}
    )


def _line(record: Record) -> _Flow:
    fields: dict[str, Any] = {
        "source": _Quoted(record.source),
        "translation": _Quoted(record.translation),
        "accepted": record.accepted,
    }
    if record.unchanged:
        fields["unchanged"] = _Quoted(record.unchanged)
    return _Flow(fields)


def _yaml(value: Mapping[str, Any]) -> str:
    return yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, width=float("inf"), default_flow_style=False
    )
