"""The interface texts: the messages that code and templates use, and each language's catalogue.

Babel reads both. The templates are the handbook's own, under overrides/; the code is
the package's, which stands in scripts/handbook/ only where the handbook is developed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py
from io import BytesIO
from pathlib import Path
from tokenize import TokenError

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import PoFileError
from jinja2 import TemplateSyntaxError

import handbook
from handbook.content.faults import Fault, FaultKind
from handbook.content.structure import Language
from handbook.texts import catalogue_path, read_catalogue

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


@dataclass(frozen=True, slots=True)
class Interface:
    """The messages in use, and the catalogue of each language but the source's, by folder."""

    used: tuple[Used, ...]
    catalogues: Mapping[str, Catalogue]


def read_interface(root: Path, languages: Sequence[Language]) -> Interface | None:
    """The interface of the handbook below `root`; None where it has no templates of its own."""
    if not (root / TEMPLATES).is_dir():
        return None
    code = root / CODE
    package = code if code.is_dir() else Path(handbook.__file__).parent
    found: dict[Key, Used] = {}
    for folder, shown, suffix, method in (
        (package, CODE, "*.py", "python"),
        (root / TEMPLATES, TEMPLATES, "*.html", "jinja2"),
    ):
        for path in sorted(folder.rglob(suffix)):
            place = f"{shown}/{path.relative_to(folder).as_posix()}"
            for line, key in _messages(path.read_bytes(), method):
                found.setdefault(key, Used(key, place, line))
    catalogues = {language.folder: _read(root, language) for language in languages}
    return Interface(tuple(found.values()), catalogues)


@lru_cache(maxsize=1024)
def _messages(source: bytes, method: str) -> tuple[tuple[int, Key], ...]:
    """The marked messages of one file, with their lines; none where it cannot be parsed."""
    if not _MARKED.search(source):
        return ()
    options = {"silent": "false"} if method == "jinja2" else {}
    return tuple(_extracted(source, method, options))


def _extracted(source: bytes, method: str, options: dict[str, str]) -> Iterator[tuple[int, Key]]:
    try:
        found = list(extract(method, BytesIO(source), keywords=KEYWORDS, options=options))
    except (SyntaxError, ValueError, TokenError, TemplateSyntaxError):
        return  # the build says what is wrong there
    for line, message, _, _ in found:
        yield line, (message,) if isinstance(message, str) else tuple(message)


def _read(root: Path, language: Language) -> Catalogue:
    path = catalogue_path(root, language.locale)
    shown = path.relative_to(root).as_posix()
    try:
        return _frozen(shown, read_catalogue(path, language.locale))
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
