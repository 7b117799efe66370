"""Lines with their places: how they are told, and what takes indents off them."""

from __future__ import annotations

from typing import TypeAlias

# A line's number, how many columns were taken off its left, and the rest of it.
Line: TypeAlias = tuple[int, int, str]

TAB = 4
INDENT = " " * TAB


def normalised(
    source: list[str], first_line: int, *, has_controls: bool
) -> tuple[list[Line], dict[int, str]]:
    """The lines with tabs as spaces, and the ones that had tabs, to find their columns again.

    `has_controls` says that there are tabs in them, or characters of placeholders.
    """
    lines: list[Line] = []
    tabbed: dict[int, str] = {}
    if not has_controls:
        lines = [
            (number, 0, text if text[:1] != " " or text.strip(" ") else "")
            for number, text in enumerate(source, first_line)
        ]
        return lines, tabbed
    for number, text in enumerate(source, first_line):
        if "\x02" in text or "\x03" in text:
            text = text.replace("\x02", "").replace("\x03", "")
        if "\t" in text:
            tabbed[number] = text
            text = text.expandtabs(TAB)
        lines.append((number, 0, text if text.strip(" ") else ""))
    return lines, tabbed


def detabbed(lines: list[Line], width: int) -> tuple[list[Line], list[Line]]:
    """The leading lines indented by `width`, without the indent; and the rest."""
    indent = " " * width
    inner = []
    for number, column, text in lines:
        if text.startswith(indent):
            inner.append((number, column + width, text[width:]))
        elif text.strip(" "):
            break
        else:
            inner.append((number, column, ""))
    return inner, lines[len(inner) :]


def loosely_detabbed(lines: list[Line], width: int) -> list[Line]:
    """All lines, those indented by `width` without the indent."""
    indent = " " * width
    return [
        (line[0], line[1] + width, line[2][width:]) if line[2].startswith(indent) else line
        for line in lines
    ]


def columns_before_tabs(line: str) -> list[int]:
    """For each column of a line whose tabs became spaces, the column it had before."""
    columns: list[int] = []
    for index, character in enumerate(line):
        width = TAB - len(columns) % TAB if character == "\t" else 1
        columns += [index] * width
    return columns
