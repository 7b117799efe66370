"""Fenced code is taken out of the text first, as superfences does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from handbook.content.markdown.lines import Line
from handbook.content.markdown.placeholders import FENCE

_FENCE_START = re.compile(
    r"""
    (?P<fence>~{3,}|`{3,})
    (?:[ ]*\.?(?P<lang>[\w#.+-]+)(?=[ ]|$))?
    (?:
        [ ]*\{(?P<attributes>.*)\} |
        (?P<options>(?:[ ]*[a-zA-Z][a-zA-Z0-9_]*(?:="[^"]*"|='[^']*')?(?=[ ]|$))+)
    )?
    [ ]*$
    """,
    re.VERBOSE,
)
_FENCE_OPTION = re.compile(r"([a-zA-Z][a-zA-Z0-9_]*)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_FENCE_OPTIONS = {
    "hl_lines": re.compile(r"\d+(?:-\d+)?(?:[ ]+\d+(?:-\d+)?)*"),
    "linenums": re.compile(r"\d+.*"),
    "title": re.compile(r".*"),
    "title_mode": re.compile(r".*"),
}
_FENCE_PREFIX = re.compile(r"[> ]*")


@dataclass(slots=True)
class Fence:
    """A fence while it is open, and what is kept of it when it is closed."""

    line: int
    name: str
    mark: str
    prefix: str
    quotes: int
    blank: bool = False
    text_lines: list[int] = field(default_factory=list)


def without_fences(lines: list[Line]) -> tuple[list[Line], list[Fence]]:
    """The lines with each fence replaced by a placeholder, and the fences."""
    kept: list[Line] = []
    fences: list[Fence] = []
    fence: Fence | None = None
    start = 0
    for line in lines:
        text = line[2]
        kept.append(line)
        if fence is None:
            if "```" in text or "~~~" in text:
                fence = _opened(line)
                start = len(kept) - 1
            continue
        width = len(fence.prefix)
        matched = _FENCE_PREFIX.match(text, 0, width)
        prefix = matched[0] if matched else ""
        content = text[len(prefix) :]
        if not _continues(fence, prefix, content):
            # Nothing before this line can open a fence again, nor can this line.
            fence = None
        elif content.rstrip(" ") == fence.mark:
            del kept[start:]
            kept.append((fence.line, 0, fence.prefix + FENCE.format(len(fences))))
            fences.append(fence)
            fence = None
        else:
            fence.blank = not content.strip(" ")
            if not fence.blank:
                fence.text_lines.append(line[0])
    return kept, fences


def _opened(line: Line) -> Fence | None:
    number, _, text = line
    matched = _FENCE_PREFIX.match(text)
    prefix = matched[0] if matched else ""
    match = _FENCE_START.match(text, len(prefix))
    if not match:
        return None
    name = match["lang"] or ""
    if match["attributes"]:
        classes = [word[1:] for word in match["attributes"].split() if word[0] == "."]
        name = name or next(iter(classes), "")
    for key, double, single in _FENCE_OPTION.findall(match["options"] or ""):
        allowed = _FENCE_OPTIONS.get(key)
        if allowed is None or not allowed.fullmatch(double or single or key):
            return None
    return Fence(number, name, match["fence"], prefix, prefix.count(">"))


def _continues(fence: Fence, prefix: str, content: str) -> bool:
    """Whether a line can belong to an open fence: indented, and quoted, no less and no more."""
    quotes = prefix.count(">")
    if quotes > fence.quotes:
        return False
    if not content.strip(" ") and not quotes:
        return True
    if fence.quotes and fence.blank and quotes < fence.quotes:
        return False
    return len(prefix) == len(fence.prefix) or not content
