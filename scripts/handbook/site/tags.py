"""The tags of a page: enough of HTML to walk through what the build makes.

Much faster than a parser of all that a browser accepts. What is no tag, such as a `<`
that stands alone, is text; nothing is lost, whatever the document: its tokens put
together again are the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from itertools import zip_longest
from typing import Any

# Elements that hold nothing and have no end.
VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)

# What is passed over whole: comments, scripts and styles, what declares something.
_OTHER = (
    r"<!--.*?-->|<(?:script|style)\b[^>]*>.*?</(?:script|style)\s*>|<[!?][^>]*>|</[^a-z>][^>]*>"
)
_TAG = r"""(</?)([a-z][^\s/>]*)([^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>)"""
_TOKEN = re.compile(f"({_OTHER})|{_TAG}", re.DOTALL | re.IGNORECASE)
_GROUPS = 4
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")

# The text before a tag, then one of two: what is passed over, or how a tag begins (`<` or
# `</`), its name, and the rest of it.
Token = tuple[str, str | None, str | None, str | None, str | None]


def tokens(html: str) -> Iterator[Token]:
    """The tokens of a document; the last one is text alone."""
    parts = iter(_TOKEN.split(html))
    found: Iterator[Any] = zip_longest(*[parts] * (_GROUPS + 1))
    return found


# In a page the same few tags stand again and again.
@lru_cache(maxsize=1 << 10)
def attributes(rest: str) -> Mapping[str, str]:
    """The attributes in the rest of a tag by name, "" for one without a value."""
    return {
        name.lower(): unescape(quoted or other or bare)
        for name, quoted, other, bare in _ATTRIBUTE.findall(rest)
    }
