"""The passages of a built page: what stands under each of its headings, as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from handbook.site.tags import VOID, attributes, tokens

# Marks the part of a page that is its text.
BODY = "data-handbook-text"
# Not the page's own words: what a template says so of, the sign beside a heading, a term's
# other languages, and what the home page repeats of others.
UNSEARCHED = "data-pagefind-ignore"
LEFT_OUT = frozenset({"headerlink", "hb-other-languages", "hb-group", "hb-days", "hb-cards"})
# A passage that has one of these stands elsewhere: the trainers' list of all links, and
# what an ethic's page repeats of the channels' pages, with a link to its source.
COPIES = frozenset({"hb-links", "hb-source"})
_HEADING = re.compile(r"h[1-6]")
# Where one of these begins inside a passage, its text is set apart from what was before.
_APART = frozenset({"li", "td", "th"})
_ENDED = tuple(".:!?؟…·»”")
# Text beside these runs on; all other elements end a run of words.
_INLINE = frozenset({"a", "abbr", "b", "bdi", "code", "em", "i", "mark", "small", "span", "strong"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and its text, up to the next heading; the page's own has no id."""

    id: str
    title: str
    text: str


def passages(html: str) -> tuple[Passage, ...]:
    """The passages of a page in their order, copies left out; none without a marked body."""
    reader = _Reader()
    reader.read(_body(html))
    return tuple(
        Passage(id, _plain(title), _plain(text))
        for id, title, text in reader.found
        if _plain(title) and id not in reader.copies
    )


def _body(html: str) -> str:
    """The element with the page's text; a page is four times as long as that."""
    marked = html.find(f" {BODY}")
    start = html.rfind("<", 0, marked) if marked >= 0 else len(html)
    tag = re.match(r"<([a-z]+)", html[start : start + 20])
    end = html.find(f"</{tag[1]}>", start) if tag else -1
    return html[start:end] if end >= 0 else html[start:]


def built_passages(folder: Path) -> dict[str, tuple[Passage, ...]]:
    """The passages of every page of a built language, by address below its folder."""
    found = {}
    for path in sorted(folder.rglob("index.html")):
        inside = passages(path.read_text(encoding="utf-8"))
        if inside:
            place = path.parent.relative_to(folder).as_posix()
            found["" if place == "." else f"{place}/"] = inside
    return found


def _plain(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


class _Reader:
    """Reads the passages of a body."""

    def __init__(self) -> None:
        self.found: list[tuple[str, list[str], list[str]]] = []
        self.copies: set[str] = set()
        self._depth = 0  # how deep in the body
        self._skipped = 0  # the depth at which something left out began
        self._heading = 0  # the depth of the heading that is open

    def read(self, body: str) -> None:
        """Take all of it."""
        for text, _, opens, name, rest in tokens(body):
            if text:
                self._text(unescape(text) if "&" in text else text)
            if opens and name and rest:
                tag = name.lower()
                if tag not in _INLINE:
                    self._text(" ")
                if tag in VOID:
                    continue
                if opens == "</":
                    self._end()
                elif not rest.endswith("/>"):
                    self._start(tag, attributes(rest))

    def _start(self, tag: str, values: Mapping[str, str]) -> None:
        if tag in _APART:
            self._apart()
        self._depth += 1
        if self._skipped:
            return
        classes = values.get("class", "").split()
        if self.found and not COPIES.isdisjoint(classes):
            self.copies.add(self.found[-1][0])
        if UNSEARCHED in values or not LEFT_OUT.isdisjoint(classes):
            self._skipped = self._depth
        elif _HEADING.fullmatch(tag) and (tag == "h1" or values.get("id")):
            self._heading = self._depth
            self.found.append((values.get("id", ""), [], []))

    def _end(self) -> None:
        if self._skipped == self._depth:
            self._skipped = 0
        if self._heading == self._depth:
            self._heading = 0
        self._depth -= 1

    def _apart(self) -> None:
        if self.found and not self._heading:
            before = next((part for part in reversed(self.found[-1][2]) if part.strip()), "")
            if before and not before.rstrip().endswith(_ENDED):
                self._text(" · ")

    def _text(self, data: str) -> None:
        if self.found and not self._skipped:
            _, title, text = self.found[-1]
            (title if self._heading else text).append(data)
