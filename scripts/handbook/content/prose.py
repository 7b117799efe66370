"""The words of a page: each block's text without what is not language.

Code, variables, addresses, tags and the marks of Markdown are taken out; a link
leaves its text, an image its alternative text. What a reader would not read as
words (code, a variable, an address) leaves a `GAP`, so that what stood around
it does not run together.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.content.handbook import Page, Section
from handbook.content.markdown import Text, TextKind

GAP = "\ufffc"


@dataclass(frozen=True, slots=True)
class Passage:
    """The plain text of one block, on one line, and where it begins (1-based)."""

    section_id: str | None
    line: int
    column: int
    kind: TextKind
    text: str

    @property
    def own(self) -> str:
        """The text without what it quotes."""
        return unquoted(self.text)


def prose(page: Page) -> tuple[Passage, ...]:
    """Every passage of a page that has words, in order; front matter is not among them."""
    return tuple(
        passage
        for section in page.sections
        for text in section.texts
        for passage in passages(section, text)
    )


def plain(markdown: str) -> str:
    """Inline Markdown as plain text on one line."""
    text = markdown
    if _SPECIAL.search(text):
        text = _CODE.sub(GAP, text)
        text = _VARIABLE.sub(GAP, text)
        text = _without_comments(text)
        text = _AUTOLINK.sub(GAP, text)
        for _ in range(2):  # an image may stand in a link
            text = _LINK.sub(r"\1", text)
        text = _ATTRIBUTES.sub("", text)
        text = _TAG.sub("", text)
        text = _ICON.sub(GAP, text)
        text = _KEYS.sub(GAP, text)
        text = _EMPHASIS.sub("", text)
        text = _ESCAPE.sub(r"\1", text)
        text = html.unescape(text) if "&" in text else text
    text = _ADDRESS.sub(GAP, text)
    return " ".join(text.split())


def _without_comments(text: str) -> str:
    # Past the last end none can end, and looking for it from each beginning takes for ever.
    end = text.rfind("-->") + len("-->")
    return _COMMENT.sub("", text[:end]) + text[end:] if end >= len("-->") else text


def unquoted(text: str) -> str:
    """Plain text with each quotation as a gap."""
    return _QUOTATION.sub(GAP, text)


def quotations(text: str) -> tuple[str, ...]:
    """What a plain text quotes, without the marks."""
    return tuple(found[0][1:-1] for found in _QUOTATION.finditer(text))


_SPECIAL = re.compile(r"[`{<\[*_~=^\\&:+]")
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)[^`](?:(?!\1)[^\n]|\n)*?(?<!`)\1(?!`)")
_VARIABLE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*://[^<>\s]*|[^<>\s@]+@[^<>\s@]+)>")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\((?:[^()]|\([^()]*\)){0,2000}\)| ?\[[^\[\]]*\])")
_ATTRIBUTES = re.compile(r"\{:?[ ]*[.#][^{}\n]*\}|\{:[^{}\n]*\}")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ICON = re.compile(r"(?<![\w:]):[a-z0-9][a-z0-9_+-]*:(?![\w:])")
_KEYS = re.compile(r"\+\+[a-z0-9+-]+\+\+")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|~~|==|\^\^)|(?<![\w\\])_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|~])")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>«»“”]+"
    # Each begins where its letters do: tried at every letter, a long word takes for ever.
    r"|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"
    # A host, a file or a path: letters joined by dots or slashes.
    r"|(?<![\w/-])(?<!\w\.)(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,}(?:/[\w./#?=&%-]*)?(?!\w)"
    r"|(?<!\w)/[\w./#?=&%-]+"
)
_QUOTATION = re.compile(
    r"“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|‹[^‹›]*›|「[^「」]*」|『[^『』]*』|\"[^\"]*\""
)

# A cell of a table's row.
CELL = re.compile(r"(?:\\.|`[^`]*`|[^|\\]|\\$)+")
_HTML_BLOCK = re.compile(
    r"<(script|style|pre|code|math|svg)\b(?:(?!<\1\b).)*?</\1\s*>|<!--(?:(?!<!--).)*?-->|"
    r"</?(?:p|div|li|ul|ol|td|th|tr|table|h[1-6]|dd|dt|section|summary|details|figcaption|br)\b[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


def passages(section: Section, text: Text) -> Iterator[Passage]:
    """The passages of one block: a table's row has one for each cell."""
    if text.kind is TextKind.TABLE_ROW:
        pieces = _cells(text)
    elif text.kind is TextKind.HTML:
        pieces = _html_pieces(text)
    else:
        line, column, _ = text.lines[0]
        written = "\n".join([words for _, _, words in text.lines])
        pieces = iter([(line, column, text.kind, written)])
    for line, column, kind, written in pieces:
        words = plain(written)
        if _LETTER.search(words):
            yield Passage(section.id, line, column, kind, words)


def _cells(text: Text) -> Iterator[tuple[int, int, TextKind, str]]:
    (line, column, row), *_ = text.lines
    for cell in CELL.finditer(row):
        indent = len(cell[0]) - len(cell[0].lstrip())
        yield line, column + cell.start() + indent, TextKind.TABLE_CELL, cell[0].strip()


def _html_pieces(text: Text) -> Iterator[tuple[int, int, TextKind, str]]:
    """What stands between the tags of blocks; scripts, styles and code are left out."""
    whole = "\n".join([words for _, _, words in text.lines])
    position = 0
    ends = [(found.start(), found.end()) for found in _HTML_BLOCK.finditer(whole)]
    for start, end in (*ends, (len(whole), len(whole))):
        piece = whole[position:start]
        offset = position + len(piece) - len(piece.lstrip())
        position = end
        if piece.strip():
            number = whole.count("\n", 0, offset)
            line, column, _ = text.lines[number]
            within = offset - (whole.rfind("\n", 0, offset) + 1)
            yield line, column + within, TextKind.HTML, piece.strip()
