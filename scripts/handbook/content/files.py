"""Text files as they are on disk: decoding, and what must not be in them."""

from __future__ import annotations

import codecs
from pathlib import Path

from handbook.content.faults import Fault, FaultKind


class UnreadableText(Exception):
    """A file whose bytes are not the UTF-8 text we read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read_text(path: Path) -> str:
    """The file's text with line ends normalised to LF. Raises UnreadableText, OSError."""
    return decode(path.read_bytes())


def decode(data: bytes) -> str:
    """`data` as text with LF line ends. Raises UnreadableText."""
    if data.startswith(codecs.BOM_UTF8):
        raise UnreadableText(
            Fault(
                FaultKind.BYTE_ORDER_MARK,
                "the file begins with a byte-order mark",
                "save it as UTF-8 without a byte-order mark",
            )
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableText(Fault(FaultKind.ENCODING, "the file is UTF-16", "save it as UTF-8"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableText(
            Fault(
                FaultKind.ENCODING,
                f"invalid UTF-8: byte 0x{data[error.start]:02x}",
                "save the file as UTF-8; the character there is in another encoding",
                *_place(data[: error.start].decode("utf-8")),
            )
        ) from None
    nul = text.find("\0")
    if nul >= 0:
        raise UnreadableText(
            Fault(
                FaultKind.ENCODING,
                "the file holds a NUL character",
                "remove it; a text file has none",
                *_place(text[:nul]),
            )
        )
    return normalised(text)


def normalised(text: str) -> str:
    """`text` with LF line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(before: str) -> tuple[int, int]:
    """The line and column of what follows `before`."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")
