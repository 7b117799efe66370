"""HTML blocks are taken out of the text second, as md_in_html does."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from handbook.content.markdown.lines import Line
from handbook.content.markdown.placeholders import HTML

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
class Html:
    """An HTML block that was taken out.

    `state` is "span" or "block" for Markdown in it; "raw" for HTML that gets a line of
    its own, and "inline" for what may stay behind the spaces it was indented by.
    """

    state: str
    lines: list[Line]


@dataclass(slots=True)
class _Open:
    """An open element that has a `markdown` attribute, or that is inside one that has."""

    tag: str
    state: str
    start: int
    pieces: list[_Piece] = field(default_factory=list)
    only_tags: bool = True


def without_html(lines: list[Line]) -> tuple[list[Line], list[Html]]:
    """The lines with HTML blocks and comments replaced by placeholders, and what was there."""
    reader = _HtmlReader(lines)
    reader.read()
    return reader.assembled(reader.pieces), reader.stash


class _HtmlReader:
    """Takes HTML blocks out of the text as HTMLExtractorExtra of md_in_html does.

    A block begins with a tag at the start of a line, or in the tail of another block:
    between its end and the end of the line.
    """

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.text = "\n".join(text for _, _, text in lines)
        self.starts = [0]
        for _, _, text in lines:
            self.starts.append(self.starts[-1] + len(text) + 1)
        self.pieces: list[_Piece] = []
        self.stash: list[Html] = []
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
            self.store(start, Html("inline", []))
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
            self.store(item.start, Html(state, self.assembled(item.pieces)))
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
        self.store(start, Html("raw", lines))

    def store(self, start: int, html: Html) -> None:
        pieces = self.open[-1].pieces if self.open else self.pieces
        pieces.append((start, -1 - len(self.stash)))
        self.stash.append(html)

    def assembled(self, pieces: list[_Piece]) -> list[Line]:
        """Lines again, each placeholder on a line of its own between blank ones."""
        lines: list[Line] = []
        open_line = False
        for start, end in pieces:
            index = self.index(start)
            number = self.lines[index][0]
            if end < 0:
                placeholder = HTML.format(-1 - end)
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
