"""What is wrong in a file, as a fact noted while reading; a check makes a finding of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """The sorts of fault that reading can meet."""

    FILE_MISSING = "file missing"
    ENCODING = "encoding"
    BYTE_ORDER_MARK = "byte-order mark"
    BAD_YAML = "bad YAML"
    NO_FRONT_MATTER = "no front matter"
    MISSING_KEY = "missing key"
    UNKNOWN_KEY = "unknown key"
    BAD_VALUE = "bad value"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what it is, the mend, and where (1-based)."""

    kind: FaultKind
    message: str
    help: str
    line: int = 1
    column: int = 1
