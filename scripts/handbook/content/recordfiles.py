"""The files of `docs/freshness/`: how they are written, and a short way to read them.

PyYAML takes a second for some thousand records. A file that stands as it was written
is read line by line instead; any other, edited or merged, is left to PyYAML and the
schema, which know what to say of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import yaml
from yaml.reader import Reader

from handbook.content.records import Record, Records, Sources
from handbook.content.yamltext import KeyPath, Position, YamlText

RECORDS_NOTE = "# Written by `handbook accept`: what each section was accepted against.\n"
SOURCES_NOTE = "# Written by `handbook accept`: the source's texts that a record names.\n"

# Reading

_PAGE = re.compile(r"  ([a-z][a-z0-9/.-]*):")
_RECORD = re.compile(
    r"    ([a-z_][a-z0-9-]*): "
    r"\{accepted: (\d{4})-(\d\d)-(\d\d), "
    r'source: "([0-9a-f]{12})", translation: "([0-9a-f]{12})"'
    r'(?:, unchanged: "([^"\\]+)")?\}'
)
_KEY = re.compile(r'  "([0-9a-f]{12})": \|-')


# A record in plain values: the source's and the translation's fingerprints, the day, the reason.
Told: TypeAlias = tuple[str, str, datetime.date, str | None]


class Lines(Mapping[str, Record]):
    """A page's records, each made when it is first asked for.

    Thousands are read in every run, and most of them only to be told from others.
    """

    def __init__(self) -> None:
        self.told: dict[str, Told] = {}
        self._made: dict[str, Record] = {}

    def __getitem__(self, id: str) -> Record:
        if id not in self._made:
            source, translation, accepted, unchanged = self.told[id]
            # The pattern has held it to its schema; pydantic would take longer than all else.
            self._made[id] = Record.model_construct(
                source=source, translation=translation, accepted=accepted, unchanged=unchanged
            )
        return self._made[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.told)

    def __len__(self) -> int:
        return len(self.told)


def told(page: Mapping[str, Record]) -> Mapping[str, Told]:
    """All that is on record of a page, in plain values."""
    if isinstance(page, Lines):
        return page.told
    return {id: (it.source, it.translation, it.accepted, it.unchanged) for id, it in page.items()}


def records_of(text: str) -> tuple[Records, YamlText] | None:
    """The records of a file as it was written; None where it is not that."""
    start = f"{RECORDS_NOTE}pages:\n"
    if not _is_as_written(text, start):
        return None
    pages: dict[str, Lines] = {}
    positions: dict[KeyPath, Position] = {}
    name = ""
    for number, line in enumerate(text[len(start) : -1].split("\n"), start.count("\n") + 1):
        if found := _RECORD.fullmatch(line):
            id, year, month, day, source, translation, unchanged = found.groups()
            if not name or id in pages[name].told:
                return None
            try:
                accepted = datetime.date(int(year), int(month), int(day))
            except ValueError:
                return None
            pages[name].told[id] = source, translation, accepted, unchanged
            positions["pages", name, id] = Position(number, 5)
        elif (found := _PAGE.fullmatch(line)) and found[1] not in pages:
            name = found[1]
            pages[name] = Lines()
            positions["pages", name] = Position(number, 3)
        else:
            return None
    return Records.model_construct(pages=pages), YamlText(None, positions)


def sources_of(text: str) -> tuple[Sources, YamlText] | None:
    """The texts of a file as it was written; None where it is not that."""
    start = f"{SOURCES_NOTE}texts:\n"
    if not _is_as_written(text, start):
        return None
    texts: dict[str, list[str]] = {}
    positions: dict[KeyPath, Position] = {}
    lines: list[str] | None = None
    for number, line in enumerate(text[len(start) : -1].split("\n"), start.count("\n") + 1):
        if lines is not None and line.startswith("    ") and line[4:5].strip():
            lines.append(line[4:])
        elif (found := _KEY.fullmatch(line)) and found[1] not in texts:
            lines = texts[found[1]] = []
            positions["texts", found[1]] = Position(number, 3)
        else:
            return None
    joined = {key: "\n".join(lines) for key, lines in texts.items()}
    return Sources.model_construct(texts=joined), YamlText(None, positions)


def _is_as_written(text: str, start: str) -> bool:
    is_whole = text.startswith(start) and text.endswith("\n") and len(text) > len(start)
    return is_whole and not Reader.NON_PRINTABLE.search(text)


# Writing


class _Quoted(str):
    """Text that is always written in quotes."""


class _Block(str):
    """Text as a block of lines."""


class _Flow(dict[str, Any]):
    """A mapping on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes each of these forms, and no alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_block(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), "|")


def _represent_quoted(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), '"')


def _represent_flow(dumper: yaml.SafeDumper, value: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)


_Dumper.add_representer(_Block, _represent_block)
_Dumper.add_representer(_Quoted, _represent_quoted)
_Dumper.add_representer(_Flow, _represent_flow)


def records_yaml(records: Records) -> str:
    """A language's records as their file, sorted."""
    pages = {
        name: {id: _line(record) for id, record in page.items()}
        for name, page in records.pages.items()
        if page
    }
    return RECORDS_NOTE + _yaml({"pages": pages})


def sources_yaml(texts: Mapping[str, str]) -> str:
    """The accepted texts of the source as their file, sorted."""
    return SOURCES_NOTE + _yaml(
        {"texts": {_Quoted(key): _Block(text) for key, text in texts.items()}}
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
