"""What a server says with each file: the policies that keep the site closed, and how long it keeps.

`handbook serve` sends them, and `handbook nginx` writes them down for a real server.
"""

from __future__ import annotations

import re

HEADERS = {
    # The search runs in WebAssembly; all else is what the site itself serves, nothing inline.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; "
        "base-uri 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    # An intranet's addresses are nobody else's business.
    "Referrer-Policy": "same-origin",
}

# A name that tells a file's content (site/assets.py); another content has another name.
DIGEST = 10
NAMED_BY_CONTENT = rf"\.[0-9a-f]{{{DIGEST}}}\.[a-z0-9]+$"
FOR_EVER = "public, max-age=31536000, immutable"
# Kept too, but asked about each time: the answer is 304 while nothing has changed.
ASK = "no-cache"


def caching(path: str) -> str:
    """The value of Cache-Control for a file of the site."""
    return FOR_EVER if re.search(NAMED_BY_CONTENT, path) else ASK
