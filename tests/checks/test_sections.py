"""Properties of parity, on the sound handbook."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.checks import check
from handbook.checks.outline import longest_rising
from handbook.checks.pairs import pairs
from handbook.checks.points import points
from handbook.content.handbook import Handbook, Page, Section, page_from_text, read_handbook

from .handbooks import SOUND, findings_in

HANDBOOK = read_handbook(SOUND)
SECTIONS = [
    (page, section)
    for tree in HANDBOOK.trees.values()
    for page in tree.pages.values()
    for section in page.headed
]


def with_text(page: Page, text: str) -> Handbook:
    """The sound handbook with another text for one page."""
    changed = page_from_text(page.language, page.name, page.path, text)
    tree = HANDBOOK.trees[page.language.folder]
    pages = {**tree.pages, page.name: changed}
    folder = page.language.folder
    trees = {**HANDBOOK.trees, folder: type(tree)(tree.language, pages, tree.others)}
    fields = {name: getattr(HANDBOOK, name) for name in HANDBOOK.__dataclass_fields__}
    return Handbook(**{**fields, "trees": trees})


def lines_of(page: Page) -> list[str]:
    return (SOUND / page.path).read_text(encoding="utf-8").split("\n")


def last_line(page: Page, section: Section) -> int:
    """The last line of a section with the deeper ones in it."""
    following = [s for s in page.headed if s.line > section.line and s.level <= section.level]
    return following[0].line - 1 if following else page.sections[-1].end


@given(st.sampled_from(SECTIONS))
@settings(deadline=None, max_examples=200)
def test_a_deleted_section_is_named_where_it_stood(place: tuple[Page, Section]) -> None:
    page, section = place
    lines = lines_of(page)
    del lines[section.line - 1 : last_line(page, section)]
    found = check(with_text(page, "\n".join(lines)))
    named = [f for f in found if f"`{section.id}`" in f.message and f.code.startswith("KB1")]
    assert len(named) == 1, found
    if page.language.folder == "ar" or named[0].code == "KB107":
        # What followed the section now stands where it began; at the end, the last line does.
        text_end = len("\n".join(lines).rstrip().split("\n"))
        left = max(text_end, page.front_matter.body_line)
        assert (named[0].path, named[0].line) == (page.path, min(section.line, left))
        assert named[0].code in ("KB102", "KB107")
    else:
        translation = HANDBOOK.trees["ar"].pages[page.name]
        there = translation.by_id[section.id or ""]
        assert (named[0].path, named[0].line) == (translation.path, there.line)
        assert named[0].code == "KB103"


@given(st.sampled_from([p for p in SECTIONS if p[0].language.folder == "ar"]), st.data())
@settings(deadline=None, max_examples=100)
def test_a_moved_section_is_the_only_one_named(
    place: tuple[Page, Section], data: st.DataObject
) -> None:
    page, section = place
    lines = lines_of(page)
    end = last_line(page, section)
    block = [*lines[section.line - 1 : end], ""]
    siblings = [s for s in page.headed if s.level == section.level == 2 and s.line != section.line]
    if len(siblings) < 2:
        return
    target = data.draw(st.sampled_from(siblings)).line - 1
    del lines[section.line - 1 : end]
    if target >= section.line:
        target -= end - section.line + 1
    lines[target:target] = block
    order = [f for f in check(with_text(page, "\n".join(lines))) if f.code != "KB109"]
    # One move is one finding; a swap of neighbours may be told by either of the two.
    assert [f.code for f in order] in ([], ["KB104"])


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_the_findings_do_not_depend_on_the_order_of_pages(rng: random.Random) -> None:
    page, section = SECTIONS[3]
    lines = lines_of(page)
    del lines[section.line - 1 : last_line(page, section)]
    handbook = with_text(page, "\n".join(lines))
    trees = list(handbook.trees.items())
    rng.shuffle(trees)
    fields = {name: getattr(handbook, name) for name in handbook.__dataclass_fields__}
    assert check(Handbook(**{**fields, "trees": dict(trees)})) == check(handbook)


@pytest.mark.parametrize(
    ("ranks", "kept"),
    [
        ([], set()),
        ([0, 1, 2], {0, 1, 2}),
        ([1, 2, 3, 0], {0, 1, 2}),
        ([3, 0, 1, 2], {1, 2, 3}),
        ([0, 1, 1, 1, 2], {0, 1, 2, 3, 4}),
        ([0, 3, 1, 2, 4], {0, 2, 3, 4}),
    ],
)
def test_longest_rising(ranks: list[int], kept: set[int]) -> None:
    assert longest_rising(ranks) == kept


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=200)
def test_no_page_is_beyond_judgement(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "docs/en").mkdir(parents=True)
        (root / "docs/structure.yml").write_text(
            "source: en\nlanguages: [{folder: en, tag: en, locale: en}]\n"
            "pages: [index.md]\nkinds: {home: {sections: [own]}}\n"
        )
        (root / "docs/en/index.md").write_bytes(data)
        assert findings_in(root)


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "## أ {#a}",
            "### b {#b}",
            "# c",
            "#### d {#a}",
            "## {#}",
            "text",
            "",
            "- item",
            "- [ ] task",
            "| a | b |",
            "| --- | --- |",
            "!!! note",
            '??? success "x"',
            "    indented",
            "```",
            "~~~",
            "{{ company.name }}",
            "{{",
            "}}",
            "{{ generated.links }}",
            "[x](y.md#z)",
            "[x](#)",
            "[x]()",
            "[x](/en/)",
            "![x](y.png)",
            "[x](../../../..)",
            "`{{ x }}`",
            "---",
            "[x](../ar/index.md)",
            "## e {#E}",
            "## f {#doors}",
        ]
    ),
    max_size=30,
)


@given(FRAGMENTS, st.sampled_from(["en", "ar"]))
@settings(deadline=None, max_examples=300)
def test_no_arrangement_breaks_a_check(fragments: list[str], folder: str) -> None:
    page = HANDBOOK.trees[folder].pages["index.md"]
    head = "\n".join(lines_of(page)[:9])
    handbook = with_text(page, "\n".join([head, *fragments]))
    found = check(handbook)
    assert list(found) == sorted(set(found))
    assert all(f.line >= 1 and f.column >= 1 and f.message and f.help for f in found), found


def test_a_comment_in_one_language_alone_parts_no_points() -> None:
    """A list item is held against the source's, wherever somebody has left a note."""
    page = HANDBOOK.trees["ar"].pages["channels/phone.md"]
    pair = next(each for each in pairs(HANDBOOK) if each.here.id == "holds")
    before = [here.kind for here, _ in points(pair)]
    assert "item" in before
    text = "\n".join(lines_of(page)).replace("{#holds}\n", "{#holds}\n\n<!-- a\nnote -->\n")
    changed = with_text(page, text)
    pair = next(each for each in pairs(changed) if each.here.id == "holds")
    assert [here.kind for here, _ in points(pair)] == before


def test_the_admonition_too_many_is_the_one_the_source_has_not() -> None:
    page = HANDBOOK.trees["ar"].pages["channels/phone.md"]
    lines = lines_of(page)
    place = page.by_id["holds"].line
    lines[place:place] = ["", "!!! info", "    سبع.", ""]
    (found,) = [f for f in check(with_text(page, "\n".join(lines))) if f.code == "KB114"]
    assert found.line == place + 2
