"""Interface texts: Babel message catalogues under `overrides/locale/`.

English is the source: its texts are the message ids themselves, so it needs a
catalogue only for plural rules that gettext's default already has.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when a catalogue is read: a check most often finds them unchanged
    from babel.messages.catalog import Catalog
    from babel.support import NullTranslations

DOMAIN = "handbook"
LOCALE_DIR = Path("overrides/locale")


@dataclass(frozen=True)
class Texts:
    """The interface texts of one language."""

    translations: NullTranslations

    def gettext(self, message: str) -> str:
        """`message` in the language, itself where there is no translation."""
        return self.translations.gettext(message)

    def ngettext(self, one: str, other: str, number: int) -> str:
        """The plural form for `number`, with `%(num)d` filled in."""
        text = self.translations.ngettext(one, other, number)
        return text.replace("%(num)d", str(number))


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a message for extraction where it is translated later."""
    return message


def catalogue_path(root: Path, locale: str) -> Path:
    """Where the catalogue of a Babel locale stands."""
    return root / LOCALE_DIR / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(path: Path, locale: str) -> Catalog:
    """The catalogue at `path`. Raises OSError, babel's PoFileError (line 0: the whole file)."""
    return catalogue_from(path.read_bytes(), locale)


def catalogue_from(data: bytes, locale: str) -> Catalog:
    """The catalogue of a file. Raises babel's PoFileError (line 0: the whole file)."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import PoFileError, read_po

    try:
        return read_po(io.BytesIO(data), locale=locale, abort_invalid=True)
    except PoFileError:
        raise
    except Exception as error:  # read_po raises whatever its parsing of headers and bytes does
        raise PoFileError(str(error), Catalog(locale), "", 0) from error


def texts_from(catalog: Catalog) -> Texts:
    """A catalogue, compiled in memory: no .mo file is kept anywhere."""
    from babel.messages.mofile import write_mo
    from babel.support import Translations

    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return Texts(Translations(buffer, domain=DOMAIN))


def load_texts(root: Path, locales: Mapping[str, str], source: str) -> dict[str, Texts]:
    """The texts of each language, by folder; `locales` maps folder to Babel locale.

    A language without a catalogue falls back to the source language's texts; a
    test and the check hold the four of ours complete. Raises OSError, PoFileError.
    """
    from babel.messages.pofile import PoFileError
    from babel.support import NullTranslations

    found: dict[str, Texts] = {}
    for folder, locale in locales.items():
        path = catalogue_path(root, locale)
        if folder == source or not path.exists():
            found[folder] = Texts(NullTranslations())
        else:
            catalog = read_catalogue(path, locale)
            try:
                found[folder] = texts_from(catalog)
            except (LookupError, ValueError) as error:  # a charset or plural rule that is none
                raise PoFileError(str(error), catalog, "", 0) from error
    return found
