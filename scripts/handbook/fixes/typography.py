"""Mends of script and typography: those whose edit is right whatever the author meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from handbook.checks.conventions import Conventions
from handbook.checks.direction import controls
from handbook.checks.faults import Edit as ProseEdit
from handbook.checks.faults import applied
from handbook.checks.script import (
    MENDS,
    Judged,
    judged_front_matter,
    judged_page,
    judged_setting,
)
from handbook.content.company import Company
from handbook.content.glossary import Glossary
from handbook.content.handbook import Page
from handbook.content.settings import Settings
from handbook.content.spans import BREAK
from handbook.content.yamltext import KeyPath, Position
from handbook.findings import Edit, Finding
from handbook.fixes.mends import Document, Key, Mend, Says
from handbook.fixes.readings import TEXT

IsOpen = Callable[[Finding], bool]

CONTROL = "KB502"
# So many direction controls of one paragraph are judged in one round, each after the last.
CONTROLS = 20
MARKUP = tuple('*_~=^`[](){}<>|"')


def page_mends(
    document: Document, page: Page, language: Conventions, is_open: IsOpen
) -> Iterator[Mend]:
    """The mends of a page's text, alternative texts and front matter."""
    lines = document.lines
    keys: dict[int, Key] = {id(page.prose.text): TEXT}
    keys |= {id(prose): ("image", n) for n, prose in enumerate(page.prose.alternatives)}
    judged = (
        found for found in judged_page(page, language) if _is_mendable(found, language, is_open)
    )
    for found in _lasting(judged, language):
        if edits := _written(found, lines):
            yield _mend(found, edits, keys[id(found.prose)])
    text = page.front_matter.text
    for key, found in judged_front_matter(page, language):
        if text and page.meta and _is_mendable(found, language, is_open):
            value = getattr(page.meta, key)
            edits = _in_value(found, value, lines, key, text.position((key,)))
            if edits:
                yield _mend(found, edits, ("meta", key))


def setting_mends(
    document: Document,
    settings: Settings[Company] | Settings[Glossary],
    keys: KeyPath,
    value: str,
    language: Conventions,
    is_open: IsOpen,
) -> Iterator[Mend]:
    """The mends of one of the texts in docs/company.yml or docs/glossary.yml."""
    for found in judged_setting(settings, keys, value, language):
        if settings.text and _is_mendable(found, language, is_open):
            place = settings.text.position(keys)
            if edits := _in_value(found, value, document.lines, str(keys[-1]), place):
                yield _mend(found, edits, keys)


def _is_mendable(judged: Judged, language: Conventions, is_open: IsOpen) -> bool:
    fault = judged.fault
    if not fault.edits or fault.code not in MENDS or not is_open(judged.finding):
        return False
    # What is a neighbour's letter then is for its author to type anew.
    return not any(letter in edit.text for edit in fault.edits for letter in language.letters)


def _mend(judged: Judged, edits: tuple[Edit, ...], key: Key) -> Mend:
    says = Says(judged.finding.path, key, judged.fault.edits)
    return Mend(judged.finding, edits, (says,))


def _written(judged: Judged, lines: Sequence[str]) -> tuple[Edit, ...]:
    """The edits of the page's file; none where markup cuts one of them in two."""
    found = []
    for start, end, new in judged.fault.edits:
        place = judged.prose.written(start, end)
        if place is None:
            return ()
        line, first, last = place
        written = lines[line - 1]
        if written[first:last] != judged.prose.text[start:end]:
            return ()
        # Marks with nothing between them are other marks: `**a**`, `****`.
        if not new and written[first - 1 : first] in MARKUP and written[last : last + 1] in MARKUP:
            return ()
        found.append(Edit(judged.finding.path, line, first, last, new))
    return tuple(found)


def _in_value(
    judged: Judged, value: str, lines: Sequence[str], key: str, place: Position
) -> tuple[Edit, ...]:
    """The edits of a YAML value, where it stands beside its key as it is read."""
    # YAML ends lines at more characters than we do.
    if place.line > len(lines):
        return ()
    line = lines[place.line - 1]
    mark = re.compile(rf"([\"']?){re.escape(key)}\1\s*:\s+[\"']?").match(line, place.column - 1)
    if mark is None or judged.prose.text != value or not line.startswith(value, mark.end()):
        return ()
    first = mark.end()
    return tuple(
        Edit(judged.finding.path, place.line, first + start, first + end, new)
        for start, end, new in judged.fault.edits
    )


def _lasting(found: Iterable[Judged], language: Conventions) -> Iterator[Judged]:
    """The faults, but of direction controls only those that need not stay for another's sake.

    Of two in a row each may do nothing, and yet one of them be needed.
    """
    removed: dict[tuple[int, int], list[ProseEdit]] = {}
    breaks: dict[int, list[int]] = {}
    for judged in found:
        if judged.fault.code != CONTROL:
            yield judged
            continue
        text = judged.prose.text
        name = id(judged.prose)
        if name not in breaks:
            breaks[name] = [-1, *(n for n, c in enumerate(text) if c == BREAK), len(text)]
        part = bisect_right(breaks[name], judged.fault.start) - 1
        first, last = breaks[name][part] + 1, breaks[name][part + 1]
        earlier = removed.setdefault((name, part), [])
        (edit,) = judged.fault.edits
        here = ProseEdit(edit.start - first, edit.end - first, edit.text)
        rest = applied(text[first:last], tuple(earlier))
        at = here.start - len(earlier)
        faults = controls(rest, language, isolated=judged.isolated)
        if len(earlier) < CONTROLS and any(f.edits and f.start == at for f in faults):
            earlier.append(here)
            yield judged
