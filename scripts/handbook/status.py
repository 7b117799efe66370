"""How far each translation is: its sections present, missing, out of date, never accepted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handbook.checks.staleness import Part, State, parts
from handbook.content.handbook import Handbook

VERSION = 1

COLUMNS = ("language", "pages", "sections", "present", "missing", "out of date", "never accepted")


@dataclass(frozen=True, slots=True)
class Row:
    """One page in one language, by the sections that its source has."""

    language: str
    page: str
    is_present: bool
    parts: tuple[Part, ...]

    def ids(self, state: State) -> tuple[str, ...]:
        """The sections that are in a state."""
        return tuple(part.id for part in self.parts if part.state is state)


def rows(handbook: Handbook) -> tuple[Row, ...]:
    """Every page of the source in every translation, in reading order."""
    source = handbook.source.pages
    listed = [name for name in handbook.structure.pages if name in source]
    names = [*listed, *(name for name in source if name not in listed)]
    return tuple(
        Row(
            language.folder,
            name,
            name in handbook.trees[language.folder].pages,
            tuple(parts(handbook, language.folder, name)),
        )
        for language in handbook.structure.translations
        for name in names
    )


def _counts(some: Sequence[Row]) -> tuple[int, ...]:
    """The numbers of the columns."""
    states = [part.state for row in some for part in row.parts]
    missing = states.count(State.MISSING)
    return (
        sum(row.is_present for row in some),
        len(states),
        len(states) - missing,
        missing,
        states.count(State.STALE),
        states.count(State.NEVER_ACCEPTED),
    )


def _languages(some: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in some:
        found.setdefault(row.language, []).append(row)
    return found


def text(some: Iterable[Row], *, by_page: bool = False) -> str:
    """A table with a line a language, or a page."""
    lines: list[tuple[str, ...]]
    if by_page:
        header = (COLUMNS[0], "page", *COLUMNS[2:])
        lines = [(row.language, row.page, *map(str, _counts([row])[1:])) for row in some]
    else:
        header = COLUMNS
        lines = [(name, *map(str, _counts(own))) for name, own in _languages(some).items()]
    words = 2 if by_page else 1
    widths = [max(map(len, column)) for column in zip(header, *lines, strict=True)]
    return "".join(
        "  ".join(
            cell.ljust(width) if index < words else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + "\n"
        for line in (header, *lines)
    )


def json_text(some: Iterable[Row], *, by_page: bool = False) -> str:
    """The table as a stable object; by page, with the ids of the sections that want work."""
    languages = []
    for name, own in _languages(some).items():
        entry: dict[str, object] = {"language": name, **_named(_counts(own))}
        if by_page:
            entry["by_page"] = [
                {
                    "page": row.page,
                    "is_present": row.is_present,
                    "missing": row.ids(State.MISSING),
                    "out_of_date": row.ids(State.STALE),
                    "never_accepted": row.ids(State.NEVER_ACCEPTED),
                    "up_to_date": row.ids(State.FRESH),
                }
                for row in own
            ]
        languages.append(entry)
    value = {"version": VERSION, "languages": languages}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _named(counts: Iterable[int]) -> dict[str, object]:
    names = (column.replace(" ", "_") for column in COLUMNS[1:])
    return dict(zip(names, counts, strict=True))
