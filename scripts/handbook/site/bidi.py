"""Isolates left-to-right runs in right-to-left HTML.

The bidirectional algorithm draws `+1 (202) 555-0142` inside Arabic as
`0142-555 (202) 1+`: brackets and hyphens take the direction of the sentence.
Wrapping each run of Latin letters and digits in `<bdi dir="ltr">` is what
makes all of them come out as written.
"""

from __future__ import annotations

import re
from html import escape, unescape

from handbook.content.runs import runs
from handbook.site.tags import VOID, attributes, tokens

# Elements whose text is not drawn as running text, or must not hold elements.
OPAQUE = frozenset({"script", "style", "title", "textarea", "svg", "template", "option"})
# Code is left to right whatever surrounds it.
CODE = frozenset({"code", "pre", "kbd", "samp"})

# What a phone number with its country code and extension takes; an address may be longer.
LONGEST_NUMBER = 24
# Text without any of these is as it is: most of a page in Arabic.
_MAY_CHANGE = re.compile("[A-Za-z0-9\u00c0-\u024f&<>]")


def isolate(html: str) -> str:
    """`html` with every left-to-right run in right-to-left text wrapped in `<bdi>`."""
    rewriter = _Isolator()
    rewriter.read(html)
    return "".join(rewriter.output)


def isolate_text(text: str) -> str:
    """Plain text (unescaped) as HTML with its left-to-right runs wrapped."""
    pieces: list[str] = []
    position = 0
    for run in runs(text):
        start, end = run
        pieces += [escape(text[position:start], quote=False), _isolated(text[start:end])]
        position = end
    pieces.append(escape(text[position:], quote=False))
    return "".join(pieces)


def _isolated(run: str) -> str:
    # A number in two halves on two lines reads in the wrong order again.
    number = len(run) <= LONGEST_NUMBER and any(mark.isdigit() for mark in run)
    whole = ' class="hb-number"' if number else ""
    return f'<bdi dir="ltr"{whole}>{escape(run, quote=False)}</bdi>'


class _Isolator:
    """Copies a document through, to the letter, but for text that needs wrapping."""

    def __init__(self) -> None:
        self.output: list[str] = []
        # One entry an open element: is text in it right to left and ours to wrap?
        self.stack: list[tuple[str, bool]] = []

    def read(self, html: str) -> None:
        """Take a document."""
        output = self.output
        wraps = False
        for text, other, opens, name, rest in tokens(html):
            if text:
                output.append(_wrapped(text) if wraps and _MAY_CHANGE.search(text) else text)
            if other:
                output.append(other)
            if opens and name and rest:
                output += (opens, name, rest)
                tag = name.lower()
                if opens == "</":
                    wraps = self._ended(tag)
                elif tag not in VOID and not rest.endswith("/>"):
                    wraps = self._begun(tag, rest, wraps)
                    self.stack.append((tag, wraps))

    def _begun(self, tag: str, rest: str, wraps: bool) -> bool:
        """Whether text is to be wrapped in an element that begins."""
        if tag in OPAQUE:
            return False
        if direction := "dir" in rest and attributes(rest).get("dir"):
            return direction == "rtl"
        if tag in CODE and wraps:
            self.output[-1] = f' dir="ltr"{rest}'
        return wraps and tag != "bdi" and tag not in CODE

    def _ended(self, tag: str) -> bool:
        """Whether text is to be wrapped where an element has ended."""
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index][0] == tag:
                del self.stack[index:]
                break
        return self.stack[-1][1] if self.stack else False


def _wrapped(text: str) -> str:
    return isolate_text(unescape(text))
