"""Markup that an engine takes for text, or text for markup: why a count is not what was meant.

Each of these shows the reader something else than its author wrote; alone it may be
meant, so it is only told where it explains why two sections differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from handbook.content.handbook import Page, Section
from handbook.content.markdown import ElementKind, Text, TextKind
from handbook.findings import code, quoted

_CALLOUT = re.compile(r"(!!!|\?\?\?\+?)")
_TAB = re.compile(r"===[!+]{0,2} +\S")
_FENCE = re.compile(r"`{3,}|~{3,}")
_BARE_FENCE = re.compile(r"(?:`{3,}|~{3,})\Z")
_SUBHEADING = re.compile(r"#{2,6} +\S")
# A code span that its line does not close, at the start of the line.
_HALF_FENCE = re.compile(r"`{1,2}(?!`)[^`]*$")
_ROW = re.compile(r"\|.*\|\s*$")
_DELIMITER_ROW = re.compile(r"[|:\- ]+$")
_ITEM = re.compile(r"(?:[*+-]|\d{1,3}\.) +\S")
# A list's mark with nothing between it and the words; `*` may be emphasis as well.
_GLUED = re.compile(r"-(?=[^\W\d_])|\*(?=[^\s*])")
_MARKDOWN = re.compile(r"\s*(?:#{1,6} |[*+-] +\S|\d{1,3}\. +\S|`{3}|!!! |\?\?\?|!?\[[^\]]*\]\()")
_TAG = re.compile(r"<([A-Za-z][\w-]*)([^>]*)>")
_HEADING = re.compile(r"\s*#{1,6}(?P<space>\s*)")
_UNDERLINE = re.compile(r"\s*(?:-+|=+)\s*$")
# A heading that is underlined is seldom longer, or a list item.
LONG = 60

# How much of a line a message quotes.
SHOWN = 40
_EVERY = frozenset(ElementKind)


class Mangled(NamedTuple):
    """What an engine reads otherwise than it was meant, and how to write it.

    For it a page has `fewer` elements of some kinds, or `more` of others; `headings`
    says that sections are lost as well.
    """

    line: int
    fault: str
    mend: str
    fewer: frozenset[ElementKind] = frozenset()
    more: frozenset[ElementKind] = frozenset()
    headings: bool = False


def mangled(section: Section) -> Iterator[Mangled]:
    """The mangled markup of a section, in order."""
    for text in section.texts:
        yield from _html(text) if text.kind is TextKind.HTML else _text(text)
    for element in section.elements:
        if element.kind is ElementKind.IMAGE and element.name.startswith("#"):
            yield Mangled(
                element.line,
                f"`![…]({element.name})` is an image, not a link",
                "put a space between `!` and `[`",
                more=frozenset({ElementKind.IMAGE}),
            )


def accidents(page: Page) -> Mapping[int, Mangled]:
    """Why headings may be none that anybody meant, by their lines."""
    lines = page.body.split("\n")
    found = {}
    for before, section in zip((None, *page.sections), page.sections, strict=False):
        place = section.line - page.front_matter.body_line
        if not section.level or place >= len(lines):
            continue
        if accident := _accident(lines, place, section, before):
            found[section.line] = accident
    return found


def _accident(
    lines: Sequence[str], place: int, section: Section, before: Section | None
) -> Mangled | None:
    written = lines[place]
    heading = _HEADING.match(written)
    if heading and heading["space"]:
        line = _fence_shown_above(lines, place, section, before)
        if line is None:
            return None
        return Mangled(
            section.line,
            f"the fence on line {line} opens no code block",
            f"mend the fence on line {line}, so that this line is code",
        )
    if heading:
        return Mangled(
            section.line,
            f"{code(written.strip())} is read as a heading, also without a space",
            "put it into a code block, or write `\\#`",
        )
    below = lines[place + 1].strip() if place + 1 < len(lines) else ""
    is_item = _ITEM.match(written.lstrip())
    if _UNDERLINE.match(below) and (is_item or len(section.title) > LONG or len(below) < 2):
        return Mangled(
            section.line,
            f"the line below, {code(below)}, makes a heading of this one",
            f"put a blank line before line {section.line + 1}, or remove that line",
        )
    return None


def _fence_shown_above(
    lines: Sequence[str], place: int, section: Section, before: Section | None
) -> int | None:
    """The line of a fence just above a heading that is shown as text."""
    above = next((n for n in range(place - 1, max(place - 4, -1), -1) if lines[n].strip()), None)
    if before is None or above is None or not _FENCE.match(lines[above].strip()):
        return None
    line = section.line - (place - above)
    shown = any(line == number for text in before.texts for number, _, _ in text.lines)
    return line if shown else None


def swallowed(page: Page) -> Iterator[Mangled]:
    """Headings in a code block that goes on behind the fence that was to close it."""
    first = page.front_matter.body_line
    headed = {section.line for section in page.headed}
    fence = 0
    for number, line in enumerate(page.body.split("\n"), first):
        if fence and number not in headed and _SUBHEADING.match(line):
            yield Mangled(
                fence,
                f"the fence on line {fence} does not close the code block that is open there, "
                f"so that the heading on line {number} is code",
                "indent it as the fence that opens the block",
                headings=True,
            )
        if line.strip():
            fence = number if _BARE_FENCE.match(line.strip()) else 0


def indented(page: Page, section: Section) -> Iterator[Mangled]:
    """The blocks of a section that are code because of their indent alone."""
    lines = page.body.split("\n")
    for element in section.elements:
        if element.kind is not ElementKind.CODE_BLOCK:
            continue
        written = lines[element.line - page.front_matter.body_line]
        if not _FENCE.match(written.strip(" >")) and "<pre" not in written:
            yield Mangled(
                element.line,
                f"line {element.line} begins a code block, as it is indented by 4 spaces or more",
                "indent it, or the text above it, as what it belongs to, if it is to be no code",
                more=frozenset({ElementKind.CODE_BLOCK}),
            )


def _html(text: Text) -> Iterator[Mangled]:
    """A block of HTML whose Markdown is shown as it is written."""
    tag = _TAG.match(text.lines[0][2].strip())
    if not tag or re.search(r"\bmarkdown\b", tag[2]):
        return
    inner = [line for line in text.lines[1:] if _MARKDOWN.match(line[2])]
    if inner:
        number = text.lines[0][0]
        yield Mangled(
            number,
            f"`<{tag[1]}>` on line {number} keeps Markdown from being read, "
            f"as on line {inner[0][0]}",
            f'write `<{tag[1]}{tag[2].rstrip(" /")} markdown="1">` on line {number} '
            "(extension `md_in_html`)",
            fewer=_EVERY,
            headings=True,
        )


def _text(text: Text) -> Iterator[Mangled]:
    for index, (number, _, line) in enumerate(text.lines):
        written = line.strip()
        if match := _CALLOUT.match(written):
            yield _callout(number, match[1], written)
        elif _TAB.match(written):
            yield Mangled(
                number,
                f"{_shown(written)} opens no tab",
                'write `=== "Title"`, the title in straight quotation marks',
                fewer=_EVERY,
                more=frozenset({ElementKind.CODE_BLOCK}),
            )
        elif _FENCE.match(written) or _HALF_FENCE.match(written):
            yield Mangled(
                number,
                f"{_shown(written)} on line {number} is no part of a code block",
                "open and close the block with three backticks each, indented alike",
                fewer=frozenset({ElementKind.CODE_BLOCK}),
                more=frozenset({ElementKind.CODE_BLOCK}),
            )
        elif _ROW.match(written) and text.kind is not TextKind.TABLE_ROW:
            yield from _table(text, index)
        elif _GLUED.match(written) and (written[0] == "-" or written.count("*") % 2):
            yield Mangled(
                number,
                f"{_shown(written)} on line {number} is no list item",
                f"put a space behind the `{written[0]}` on line {number}",
                fewer=frozenset({ElementKind.LIST_ITEM, ElementKind.TASK}),
            )
        elif index and _ITEM.match(written):
            yield Mangled(
                number,
                f"the list on line {number} goes on with the paragraph above",
                f"leave a blank line before line {number}",
                fewer=frozenset({ElementKind.LIST_ITEM, ElementKind.TASK}),
            )


def _shown(written: str) -> str:
    short = written if len(written) <= SHOWN else f"{written[:SHOWN].rstrip()}…"
    return quoted(short) if "`" in short else code(short)


def _callout(number: int, mark: str, written: str) -> Mangled:
    kind = ElementKind.FOLDED if mark.startswith("?") else ElementKind.ADMONITION
    return Mangled(
        number,
        f"{_shown(written)} opens no {kind.value}",
        f'write `{mark} note "Title"`: a type, then the title in straight quotation marks, '
        "nothing behind; indent what is in it by 4 spaces",
        fewer=frozenset({kind}),
        more=frozenset({ElementKind.CODE_BLOCK}),
    )


def _table(text: Text, index: int) -> Iterator[Mangled]:
    """The first row of what was to be a table."""
    number, _, row = text.lines[index]
    if index and _ROW.match(text.lines[index - 1][2].strip()):
        return
    below = text.lines[index + 1][2].strip() if index + 1 < len(text.lines) else ""
    if index:
        fault, mend = "goes on with the paragraph above", f"leave a blank line before line {number}"
    elif below and _DELIMITER_ROW.match(below):
        fault = f"has another number of columns than its delimiter row on line {number + 1}"
        cells = row.strip().strip("|").count("|") + 1
        mend = f"write line {number + 1} as `{'| --- ' * cells}|`"
    elif below and _ROW.match(below):
        fault = "has no delimiter row"
        cells = row.strip().strip("|").count("|") + 1
        mend = f"put `{'| --- ' * cells}|` below line {number}"
    else:
        return
    yield Mangled(
        number,
        f"what begins on line {number} is no table: it {fault}",
        mend,
        fewer=frozenset({ElementKind.TABLE}),
    )
