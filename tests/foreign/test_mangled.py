"""A difference is told where its cause is: markup that the engine reads otherwise than meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.findings import Finding

from .sites import found, two

BEFORE = "# Tools\n\n## Saw\n\nText.\n\n"


def only(root: Path, source: str, translation: str, code: str) -> Finding:
    """The finding of one code."""
    (one,) = [one for one in found(root, two(source, translation)) if one.code == code]
    return one


@pytest.mark.parametrize(
    ("sound", "broken", "code", "fault", "mend"),
    [
        (
            '??? note "Title"\n\n    Text.\n',
            '??? "Titre" suite\n\n    Texte.\n',
            "KB115",
            '`??? "Titre" suite` opens no folded block',
            'write `??? note "Title"`',
        ),
        (
            '!!! note "Title"\n\n    Text.\n',
            "!!! note : titre\n",
            "KB114",
            "`!!! note : titre` opens no admonition",
            'write `!!! note "Title"`',
        ),
        (
            '=== "One"\n\n    Text.\n',
            "=== Un\n\n    Texte.\n",
            "KB117",
            "`=== Un` opens no tab",
            'write `=== "Title"`',
        ),
        (
            "```sh\nls\n```\n",
            "```sh ls\n```\n",
            "KB117",
            "“```sh ls” on line 7 is no part of a code block",
            "open and close the block",
        ),
        (
            "```\nls\n```\n",
            "`ls\n  ```\n",
            "KB117",
            "“`ls” on line 7 is no part of a code block",
            "open and close the block",
        ),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |\n",
            "| a | b |\n| 1 | 2 |\n",
            "KB113",
            "it has no delimiter row",
            "put `| --- | --- |` below line 7",
        ),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |\n",
            "| a | b |\n|-------|\n| 1 | 2 |\n",
            "KB113",
            "another number of columns than its delimiter row on line 8",
            "write line 8 as `| --- | --- |`",
        ),
        (
            "- one\n- two\n",
            "Texte\n- un\n- deux\n",
            "KB111",
            "the list on line 8 goes on with the paragraph above",
            "leave a blank line before line 8",
        ),
        (
            "- one\n- two\n",
            "-un\n\n- deux\n",
            "KB111",
            "`-un` on line 7 is no list item",
            "put a space behind the `-` on line 7",
        ),
        (
            "- one\n- two\n",
            "*un **très** gros\n- deux\n",
            "KB111",
            "`*un **très** gros` on line 7 is no list item",
            "put a space behind the `*` on line 7",
        ),
        (
            '<div markdown="1">\n\n![x](https://example.org/x.png)\n\n- one\n\n</div>\n',
            '<div dir="rtl">\n\n![x](https://example.org/x.png)\n\n- un\n\n</div>\n',
            "KB111",
            "`<div>` on line 7 keeps Markdown from being read",
            'write `<div dir="rtl" markdown="1">` on line 7',
        ),
        (
            "More! [x](#saw)\n",
            "Plus![x](#saw)\n",
            "KB116",
            "`![…](#saw)` is an image, not a link",
            "put a space between `!` and `[`",
        ),
    ],
)
def test_a_difference_is_told_at_its_cause(
    tmp_path: Path, sound: str, broken: str, code: str, fault: str, mend: str
) -> None:
    one = only(tmp_path / "here", BEFORE + sound, BEFORE + broken, code)
    assert fault in one.note
    assert one.help.startswith(mend)
    assert one.line in (7, 8)
    # The same in the source: the translation is right, and the source is to be mended.
    other = only(tmp_path / "there", BEFORE + broken, BEFORE + sound, code)
    assert f"in docs/en/index.md, {fault}" in other.note or fault in other.note
    assert other.help.startswith(f"mend the source: {mend}")


def test_code_because_of_its_indent_alone(tmp_path: Path) -> None:
    one = only(tmp_path, BEFORE + "- one\n", BEFORE + "- un\n\nTexte.\n\n    suite\n", "KB117")
    assert one.line == 11
    assert "line 11 begins a code block, as it is indented" in one.note


def test_markup_that_changes_no_count_is_passed_over(tmp_path: Path) -> None:
    text = BEFORE + "!!! note Title\n\n| a | b |\n| 1 | 2 |\n\nText\n- one\n"
    assert found(tmp_path, two(text, text)) == ()


# Where the two are to be compared


def test_both_sides_places_are_named(tmp_path: Path) -> None:
    source = BEFORE + "![x](https://example.org/1)\n\n- one\n\n![x](https://example.org/2)\n"
    here = BEFORE + "- un\n\n![x](https://example.org/2)\n"
    one = only(tmp_path, source, here, "KB116")
    assert one.note == (
        "the source's is at docs/en/index.md:3 “Saw”, its images on lines 7, 11; here on line 9"
    )
    assert one.help == "add 1 image, the first as in docs/en/index.md:7"


def test_one_too_many_is_pointed_at_where_it_is_plain(tmp_path: Path) -> None:
    source = BEFORE + "- one\n\nText.\n\n```\nx\n```\n"
    here = BEFORE + "![x](https://example.org/1)\n\n- un\n\nTexte.\n\n```\nx\n```\n"
    one = only(tmp_path, source, here, "KB116")
    assert (one.line, one.help) == (
        7,
        "compare the two: remove 1 image, or add it to the source",
    )


def test_of_a_row_of_what_is_alike_none_is_pointed_at(tmp_path: Path) -> None:
    one = only(tmp_path, BEFORE + "- one\n- two\n", BEFORE + "- un\n- deux\n- trois\n", "KB111")
    assert one.line == 3
    assert one.note.endswith("its list items on lines 7, 8; here on lines 7, 8, 9")


def test_what_only_stands_below_another_heading_is_not_said_to_be_missing(tmp_path: Path) -> None:
    code = "```\nx\n```\n"
    source = f"# Tools\n\n## A {{#a}}\n\nx\n\n{code}\n## B {{#b}}\n\nx\n"
    here = f"# Outils\n\n## A {{#a}}\n\nx\n\n## B {{#b}}\n\nx\n\n{code}"
    told = [one for one in found(tmp_path, two(source, here)) if one.code == "KB117"]
    assert {one.help for one in told} == {
        "the two pages have as many code blocks in all: see whether one stands below another "
        "heading than in the source"
    }


def test_rows_that_begin_with_code_are_named(tmp_path: Path) -> None:
    head = BEFORE + "| a | b |\n|---|---|\n| `A_B` | 1 |\n"
    one = only(tmp_path, head + "| `B_C` | 2 |\n| `C_D` | 3 |\n", head + "| `X_Y` | 2 |\n", "KB113")
    assert one.help == "add `B_C`, `C_D`; remove `X_Y`, or add it to the source"


def test_a_type_that_was_translated_is_to_be_the_title(tmp_path: Path) -> None:
    text = BEFORE + "!!! {0}\n\n    Text.\n"
    one = only(tmp_path, text.format("attention"), text.format("注意"), "KB114")
    assert one.help == 'write `attention` as its type, and "注意" as its title'


# Headings


SOURCE = "# Tools\n\n" + "".join(f"## {name}\n\nx\n\n" for name in ("One", "Two", "Three"))
HERE = "# Outils\n\n" + "".join(f"## {name}\n\nx\n\n" for name in ("Un", "Deux", "Trois"))


@pytest.mark.parametrize(
    ("old", "new", "line", "fault", "mend"),
    [
        (
            "## Deux\n\nx\n",
            "## Deux\n\n- un point\n-\n\nx\n",
            9,
            "the line below, `-`, makes a heading of this one",
            "put a blank line before line 10",
        ),
        (
            "## Deux\n\nx\n",
            "## Deux\n\nx\n\n#hashtag\n\nx\n",
            11,
            "`#hashtag` is read as a heading, also without a space",
            "put it into a code block, or write `\\#`",
        ),
        (
            "## Deux\n\nx\n",
            "## Deux\n\nx\n\n## Un\n\nx\n",
            11,
            "“Un” stands on lines 3 and 11",
            "remove the heading that stands there twice",
        ),
        (
            "## Deux\n\nx\n",
            "## Deux\n\nx\n\n```sh `x`\n\n## Commentaire\n\nx\n\n```\nx\n```\n",
            13,
            "the fence on line 11 opens no code block",
            "mend the fence on line 11",
        ),
        (
            "## Deux\n\nx\n",
            "```\nx\n ```\n\n## Deux\n\nx\n\n```\n",
            9,
            "the fence on line 9 does not close the code block that is open there, "
            "so that the heading on line 11 is code",
            "indent it as the fence",
        ),
        (
            "## Deux\n\nx\n",
            "<div>\n\n## Deux\n\nx\n\n</div>\n",
            7,
            "`<div>` on line 7 keeps Markdown from being read, as on line 9",
            'write `<div markdown="1">` on line 7',
        ),
    ],
)
def test_sections_too_few_or_too_many_are_told_at_their_cause(
    tmp_path: Path, old: str, new: str, line: int, fault: str, mend: str
) -> None:
    assert old in HERE
    one = only(tmp_path / "here", SOURCE, HERE.replace(old, new), "KB192")
    assert one.line == line
    assert one.note.startswith(f"{fault}; ")
    assert one.help.startswith(mend)


def test_the_cause_may_be_in_the_source(tmp_path: Path) -> None:
    source = SOURCE.replace("## Two\n\nx\n", "## Two\n\nx\n\n#hashtag\n\nx\n")
    one = only(tmp_path, source, HERE, "KB192")
    assert "in docs/en/index.md:11, `#hashtag` is read as a heading" in one.note
    assert one.help == "mend the source: put it into a code block, or write `\\#`"


def test_as_many_sections_at_other_levels(tmp_path: Path) -> None:
    one = only(tmp_path, SOURCE, HERE.replace("## Trois", "### Trois"), "KB192")
    assert one.line == 11
    assert one.help == (
        "begin this heading with `##` if it is the source's “Three” on line 11, "
        "and go on from there"
    )


def test_an_empty_section_whose_text_became_a_heading(tmp_path: Path) -> None:
    here = HERE.replace("## Deux\n\nx\n", "## Deux\n\n- un point\n-\n")
    empty = [one for one in found(tmp_path, two(SOURCE, here)) if one.code == "KB821"]
    assert {one.line for one in empty} == {9}
    assert {one.note for one in empty} == {"the line below, `-`, makes a heading of this one"}


def test_an_empty_section_before_one_that_may_belong_in_it(tmp_path: Path) -> None:
    one = only(tmp_path, SOURCE, HERE.replace("## Deux\n\nx\n", "## Deux\n"), "KB821")
    assert one.help.endswith(
        "where the next section belongs in it, begin that one, on line 9, with `###`"
    )


# Missing pages


def test_a_page_is_said_to_be_where_it_is(tmp_path: Path) -> None:
    page = "# P\n\nx\n"
    files = two(page, page)
    files |= {f"docs/{name}.md": page for name in ("a", "b", "c", "d")}
    del files["docs/en/index.md"]
    files["docs/index.md"] = page
    files["docs/de/a.md"] = page
    files["mkdocs.yml"] = str(files["mkdocs.yml"]) + "        - {locale: de, name: Deutsch}\n"
    told = {one.path: one for one in found(tmp_path, files) if one.code == "KB101"}
    # `b`, `c` and `d` are in no translation: told once, and counted all the same.
    assert set(told) == {"docs/b.md", "docs/c.md", "docs/d.md", "docs/fr/a.md", "docs/de/index.md"}
    assert "the source has it at docs/a.md" in told["docs/fr/a.md"].note


def test_every_page_that_a_language_lacks_is_counted(tmp_path: Path) -> None:
    page = "# P\n\nx\n"
    files = two(page, page)
    files |= {f"docs/en/{name}.md": page for name in ("a", "b", "c", "d", "e", "only")}
    files |= {f"docs/de/{name}.md": page for name in ("index", "a", "b", "c", "d", "e")}
    files["mkdocs.yml"] = str(files["mkdocs.yml"]) + "        - {locale: de, name: Deutsch}\n"
    (one,) = [one for one in found(tmp_path, files) if one.path == "docs/fr"]
    assert one.message == "6 of 7 pages are missing in French (`fr`)"
    assert one.note == (
        "the source has them in docs/en/; 1 of them are in English only; readers are shown English"
    )
    assert one.help == "write them, docs/fr/a.md for one"
