"""Files of what is remembered: the first line tells whether one is whole, and its version."""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from handbook.content.atomic import write_atomically

DIGEST = 16


def read_marked(file: Path, version: str) -> bytes:
    """What `write_marked` wrote; nothing where it is not whole, or of another version."""
    try:
        mark, _, text = file.read_bytes().partition(b"\n")
    except OSError:
        return b""
    return text if mark == _mark(text, version) else b""


def write_marked(file: Path, version: str, text: bytes) -> None:
    """Write what is to be remembered, whole or not at all; where it cannot be, it is not."""
    with suppress(OSError):
        write_atomically(file, b"%s\n%s" % (_mark(text, version), text))


def _mark(text: bytes, version: str) -> bytes:
    return blake2b(text, digest_size=DIGEST, key=_key(version)).hexdigest().encode()


def _key(version: str) -> bytes:
    return blake2b(version.encode(), digest_size=DIGEST).digest()
