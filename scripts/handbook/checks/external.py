"""What is wrong with the address of an outside link, as far as it shows without asking there."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

ALLOWED = ("http", "https", "mailto", "tel")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NO_COLON = re.compile(r"(https?)(//)", re.IGNORECASE)
_WEB = re.compile(r"(https?):(/*)(.*)", re.IGNORECASE | re.DOTALL)
_WWW = re.compile(r"www\.[\w-]+\.\w", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?\Z")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z")


@dataclass(frozen=True, slots=True)
class Malformed:
    """What is wrong, and what to write instead, where that is known."""

    message: str
    written: str = ""


def malformed(target: str) -> Malformed | None:
    """What is wrong with a link, if it leads outside and can lead nowhere."""
    if "{{" in target:
        return None  # a setting of the company stands there
    if _NO_COLON.match(target):
        return Malformed("has no `:` after its scheme", _NO_COLON.sub(r"\1:\2", target, count=1))
    if _WWW.match(target):
        return Malformed("has no scheme", f"https://{target}")
    scheme = _SCHEME.match(target)
    if scheme is None:
        return None
    name, rest = scheme[1].lower(), target[scheme.end() :]
    if name not in ALLOWED:
        # `c:` and other schemes are another matter; a slip in one of ours is this one.
        close = difflib.get_close_matches(name, ALLOWED, n=1, cutoff=0.75)
        return Malformed(f"has the scheme {name}:", f"{close[0]}:{rest}") if close else None
    if name == "mailto":
        address, _, fields = rest.partition("?")
        if (fields and not address) or all(
            _EMAIL.match(part.strip()) for part in address.split(",")
        ):
            return None
        return Malformed("has no email address")
    if name == "tel":
        return None if re.search(r"\d{2}", rest) else Malformed("has no telephone number")
    return _web(target)


def _web(target: str) -> Malformed | None:
    found = _WEB.match(target)
    assert found is not None
    scheme, slashes, rest = found[1], found[2], found[3]
    if re.match(r"https?:?//", rest, re.IGNORECASE):
        return Malformed("has two schemes", rest if ":" in rest[:6] else "")
    if slashes != "//" and rest:
        held = {0: "no slash", 1: "one slash"}.get(len(slashes), "too many slashes")
        return Malformed(f"has {held} after its scheme", f"{scheme}://{rest}")
    if re.search(r"\s", target):
        return Malformed("has a space in it", re.sub(r"\s", "%20", target))
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return Malformed("has a host or a port that cannot be")
    if not host:
        return Malformed("names no host")
    is_number = re.fullmatch(r"[0-9a-f:.]+", host) is not None and ":" in host
    if not is_number and not _HOST.match(host):
        return Malformed(f"has the host `{host}`, which cannot be")
    return None
