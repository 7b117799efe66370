"""A heading's text, without the marks that close it and its attribute list."""

from __future__ import annotations

import re

from handbook.content.markdown.code import filler, masked
from handbook.content.markdown.inline import VARIABLE

# Most headings: no markup and no attribute but an id. The rest are taken to pieces.
PLAIN_HEADING = re.compile(
    r"(#{1,6}) ?([^\s`\\{}#](?:[^`\\{}#\x02\n]*[^\s`\\{}#\x02])?) \{#([\w-]+)\}$"
)
_HEADING_ATTRIBUTES = re.compile(r"(?<! ) +\{:? *([^}\n ][^\n]*)\} *$")
_ATTRIBUTE = re.compile(r"[^ =}]+=\".*?\"|[^ =}]+='.*?'|[^ =}]+=[^ =}]+|[^ =}]+| ")


def without_closing(title: str) -> str:
    """A heading's text without the `#`s that close it."""
    text = title.rstrip("#")
    escaped = (len(text) - len(text.rstrip("\\"))) % 2 and len(text) < len(title)
    return f"{text}#" if escaped else text


def without_attributes(title: str) -> tuple[str, str | None]:
    """A heading's text without its attribute list, and the id which that gives."""
    if not title.endswith("}"):
        return title, None
    match = _HEADING_ATTRIBUTES.search(VARIABLE.sub(filler, masked(title)))
    if not match:
        return title, None
    found = None
    attributes = match[1]
    position = 0
    while word := _ATTRIBUTE.match(attributes, position):
        position = word.end()
        if word[0].startswith("#") and "=" not in word[0]:
            found = word[0][1:]
        elif word[0].startswith("id="):
            found = word[0][3:].strip("\"'")
    if "}" in attributes[position:]:
        return title, None
    return title[: match.start()].rstrip("#").rstrip(), found
