"""Accepting translations: the records that come of it, and what is refused."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handbook.checks.staleness import Part, State, obsolete
from handbook.content.freshness import Freshness
from handbook.content.handbook import Handbook
from handbook.content.records import Record, Records


@dataclass(frozen=True, slots=True)
class Outcome:
    """What accepting some sections comes to.

    `current` were up to date already. Where any is `refused`, nothing is to be recorded.
    """

    records: Records
    texts: Mapping[str, str]
    accepted: tuple[Part, ...]
    current: tuple[Part, ...]
    refused: tuple[Part, ...]


def accept(
    handbook: Handbook, folder: str, parts: Iterable[Part], on: datetime.date, reason: str = ""
) -> Outcome:
    """Record that the translations of `parts`, all of one language, are up to date.

    A translation whose text is the one accepted for an older source is refused, and so
    is one without text, unless there is a `reason` why it need not change; and always
    what is still to be written.
    """
    accepted, current, refused = [], [], []
    pages = _copied(handbook.freshness, folder)
    texts = dict(handbook.freshness.texts)
    for part in parts:
        if part.here is None:
            continue
        if part.is_unwritten:
            refused.append(part)
            continue
        is_unchanged = part.record is not None and (
            part.record.translation == part.here.fingerprint
        )
        if part.state is State.FRESH and is_unchanged:
            current.append(part)
        elif (is_unchanged or not part.here.text) and not reason:
            refused.append(part)
            continue
        else:
            accepted.append(part)
            pages.setdefault(part.name, {})[part.id] = Record(
                source=part.there.fingerprint,
                translation=part.here.fingerprint,
                accepted=on,
                unchanged=reason if is_unchanged or not part.here.text else None,
            )
        texts[part.there.fingerprint] = part.there.text
    return Outcome(Records(pages=pages), texts, tuple(accepted), tuple(current), tuple(refused))


def pruned(handbook: Handbook, folder: str) -> tuple[Records, int]:
    """A language's records without those of what no longer exists, and how many those are."""
    pages = _copied(handbook.freshness, folder)
    gone = list(obsolete(handbook, folder))
    for name, id in gone:
        del pages[name][id]
    return Records(pages=pages), len(gone)


def named_texts(
    freshness: Freshness, texts: Mapping[str, str], folder: str, records: Records
) -> dict[str, str]:
    """Those of `texts` that a record of any language names, `folder` having `records`."""
    named = {record.source for page in records.pages.values() for record in page.values()}
    named |= freshness.named(besides=folder)
    return {key: text for key, text in texts.items() if key in named}


def _copied(freshness: Freshness, folder: str) -> dict[str, dict[str, Record]]:
    settings = freshness.records.get(folder)
    pages = settings.model.pages if settings and settings.model else {}
    return {name: dict(page) for name, page in pages.items()}
