"""The block parser."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import groupby

from handbook.content.markdown.blocks import Block, cut
from handbook.content.markdown.fences import Fence
from handbook.content.markdown.headings import PLAIN_HEADING, without_attributes, without_closing
from handbook.content.markdown.html import Html
from handbook.content.markdown.lines import INDENT, TAB, Line, detabbed, loosely_detabbed
from handbook.content.markdown.lists import ITEM, items_of, list_level
from handbook.content.markdown.nodes import HEADING, PARAGRAPH, RULE, TABLE, Node
from handbook.content.markdown.placeholders import PLACEHOLDER
from handbook.content.markdown.tables import columns_of
from handbook.content.markdown.values import Chunk, Element, ElementKind, Heading, TextKind

_CALLOUT_HEAD = re.compile(r'(?:!!!|\?{3}\+?) ?([\w\-]+)?(?: +[\w\-]+)*(?: +"(.*?)")? *$')
_TEXT_KINDS = {
    "item": TextKind.LIST_ITEM,
    "admonition": TextKind.ADMONITION,
    "folded": TextKind.FOLDED,
    "quote": TextKind.QUOTATION,
}
_LEVEL = re.compile("#{1,6}")
_UNDERLINE = re.compile(r"(?:=+|-+) *$")
_ATTRIBUTES_LINE = re.compile(r" *\{(?!\{):? *[^}\n ][^\n]*\} *$")
_CHECKBOX = re.compile(r" *\[[xX ]\] +")
QUOTE = re.compile(r" {0,3}> ?")
_DELIMITER_ROW = re.compile(r"[|:\- ]+$")
_DEFINITION = re.compile(
    r"^ {0,3}\[([^\[\]]*)\]: *(?:\n *)?([^\s]++) *(?:\n *)?((?:([\"']).*\4|\(.*\)) *)?$",
    re.MULTILINE,
)
# What a line of text that is to be shown otherwise than it is written may begin with.
_UNTIDY = frozenset({" ", "{", ""})
MAX_DEPTH = 40


class Parser:
    """Python-Markdown's block parser, noting what it finds instead of building a tree.

    `state` is what Python-Markdown calls so: how the innermost list or quotation is
    being read. Each `take_...` method is a block processor; it is given a block and
    what is still to be read in the same container, last first, on which it puts back
    what it leaves. It returns whether the block was its own.
    """

    def __init__(self, fences: list[Fence], stash: list[Html]) -> None:
        self.fences = fences
        self.stash = stash
        self.headings: list[Heading] = []
        self.elements: list[Element] = []
        self.references: dict[str, str] = {}
        self.chunks: list[Chunk] = []
        # Lines that show something and are no running text.
        self.drawn: set[int] = set()
        self.has_placeholders = bool(fences or stash)
        self.depth = 0

    def parse(self, node: Node, lines: Iterable[Line], state: str) -> None:
        """Read the lines of a container."""
        self.parse_blocks(node, cut(lines), state)

    def parse_blocks(self, node: Node, blocks: list[Block], state: str) -> None:
        self.depth += 1
        pending = blocks[::-1]
        while pending:
            block = pending.pop()
            if self.depth > MAX_DEPTH:
                self.show_text(block.own)
            else:
                self.take(node, block, pending, state)
        self.depth -= 1

    def take(self, node: Node, block: Block, pending: list[Block], state: str) -> None:
        """Give a block to the first processor it belongs to, in Python-Markdown's order."""
        first = block.lines[block.start][2][0]
        if not block.marks and first not in " \x02":
            # Most blocks: nothing in them but an item, a paragraph, a table or a heading.
            second = block.start + 1
            may_rule = second < block.end and block.lines[second][2][0] in "|:- ="
            if may_rule and (
                self.take_table(node, block) or self.take_underlined(node, block, pending)
            ):
                return
            if (first in "*+-" or first.isdecimal()) and self.take_list(node, block, state):
                return
            self.take_paragraph(node, block.own, state)
            return
        if first == "#" and block.end - block.start == 1 and block.first("heading") >= 0:
            self.take_heading(node, block, pending, state)
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
        self, kind: str, node: Node, block: Block, pending: list[Block], state: str
    ) -> bool:
        place = block.first(kind)
        if place > block.start:
            pending += [block.part(place, block.end), block.part(block.start, place)]
            return True
        if place == block.start:
            child = self.new_callout(kind, node, block)
            inner, rest = detabbed(block.lines[place + 1 : block.end], TAB)
            rest_start = place + 1 + len(inner)
        else:
            found = self.open_callout(kind, node, block.text)
            if not found:
                return False
            child, width = found
            inner, rest = detabbed(block.own, width)
            rest_start = block.start + len(inner)
        if rest:
            pending.append(block.part(rest_start, block.end))
        self.parse(child, inner, state)
        return True

    def new_callout(self, kind: str, node: Node, block: Block) -> Node:
        line = block.lines[block.start]
        match = _CALLOUT_HEAD.match(line[2])
        name, title = (match[1] or "", match[2]) if match else ("", None)
        element_kind = ElementKind.ADMONITION if kind == "admonition" else ElementKind.FOLDED
        self.elements.append(Element(element_kind, line[0], name.lower(), titled=title is not None))
        if title is None:
            self.drawn.add(line[0])
        elif match and title:
            self.show_text([(line[0], line[1] + match.start(2), title)], TextKind.TITLE)
        return node.add(kind)

    def open_callout(self, kind: str, node: Node, text: str) -> tuple[Node, int] | None:
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
            child.last = PARAGRAPH
        return child, indent + TAB

    # Markdown inside HTML.

    def take_html(self, node: Node, block: Block, pending: list[Block], state: str) -> bool:
        html = self.markdown_in(block.text)
        if not html:
            return False
        if block.end - block.start > 1:
            pending.append(block.part(block.start + 1, block.end))
        self.read_html(node.add("html"), html, state)
        return True

    def markdown_in(self, text: str) -> Html | None:
        """What the placeholder at the start of a line stands for, if it is Markdown."""
        match = PLACEHOLDER.match(text)
        if not match or match[1] != "H":
            return None
        html = self.stash[int(match[2])]
        return html if html.state in ("span", "block") else None

    def read_html(self, node: Node, html: Html, state: str) -> None:
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

    def take_indented(self, node: Node, block: Block, pending: list[Block], state: str) -> bool:
        if not block.text.startswith(INDENT):
            return False
        in_list = node.tag == "item" or (node.last is not None and node.last.tag == "list")
        if in_list and state != "detabbed":
            self.read_under_item(node, block, state)
        else:
            self.read_code(node, block, pending)
        return True

    def read_under_item(self, node: Node, block: Block, state: str) -> None:
        level, item = list_level(node, block.text, state)
        inner = cut(loosely_detabbed(block.own, level * TAB))
        if node.tag == "item":
            item = node.last if node.last and node.last.tag == "list" else node
        elif item.tag != "item":
            item = item.last if item.last and item.last.tag == "item" else item.add("item")
            item.wrap_text()
        self.parse_blocks(item, inner, "detabbed")

    def read_code(self, node: Node, block: Block, pending: list[Block]) -> None:
        inner, rest = detabbed(block.own, TAB)
        if rest:
            pending.append(block.part(block.start + len(inner), block.end))
        if node.last is None or node.last.tag != "code":
            self.elements.append(Element(ElementKind.CODE_BLOCK, inner[0][0]))
            node.add("code")
        for number, _, text in inner:
            match = PLACEHOLDER.match(text.lstrip("> "))
            if match and match[1] == "F":
                # A fence that is indented too far is code together with its fences.
                self.drawn.update(self.fences[int(match[2])].text_lines)
            elif text:
                self.drawn.add(number)

    def take_list(self, node: Node, block: Block, state: str) -> bool:
        if not ITEM.match(block.text):
            return False
        items = items_of(block.own)
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

    def read_item(self, parent: Node, lines: list[Line], state: str) -> None:
        if parent.last and lines[0][2].startswith(INDENT):
            item = parent.last
        else:
            item = parent.add("item", len(self.elements))
            self.elements.append(Element(ElementKind.LIST_ITEM, lines[0][0]))
        text = lines[0][2]
        if len(lines) == 1 and text[:1].isalpha():
            # Most items: a line of words, a paragraph whatever else Markdown knows.
            if state == "list":
                item.has_text = True
            else:
                item.add_leaf(PARAGRAPH)
            self.show_text(lines, TextKind.LIST_ITEM)
        elif len(lines) == 1 and _CHECKBOX.match(text):
            self.take_paragraph(item, lines, state)
        elif text or len(lines) > 1:
            self.parse_blocks(item, [Block(lines if text else lines[1:])], state)

    # Headings, rules, tables.

    def take_heading(self, node: Node, block: Block, pending: list[Block], state: str) -> bool:
        place = block.first("heading")
        if place < 0:
            return False
        if place + 1 < block.end:
            after = block.part(place + 1, block.end)
            if state == "looselist" and after.text.startswith(INDENT):
                pending += cut(loosely_detabbed(after.own, TAB))[::-1]
            else:
                pending.append(after)
        if place > block.start:
            pending += [block.part(place, place + 1), block.part(block.start, place)]
            return True
        line = block.lines[place]
        if match := PLAIN_HEADING.match(line[2]):
            marks, title, id_ = match.groups()
            heading = Heading(len(marks), title, id_, line[0], line[1] + 1)
            self.show_heading(node, heading, line[1] + match.start(2))
            return True
        match = _LEVEL.match(line[2])
        level = match.end() if match else 0
        self.add_heading(node, level, without_closing(line[2][level:]), line)
        return True

    def take_underlined(self, node: Node, block: Block, pending: list[Block]) -> bool:
        second = block.start + 1
        if second >= block.end or block.lines[second][2][0] not in "=-":
            return False
        if not _UNDERLINE.match(block.lines[second][2]):
            return False
        _put_back(pending, block.part(second + 1, block.end))
        level = 1 if block.lines[second][2][0] == "=" else 2
        self.add_heading(node, level, block.text, block.lines[block.start])
        return True

    def add_heading(self, node: Node, level: int, text: str, line: Line) -> None:
        number, column, whole = line
        if "\x02" in text:
            self.show_placeholders(text)
            text = PLACEHOLDER.sub("", text)
        title, id_ = without_attributes(text.strip())
        indent = len(whole) - len(whole.lstrip(" "))
        heading = Heading(level, title, id_, number, column + indent + 1)
        self.show_heading(node, heading, column + max(whole.find(title), 0))

    def show_heading(self, node: Node, heading: Heading, column: int) -> None:
        node.add_leaf(HEADING)
        self.headings.append(heading)
        if heading.text:
            self.chunks.append((TextKind.HEADING, [(heading.line, column, heading.text)]))

    def take_rule(self, node: Node, block: Block, pending: list[Block]) -> bool:
        place = block.first("rule")
        if place < 0:
            return False
        _put_back(pending, block.part(place + 1, block.end))
        if place > block.start:
            pending += [block.part(place, place + 1), block.part(block.start, place)]
        else:
            node.add_leaf(RULE)
        return True

    def take_table(self, node: Node, block: Block) -> bool:
        if block.end - block.start < 2:
            return False
        second = block.lines[block.start + 1][2]
        if second[0] not in "|:- " or not _DELIMITER_ROW.match(second):
            return False
        columns = columns_of(block)
        if not columns:
            return False
        header, _, *body = block.own
        self.elements.append(Element(ElementKind.TABLE, header[0], rows=len(body), columns=columns))
        for line in (header, *body):
            self.show_text([line], TextKind.TABLE_ROW)
        node.add_leaf(TABLE)
        return True

    # Quotations, definitions, paragraphs.

    def take_quote(self, node: Node, block: Block, pending: list[Block]) -> bool:
        place = block.first("quote")
        if place < 0:
            return False
        if place > block.start:
            pending += [block.part(place, block.end), block.part(block.start, place)]
            return True
        quote = node.last if node.last and node.last.tag == "quote" else node.add("quote")
        self.parse(quote, [_unquoted(line) for line in block.own], "blockquote")
        return True

    def take_definitions(self, block: Block, pending: list[Block]) -> bool:
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

    def take_paragraph(self, node: Node, lines: list[Line], state: str) -> bool:
        first = lines[0][2]
        if first[0].isspace() and not any(text.strip() for _, _, text in lines):
            return True
        is_item = node.tag == "item"
        if is_item and node.last is None and not node.has_text and first[0] in " [":
            number, column, text = lines[0]
            if match := _CHECKBOX.match(text):
                self.change_kind(node, ElementKind.TASK)
                lines[0] = (number, column + match.end(), text[match.end() :])
        if state != "list":
            node.add_leaf(PARAGRAPH)
        elif node.last is None:
            node.has_text = True
        self.show_text(lines, self.text_kind(node))
        return True

    def text_kind(self, node: Node) -> TextKind:
        """What a paragraph is, by the container it stands in."""
        if node.tag == "item" and node.element >= 0:
            is_task = self.elements[node.element].kind is ElementKind.TASK
            return TextKind.TASK if is_task else TextKind.LIST_ITEM
        return _TEXT_KINDS.get(node.tag, TextKind.PARAGRAPH)

    def change_kind(self, item: Node, kind: ElementKind) -> None:
        self.elements[item.element] = self.elements[item.element]._replace(kind=kind)

    def show_text(self, lines: list[Line], kind: TextKind = TextKind.PARAGRAPH) -> None:
        """Note text that is seen as it stands, but for what placeholders stand for."""
        if not self.has_placeholders:
            for line in lines:
                if line[2][:1] in _UNTIDY:
                    break
            else:
                self.chunks.append((kind, lines))
                return
        if tidy := self.tidied(lines):
            self.chunks.append((kind, tidy))

    def tidied(self, lines: list[Line]) -> list[Line]:
        """The lines without indents, placeholders and an attribute list at their end."""
        last = len(lines) - 1
        tidy = []
        for place, (number, column, text) in enumerate(lines):
            shown = text
            if "\x02" in text:
                self.show_placeholders(text)
                shown = text.partition("\x02")[0]
                if not shown.strip("> "):
                    continue
            bare = shown.lstrip(" ")
            if bare and not (0 < place == last and _ATTRIBUTES_LINE.match(text)):
                tidy.append((number, column + len(shown) - len(bare), bare))
        return tidy

    def show_placeholders(self, text: str) -> None:
        """Note the fences and the raw HTML that a line stands for."""
        waiting = PLACEHOLDER.findall(text)
        while waiting:
            kind, index = waiting.pop()
            if kind == "F":
                fence = self.fences[int(index)]
                self.elements.append(Element(ElementKind.CODE_BLOCK, fence.line, fence.name))
                self.drawn.update(fence.text_lines)
                continue
            raw: list[Line] = []
            for line in self.stash[int(index)].lines:
                inner = PLACEHOLDER.findall(line[2])
                waiting += inner
                if line[2].strip(" ") and not inner:
                    raw.append(line)
            if raw:
                self.chunks.append((TextKind.HTML, raw))


def _put_back(pending: list[Block], block: Block) -> None:
    if block.start < block.end:
        pending.append(block)


def _unquoted(line: Line) -> Line:
    number, column, text = line
    match = QUOTE.match(text)
    if not match:
        return line
    inner = text[match.end() :]
    return number, column + match.end(), inner if inner.strip(" ") else ""
