"""`<!-- handbook: ... -->`: the comments of a page that are for its tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"<!--\s*handbook:(?P<text>.*?)-->", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Comment:
    """What a comment says after `handbook:`, and where it begins."""

    text: str
    line: int
    column: int


def comments(body: str, first_line: int) -> Iterator[Comment]:
    """The comments in a page's text, those shown as code aside."""
    if "handbook:" not in body.lower():
        return
    text = "\n".join(_without_code(body.split("\n")))
    # Past the last end of a comment none can end, and looking for one takes for ever.
    text = text[: text.rfind("-->") + len("-->")] if "-->" in text else ""
    line, position = first_line, 0
    for comment in _COMMENT.finditer(text):
        line += text.count("\n", position, comment.start())
        position = comment.start()
        column = position - text.rfind("\n", 0, position)
        yield Comment(comment["text"].strip(), line, column)


def _without_code(lines: list[str]) -> Iterator[str]:
    """The lines with code blanked, each place kept."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" \t>").strip(fence[0]):
                fence = ""
            yield ""
        elif mark:
            fence = mark[1]
            yield ""
        else:
            yield _CODE_SPAN.sub(lambda span: " " * len(span[0]), line) if "`" in line else line
