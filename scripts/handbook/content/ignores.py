"""`<!-- handbook: ignore KB505: reason -->`: what a page says to the checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"<!--\s*handbook:(?P<text>.*?)-->", re.DOTALL | re.IGNORECASE)
_IGNORE = re.compile(
    r"ignore\s+(?P<codes>[\w-]+(?:\s*,\s*[\w-]+)*)\s*(?::(?P<reason>.*))?", re.DOTALL
)
_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment: the codes or aliases it names, none where it is not understood."""

    codes: tuple[str, ...]
    reason: str
    line: int
    column: int


def ignores(body: str, first_line: int) -> Iterator[Ignore]:
    """The comments to the checks in a page's text, those shown as code aside."""
    if "handbook:" not in body.lower():
        return
    text = "\n".join(_without_code(body.split("\n")))
    # Past the last end of a comment none can end.
    text = text[: text.rfind("-->") + len("-->")] if "-->" in text else ""
    line, position = first_line, 0
    for comment in _COMMENT.finditer(text):
        line += text.count("\n", position, comment.start())
        position = comment.start()
        column = position - text.rfind("\n", 0, position)
        found = _IGNORE.fullmatch(comment["text"].strip())
        if found is None:
            yield Ignore((), "", line, column)
            continue
        codes = tuple(code.strip() for code in found["codes"].split(","))
        yield Ignore(codes, " ".join((found["reason"] or "").split()), line, column)


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
