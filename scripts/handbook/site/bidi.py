"""Isolates left-to-right runs in right-to-left HTML.

The bidirectional algorithm draws `+1 (202) 555-0142` inside Arabic as
`0142-555 (202) 1+`: brackets and hyphens take the direction of the sentence.
Wrapping each run of Latin letters and digits in `<bdi dir="ltr">` is what
makes all of them come out as written.
"""

from __future__ import annotations

from html import escape, unescape
from html.entities import html5
from html.parser import HTMLParser

from handbook.content.runs import runs

# Elements whose text is not drawn as running text, or must not hold elements.
OPAQUE = frozenset({"script", "style", "title", "textarea", "svg", "template", "option"})
VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)
# Code is left to right whatever surrounds it.
CODE = frozenset({"code", "pre", "kbd", "samp"})

# What a phone number with its country code and extension takes; an address may be longer.
LONGEST_NUMBER = 24


def isolate(html: str) -> str:
    """`html` with every left-to-right run in right-to-left text wrapped in `<bdi>`."""
    rewriter = _Isolator()
    rewriter.feed(html)
    rewriter.close()
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


class _Isolator(HTMLParser):
    """Copies its input through, to the letter, but for text that needs wrapping."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.output: list[str] = []
        self.text: list[str] = []
        # One entry an open element: is text in it right to left and ours to wrap?
        self.stack: list[tuple[str, bool]] = []

    @property
    def wraps(self) -> bool:
        return self.stack[-1][1] if self.stack else False

    def _flush(self) -> None:
        if self.text:
            text = "".join(self.text)
            self.text.clear()
            self.output.append(isolate_text(unescape(text)) if self.wraps else text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        source = self.get_starttag_text() or ""
        given = dict(attrs)
        direction = given.get("dir")
        wraps = self.wraps
        if tag in OPAQUE:
            wraps = False
        elif direction is not None:
            wraps = direction == "rtl"
        elif tag in CODE:
            if wraps:
                source = f'<{tag} dir="ltr"{source[len(tag) + 1 :]}'
            wraps = False
        elif tag == "bdi":
            wraps = False
        self.output.append(source)
        if tag not in VOID and not source.endswith("/>"):
            self.stack.append((tag, wraps))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        self.output.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._flush()
        self.output.append(f"</{tag}>")
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index][0] == tag:
                del self.stack[index:]
                break

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_entityref(self, name: str) -> None:
        # A bare `&` before a letter comes here too; only a known name had its semicolon.
        self.text.append(f"&{name};" if f"{name};" in html5 else f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.text.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._flush()
        self.output.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._flush()
        self.output.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._flush()
        self.output.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._flush()
        self.output.append(f"<![{data}]>")

    def close(self) -> None:
        super().close()
        self._flush()
