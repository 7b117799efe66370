"""2xx: each section of a translation says what its source says now.

A handbook without records does not follow this, and nothing is found, unless its contract
says that it does.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.files import without_slips
from handbook.checks.outline import english_name
from handbook.checks.staleness import FRONT_MATTER, INTRO, Part, State, obsolete, parts
from handbook.content.fingerprint import fingerprint
from handbook.content.handbook import Handbook
from handbook.content.layout import DOCS
from handbook.content.records import SOURCES, Record, Records, records_path
from handbook.content.settings import Settings, did_you_mean
from handbook.content.structure import Language
from handbook.findings import Finding, code, finding, from_fault, quoted

# How to speak of what has no heading; contents.py says the same.
NAMES = {FRONT_MATTER: "the front matter", INTRO: "the text before the first heading"}


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of freshness."""
    yield from files(handbook)
    yield from across(handbook)
    yield from pages(handbook)


def pages(handbook: Handbook) -> Iterator[Finding]:
    """What is found of the pages' sections, and of records of sections that are gone."""
    for language, settings in _kept(handbook):
        if settings and settings.model and settings.model.pages:
            yield from _obsolete(handbook, language, settings)
            for name in handbook.trees[language.folder].pages:
                yield from _page(handbook, language, name)


def across(handbook: Handbook) -> Iterator[Finding]:
    """The languages of which nothing is on record."""
    for language, settings in _kept(handbook):
        if _is_blank(settings) and _is_begun(handbook, language):
            yield _nothing_accepted(handbook, language)


def files(handbook: Handbook) -> Iterator[Finding]:
    """What is found of the files of records by themselves."""
    if _is_followed(handbook):
        yield from _strangers(handbook)
        yield from _sources(handbook)
    for _, settings in _kept(handbook):
        if settings and not _is_blank(settings):
            for fault in without_slips(settings.faults):
                yield from_fault("KB204", settings.path, fault)
            if settings.model:
                yield from _lost_texts(handbook, settings, settings.model)


def _is_blank(settings: Settings[Records] | None) -> bool:
    """Whether there is no file of records, or one without any."""
    return settings is None or bool(settings.model and not settings.model.pages)


def _kept(handbook: Handbook) -> Iterator[tuple[Language, Settings[Records] | None]]:
    """The translations whose freshness is followed, and their records."""
    for language in handbook.structure.translations if _is_followed(handbook) else ():
        # A folder that is missing is a finding of its own.
        if language.folder in handbook.top_folders:
            yield language, handbook.freshness.records.get(language.folder)


def _is_followed(handbook: Handbook) -> bool:
    return handbook.freshness.is_kept or handbook.structure.freshness


# Sections


def _page(handbook: Handbook, language: Language, name: str) -> Iterator[Finding]:
    found = _written(handbook, language, name)
    new = [part for part in found if part.state is State.NEVER_ACCEPTED]
    if new and len(new) == len(found):
        path = f"{DOCS}/{language.folder}/{name}"
        yield finding(
            "KB202",
            path,
            1,
            f"no section of page {code(name)} has been accepted in {english_name(language)}",
            note=f"the source is {DOCS}/{handbook.structure.source}/{name}",
            help=f"compare the two, then run `handbook accept {language.folder} {name}`",
        )
        return
    for part in found:
        if part.state is State.STALE:
            yield _stale(handbook, part)
        # What its id was meant to be is a finding of its own.
        elif part in new and part.here and not part.here.is_guessed:
            yield _never_accepted(handbook, part)


def _written(handbook: Handbook, language: Language, name: str) -> list[Part]:
    """The sections that are there; one that is still to be written is a finding of its own."""
    return [
        part
        for part in parts(handbook, language.folder, name)
        if part.here and not part.is_unwritten
    ]


def _is_begun(handbook: Handbook, language: Language) -> bool:
    """Whether a language is more than a skeleton."""
    names = handbook.trees[language.folder].pages
    return not names or any(_written(handbook, language, name) for name in names)


def _stale(handbook: Handbook, part: Part) -> Finding:
    since = f" since {part.record.accepted}" if part.record else ""
    command = f"{part.folder} {part.target}"
    return _finding(
        "KB201",
        part,
        f"{_name(part)} is out of date",
        f"the source has changed{since}: {_place(handbook, part)}",
        f"see what changed with `handbook diff {command}`, mend it, "
        f"then run `handbook accept {command}`",
    )


def _never_accepted(handbook: Handbook, part: Part) -> Finding:
    return _finding(
        "KB202",
        part,
        f"{_name(part)} has never been accepted",
        f"the source has it at {_place(handbook, part)}",
        f"compare the two, then run `handbook accept {part.folder} {part.target}`",
    )


def _finding(number: str, part: Part, message: str, note: str, help: str) -> Finding:
    path = f"{DOCS}/{part.folder}/{part.name}"
    line = part.here.line if part.here else 1
    return finding(number, path, line, message, note=note, help=help)


def _name(part: Part) -> str:
    return NAMES.get(part.id, f"section {code(part.id)}")


def _place(handbook: Handbook, part: Part) -> str:
    title = f" {quoted(part.there.title)}" if part.there.title else ""
    return f"{DOCS}/{handbook.structure.source}/{part.name}:{part.there.line}{title}"


def _nothing_accepted(handbook: Handbook, language: Language) -> Finding:
    return finding(
        "KB202",
        records_path(language.folder),
        1,
        f"no section has been accepted in {english_name(language)}",
        note=f"the source is {DOCS}/{handbook.structure.source}",
        help="when the translation says what the source says, "
        f"run `handbook accept {language.folder} --all`",
    )


# Records


def _strangers(handbook: Handbook) -> Iterator[Finding]:
    folders = [language.folder for language in handbook.structure.translations]
    for path in handbook.freshness.strangers:
        name = path.rpartition("/")[2].removesuffix(".yml")
        yield finding(
            "KB203",
            path,
            1,
            f"the records are of {code(name)}, which is no translation of the handbook",
            help=did_you_mean(name, folders) or "delete the file",
        )


def _sources(handbook: Handbook) -> Iterator[Finding]:
    settings = handbook.freshness.sources
    for fault in without_slips(settings.faults if settings else ()):
        yield from_fault("KB204", SOURCES, fault)
    for key, text in handbook.freshness.texts.items():
        if settings and fingerprint(text) != key:
            yield finding(
                "KB204",
                SOURCES,
                settings.line("texts", key),
                f"the text is not the one that was kept as {code(key)}",
                help="restore the file, or accept again the sections whose records name it",
            )


def _lost_texts(
    handbook: Handbook, settings: Settings[Records], records: Records
) -> Iterator[Finding]:
    """Records whose source text is gone, so that no change could be shown."""
    sources = handbook.freshness.sources
    if sources and not sources.model:
        return
    for name, id, record in _all(records):
        if record.source not in handbook.freshness.texts:
            folder = settings.path.rpartition("/")[2].removesuffix(".yml")
            yield finding(
                "KB204",
                settings.path,
                settings.line("pages", name, id),
                f"the source text of {code(f'{name}#{id}')} is not kept",
                note=f"{SOURCES} has no text {code(record.source)}",
                help=f"restore that file, or run `handbook accept {folder} {name}#{id}`",
            )


def _obsolete(
    handbook: Handbook, language: Language, settings: Settings[Records]
) -> Iterator[Finding]:
    for name, id in obsolete(handbook, language.folder):
        yield finding(
            "KB203",
            settings.path,
            settings.line("pages", name, id),
            f"section {code(f'{name}#{id}')} no longer exists",
            help=f"remove its record with `handbook accept {language.folder} --prune`",
        )


def _all(records: Records) -> Iterator[tuple[str, str, Record]]:
    for name, page in records.pages.items():
        for id, record in page.items():
            yield name, id, record
