"""What `scan` finds in small documents, one behaviour each."""

from __future__ import annotations

from textwrap import dedent

import pytest

from handbook.content.markdown import (
    Element,
    ElementKind,
    Heading,
    Link,
    Scan,
    Variable,
    scan,
)


def scanned(text: str) -> Scan:
    """Scan a text as it is or, where it begins with a new line, without its indent."""
    return scan(dedent(text).strip("\n") if text.startswith("\n") else text)


def headings(text: str) -> list[tuple[int, str, str | None]]:
    return [(found.level, found.text, found.id) for found in scanned(text).headings]


def elements(text: str) -> list[Element]:
    return list(scanned(text).elements)


def kinds(text: str) -> list[str]:
    return [str(found.kind) for found in scanned(text).elements]


def test_nothing_is_found_in_an_empty_text() -> None:
    assert scan("") == Scan((), (), (), (), ())


def test_lines_are_counted_from_the_first_one_given() -> None:
    found = scan("text\n\n## Greeting {#greeting}\n\n- {{ company.name }}", first_line=9)
    assert found.headings == (Heading(2, "Greeting", "greeting", 11, 1),)
    assert found.elements == (Element(ElementKind.LIST_ITEM, 13),)
    assert found.variables == (Variable("company.name", 13, 3, alone=False),)
    assert found.text_lines == (9, 13)


# --- Headings


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("## Greeting {#greeting}", (2, "Greeting", "greeting")),
        ("## Greeting { #greeting }", (2, "Greeting", "greeting")),
        ("## Greeting {: #greeting .lead }", (2, "Greeting", "greeting")),
        ("## Greeting { .lead id=greeting }", (2, "Greeting", "greeting")),
        ("### التحية {#greeting}", (3, "التحية", "greeting")),
        ("## Saudação", (2, "Saudação", None)),
        ("## Greeting {.lead}", (2, "Greeting", None)),
        ("## Greeting{#greeting}", (2, "Greeting{#greeting}", None)),
        ("## Greeting ## {#greeting}", (2, "Greeting", "greeting")),
        ("## Greeting {#greeting} ##", (2, "Greeting", "greeting")),
        ("#Greeting", (1, "Greeting", None)),
        ("## C \\#", (2, "C \\#", None)),
        ("## Braces `{x}` {#braces}", (2, "Braces `{x}`", "braces")),
        (
            "## Opening {{ company.hours }} {#opening}",
            (2, "Opening {{ company.hours }}", "opening"),
        ),
        ("## A **bold** end {#bold}", (2, "A **bold** end", "bold")),
        ("## Half a list {#half", (2, "Half a list {#half", None)),
    ],
)
def test_a_heading_is_its_level_text_and_explicit_id(
    line: str, heading: tuple[int, str, str | None]
) -> None:
    assert headings(line) == [heading]


@pytest.mark.parametrize("line", ["\\# text", " ## text", "    ## text", "text ## text"])
def test_only_a_hash_at_the_start_of_a_line_makes_a_heading(line: str) -> None:
    assert headings(line) == []


def test_a_heading_may_follow_text_without_a_blank_line() -> None:
    assert headings("text\n## Greeting\ntext") == [(2, "Greeting", None)]


def test_an_underlined_heading_is_the_first_line_of_its_block() -> None:
    assert headings("Greeting {#greeting}\n---\n\nOne\ntwo\n---") == [(2, "Greeting", "greeting")]
    assert headings("Greeting\n===") == [(1, "Greeting", None)]


def test_a_heading_in_a_list_item_is_found_where_it_stands() -> None:
    found = scan("- item\n\n    ## Greeting {#greeting}")
    assert found.headings == (Heading(2, "Greeting", "greeting", 3, 5),)


def test_a_line_that_continues_an_item_is_no_heading() -> None:
    assert headings("- item\n    ## text") == []


def test_a_heading_in_a_quotation_an_admonition_or_a_folded_block_is_found() -> None:
    text = """
        > ## One

        !!! note
            ## Two

        ??? tip "Title"

            ## Three
        """
    assert headings(text) == [(2, "One", None), (2, "Two", None), (2, "Three", None)]


@pytest.mark.parametrize(
    "text",
    [
        "```\n## text\n```",
        "~~~ python\n\n## text\n\n~~~",
        "- item\n\n    ```\n    ## text\n    ```",
        "> ```\n> ## text\n> ```",
        "text\n\n    ## text",
        "<!-- ## text -->",
        "<!--\n\n## text\n\n-->",
        "<div>\n\n## text\n\n</div>",
        "<pre>\n## text\n</pre>",
        "<div>\n<div></div>\n\n## text\n</div>",
    ],
)
def test_code_html_and_comments_hide_headings(text: str) -> None:
    assert headings(text) == []


def test_what_follows_hidden_text_is_read_again() -> None:
    text = "<div>\n## no\n</div>\n## One\n\n<!-- ## no -->\n## Two\n\n```\n## no\n```\n## Three"
    assert headings(text) == [(2, "One", None), (2, "Two", None), (2, "Three", None)]


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    assert headings("```\n## One\n\ntext") == [(2, "One", None)]


def test_a_block_of_html_that_is_never_closed_hides_the_rest() -> None:
    assert headings("<div>\n\n## text\n\ntext\n\n## text") == []


def test_html_with_markdown_shows_its_headings_in_their_places() -> None:
    found = scan('<div markdown="1">\n\n## One {#one}\n\n</div>\n\n## Two {#two}')
    assert [(heading.id, heading.line) for heading in found.headings] == [("one", 3), ("two", 7)]


# --- Elements


def test_each_item_of_nested_lists_is_counted() -> None:
    text = """
        1. one
        2. two
            - nested
            - nested

                text of the item

        3. three
        """
    assert [found.line for found in elements(text)] == [1, 2, 3, 4, 8]
    assert set(kinds(text)) == {"list item"}


def test_a_task_is_no_list_item() -> None:
    text = "- [ ] one\n- [x] two\n- [X] three\n- three\n- [y] four\n- [ ]"
    assert kinds(text) == ["task", "task", "task", "list item", "list item", "list item"]


def test_a_task_of_a_loose_list_is_a_task() -> None:
    assert kinds("- [ ] one\n\n- [x] two\n\n    text") == ["task", "task"]


def test_a_rule_is_no_list() -> None:
    assert kinds("* * *\n\n---") == []


def test_a_table_has_rows_and_columns() -> None:
    text = """
        | Say | Do not say | Why |
        | --- | :---: | --- |
        | a | b | c |
        | `|` | \\| | [c](d.md) |
        """
    assert elements(text) == [Element(ElementKind.TABLE, 1, rows=2, columns=3)]


def test_a_table_of_one_column_has_its_borders() -> None:
    assert elements("| a |\n| --- |\n| b |") == [Element(ElementKind.TABLE, 1, rows=1, columns=1)]
    assert elements("a\n---\nb") == []


def test_a_table_without_rows_has_none() -> None:
    assert elements("a | b\n--- | ---") == [Element(ElementKind.TABLE, 1, columns=2)]


@pytest.mark.parametrize(
    ("line", "element"),
    [
        ('!!! note "Title"', Element(ElementKind.ADMONITION, 1, "note")),
        ("!!! note", Element(ElementKind.ADMONITION, 1, "note", titled=False)),
        ('!!! warning ""', Element(ElementKind.ADMONITION, 1, "warning")),
        ('!!! Tip inline "Title"', Element(ElementKind.ADMONITION, 1, "tip")),
        ('??? success "Title"', Element(ElementKind.FOLDED, 1, "success")),
        ("???+ example", Element(ElementKind.FOLDED, 1, "example", titled=False)),
        ('??? "Title"', Element(ElementKind.FOLDED, 1)),
    ],
)
def test_admonitions_and_folded_blocks_have_a_type_and_perhaps_a_title(
    line: str, element: Element
) -> None:
    assert elements(f"{line}\n    text") == [element]


def test_an_admonition_holds_the_indented_blocks_that_follow() -> None:
    text = """
        !!! note
            - one

                ??? tip
                    - two

            - three

        - four
        """
    found = [(str(element.kind), element.line) for element in elements(text)]
    assert found == [
        ("admonition", 1),
        ("list item", 2),
        ("folded block", 4),
        ("list item", 5),
        ("list item", 7),
        ("list item", 9),
    ]


def test_an_image_has_its_target() -> None:
    text = "![a](one.png) ![b](two.png 'title')\n\n[![c](three.png)](page.md)"
    assert elements(text) == [
        Element(ElementKind.IMAGE, 1, "one.png", alt="a"),
        Element(ElementKind.IMAGE, 1, "two.png", alt="b"),
        Element(ElementKind.IMAGE, 3, "three.png", alt="c"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("```\nx\n```", ""),
        ("```python\nx\n```", "python"),
        ("~~~ yaml\nx\n~~~", "yaml"),
        ('``` { .toml title="x" }\nx\n```', "toml"),
        ('```toml title="a b" linenums="1"\nx\n```', "toml"),
        ("    x = 1\n\n    y = 2", ""),
    ],
)
def test_a_code_block_has_the_language_of_its_fence(text: str, name: str) -> None:
    assert elements(text) == [Element(ElementKind.CODE_BLOCK, 1, name)]


@pytest.mark.parametrize("head", ["``` two words?", '```python unknown="x"', "```a```"])
def test_a_fence_with_a_head_that_superfences_refuses_is_text(head: str) -> None:
    assert elements(f"{head}\nx\n```") == []


def test_a_fence_in_a_list_is_closed_at_its_own_indent() -> None:
    text = """
        - item

            ```
            ## text

            - text
            ```

        - item
        """
    assert kinds(text) == ["list item", "code block", "list item"]


# --- Links


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("see [the page](page.md#part).", Link("page.md#part", "the page", 1, 5)),
        ('[a](page.md "A title (long)")', Link("page.md", "a", 1, 1)),
        ("[a](<my page.md>)", Link("my page.md", "a", 1, 1)),
        ("[a](page_(old).md)", Link("page_(old).md", "a", 1, 1)),
        ("[a [b] c](page.md)", Link("page.md", "a [b] c", 1, 1)),
        ("[the\npage](page.md)", Link("page.md", "the page", 1, 1)),
        ("one\ntwo [a](page.md)", Link("page.md", "a", 2, 5)),
        ("<https://example.org/a>", Link("https://example.org/a", "https://example.org/a", 1, 1)),
        ("<care@example.org>", Link("mailto:care@example.org", "care@example.org", 1, 1)),
        ("[![alt](a.png)](page.md)", Link("page.md", "![alt](a.png)", 1, 1)),
        ("## See [a](page.md) {#see}", Link("page.md", "a", 1, 8)),
        ("- [ ] read [a](page.md)", Link("page.md", "a", 1, 12)),
        ("اقرأ [الصفحة](page.md)", Link("page.md", "الصفحة", 1, 6)),
    ],
)
def test_a_link_has_target_text_and_place(text: str, link: Link) -> None:
    assert scan(text).links == (link,)


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b.md)`",
        "\\[a](b.md)",
        "```\n[a](b.md)\n```",
        "    [a](b.md)",
        "![a](b.png)",
        "<!-- [a](b.md) -->",
        "text <!-- [a](b.md) --> text",
        "[a]",
        "[a][b]",
    ],
)
def test_what_is_rendered_as_no_link_is_none(text: str) -> None:
    assert scan(text).links == ()


@pytest.mark.parametrize("text", ["[Page][ref]", "[Page] [REF]", "[ref][]", "[ref]"])
def test_a_reference_is_resolved_wherever_it_is_defined(text: str) -> None:
    found = scan(f"{text}\n\n[ref]: page.md 'Title'")
    assert [link.target for link in found.links] == ["page.md"]


def test_links_in_the_cells_of_a_table_are_found() -> None:
    found = scan("| a | b |\n| --- | --- |\n| [x](x.md) | [y](y.md) |")
    assert found.links == (Link("x.md", "x", 3, 3), Link("y.md", "y", 3, 15))


# --- Variables


def test_variables_are_found_in_every_kind_of_text() -> None:
    text = """
        ## At {{ company.name }} {#at}

        | {{ a.b }} | c |
        | --- | --- |
        | d | {{e}} |

        !!! note "{{ f }}"
            [text](mailto:{{ g.h }})

        <div>{{ i }}</div>
        """
    names = [(found.name, found.line, found.column) for found in scanned(text).variables]
    assert names == [
        ("company.name", 1, 7),
        ("a.b", 3, 3),
        ("e", 5, 7),
        ("f", 7, 11),
        ("g.h", 8, 19),
        ("i", 10, 6),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`{{ a }}`",
        "```\n{{ a }}\n```",
        "text\n\n    {{ a }}",
        "<!-- {{ a }} -->",
        "{{ a b }}",
        "{ a }",
    ],
)
def test_code_and_comments_hold_no_variables(text: str) -> None:
    assert scan(text).variables == ()


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("{{ generated.matrix }}", True),
        ("  {{ generated.matrix }} ", True),
        ("!!! note\n    {{ generated.matrix }}", True),
        ("text\n{{ generated.matrix }}\ntext", True),
        ("see {{ generated.matrix }}", False),
        ("- {{ generated.matrix }}", False),
        ("{{ a }} {{ generated.matrix }}", False),
    ],
)
def test_a_variable_alone_on_its_line_is_known(text: str, alone: bool) -> None:
    assert scan(text).variables[-1].alone is alone


# --- Lines of text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("## Heading\n\ntext\ntext\n\n## Heading", (3, 4)),
        ("Heading\n---\ntext", (3,)),
        ("<!-- text -->\n\n<!--\ntext\n-->", ()),
        ("[ref]: page.md\n[other]: page.md\n    'title'", ()),
        ("- one\n- two\n- \n- three", (1, 2, 4)),
        ("| a | b |\n| --- | --- |\n| c | d |", (1, 3)),
        ("```\n\nx\n```", (3,)),
        ("    x\n\n    y", (1, 3)),
        ("!!! note\n\n    text", (1, 3)),
        ('!!! note ""\n    text', (2,)),
        ("text\n{: .lead }", (1,)),
        ("<div>\ntext <!-- a -->\n<!-- b -->\n</div>", (1, 2, 4)),
        ('<div markdown="1">\n\ntext\n\n</div>', (3,)),
        ("---\n\n* * *", ()),
        ("> text\n>\n> text", (1, 3)),
    ],
)
def test_text_lines_carry_what_a_reader_sees(text: str, lines: tuple[int, ...]) -> None:
    assert scan(text).text_lines == lines


# --- Places


def test_columns_are_those_of_the_line_as_written() -> None:
    found = scan("-\titem\n\n\t{{ a }} [b](c.md)")
    assert found.variables == (Variable("a", 3, 2, alone=False),)
    assert found.links == (Link("c.md", "b", 3, 10),)


def test_line_ends_of_every_system_are_line_ends() -> None:
    found = scan("## One\r\n\r\n## Two\r\rtext")
    assert [(heading.text, heading.line) for heading in found.headings] == [("One", 1), ("Two", 3)]
    assert found.text_lines == (5,)


def test_texts_are_the_running_text_without_the_marks_of_its_blocks() -> None:
    text = (
        "## A title {#id}\n\n- [ ] a\n    task\n\n"
        '!!! note "Head"\n    b\n    {: .lead }\n\n| c | d |\n|-|-|'
    )
    assert [(str(found.kind), found.lines) for found in scan(text).texts] == [
        ("heading", ((1, 4, "A title"),)),
        ("task", ((3, 7, "a"), (4, 5, "task"))),
        ("title", ((6, 11, "Head"),)),
        ("admonition", ((7, 5, "b"),)),
        ("table row", ((10, 1, "| c | d |"),)),
    ]


def test_a_variable_on_the_last_line_is_no_attribute_list() -> None:
    assert scan("We are\n{{ company.name }}").text_lines == (1, 2)


def test_texts_keep_their_tabs() -> None:
    (found,) = scan("-\ta\tb").texts
    assert found.lines == ((1, 3, "a\tb"),)
