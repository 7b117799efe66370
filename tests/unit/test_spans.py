"""Prose is what a reader sees, each character with its place in the file."""

from __future__ import annotations

import re

import pytest

from handbook.content.handbook import Handbook
from handbook.content.markdown import scan
from handbook.content.spans import BREAK, HOLE, PageProse, page_prose


def prose(text: str) -> PageProse:
    return page_prose(scan(text).texts)


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("a `b, c` d", f"a {HOLE} d"),
        ("say **yes**, _now_", "say yes, now"),
        ("a_b and 2 * 3", "a_b and 2 * 3"),
        ('[the page](../a.md#b "title") ends', "the page ends"),
        ("[the page][ref] ends", "the page ends"),
        ("see [1] there", "see [1] there"),
        ("call {{ company.phone }}.", f"call {HOLE}."),
        ("write to a.b@c.example, or", f"write to {HOLE}, or"),
        ("see https://x.example/?q=1.", f"see {HOLE}."),
        ("in docs/a.yml, or b.yml: e.g. this", f"in {HOLE}, or {HOLE}: e.g. this"),
        ("<a@b.example> and <b>bold</b>", f"{HOLE} and bold"),
        ("## A title {#an-id}", "A title"),
        ("| a \\| b |\n| --- |\n| `x` |", f"{BREAK}a | b{BREAK}{HOLE}"),
        ('!!! note "A title"\n    Text.', f"A title{BREAK}Text."),
        ("- [ ] a task\n- a point", f"a task{BREAK}a point"),
        ("```\ncode, here\n```\n\ntext", "text"),
        ("<div>raw, html</div>\n\ntext", "text"),
        ("a <!-- b --> c", "a  c"),
        ("a\\*b \\\"c", 'a*b "c'),
    ],
)  # fmt: skip
def test_what_is_seen(markdown: str, seen: str) -> None:
    assert re.sub(f"(?: ?{BREAK} ?)+", BREAK, prose(markdown).text.text) == seen + BREAK


def test_an_alternative_text_is_prose_of_its_own() -> None:
    page = prose("see ![a, b](x.png) there")
    assert page.text.text == f"see {HOLE} there{BREAK}"
    (alternative,) = page.alternatives
    assert (alternative.text, alternative.place(0)) == ("a, b", (1, 7))


def test_spans_leave_out_what_is_no_prose() -> None:
    line = "- a **b** `c` [d](e.md)"
    spans = prose(line).spans()[1]
    assert [line[start:end] for start, end in spans] == ["a ", "b", " ", " ", "d"]


def test_what_markup_parts_is_not_written_as_one() -> None:
    text = prose("the **the** dog").text
    assert text.written(0, 3) == (1, 0, 3)
    assert text.written(0, 7) is None


def test_every_character_of_the_handbook_has_its_place(handbook: Handbook) -> None:
    for tree in handbook.trees.values():
        for page in tree.pages.values():
            lines = page.body.split("\n")
            text = page.prose.text
            for offset, character in enumerate(text.text):
                if character not in (BREAK, HOLE, "\n"):
                    line, column = text.place(offset)
                    assert lines[line - page.front_matter.body_line][column - 1] == character


def test_tabs_keep_their_columns() -> None:
    page = prose("-\ta, b\n\n\tc , d")
    offset = page.text.text.index(",")
    assert page.text.place(offset) == (1, 4)
