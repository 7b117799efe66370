"""`scan` finds in any document what Python-Markdown renders from it."""

from __future__ import annotations

import re
import time
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from typing import Any

import markdown
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.content.markdown import ElementKind, Scan, scan

EXTENSIONS = [
    "attr_list",
    "tables",
    "admonition",
    "md_in_html",
    "toc",
    "pymdownx.superfences",
    "pymdownx.details",
    "pymdownx.tasklist",
]
EXAMPLES = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# --- Documents ----------------------------------------------------------------------------------

WORDS = [
    "greeting", "customer", "Hours", "9:00", "voicemail", "reply", "(later)", "5%", "a_b",
    "التحية", "العميل،", "«مرحبا»", "الرد", "؟", "saudação", "você", "ligação", "“olá”", "pelanggan",
]  # fmt: skip
IDS = ["greeting", "key-points", "a1", "x_y"]
TAGS = ["div", "section", "details", "p", "table", "pre", "script"]

words = st.sampled_from(WORDS)
sentences = st.lists(words, min_size=1, max_size=4).map(" ".join)
paragraphs = st.lists(sentences, min_size=1, max_size=3).map("\n".join)


def indented(block: str, width: int = 4) -> str:
    return "\n".join(f"{' ' * width}{line}" if line else "" for line in block.split("\n"))


def attribute_lists() -> st.SearchStrategy[str]:
    forms = ["{{#{0}}}", "{{ #{0} }}", "{{: #{0} .lead }}", "{{ .lead #{0} }}", "{{ id={0} }}"]
    with_id = st.builds(str.format, st.sampled_from(forms), st.sampled_from(IDS))
    return st.one_of(st.just(""), with_id, with_id, st.sampled_from(["{.lead}", "{: title=x }"]))


@st.composite
def headings(draw: st.DrawFn) -> str:
    level = "#" * draw(st.integers(1, 6))
    text = draw(sentences)
    attributes = draw(attribute_lists())
    space = draw(st.sampled_from([" ", " ", " ", "", "  "]))
    end = draw(st.sampled_from(["", "", f" {level}", " #", "  "]))
    return f"{level}{space}{text}{' ' if attributes else ''}{attributes}{end}"


@st.composite
def underlined(draw: st.DrawFn) -> str:
    attributes = draw(attribute_lists())
    line = draw(st.sampled_from(["===", "---", "-", "=", "------ "]))
    return f"{draw(sentences)}{' ' if attributes else ''}{attributes}\n{line}"


@st.composite
def fences(draw: st.DrawFn) -> str:
    mark = draw(st.sampled_from(["```", "~~~", "````"]))
    head = draw(st.sampled_from(["", "python", " text", '{.yaml title="x"}', 'py title="a b"']))
    inner = draw(
        st.sampled_from(["# fake", "## fake {#id}\n\ntext", "", "- x\n\n    ## fake", "<div>"])
    )
    end = draw(st.sampled_from([mark, mark, mark, f"{mark} ", "``", ""]))
    return f"{mark}{head}\n{inner}\n{end}"


@st.composite
def tables(draw: st.DrawFn) -> str:
    columns = draw(st.integers(1, 4))
    cells = ["a", "b `|` c", "d \\| e", "[f](g.md)", "التحية", ""]
    row = st.lists(st.sampled_from(cells), min_size=columns, max_size=columns).map(" | ".join)
    rows = draw(st.lists(row, min_size=1, max_size=3))
    head = " | ".join(["h"] * columns)
    rule = " | ".join(["---"] * columns)
    lines = [head, rule, *rows]
    if columns == 1 or draw(st.booleans()):
        lines = [f"| {line} |" for line in lines]
    return "\n".join(line or "a" for line in lines)


images = st.sampled_from(
    ["![alt](a.png)", "text ![alt](a.png 'title') text", "[![x](b.png)](c.md)"]
)
quotes = st.one_of(paragraphs, headings()).map(
    lambda block: "\n".join(f"> {line}" for line in block.split("\n"))
)
# What stands directly under indented code is an exclusion of `scan`: hence the blank line.
code = st.sampled_from(["# fake", "## fake {#id}", "x = 1\n\ny = 2"]).map(
    lambda block: f"{indented(block)}\n"
)
comments = st.sampled_from(["<!-- # fake -->", "<!--\n## fake {#id}\n\n# fake\n-->", "<!-- a -->"])
fake_html = st.sampled_from(["# fake", "text", "## fake {#id}\n\ntext", "\n# fake\n", "<b>x</b>"])


@st.composite
def html(draw: st.DrawFn) -> str:
    tag = draw(st.sampled_from(TAGS))
    gap = draw(st.sampled_from(["\n", "\n\n", ""]))
    return f'<{tag} class="hand">{gap}{draw(fake_html)}{gap}</{tag}>'


leaves = st.one_of(
    headings(), headings(), underlined(), fences(), tables(), images, quotes, code, comments,
    html(), paragraphs, paragraphs, st.just("___"), st.just("* * *"),
    st.just("[ref]: page.md 'title'"), st.just("text\n{: .lead }"),
)  # fmt: skip


def containers(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(lists(blocks), callouts(blocks), markdown_html(blocks))


@st.composite
def joined(draw: st.DrawFn, blocks: st.SearchStrategy[str]) -> str:
    """Some blocks, mostly with blank lines between."""
    parts = []
    for block in draw(st.lists(blocks, min_size=1, max_size=4)):
        parts += [block, draw(st.sampled_from(["\n\n", "\n\n", "\n\n", "\n\n\n", "\n"]))]
    return "".join(parts[:-1])


@st.composite
def lists(draw: st.DrawFn, blocks: st.SearchStrategy[str]) -> str:
    items = []
    for _ in range(draw(st.integers(1, 3))):
        marker = draw(st.sampled_from(["- ", "* ", "1. ", "-   ", "- [ ] ", "- [x] ", "1. [ ] "]))
        first = draw(st.one_of(sentences, sentences, paragraphs, headings(), images, quotes))
        more = draw(st.one_of(st.just(""), st.just(""), joined(blocks)))
        gap = draw(st.sampled_from(["\n\n", "\n\n", "\n"]))
        body = indented(more, draw(st.sampled_from([4, 4, 4, 4, 2, 8])))
        items += [f"{marker}{first}{gap}{body}" if more else f"{marker}{first}"]
    return draw(st.sampled_from(["\n", "\n\n"])).join(items)


@st.composite
def callouts(draw: st.DrawFn, blocks: st.SearchStrategy[str]) -> str:
    mark = draw(st.sampled_from(["!!!", "???", "???+"]))
    head = draw(st.sampled_from(["note", 'tip "التحية"', 'warning ""', "example inline", "x y z"]))
    gap = draw(st.sampled_from(["\n", "\n", "\n\n"]))
    return f"{mark} {head}{gap}{indented(draw(joined(blocks)))}"


@st.composite
def markdown_html(draw: st.DrawFn, blocks: st.SearchStrategy[str]) -> str:
    tag = draw(st.sampled_from(["div", "section", "p", "blockquote"]))
    attribute = draw(st.sampled_from(['markdown="1"', "markdown", 'markdown="block"', ""]))
    gap = draw(st.sampled_from(["\n", "\n\n"]))
    return f'<{tag} class="hand" {attribute}>{gap}{draw(joined(blocks))}{gap}</{tag}>'


documents = joined(st.recursive(leaves, containers, max_leaves=6))

# --- What is rendered ---------------------------------------------------------------------------


class Rendered(HTMLParser):
    """Counts in rendered HTML what `scan` counts in Markdown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.tables: list[list[int]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if "hand" in classes:
            return
        if tag == "li":
            self.counts["task" if "task-list-item" in classes else "list item"] += 1
        elif tag == "div" and "admonition" in classes:
            self.counts["admonition"] += 1
        elif tag == "details":
            self.counts["folded block"] += 1
        elif tag == "img":
            self.counts["image"] += 1
        elif tag == "pre":
            self.counts["code block"] += 1
        elif tag == "thead":
            self.tables.append([0, 0])
        elif tag == "th":
            self.tables[-1][1] += 1
        elif tag == "tbody":
            self.tables[-1][0] = 0
        elif tag == "tr" and self.tables:
            self.tables[-1][0] += 1


# Ids that come from the text are told by their first letters from those it gives.
CONVERTER = markdown.Markdown(
    extensions=EXTENSIONS,
    extension_configs={"toc": {"slugify": lambda text, separator: "auto"}},
)


def rendered(text: str) -> tuple[list[tuple[int, str | None, str]], Rendered]:
    html = CONVERTER.reset().convert(text)
    return list(flattened(CONVERTER.toc_tokens)), Rendered(html)  # type: ignore[attr-defined]


def flattened(tokens: list[dict[str, Any]]) -> Any:
    for token in tokens:
        id_ = None if token["id"].startswith("auto") else token["id"]
        yield token["level"], id_, unescape(token["name"])
        yield from flattened(token["children"])


def scanned(found: Scan) -> list[tuple[int, str | None, str]]:
    return [(heading.level, heading.id, plain(heading.text)) for heading in found.headings]


def plain(text: str) -> str:
    """A heading's text as the table of contents has it, for the markup documents have here."""
    text = re.sub(r"!\[[^]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)|\[(ref)\]", r"\1\2", text)
    text = re.sub(r"<!--.*?-->|</?[a-z][^>]*>", "", text)
    return " ".join(text.replace("`", "").replace("\\|", "|").split())


@EXAMPLES
@given(documents)
def test_headings_agree(text: str) -> None:
    headings, _ = rendered(text)
    assert scanned(scan(text)) == headings


@EXAMPLES
@given(documents)
def test_elements_agree(text: str) -> None:
    _, html = rendered(text)
    elements = scan(text).elements
    counts = Counter(str(element.kind) for element in elements if element.kind != "table")
    assert counts == html.counts
    found = [[element.rows, element.columns] for element in elements if element.kind == "table"]
    assert found == html.tables
