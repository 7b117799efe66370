"""The interface texts: the messages that code and templates use, and each language's catalogue.

Babel reads both. The templates are the handbook's own, under overrides/; the code is
the package's, which stands in scripts/handbook/ only where the handbook is developed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from gettext import c2py
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, NamedTuple

import handbook
from handbook.content.faults import Fault, FaultKind
from handbook.content.structure import Language
from handbook.texts import catalogue_from, catalogue_path

if TYPE_CHECKING:  # loaded when a catalogue is first taken apart: most checks find it unchanged
    from babel.messages.catalog import Catalog, Message

TEMPLATES = "overrides"
CODE = "scripts/handbook"

# What marks a message, and which of its arguments are texts.
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "plural_forms": (1, 2),
}

# Most files mark none, and taking one apart is slow.
_MARKED = re.compile(rf"(?<!\w)(?:{'|'.join(KEYWORDS)})\(\s*[\"']".encode())

# A message's text, and its plural where it has one.
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Used:
    """A message that the interface uses, and where it does first."""

    key: Key
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a catalogue; `strings` are its translation, one for each plural form."""

    key: Key
    strings: tuple[str, ...]
    fuzzy: bool
    line: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language's texts, or the fault that kept them from being read.

    `forms` says how many plural forms it declares, `rule` which of them each number
    from 0 to 200 takes; `obsolete` are the keys it keeps out of use.
    """

    path: str
    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Key, ...] = ()
    forms: int = 0
    rule: tuple[int, ...] = ()
    fault: Fault | None = None


class Source(NamedTuple):
    """A file that uses messages, and Babel's name for what it is written in."""

    path: str
    method: str
    data: bytes


class Written(NamedTuple):
    """A catalogue's file: its bytes, or why it cannot be read."""

    path: str
    locale: str
    data: bytes | OSError


@dataclass(frozen=True)
class Interface:
    """The files that use messages, and the catalogue of each language but the source's.

    They are taken apart when they are first asked for.
    """

    sources: tuple[Source, ...]
    written: Mapping[str, Written]

    @cached_property
    def used(self) -> tuple[Used, ...]:
        """The messages in use."""
        found: dict[Key, Used] = {}
        for path, method, data in self.sources:
            for line, key in _messages(data, method):
                found.setdefault(key, Used(key, path, line))
        return tuple(found.values())

    @cached_property
    def catalogues(self) -> Mapping[str, Catalogue]:
        """The catalogues by folder."""
        return {folder: _catalogue(written) for folder, written in self.written.items()}

    @cached_property
    def digest(self) -> str:
        """What stands for all of it; the same only where every file is."""
        digest = blake2b(digest_size=16)
        for name, kind, data in (*self.sources, *self.written.values()):
            told = data if isinstance(data, bytes) else repr(data).encode()
            digest.update(repr((name, kind, type(data), len(told))).encode())
            digest.update(told)
        return digest.hexdigest()


def read_interface(root: Path, languages: Sequence[Language]) -> Interface | None:
    """The interface of the handbook below `root`; None where it has no templates of its own."""
    if not (root / TEMPLATES).is_dir():
        return None
    code = root / CODE
    package = code if code.is_dir() else Path(handbook.__file__).parent
    sources = (
        Source(f"{shown}/{path.relative_to(folder).as_posix()}", method, path.read_bytes())
        for folder, shown, suffix, method in (
            (package, CODE, "*.py", "python"),
            (root / TEMPLATES, TEMPLATES, "*.html", "jinja2"),
        )
        for path in sorted(folder.rglob(suffix))
    )
    written = {language.folder: _written(root, language) for language in languages}
    return Interface(tuple(sources), written)


def _written(root: Path, language: Language) -> Written:
    path = catalogue_path(root, language.locale)
    shown = path.relative_to(root).as_posix()
    try:
        return Written(shown, language.locale, path.read_bytes())
    except OSError as error:
        return Written(shown, language.locale, error)


@lru_cache(maxsize=1024)
def _messages(source: bytes, method: str) -> tuple[tuple[int, Key], ...]:
    """The marked messages of one file, with their lines; none where it cannot be parsed."""
    if not _MARKED.search(source):
        return ()
    options = {"silent": "false"} if method == "jinja2" else {}
    return tuple(_extracted(source, method, options))


def _extracted(source: bytes, method: str, options: dict[str, str]) -> Iterator[tuple[int, Key]]:
    from babel.messages.extract import extract
    from jinja2 import TemplateSyntaxError

    try:
        found = list(extract(method, BytesIO(source), keywords=KEYWORDS, options=options))
    except (SyntaxError, ValueError, TokenError, TemplateSyntaxError):
        return  # the build says what is wrong there
    for line, message, _, _ in found:
        yield line, (message,) if isinstance(message, str) else tuple(message)


def _catalogue(written: Written) -> Catalogue:
    from babel.messages.pofile import PoFileError

    shown, locale, data = written
    try:
        if isinstance(data, OSError):
            raise data
        return _frozen(shown, catalogue_from(data, locale))
    except FileNotFoundError:
        fault = Fault(FaultKind.FILE_MISSING, "the catalogue is missing", f"create {shown}")
    except PoFileError as error:
        # Babel counts lines from nought, and says the line in some messages too.
        message = re.sub(r" on \d+\Z", "", str(error.args[0]) if error.args else "")
        mend = "correct the entry" if error.lineno else "correct the file"
        fault = Fault(FaultKind.BAD_VALUE, _lower(message), mend, error.lineno + 1)
    except (OSError, UnicodeError, ValueError, TypeError, LookupError) as error:
        fault = Fault(FaultKind.BAD_VALUE, _lower(str(error)), "correct the file")
    return Catalogue(shown, fault=fault)


def _frozen(path: str, catalog: Catalog) -> Catalogue:
    plural = c2py(catalog.plural_expr)
    return Catalogue(
        path,
        tuple(_entry(message) for message in catalog if message.id),
        tuple(_key(message) for message in catalog.obsolete.values()),
        catalog.num_plurals,
        tuple(plural(number) for number in range(201)),
    )


def _entry(message: Message) -> Entry:
    strings = message.string
    texts = (strings,) if isinstance(strings, str) else tuple(strings or ())
    return Entry(_key(message), texts, message.fuzzy, message.lineno or 1)


def _key(message: Message) -> Key:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
