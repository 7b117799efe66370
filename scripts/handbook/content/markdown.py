"""Finds headings, elements, links and variables in Markdown, each with its place.

`scan` reads a page the way Python-Markdown renders it with the site's extensions
(attr_list, tables, admonition, md_in_html, toc, pymdownx.superfences, .details and
.tasklist), without rendering: fences are taken out first, raw HTML second, and what
is left is cut into blocks at blank lines and handed down the containers that are open.

Left out, as no author would write it or the cost would be too high:
- lists, tables, images, links and headings written as HTML tags are not counted, and what
  Python-Markdown makes of Markdown indented below an `<li>` or a `<details>` is not followed;
- a comment that begins a line inside an open inline tag (`<b>` ... `</b>`) is a block here;
- a fence on the line after indented code is a fence here, where superfences breaks it up;
- a code span opened by more backticks than close it is none;
- other braces in a heading that has an attribute list, `data-toc-label` and an id of no letters;
- a link inside the text of another one;
- containers nested more than 40 deep are read as plain text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate, groupby


class ElementKind(StrEnum):
    """What a checker counts in a section."""

    LIST_ITEM = "list item"
    TASK = "task"
    TABLE = "table"
    ADMONITION = "admonition"
    FOLDED = "folded block"
    IMAGE = "image"
    CODE_BLOCK = "code block"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `id` only where the text gives one."""

    level: int
    text: str
    id: str | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Element:
    """Something a section is made of.

    `name` is the type of an admonition or folded block, the language of a fence, the
    target of an image; `titled` says that an admonition or folded block gives a title;
    `rows` (of the body) and `columns` are a table's, `alt` is an image's text.
    """

    kind: ElementKind
    line: int
    name: str = ""
    titled: bool = True
    rows: int = 0
    columns: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the text; the target of a reference link is the defined one."""

    target: str
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Variable:
    """A `{{ dotted.name }}` outside code; `alone` when nothing else is on its line."""

    name: str
    line: int
    column: int
    alone: bool


class TextKind(StrEnum):
    """What a piece of running text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TASK = "task"
    TABLE_ROW = "table row"
    TITLE = "title"
    ADMONITION = "admonition"
    FOLDED = "folded block"
    QUOTATION = "quotation"
    HTML = "HTML block"


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of running text as it is written, without the marks that make it a block.

    Of each line its number, the column it begins at, and the rest of it; a table's
    rows are a piece each.
    """

    kind: TextKind
    lines: tuple[tuple[int, int, str], ...]

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.lines[0][0]


class ParagraphKind(StrEnum):
    """How the lines of a paragraph are to be read."""

    TEXT = "text"
    HEADING = "heading"
    ROW = "row"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that is drawn as one: a paragraph, a heading, a table's row, a callout's head.

    Each line is its number, its first column (0-based), and its text as written,
    without what the containers around it put before it.
    """

    kind: ParagraphKind
    lines: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything found, in document order; `text_lines` carry something a reader sees."""

    headings: tuple[Heading, ...]
    elements: tuple[Element, ...]
    links: tuple[Link, ...]
    variables: tuple[Variable, ...]
    text_lines: tuple[int, ...]
    texts: tuple[Text, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


def scan(text: str, *, first_line: int = 1) -> Scan:
    """Scan Markdown without its front matter; `first_line` is the number of its first line."""
    source = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, tabbed = _normalised(source, first_line)
    lines, fences = _without_fences(lines)
    lines, stash = _without_html(lines)
    blocks = _Blocks(fences, stash)
    blocks.parse(_Node("root"), lines, "")
    inline = _Inline(blocks.references, source, first_line, tabbed)
    for _, chunk in blocks.chunks:
        inline.read(chunk, links=True)
    for line in blocks.raw_lines:
        inline.read([line], links=False)
    return Scan(
        headings=tuple(sorted(blocks.headings, key=lambda heading: heading.line)),
        elements=tuple(sorted(blocks.elements + inline.images, key=lambda found: found.line)),
        links=tuple(sorted(inline.links, key=lambda link: (link.line, link.column))),
        variables=tuple(sorted(inline.variables, key=lambda found: (found.line, found.column))),
        text_lines=tuple(sorted(blocks.text_lines)),
        texts=tuple(
            Text(kind, tuple(_begun(line, tabbed) for line in chunk))
            for kind, chunk in sorted(blocks.texts, key=lambda found: found[1][0][0])
        ),
        paragraphs=tuple(
            Paragraph(kind, tuple(inline.written(line) for line in chunk))
            for kind, chunk in blocks.chunks
        ),
    )


def _begun(line: _Line, tabbed: dict[int, str]) -> _Line:
    """A line with the column that it begins at in the file, where tabs are tabs."""
    number, column, text = line
    if number in tabbed:
        before = _columns_before_tabs(tabbed[number])
        column = before[min(column, len(before) - 1)]
    return number, column + 1, text


# --- Lines ------------------------------------------------------------------------------------

# A line's number, how many columns were taken off its left, and the rest of it.
_Line = tuple[int, int, str]

TAB = 4
INDENT = " " * TAB
MAX_DEPTH = 40

# A fence or an HTML block that was taken out leaves one of these on a line of its own. The two
# control characters cannot be in the text: Python-Markdown removes them too.
_FENCE = "\x02F{}\x03"
_HTML = "\x02H{}\x03"
_PLACEHOLDER = re.compile("\x02([FH])([0-9]+)\x03")


def _normalised(source: list[str], first_line: int) -> tuple[list[_Line], dict[int, str]]:
    """The lines with tabs as spaces, and the ones that had tabs, to find their columns again."""
    lines = []
    tabbed = {}
    for number, text in enumerate(source, first_line):
        if "\x02" in text or "\x03" in text:
            text = text.replace("\x02", "").replace("\x03", "")
        if "\t" in text:
            tabbed[number] = text
            text = text.expandtabs(TAB)
        lines.append((number, 0, text if text.strip(" ") else ""))
    return lines, tabbed


def _detabbed(lines: list[_Line], width: int) -> tuple[list[_Line], list[_Line]]:
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


def _loosely_detabbed(lines: list[_Line], width: int) -> list[_Line]:
    """All lines, those indented by `width` without the indent."""
    indent = " " * width
    return [
        (line[0], line[1] + width, line[2][width:]) if line[2].startswith(indent) else line
        for line in lines
    ]


# --- Fences -----------------------------------------------------------------------------------

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
class _Fence:
    """A fence while it is open, and what is kept of it when it is closed."""

    line: int
    name: str
    mark: str
    prefix: str
    quotes: int
    blank: bool = False
    text_lines: list[int] = field(default_factory=list)


def _without_fences(lines: list[_Line]) -> tuple[list[_Line], list[_Fence]]:
    """The lines with each fence replaced by a placeholder, and the fences."""
    kept: list[_Line] = []
    fences: list[_Fence] = []
    fence: _Fence | None = None
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
            kept.append((fence.line, 0, fence.prefix + _FENCE.format(len(fences))))
            fences.append(fence)
            fence = None
        else:
            fence.blank = not content.strip(" ")
            if not fence.blank:
                fence.text_lines.append(line[0])
    return kept, fences


def _opened(line: _Line) -> _Fence | None:
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
    return _Fence(number, name, match["fence"], prefix, prefix.count(">"))


def _continues(fence: _Fence, prefix: str, content: str) -> bool:
    """Whether a line can belong to an open fence: indented, and quoted, no less and no more."""
    quotes = prefix.count(">")
    if quotes > fence.quotes:
        return False
    if not content.strip(" ") and not quotes:
        return True
    if fence.quotes and fence.blank and quotes < fence.quotes:
        return False
    return len(prefix) == len(fence.prefix) or not content


# --- HTML -------------------------------------------------------------------------------------

_BLOCK_TAG = re.compile(
    "address|article|aside|blockquote|body|canvas|center|colgroup|dd|details|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|group|h[1-6]|header|hgroup|hr|html|iframe|legend|li|main|map|"
    "math|menu|nav|noscript|object|ol|option|output|p|pre|progress|script|section|style|summary|"
    "table|tbody|td|textarea|tfoot|th|thead|tr|ul|video"
)
_SPAN_TAG = re.compile("address|dd|dt|h[1-6]|legend|li|p|summary|td|th")
_RAW_TAG = re.compile("canvas|hr|math|option|pre|script|style|textarea")

_TAG = re.compile(r"<(?:[a-zA-Z]|/[a-zA-Z]|[!?])")
_START_TAG = re.compile(r"<([a-zA-Z][^\s/>`]*)((?>(?:[^\"'<>`]++|\"[^\"]*+\"|'[^']*+'){0,200}))>")
_END_TAG = re.compile(r"</([a-zA-Z][^\s/>]*)[^>]*>")
_TAG_END = re.compile(">")
_COMMENT_END = re.compile("--!?>")
_INSTRUCTION_END = re.compile(r"\?>")
_SCRIPT_END = re.compile("</script", re.IGNORECASE)
_STYLE_END = re.compile("</style", re.IGNORECASE)
_MARKDOWN_ATTRIBUTE = re.compile(r"\smarkdown(?:\s*=\s*[\"']?(\w*)[\"']?)?(?=[\s/]|$)")
_BLANK_AFTER = re.compile(r" *\n *\n")
_NOT_NEWLINE = re.compile(r"[^\n]")

# A slice of the text, (start, end); or a placeholder, (start, -1 - its place in the stash).
_Piece = tuple[int, int]


@dataclass(slots=True)
class _Html:
    """An HTML block that was taken out.

    `state` is "span" or "block" for Markdown in it; "raw" for HTML that gets a line of
    its own, and "inline" for what may stay behind the spaces it was indented by.
    """

    state: str
    lines: list[_Line]


@dataclass(slots=True)
class _Open:
    """An open element that has a `markdown` attribute, or that is inside one that has."""

    tag: str
    state: str
    start: int
    pieces: list[_Piece] = field(default_factory=list)
    only_tags: bool = True


def _without_html(lines: list[_Line]) -> tuple[list[_Line], list[_Html]]:
    """The lines with HTML blocks and comments replaced by placeholders, and what was there."""
    if not any("<" in text for _, _, text in lines):
        return lines, []
    reader = _HtmlReader(lines)
    reader.read()
    return reader.assembled(reader.pieces), reader.stash


class _HtmlReader:
    """Takes HTML blocks out of the text as HTMLExtractorExtra of md_in_html does.

    A block begins with a tag at the start of a line, or in the tail of another block:
    between its end and the end of the line.
    """

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = lines
        self.text = "\n".join(text for _, _, text in lines)
        self.starts = [0]
        for _, _, text in lines:
            self.starts.append(self.starts[-1] + len(text) + 1)
        self.pieces: list[_Piece] = []
        self.stash: list[_Html] = []
        self.open: list[_Open] = []
        self.raw_start = -1
        self.raw_tags: list[str] = []
        self.in_tail = False
        self.missing: set[re.Pattern[str]] = set()

    def read(self) -> None:
        position = 0
        while match := _TAG.search(self.text, position):
            start = match.start()
            self.data(position, start)
            position = self.markup(start)
            if position < 0:
                self.data(start, start + 1)
                position = start + 1
        end = len(self.text)
        self.data(position, end)
        if self.raw_start >= 0:
            self.store_raw(self.raw_start, end)
        if self.open:
            # One end tag is supplied; Python-Markdown loses what is still open after it.
            self.end_tag(self.open[0].tag, end, end)

    def markup(self, start: int) -> int:
        """Take the tag or comment at `start` and return its end; -1 where there is none."""
        text = self.text
        if text.startswith("<!--", start):
            return self.whole(start, self.find(_COMMENT_END, start + 4))
        if text.startswith("<?", start):
            return self.whole(start, self.find(_INSTRUCTION_END, start), inline=False)
        if text.startswith("<!", start):
            is_type = text[start + 2 : start + 9].lower() == "doctype"
            return self.whole(start, self.find(_TAG_END, start) if is_type else -1, inline=False)
        if self.find(_TAG_END, start) < 0:
            return -1
        if match := _END_TAG.match(text, start):
            self.end_tag(match[1].lower(), start, match.end())
            return match.end()
        if match := _START_TAG.match(text, start):
            return self.start_tag(match)
        return -1

    def find(self, pattern: re.Pattern[str], start: int) -> int:
        """Where the pattern ends; what was not found once is not searched for again."""
        if pattern in self.missing:
            return -1
        match = pattern.search(self.text, start)
        if not match:
            self.missing.add(pattern)
            return -1
        return match.end()

    def index(self, position: int) -> int:
        """The index of the line of a position."""
        return bisect_right(self.starts, position) - 1

    def starts_line(self, position: int) -> bool:
        start = self.starts[self.index(position)]
        return position - start <= 3 and not self.text[start:position].strip()

    def data(self, start: int, end: int) -> None:
        if start == end:
            return
        if self.in_tail and "\n" in self.text[start:end]:
            self.in_tail = False
        if self.raw_start >= 0:
            return
        pieces = self.pieces
        if self.open:
            self.open[-1].only_tags = False
            pieces = self.open[-1].pieces
        if pieces and pieces[-1][1] == start:
            start = pieces.pop()[0]
        pieces.append((start, end))

    def whole(self, start: int, end: int, *, inline: bool = True) -> int:
        """Take what needs no end tag: a comment, or a tag such as `<hr>`."""
        at_start = self.starts_line(start)
        if end < 0 or (not inline and not (at_start or self.in_tail or self.open)):
            return -1
        if self.raw_start >= 0:
            return end
        if at_start or (self.in_tail and not self.open):
            self.store(start, _Html("inline", []))
            if not self.open:
                self.in_tail = not _BLANK_AFTER.match(self.text, end)
        else:
            self.data(start, end)
        return end

    def start_tag(self, match: re.Match[str]) -> int:
        start, end = match.span()
        tag = match[1].lower()
        attributes = match[2]
        is_block = bool(_BLOCK_TAG.fullmatch(tag))
        at_start = self.in_tail or self.starts_line(start)
        if tag == "hr" or attributes.endswith("/"):
            if is_block and at_start:
                return self.whole(start, end)
            self.data(start, end)
            return end
        if self.raw_start >= 0:
            self.raw_tags.append(tag)
        elif is_block and (at_start or (self.open and self.open[-1].only_tags)):
            state = self.state(tag, attributes)
            if state == "off" and not self.open:
                self.raw_start = start
                self.raw_tags = [tag]
            else:
                self.close("p")  # which another block ends, as in HTML
                self.open.append(_Open(tag, state, start))
        else:
            self.data(start, end)
            return end
        if tag in ("script", "style"):
            # What is inside is no HTML.
            closing = _SCRIPT_END if tag == "script" else _STYLE_END
            found = closing.search(self.text, end)
            skipped = found.start() if found else len(self.text)
            self.data(end, skipped)
            return skipped
        return end

    def state(self, tag: str, attributes: str) -> str:
        """How the content of an element is read: "block", "span" or "off"."""
        match = _MARKDOWN_ATTRIBUTE.search(attributes)
        value = "0" if not match else match[1] or "1"
        outer = self.open[-1].state if self.open else ""
        if value == "markdown":
            value = "1"
        if outer == "off" or (outer == "span" and value != "0"):
            value = outer
        is_span = bool(_SPAN_TAG.fullmatch(tag))
        is_block = not is_span and not _RAW_TAG.fullmatch(tag)
        if (value == "1" and is_block) or (value == "block" and (is_block or is_span)):
            return "block"
        if (value == "1" and is_span) or (value == "span" and (is_block or is_span)):
            return "span"
        return "off"

    def end_tag(self, tag: str, start: int, end: int) -> None:
        if self.raw_start >= 0:
            self.end_raw_tag(tag, end)
            return
        if not self.close(tag):
            self.data(start, end)
        elif not self.open:
            self.in_tail = not _BLANK_AFTER.match(self.text, end)

    def end_raw_tag(self, tag: str, end: int) -> None:
        if tag in self.raw_tags:
            while self.raw_tags.pop() != tag:
                pass
        if not self.raw_tags:
            self.store_raw(self.raw_start, end)
            self.raw_start = -1
            self.in_tail = not _BLANK_AFTER.match(self.text, end)

    def close(self, tag: str) -> bool:
        """Close the innermost open element of a name and what is open in it, if there is one."""
        depths = (depth for depth, item in enumerate(reversed(self.open), 1) if item.tag == tag)
        depth = next(depths, 0)
        for _ in range(depth):
            item = self.open.pop()
            state = "raw" if item.state == "off" else item.state
            if not self.open and item.start != self.starts[self.index(item.start)]:
                state = "inline"
            self.store(item.start, _Html(state, self.assembled(item.pieces)))
        return depth > 0

    def store_raw(self, start: int, end: int) -> None:
        text = _without_comments(self.text[start:end])
        first = self.index(start)
        lines = []
        shift = start - self.starts[first]
        for offset, part in enumerate(text.split("\n")):
            number, column, _ = self.lines[first + offset]
            if part.strip():
                lines.append((number, column + shift, part))
            shift = 0
        self.store(start, _Html("raw", lines))

    def store(self, start: int, html: _Html) -> None:
        pieces = self.open[-1].pieces if self.open else self.pieces
        pieces.append((start, -1 - len(self.stash)))
        self.stash.append(html)

    def assembled(self, pieces: list[_Piece]) -> list[_Line]:
        """Lines again, each placeholder on a line of its own between blank ones."""
        lines: list[_Line] = []
        open_line = False
        for start, end in pieces:
            index = self.index(start)
            number = self.lines[index][0]
            if end < 0:
                placeholder = _HTML.format(-1 - end)
                if not (open_line and lines[-1][2] and pieces is self.pieces):
                    lines += [(number, 0, ""), (number, 0, placeholder)]
                elif self.stash[-1 - end].state == "raw":
                    lines.append((number, 0, placeholder))
                else:
                    lines[-1] = (*lines[-1][:2], lines[-1][2] + placeholder)
                lines.append((number, 0, ""))
                open_line = False
                continue
            for offset, part in enumerate(self.text[start:end].split("\n")):
                number, column, _ = self.lines[index + offset]
                if offset == 0 and open_line:
                    lines[-1] = (*lines[-1][:2], lines[-1][2] + part)
                else:
                    shift = start - self.starts[index] if offset == 0 else 0
                    lines.append((number, column + shift, part))
            open_line = True
        return lines


def _without_comments(text: str) -> str:
    """The text with its comments blanked, line by line."""
    parts = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        match = _COMMENT_END.search(text, start + 4)
        if not match:
            break
        parts += [text[position:start], _NOT_NEWLINE.sub(" ", text[start : match.end()])]
        position = match.end()
    return "".join([*parts, text[position:]])


# --- Blocks -----------------------------------------------------------------------------------

# What cuts a block in two wherever it stands in it, by the start of its line.
_MARK = re.compile(
    r"""
    (?P<admonition>!!![ ]?[\w\-]+(?:[ ]+[\w\-]+)*(?:[ ]+".*?")?[ ]*$) |
    (?P<folded>\?{3}\+?[ ]?
        (?:(?:[\w\-]+(?:[ ]+[\w\-]+)*)?[ ]+".*?"|[\w\-]+(?:[ ]+[\w\-]+)*)[ ]*$) |
    (?P<heading>\#(?:[^\\]++|\\.)*+$) |
    (?P<rule>[ ]{0,3}(?=(?P<dashes>(?:-+[ ]{0,2}){3,}|(?:_+[ ]{0,2}){3,}|(?:\*+[ ]{0,2}){3,}))
        (?P=dashes)[ ]*$) |
    (?P<quote>[ ]{0,3}>) |
    (?P<definition>[ ]{0,3}\[[^\[\]]*\]:)
    """,
    re.VERBOSE,
)
_MARK_STARTS = frozenset("!?#>-_*[ ")
_CALLOUT_HEAD = re.compile(r'(?:!!!|\?{3}\+?) ?([\w\-]+)?(?: +[\w\-]+)*(?: +"(.*?)")? *$')
_TEXT_KINDS = {
    "item": TextKind.LIST_ITEM,
    "admonition": TextKind.ADMONITION,
    "folded": TextKind.FOLDED,
    "quote": TextKind.QUOTATION,
}
_LEVEL = re.compile("#{1,6}")
_UNDERLINE = re.compile(r"(?:=+|-+) *$")
_HEADING_ATTRIBUTES = re.compile(r"(?<! ) +\{:? *([^}\n ][^\n]*)\} *$")
_ATTRIBUTE = re.compile(r"[^ =}]+=\".*?\"|[^ =}]+='.*?'|[^ =}]+=[^ =}]+|[^ =}]+| ")
_ATTRIBUTES_LINE = re.compile(r" *\{:? *[^}\n ][^\n]*\} *$")
_ITEM = re.compile(r" {0,3}(?:\d+\.|[*+-]) +")
_NESTED_ITEM = re.compile(r" {4,7}(?:\d+\.|[*+-]) +")
_CHECKBOX = re.compile(r" *\[[xX ]\] +")
_QUOTE = re.compile(r" {0,3}> ?")
_DELIMITER_ROW = re.compile(r"[|:\- ]+$")
_END_BORDER = re.compile(r"(?<!\\)(?:\\\\)*\|$")
_DEFINITION = re.compile(
    r"^ {0,3}\[([^\[\]]*)\]: *(?:\n *)?([^\s]++) *(?:\n *)?((?:([\"']).*\4|\(.*\)) *)?$",
    re.MULTILINE,
)


@dataclass(slots=True)
class _Node:
    """A container, as much of it as decides how the next block is read."""

    tag: str
    last: _Node | None = None  # its last child
    has_text: bool = False  # text of its own, outside any child
    element: int = -1  # its place among the elements

    def add(self, tag: str, element: int = -1) -> _Node:
        self.last = _Node(tag, element=element)
        return self.last

    def wrap_text(self) -> None:
        """Text of an item that becomes loose is put into a paragraph, its first child."""
        if self.has_text:
            self.has_text = False
            self.last = self.last or _Node("p")


class _Block:
    """Some lines without a blank one, or a part of such, with the places of their marks.

    The marks are found once; a part shares them, so that cutting a block stays cheap.
    """

    __slots__ = ("end", "lines", "marks", "start")

    def __init__(
        self,
        lines: list[_Line],
        start: int = 0,
        end: int | None = None,
        marks: dict[str, list[int]] | None = None,
    ) -> None:
        self.lines = lines
        self.start = start
        self.end = len(lines) if end is None else end
        self.marks = _marks(lines) if marks is None else marks

    def part(self, start: int, end: int) -> _Block:
        return _Block(self.lines, start, end, self.marks)

    def first(self, kind: str) -> int:
        """The place of the first mark of a kind; -1 where there is none."""
        places = self.marks.get(kind)
        if not places:
            return -1
        index = bisect_left(places, self.start)
        return places[index] if index < len(places) and places[index] < self.end else -1

    @property
    def text(self) -> str:
        """The first line."""
        return self.lines[self.start][2]

    @property
    def own(self) -> list[_Line]:
        return self.lines[self.start : self.end]


def _marks(lines: list[_Line]) -> dict[str, list[int]]:
    marks: dict[str, list[int]] = {}
    for place, (_, _, text) in enumerate(lines):
        if text[0] in _MARK_STARTS and (match := _MARK.match(text)):
            marks.setdefault(match.lastgroup or "", []).append(place)
    return marks


def _blocks(lines: Iterable[_Line]) -> list[_Block]:
    """The lines cut at blank ones."""
    blocks = []
    block: list[_Line] = []
    for line in lines:
        if line[2]:
            block.append(line)
        elif block:
            blocks.append(_Block(block))
            block = []
    if block:
        blocks.append(_Block(block))
    return blocks


class _Blocks:
    """Python-Markdown's block parser, noting what it finds instead of building a tree.

    `state` is what Python-Markdown calls so: how the innermost list or quotation is
    being read. Each `take_...` method is a block processor; it is given a block and
    what is still to be read in the same container, last first, on which it puts back
    what it leaves. It returns whether the block was its own.
    """

    def __init__(self, fences: list[_Fence], stash: list[_Html]) -> None:
        self.fences = fences
        self.stash = stash
        self.headings: list[Heading] = []
        self.elements: list[Element] = []
        self.references: dict[str, str] = {}
        self.text_lines: set[int] = set()
        self.chunks: list[tuple[ParagraphKind, list[_Line]]] = []
        self.raw_lines: list[_Line] = []
        self.texts: list[tuple[TextKind, list[_Line]]] = []
        self.depth = 0

    def parse(self, node: _Node, lines: Iterable[_Line], state: str) -> None:
        """Read the lines of a container."""
        self.parse_blocks(node, _blocks(lines), state)

    def parse_blocks(self, node: _Node, blocks: list[_Block], state: str) -> None:
        self.depth += 1
        pending = blocks[::-1]
        while pending:
            block = pending.pop()
            if self.depth > MAX_DEPTH:
                self.show_text(block.own)
            else:
                self.take(node, block, pending, state)
        self.depth -= 1

    def take(self, node: _Node, block: _Block, pending: list[_Block], state: str) -> None:
        """Give a block to the first processor it belongs to, in Python-Markdown's order."""
        if not block.marks and block.text[0] not in " \x02":
            # Most blocks: nothing in them but an item, a paragraph, a table or a heading.
            (
                self.take_table(node, block)
                or self.take_underlined(node, block, pending)
                or self.take_list(node, block, state)
                or self.take_paragraph(node, block.own, state)
            )
            return
        (
            self.take_callout("admonition", node, block, pending, state)
            or self.take_html(node, block, pending, state)
            or self.take_callout("folded", node, block, pending, state)
            or self.take_indented(node, block, pending, state)
            or self.take_table(node, block)
            or self.take_heading(node, block, pending, state)
            or self.take_underlined(node, block, pending)
            or self.take_rule(node, block, pending)
            or self.take_list(node, block, state)
            or self.take_quote(node, block, pending)
            or self.take_definitions(block, pending)
            or self.take_paragraph(node, block.own, state)
        )

    # Admonitions and folded blocks.

    def take_callout(
        self, kind: str, node: _Node, block: _Block, pending: list[_Block], state: str
    ) -> bool:
        place = block.first(kind)
        if place > block.start:
            pending += [block.part(place, block.end), block.part(block.start, place)]
            return True
        if place == block.start:
            child = self.new_callout(kind, node, block)
            inner, rest = _detabbed(block.lines[place + 1 : block.end], TAB)
            rest_start = place + 1 + len(inner)
        else:
            found = self.open_callout(kind, node, block.text)
            if not found:
                return False
            child, width = found
            inner, rest = _detabbed(block.own, width)
            rest_start = block.start + len(inner)
        if rest:
            pending.append(block.part(rest_start, block.end))
        self.parse(child, inner, state)
        return True

    def new_callout(self, kind: str, node: _Node, block: _Block) -> _Node:
        line = block.lines[block.start]
        match = _CALLOUT_HEAD.match(line[2])
        name, title = (match[1] or "", match[2]) if match else ("", None)
        element_kind = ElementKind.ADMONITION if kind == "admonition" else ElementKind.FOLDED
        self.elements.append(Element(element_kind, line[0], name.lower(), titled=title is not None))
        if title != "":
            self.text_lines.add(line[0])
            self.chunks.append((ParagraphKind.TITLE, [line]))
        if match and title:
            self.texts.append((TextKind.TITLE, [(line[0], line[1] + match.start(2), title)]))
        return node.add(kind)

    def open_callout(self, kind: str, node: _Node, text: str) -> tuple[_Node, int] | None:
        """The container an indented block continues, and the indent that it takes off."""
        child = node.last
        if child is None or child.tag != kind:
            return None
        indent = 0
        last = child.last
        while last and last.tag == "list" and text.startswith(INDENT * 2, indent):
            if last.last is None:
                break
            child = last.last
            last = child.last
            indent += TAB
        if not text.startswith(INDENT, indent):
            return None
        if child.tag == "item" and child.has_text:
            if child.last:
                # Python-Markdown moves the text behind what came after it, checkbox and all.
                self.change_kind(child, ElementKind.LIST_ITEM)
            child.has_text = False
            child.last = _Node("p")
        return child, indent + TAB

    # Markdown inside HTML.

    def take_html(self, node: _Node, block: _Block, pending: list[_Block], state: str) -> bool:
        html = self.markdown_in(block.text)
        if not html:
            return False
        if block.end - block.start > 1:
            pending.append(block.part(block.start + 1, block.end))
        self.read_html(node.add("html"), html, state)
        return True

    def markdown_in(self, text: str) -> _Html | None:
        """What the placeholder at the start of a line stands for, if it is Markdown."""
        match = _PLACEHOLDER.match(text)
        if not match or match[1] != "H":
            return None
        html = self.stash[int(match[2])]
        return html if html.state in ("span", "block") else None

    def read_html(self, node: _Node, html: _Html, state: str) -> None:
        if html.state == "block" or self.depth > MAX_DEPTH:
            self.parse(node, html.lines, state)
            return
        self.depth += 1
        for _, group in groupby(html.lines, key=lambda line: bool(line[2])):
            lines = [line for line in group if line[2]]
            inner = self.markdown_in(lines[0][2]) if lines else None
            if inner:
                self.read_html(node, inner, state)
            elif lines:
                self.show_text(lines)
        self.depth -= 1

    # Lists and what is indented.

    def take_indented(self, node: _Node, block: _Block, pending: list[_Block], state: str) -> bool:
        if not block.text.startswith(INDENT):
            return False
        in_list = node.tag == "item" or (node.last is not None and node.last.tag == "list")
        if in_list and state != "detabbed":
            self.read_under_item(node, block, state)
        else:
            self.read_code(node, block, pending)
        return True

    def read_under_item(self, node: _Node, block: _Block, state: str) -> None:
        level, item = _list_level(node, block.text, state)
        inner = _blocks(_loosely_detabbed(block.own, level * TAB))
        if node.tag == "item":
            item = node.last if node.last and node.last.tag == "list" else node
        elif item.tag != "item":
            item = item.last if item.last and item.last.tag == "item" else item.add("item")
            item.wrap_text()
        self.parse_blocks(item, inner, "detabbed")

    def read_code(self, node: _Node, block: _Block, pending: list[_Block]) -> None:
        inner, rest = _detabbed(block.own, TAB)
        if rest:
            pending.append(block.part(block.start + len(inner), block.end))
        if node.last is None or node.last.tag != "code":
            self.elements.append(Element(ElementKind.CODE_BLOCK, inner[0][0]))
            node.add("code")
        for number, _, text in inner:
            match = _PLACEHOLDER.match(text.lstrip("> "))
            if match and match[1] == "F":
                # A fence that is indented too far is code together with its fences.
                self.text_lines.update(self.fences[int(match[2])].text_lines)
            elif text:
                self.text_lines.add(number)

    def take_list(self, node: _Node, block: _Block, state: str) -> bool:
        if not _ITEM.match(block.text):
            return False
        items = _items(block.own)
        if node.last is not None and node.last.tag == "list":
            # After a blank line: the item before and the one after it become loose.
            parent = node.last
            if parent.last:
                parent.last.wrap_text()
            self.read_item(parent, items.pop(0), "looselist")
        else:
            parent = node if node.tag == "list" else node.add("list")
        for item in items:
            self.read_item(parent, item, "list")
        return True

    def read_item(self, parent: _Node, lines: list[_Line], state: str) -> None:
        if parent.last and lines[0][2].startswith(INDENT):
            item = parent.last
        else:
            item = parent.add("item", len(self.elements))
            self.elements.append(Element(ElementKind.LIST_ITEM, lines[0][0]))
        text = lines[0][2]
        if len(lines) == 1 and text and text[0].isalpha():
            self.take_paragraph(item, lines, state)
        elif text or len(lines) > 1:
            self.parse_blocks(item, [_Block(lines if text else lines[1:])], state)

    # Headings, rules, tables.

    def take_heading(self, node: _Node, block: _Block, pending: list[_Block], state: str) -> bool:
        place = block.first("heading")
        if place < 0:
            return False
        if place + 1 < block.end:
            after = block.part(place + 1, block.end)
            if state == "looselist" and after.text.startswith(INDENT):
                pending += _blocks(_loosely_detabbed(after.own, TAB))[::-1]
            else:
                pending.append(after)
        if place > block.start:
            pending += [block.part(place, place + 1), block.part(block.start, place)]
            return True
        line = block.lines[place]
        match = _LEVEL.match(line[2])
        level = match.end() if match else 0
        self.add_heading(node, level, _without_closing(line[2][level:]), line)
        return True

    def take_underlined(self, node: _Node, block: _Block, pending: list[_Block]) -> bool:
        second = block.start + 1
        if second >= block.end or not _UNDERLINE.match(block.lines[second][2]):
            return False
        _put_back(pending, block.part(second + 1, block.end))
        level = 1 if block.lines[second][2][0] == "=" else 2
        self.add_heading(node, level, block.text, block.lines[block.start])
        return True

    def add_heading(self, node: _Node, level: int, text: str, line: _Line) -> None:
        number, column, whole = line
        node.add("heading")
        if "\x02" in text:
            self.show_placeholders(text)
            text = _PLACEHOLDER.sub("", text)
        title, id_ = _without_attributes(text.strip())
        indent = len(whole) - len(whole.lstrip(" "))
        self.headings.append(Heading(level, title, id_, number, column + indent + 1))
        self.chunks.append((ParagraphKind.HEADING, [line]))
        if title:
            start = max(whole.find(title), 0)
            self.texts.append((TextKind.HEADING, [(number, column + start, title)]))

    def take_rule(self, node: _Node, block: _Block, pending: list[_Block]) -> bool:
        place = block.first("rule")
        if place < 0:
            return False
        _put_back(pending, block.part(place + 1, block.end))
        if place > block.start:
            pending += [block.part(place, place + 1), block.part(block.start, place)]
        else:
            node.add("rule")
        return True

    def take_table(self, node: _Node, block: _Block) -> bool:
        if block.end - block.start < 2:
            return False
        if not _DELIMITER_ROW.match(block.lines[block.start + 1][2]):
            return False
        columns = _columns(block)
        if not columns:
            return False
        header, _, *body = block.own
        self.elements.append(Element(ElementKind.TABLE, header[0], rows=len(body), columns=columns))
        for line in (header, *body):
            self.show_text([line], TextKind.TABLE_ROW)
        node.add("table")
        return True

    # Quotations, definitions, paragraphs.

    def take_quote(self, node: _Node, block: _Block, pending: list[_Block]) -> bool:
        place = block.first("quote")
        if place < 0:
            return False
        if place > block.start:
            pending += [block.part(place, block.end), block.part(block.start, place)]
            return True
        quote = node.last if node.last and node.last.tag == "quote" else node.add("quote")
        self.parse(quote, [_unquoted(line) for line in block.own], "blockquote")
        return True

    def take_definitions(self, block: _Block, pending: list[_Block]) -> bool:
        places = block.marks.get("definition")
        if not places:
            return False
        for place in places[bisect_left(places, block.start) :]:
            if place >= block.end:
                break
            lines = block.lines[place : min(place + 3, block.end)]
            match = _DEFINITION.match("\n".join(text for _, _, text in lines))
            if match:
                self.references[match[1].strip().lower()] = match[2].lstrip("<").rstrip(">")
                after = place + 1 + match[0].count("\n")
                _put_back(pending, block.part(after, block.end))
                _put_back(pending, block.part(block.start, place))
                return True
        return False

    def take_paragraph(self, node: _Node, lines: list[_Line], state: str) -> bool:
        if lines[0][2].isspace() and not any(text.strip() for _, _, text in lines):
            return True
        if node.tag == "item" and node.last is None and not node.has_text:
            number, column, text = lines[0]
            if match := _CHECKBOX.match(text):
                self.change_kind(node, ElementKind.TASK)
                lines[0] = (number, column + match.end(), text[match.end() :])
        if state != "list":
            node.add("p")
        elif node.last is None:
            node.has_text = True
        self.show_text(lines, self.text_kind(node))
        return True

    def text_kind(self, node: _Node) -> TextKind:
        """What a paragraph is, by the container it stands in."""
        if node.tag == "item" and node.element >= 0:
            is_task = self.elements[node.element].kind is ElementKind.TASK
            return TextKind.TASK if is_task else TextKind.LIST_ITEM
        return _TEXT_KINDS.get(node.tag, TextKind.PARAGRAPH)

    def change_kind(self, item: _Node, kind: ElementKind) -> None:
        self.elements[item.element] = replace(self.elements[item.element], kind=kind)

    def show_text(self, lines: list[_Line], kind: TextKind = TextKind.PARAGRAPH) -> None:
        """Note text that is seen as it stands, but for what placeholders stand for."""
        row = kind is TextKind.TABLE_ROW
        self.chunks.append((ParagraphKind.ROW if row else ParagraphKind.TEXT, lines))
        last = len(lines) - 1
        shown: list[_Line] = []
        for place, (number, column, text) in enumerate(lines):
            if "\x02" in text:
                self.show_placeholders(text)
                text = _PLACEHOLDER.sub("", text).strip("> ")
            if text.strip(" ") and not (0 < place == last and _ATTRIBUTES_LINE.match(text)):
                self.text_lines.add(number)
                indent = len(text) - len(text.lstrip(" "))
                shown.append((number, column + indent, text[indent:]))
        if shown:
            self.texts.append((kind, shown))

    def show_placeholders(self, text: str) -> None:
        """Note the fences and the raw HTML that a line stands for."""
        waiting = _PLACEHOLDER.findall(text)
        while waiting:
            kind, index = waiting.pop()
            if kind == "F":
                fence = self.fences[int(index)]
                self.elements.append(Element(ElementKind.CODE_BLOCK, fence.line, fence.name))
                self.text_lines.update(fence.text_lines)
                continue
            raw: list[_Line] = []
            for line in self.stash[int(index)].lines:
                inner = _PLACEHOLDER.findall(line[2])
                waiting += inner
                if line[2].strip(" ") and not inner:
                    self.text_lines.add(line[0])
                    raw.append(line)
            self.raw_lines += raw
            if raw:
                self.texts.append((TextKind.HTML, raw))


def _put_back(pending: list[_Block], block: _Block) -> None:
    if block.start < block.end:
        pending.append(block)


def _list_level(node: _Node, text: str, state: str) -> tuple[int, _Node]:
    """How deep in the open lists an indented block belongs, and under what."""
    indent = (len(text) - len(text.lstrip(" "))) // TAB
    level = 1 if state == "list" else 0
    while indent > level and node.last is not None and node.last.tag in ("list", "item"):
        node = node.last
        if node.tag == "list":
            level += 1
    return level, node


def _items(lines: list[_Line]) -> list[list[_Line]]:
    """The lines of each item; those of nested ones, indented, are an item of their own."""
    items: list[list[_Line]] = []
    for line in lines:
        number, column, text = line
        if match := _ITEM.match(text):
            items.append([(number, column + match.end(), text[match.end() :])])
        elif _NESTED_ITEM.match(text) and not items[-1][0][2].startswith(INDENT):
            items.append([line])
        else:
            items[-1].append(line)
    return items


def _unquoted(line: _Line) -> _Line:
    number, column, text = line
    match = _QUOTE.match(text)
    if not match:
        return line
    inner = text[match.end() :]
    return number, column + match.end(), inner if inner.strip(" ") else ""


def _columns(block: _Block) -> int:
    """How many columns a block has as a table; 0 where it is none."""
    header = block.text.strip(" ")
    border = _has_border(header)
    columns = _cells(header, border)
    rows = (block.lines[place][2] for place in range(block.start + 1, block.end))
    if columns == 1 and not (border and all(_has_border(row.strip(" ")) for row in rows)):
        return 0
    delimiters = block.lines[block.start + 1][2].strip(" ")
    return columns if _cells(delimiters, border) == columns else 0


def _has_border(row: str) -> bool:
    return row.startswith("|") or bool(_END_BORDER.search(row))


def _cells(row: str, border: bool) -> int:
    if border:
        row = _END_BORDER.sub("", row.removeprefix("|"))
    return _masked(row).count("|") + 1


def _without_closing(title: str) -> str:
    """A heading's text without the `#`s that close it."""
    text = title.rstrip("#")
    escaped = (len(text) - len(text.rstrip("\\"))) % 2 and len(text) < len(title)
    return f"{text}#" if escaped else text


def _without_attributes(title: str) -> tuple[str, str | None]:
    """A heading's text without its attribute list, and the id which that gives."""
    if not title.endswith("}"):
        return title, None
    match = _HEADING_ATTRIBUTES.search(_VARIABLE.sub(_filler, _masked(title)))
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


# --- Inline -----------------------------------------------------------------------------------

_VARIABLE = re.compile(r"\{\{[^\S\n]*([\w.-]+)[^\S\n]*\}\}")
_VARIABLE_LINE = re.compile(r"\s*\{\{[^{}]*\}\}\s*")
_TICKS = re.compile(r"`+")
_ESCAPE = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!|]")
_INLINE_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_BRACKET = re.compile(r"[\[\]]")
_DESTINATION = re.compile(
    r"""
    \(\s*+
    (?:<([^<>]*)>|((?>[^\s()<>"']*(?:\([^\s()]*\)[^\s()<>"']*)*)))
    (?:\s++(?:"[^"]{0,500}"|'[^']{0,500}'))?+
    \s*+\)
    """,
    re.VERBOSE,
)
_ODD_DESTINATION = re.compile(r"\(([^()\n]*)\)")
_LABEL = re.compile(r"\s?\[([^\[\]]*)\]")
_AUTOLINK = re.compile(r"<(?:([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)|([^<> !]+@[^@<> ]+))>")
_SPACES = re.compile(r"\s+")
# A label longer than this names no reference.
MAX_LABEL = 1000


class _Inline:
    """Finds links, images and variables in text that blocks have shown."""

    def __init__(
        self, references: dict[str, str], source: list[str], first_line: int, tabbed: dict[int, str]
    ) -> None:
        self.references = references
        self.source = source
        self.first_line = first_line
        self.tabbed = tabbed
        self.links: list[Link] = []
        self.images: list[Element] = []
        self.variables: list[Variable] = []
        self.placed: list[_Line] = []
        self.starts: list[int] = []
        self.columns: dict[int, list[int]] = {}

    def read(self, lines: list[_Line], *, links: bool) -> None:
        """Read a paragraph, a heading, a row of a table, or a line of raw HTML."""
        text = lines[0][2] if len(lines) == 1 else "\n".join([text for _, _, text in lines])
        has_links = links and ("[" in text or "<" in text)
        has_variables = "{{" in text
        if not has_links and not has_variables:
            return
        coded = _without_code(text) if links and "`" in text else text
        if has_variables:
            for match in _VARIABLE.finditer(coded):
                self.add_variable(lines, match)
        if has_links:
            masked = _without_escapes(coded)
            if "<!--" in masked:
                masked = _INLINE_COMMENT.sub(_filler, masked)
            self.read_links(lines, text, masked)

    def add_variable(self, lines: list[_Line], match: re.Match[str]) -> None:
        number, column = self.place(lines, match.start())
        alone = bool(_VARIABLE_LINE.fullmatch(self.source[number - self.first_line]))
        self.variables.append(Variable(match[1], number, column, alone))

    def read_links(self, lines: list[_Line], text: str, masked: str) -> None:
        text_end = target_end = image_end = 0
        for start, end in _bracketed(masked):
            is_image = masked.startswith("!", start - 1) if start else False
            if start < image_end or text_end <= start < target_end:
                continue
            if start < text_end and not is_image:
                continue
            found = self.destination(text, masked, start, end)
            if not found:
                continue
            target, stop = found
            if is_image:
                image_end = stop
                number, _ = self.place(lines, start - 1)
                alt = _SPACES.sub(" ", text[start + 1 : end]).strip()
                self.images.append(Element(ElementKind.IMAGE, number, target, alt=alt))
            else:
                text_end, target_end = end, stop
                self.add_link(lines, start, target, text[start + 1 : end])
        for match in _AUTOLINK.finditer(masked):
            target = match[1] or f"mailto:{match[2]}"
            self.add_link(lines, match.start(), target, match[1] or match[2])

    def add_link(self, lines: list[_Line], start: int, target: str, label: str) -> None:
        number, column = self.place(lines, start)
        self.links.append(Link(target, _SPACES.sub(" ", label), number, column))

    def destination(self, text: str, masked: str, start: int, end: int) -> tuple[str, int] | None:
        """Where the bracketed text between `start` and `end` leads, and where that ends."""
        after = end + 1
        if match := _DESTINATION.match(masked, after):
            group = 2 if match[1] is None else 1
            return text[match.start(group) : match.end(group)].strip(), match.end()
        if match := _ODD_DESTINATION.match(masked, after):
            return text[match.start(1) : match.end(1)].strip(), match.end()
        # Brackets within brackets would be copied as often as they are deep.
        label = ""
        if end - start <= MAX_LABEL and self.references:
            label = _SPACES.sub(" ", text[start + 1 : end].lower())
        if match := _LABEL.match(masked, after):
            named = _SPACES.sub(" ", text[match.start(1) : match.end(1)].lower()) or label
            if named in self.references:
                return self.references[named], match.end()
        if label in self.references:
            return self.references[label], after
        return None

    def written(self, line: _Line) -> _Line:
        """A line without placeholders, and with its tabs again."""
        number, shift, text = line
        text = text.partition("\x02")[0]
        if number not in self.tabbed:
            return number, shift, text
        start, end = (self.before_tabs(number, at) for at in (shift, shift + len(text)))
        return number, start, self.tabbed[number][start:end]

    def before_tabs(self, number: int, column: int) -> int:
        """The column a line had there before its tabs became spaces."""
        if number not in self.columns:
            self.columns[number] = _columns_before_tabs(self.tabbed[number])
        columns = self.columns[number]
        if column < len(columns):
            return columns[column]
        return len(self.tabbed[number])

    def place(self, lines: list[_Line], position: int) -> tuple[int, int]:
        """The line and column of a position in the joined lines."""
        if lines is not self.placed:
            self.placed = lines
            self.starts = list(accumulate((len(line[2]) + 1 for line in lines), initial=0))
        index = bisect_right(self.starts, position) - 1
        number, shift, _ = lines[index]
        column = shift + position - self.starts[index]
        if number in self.tabbed:
            if number not in self.columns:
                self.columns[number] = _columns_before_tabs(self.tabbed[number])
            columns = self.columns[number]
            column = columns[min(column, len(columns) - 1)]
        return number, column + 1


def _bracketed(masked: str) -> Iterator[tuple[int, int]]:
    """The places of brackets that belong together, in the order of the opening ones."""
    opened: list[int] = []
    pairs = []
    for match in _BRACKET.finditer(masked):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            pairs.append((opened.pop(), match.start()))
    yield from sorted(pairs)


def _filler(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _without_escapes(text: str) -> str:
    return _ESCAPE.sub(_filler, text) if "\\" in text else text


def _masked(text: str) -> str:
    """The text with code spans and escaped characters replaced by as many letters."""
    return _without_escapes(_without_code(text) if "`" in text else text)


def _without_code(text: str) -> str:
    """The text with code spans replaced by as many letters."""
    parts = []
    position = 0
    for start, stop in code_spans(text):
        parts += [text[position:start], "x" * (stop - start)]
        position = stop
    return "".join([*parts, text[position:]])


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the code spans of a paragraph begin and end, their ticks included."""
    runs = []
    for match in _TICKS.finditer(text):
        backslashes = match.start() - len(text[: match.start()].rstrip("\\"))
        runs.append((match.start(), match.end(), backslashes % 2))
    places: dict[int, list[int]] = {}
    for index, (start, end, _) in enumerate(runs):
        places.setdefault(end - start, []).append(index)
    index = 0
    while index < len(runs):
        start, end, escaped = runs[index]
        start += escaped
        closing = places.get(end - start, [])
        found = bisect_right(closing, index)
        index += 1
        if start < end and found < len(closing):
            index = closing[found] + 1
            yield start, runs[closing[found]][1]


def _columns_before_tabs(line: str) -> list[int]:
    """For each column of a line whose tabs became spaces, the column it had before."""
    columns: list[int] = []
    for index, character in enumerate(line):
        width = TAB - len(columns) % TAB if character == "\t" else 1
        columns += [index] * width
    return columns
