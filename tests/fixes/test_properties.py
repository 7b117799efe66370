"""Whatever stands on a page: mending twice is mending once, and brings no other finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import fixes
from handbook.checks import parity, script
from handbook.checks.links import check as check_links
from handbook.content.files import normalised
from handbook.content.handbook import Handbook, page_from_text, read_handbook
from handbook.findings import Finding

from .mending import SOUND

EXAMPLES = settings(max_examples=100, deadline=None)
PAGE = "channels/phone.md"
PATH = f"docs/ar/{PAGE}"
SOUND_TEXT = (SOUND / PATH).read_text(encoding="utf-8")
PIECES = [
    *("the", "word", "a", "في", "كلمة", "كتاب", "10", "١٢", "ﺍﺳﻤﻚ", "ﬁ", "ـ", "ــ", "هـ"),
    *"\"“”«»‘’',;?.،؟!:\n#-*_|>",
    *("cafe\u0301", "عُدّ\u064e", " ", " ", " ", " ", "\u00a0", "\t", "\n\n", "\n    "),
    *"\u200f\u200e\u2068\u2069\u202b\u200c\u200b",
    *("`x, y`", "{{ a.b }}", "[l](a,b.md)", "**b**", "<b>", "https://a.example/?b,c", "![", "]("),
    *(
        "## كلمة {#a-b}\n",
        "## كلمة, ثم\n",
        '!!! note "كلمة, ثم"\n    ',
        "| a | كلمة, |\n",
        "{ .c }",
    ),
]
pieces = st.lists(st.sampled_from(PIECES), max_size=24)
texts = pieces.map("".join)
# An address that is glued to a word is none.
apart = pieces.map(" ".join)
ends = st.sampled_from(["\n", "\r\n", "\r"])
# A word that stands twice shows when both are spelt alike, and so do two marks when nothing
# hides between them.
SHOWN_THEN = {"KB511", "KB512"}
IDS = [line.partition("{#")[2].rstrip("}") for line in SOUND_TEXT.split("\n") if "{#" in line]
amiss = st.sampled_from(["", " {#تحية}", " {#Some_Id}", " {#greting}", " {#greeting}", " {.c}"])


HANDBOOK = read_handbook(SOUND)


def with_page(text: str) -> Handbook:
    """The handbook with another Arabic page about the telephone."""
    page = page_from_text(HANDBOOK.structure.language("ar"), PAGE, PATH, normalised(text))
    tree = HANDBOOK.trees["ar"]
    tree = replace(tree, pages={**tree.pages, PAGE: page})
    return replace(HANDBOOK, trees={**HANDBOOK.trees, "ar": tree})


def found_in(handbook: Handbook) -> tuple[Finding, ...]:
    families = (script.check, parity.check, check_links)
    return tuple(sorted({found for family in families for found in family(handbook)}))


def kinds(found: tuple[Finding, ...]) -> Counter[tuple[str, str, int]]:
    return Counter((each.code, each.path, each.line) for each in found)


def held(text: str) -> None:
    """Hold what `--fix` makes of a text to all that it promises."""
    before = with_page(text)
    found = found_in(before)
    plan = fixes.plan(before, found, {PATH: text})
    assert {change.path for change in plan.changes} <= {PATH}
    mended = plan.changes[0].after if plan.changes else text
    after = with_page(mended)
    left = found_in(after)
    assert fixes.plan(after, left, {PATH: mended}) == fixes.Plan()
    assert bool(plan.changes) == bool(plan.mended) == (mended != text)
    left = tuple(each for each in left if each.code not in SHOWN_THEN)
    assert kinds(left) <= kinds(found)
    assert len(left) <= len(found) - len(plan.mended)
    assert mended.count("\r") == text.count("\r")
    assert mended.count("\n") == text.count("\n")


@EXAMPLES
@given(text=texts, end=ends)
def test_of_any_text(text: str, end: str) -> None:
    whole = SOUND_TEXT.replace("اذكر اسمك.", f"اذكر اسمك.\n\n{text}")
    held(whole.replace("\n", end))


@EXAMPLES
@given(text=apart)
def test_only_prose_is_edited(text: str) -> None:
    whole = SOUND_TEXT.replace("اذكر اسمك.", f"اذكر اسمك.\n\n{text}")
    before = with_page(whole)
    plan = fixes.plan(before, found_in(before), {PATH: whole})
    mended = plan.changes[0].after if plan.changes else whole
    for kept in ("`x, y`", "{{ a.b }}", "(a,b.md)", "https://a.example/?b,c"):
        assert mended.count(kept) == whole.count(kept)


@EXAMPLES
@given(changes=st.dictionaries(st.sampled_from(IDS), amiss, max_size=4), end=ends)
def test_of_any_headings(changes: dict[str, str], end: str) -> None:
    whole = SOUND_TEXT
    for id, written in changes.items():
        whole = whole.replace(f" {{#{id}}}", written)
    held(whole.replace("\n", end))
