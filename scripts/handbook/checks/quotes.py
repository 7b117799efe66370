"""Rules of quotation marks: those of the language, each with its fellow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.conventions import Conventions, Marks
from handbook.checks.faults import Edit, Fault
from handbook.content.spans import BREAK, HOLE
from handbook.findings import code

_MARKS = re.compile("[\"“”„‟«»‹›‘’‚']")
_ANY = re.compile("[\"“”„‟«»‹›‘‚'](?:(?<!')|(?<!\\w')(?=\\w))")
_STRAIGHT = "\"'"
# Pairs that some language has; of two that share a mark, the commoner first.
_PAIRS: tuple[Marks, ...] = (("“", "”"), ("«", "»"), ("‘", "’"), ("„", "“"), ("‹", "›"), ("„", "”"))
_APOSTROPHE = "’"
# How far back a mark looks for its fellow: a bound on time, for texts that nobody wrote.
_DEEPEST = 16
_SINGLE_END = re.compile(r"(?<=[\w.,!?…؟])'(?!\w)")
_AND = re.compile(r"['’][nN]['’]")


def quotation_marks(text: str, conventions: Conventions, *, style: bool = True) -> Iterator[Fault]:
    """KB504, KB505: marks of another kind than the language's, and marks without their fellow.

    Without `style` any kind may be used; only marks without their fellow are faults.
    """
    if not conventions.quotes or not _ANY.search(text):
        return
    offset = 0
    parts = text.split(BREAK)
    for number, part in enumerate(parts):
        if _ANY.search(part):
            following = parts[number + 1] if number + 1 < len(parts) else ""
            for fault in _Part(part, conventions, following, style).faults():
                yield fault._replace(
                    start=fault.start + offset,
                    end=fault.end + offset,
                    edits=tuple(Edit(a + offset, b + offset, new) for a, b, new in fault.edits),
                )
        offset += len(part) + 1


class _Part:
    """One paragraph."""

    def __init__(self, text: str, conventions: Conventions, following: str, style: bool) -> None:
        self.text = text
        self.pairs = conventions.quotes
        self.rtl = conventions.rtl
        self.following = following
        self.style = style
        closing = [m.start() for m in _SINGLE_END.finditer(text)] if "'" in text else []
        self.last_single = closing[-1] if closing else -1
        # Arabic's one-letter words are written together with what follows: و"نعم".
        self.clitics = "وفبكل" if conventions.rtl else ""

    def faults(self) -> Iterator[Fault]:
        matched, lone = self.matched()
        for start, end, depth in matched:
            if self.style and (fault := self.wrong_pair(start, end, depth)):
                yield fault
        for at in lone:
            yield from self.lone(at)

    def matched(self) -> tuple[list[tuple[int, int, int]], list[int]]:
        """The pairs of marks with how deep they stand, and the marks that have no fellow."""
        opened: list[int] = []
        pairs = []
        lone = []
        for match in _MARKS.finditer(self.text):
            at = match.start()
            mark = match[0]
            if self.passes(mark, at, opened):
                continue
            if opened and self.closes(self.text[opened[-1]], mark, at):
                pairs.append((opened.pop(), at, len(opened)))
            elif self.opens(mark, at):
                opened.append(at)
            elif mark != _APOSTROPHE and mark != "'":
                outer = [i for i in opened[-_DEEPEST:] if self.closes(self.text[i], mark, at)]
                if outer:
                    while opened[-1] != outer[-1]:
                        lone.append(opened.pop())
                    pairs.append((opened.pop(), at, len(opened)))
                else:
                    lone.append(at)
        return sorted(pairs), sorted(lone + opened)

    def passes(self, mark: str, at: int, opened: list[int]) -> bool:
        """Whether a mark is none: an apostrophe, feet and inches, minutes and seconds."""
        before, after = self.text[at - 1 : at] if at else "", self.text[at + 1 : at + 2]
        if mark in _STRAIGHT and before.isdigit():
            # `5"`; where a quotation is open it is more likely its end.
            return mark == "'" or not any(
                self.text[place] in '"“„«' for place in opened[-_DEEPEST:]
            )
        if mark in ("'", _APOSTROPHE):
            # rock 'n' roll
            around = self.text[max(0, at - 2) : at + 3]
            return (before.isalnum() and after.isalnum()) or _AND.search(around) is not None
        return False

    def opens(self, mark: str, at: int) -> bool:
        if mark in _STRAIGHT:
            before, after = self.text[at - 1 : at] if at else "", self.text[at + 1 : at + 2]
            starts = not before or before.isspace() or before in "([—–-/«“‘„¿¡\"'" + self.clitics
            if mark == "'":
                # `'90s`, `'tis`: a mark only where another closes it.
                return starts and after.isalpha() and at + 2 <= self.last_single
            return starts and bool(after) and not after.isspace()
        if mark == "“":
            return not any(opening == "„" for opening, _ in self.pairs) or self.starts_word(at)
        if mark == "»":
            return False
        return mark in "«‹‘„‚"

    def starts_word(self, at: int) -> bool:
        before = self.text[at - 1 : at] if at else ""
        return not before or before.isspace() or before in "(["

    def closes(self, opening: str, mark: str, at: int) -> bool:
        if opening in _STRAIGHT:
            if mark == opening or (opening == '"' and mark in "”“"):
                return at > 0 and not self.text[at - 1].isspace()
            return False
        if mark == '"':
            return opening in "“„«" and at > 0 and not self.text[at - 1].isspace()
        if mark == _APOSTROPHE:
            return opening in "‘‚"
        return (opening, mark) in _PAIRS or (opening, mark) in self.pairs

    def wrong_pair(self, start: int, end: int, depth: int) -> Fault | None:
        """KB504, where a pair is not the language's, or not at its depth."""
        found = self.text[start], self.text[end]
        inner = self.text[start + 1 : end]
        allowed = self.pairs[:1] if depth == 0 and self.rtl else self.pairs
        if found in allowed or (found[0] not in _STRAIGHT and self.is_foreign(inner)):
            return None
        meant = self.pairs[min(depth, len(self.pairs) - 1)]
        edits = (Edit(start, start + 1, meant[0]), Edit(end, end + 1, meant[1]))
        shown = inner if len(inner) <= 40 else f"{inner[:24].rstrip()} … {inner[-12:].lstrip()}"
        corrected = " ".join(f"{meant[0]}{shown}{meant[1]}".replace(HOLE, "…").split())
        kind = "straight" if found[0] in _STRAIGHT else "another language's"
        if found[0] not in _STRAIGHT and (found[1] == '"' or found in self.pairs):
            kind = "mixed" if found[1] == '"' else "inner"
        elif found[0] in _STRAIGHT and found[1] not in _STRAIGHT:
            kind = "mixed"
        return Fault(
            "KB504",
            start,
            end + 1,
            f"{kind} quotation marks {code(found[0])} {code(found[1])}",
            f"write {code(corrected)}",
            # A straight single mark may yet be an apostrophe.
            () if "'" in found else edits,
        )

    def is_foreign(self, inner: str) -> bool:
        """Whether what is quoted is of another script, and so may have its own marks."""
        letters = [character for character in inner if character.isalpha()]
        if not letters:
            return False
        arabic = [character for character in letters if "\u0590" <= character <= "\u08ff"]
        return not arabic if self.rtl else bool(arabic)

    def lone(self, at: int) -> Iterator[Fault]:
        mark = self.text[at]
        if mark in _STRAIGHT:
            if self.style:
                opening, closing = self.pairs[0]
                yield Fault(
                    "KB504",
                    at,
                    at + 1,
                    f"a straight quotation mark {code(mark)}",
                    f"write {code(opening)} or {code(closing)}",
                )
            return
        is_opening = self.opens(mark, at)
        # A quotation of several paragraphs opens each, and closes the last.
        if is_opening and self.following.lstrip().startswith(mark):
            return
        fellow = next(
            (
                second if is_opening else first
                for first, second in (*self.pairs, *_PAIRS)
                if mark == (first if is_opening else second)
            ),
            mark,
        )
        yield Fault(
            "KB505",
            at,
            at + 1,
            f"quotation mark {code(mark)} is not {'closed' if is_opening else 'opened'} "
            "in its paragraph",
            f"add {code(fellow)} where the quotation {'ends' if is_opening else 'begins'}, "
            "or remove the mark",
        )
