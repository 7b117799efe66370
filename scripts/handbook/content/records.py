"""The closed schemas of `docs/freshness/`: records a language, and the texts they name."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from handbook.content.fingerprint import DIGITS
from handbook.content.settings import Closed

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
