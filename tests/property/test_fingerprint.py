"""A fingerprint stands for what a section says: not for its layout, and for every word."""

from __future__ import annotations

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.content.fingerprint import fingerprint
from handbook.content.handbook import Handbook, Page, Section, page_from_text
from handbook.content.structure import Language

ENGLISH = Language(folder="en", tag="en", locale="en")
EXAMPLES = settings(max_examples=120, deadline=None, derandomize=True)

HEAD = "---\ntitle: T\n---\n\n## The greeting {#greeting}\n\n"


def page_with(body: str) -> Page:
    return page_from_text(ENGLISH, "a.md", "docs/en/a.md", f"{HEAD}{body}\n")


def printed(body: str) -> str:
    """The fingerprint of a section with this body."""
    page = page_with(body)
    assert len(page.sections) == 2, "the body holds a heading"
    return fingerprint(page.normal_text(page.sections[1]))


# --- Documents and their layouts ------------------------------------------------------------------

WORDS = [
    "greet", "the", "caller", "at", "once", "9:00", "(later)", "a_b", "5%", "“olá”", "التحية",
    "{{ company.name }}", "[hold](../glossary.md#hold)", "**now**", "`x  y`", "3", "été",
]  # fmt: skip
sentence = st.lists(st.sampled_from(WORDS), min_size=2, max_size=12)
sentences = st.lists(sentence, min_size=1, max_size=4)
# A block: what kind it is, and the words of its parts.
blocks = st.lists(
    st.tuples(
        st.sampled_from(
            ["paragraph", "bullets", "numbers", "tasks", "table", "note", "quote", "code"]
        ),
        sentences,
    ),
    min_size=1,
    max_size=4,
)


def wrapped(words: list[str], rng: random.Random, indent: str) -> str:
    """The words with spaces between, or line breaks followed by `indent`."""
    text = words[0]
    for word in words[1:]:
        # A number or mark at the start of a line could begin a list there.
        may_break = word[0].isalpha() or word[0] in "[“*"
        text += f"\n{indent}{word}" if may_break and rng.random() < 0.3 else f" {word}"
    return text + rng.choice(["", " ", "\t"])


def laid_out(document: list[tuple[str, list[list[str]]]], rng: random.Random) -> str:
    """A document as somebody might lay it out."""
    parts = []
    for kind, texts in document:
        match kind:
            case "paragraph":
                parts += [wrapped(words, rng, "") for words in texts]
            case "bullets" | "tasks":
                mark = rng.choice("-*+")
                box = "[ ] " if kind == "tasks" else ""
                items = [f"{mark} {box}{wrapped(words, rng, '    ')}" for words in texts]
                parts.append(rng.choice(["\n", "\n\n"]).join(items))
            case "numbers":
                first, step = rng.choice([(1, 0), (1, 1), (7, 1)])
                parts.append(
                    "\n".join(
                        f"{first + step * n}. {wrapped(words, rng, '    ')}"
                        for n, words in enumerate(texts)
                    )
                )
            case "table":
                pad = rng.choice(["", " ", "   "])
                rule = rng.choice(["---", ":---", "----------"])
                rows = [["head", "head"], *([words[0], " ".join(words[1:])] for words in texts)]
                lines = [f"|{pad}{f'{pad}|{pad}'.join(row)}{pad}|" for row in rows]
                parts.append("\n".join([lines[0], f"|{rule}|{rule}|", *lines[1:]]))
            case "note":
                texts = [wrapped(words, rng, "    ") for words in texts]
                gap = rng.choice(["\n    ", "\n\n    "])
                parts.append('!!! note "A title"' + gap + "\n\n    ".join(texts))
            case "quote":
                mark = rng.choice(["> ", ">"])
                lines = wrapped([word for words in texts for word in words], rng, "").split("\n")
                parts.append("\n".join(f"{mark}{line}" for line in lines))
            case _:
                mark = rng.choice(["```", "~~~", "````"])
                code = "\n".join(" ".join(words) for words in texts)
                parts.append(f"{mark}text\n{code}\n{mark}")
        if rng.random() < 0.2:
            parts.append("<!-- a note\n\nfor authors -->")
    body = parts[0]
    for part in parts[1:]:
        # Two lists of one kind would become one: nothing here stands between them.
        body += rng.choice(["\n\n", "\n\n\n", "\n \n"]) + part
    return body


@EXAMPLES
@given(blocks, st.integers(0, 2**32), st.integers(0, 2**32))
def test_layout_does_not_matter(
    document: list[tuple[str, list[list[str]]]], one: int, other: int
) -> None:
    # Whether two lists that follow one another are one is Markdown's affair.
    between = ("paragraph", [["so", "then"]])
    document = [item for block in document for item in (block, between)]
    first, second = (laid_out(document, random.Random(seed)) for seed in (one, other))
    assert printed(first) == printed(second)


@EXAMPLES
@given(blocks, st.integers(0, 2**32), st.data())
def test_every_word_matters(
    document: list[tuple[str, list[list[str]]]], seed: int, data: st.DataObject
) -> None:
    places = [
        (block, text, word)
        for block, (_, texts) in enumerate(document)
        for text, words in enumerate(texts)
        for word in range(len(words))
    ]
    block, text, word = data.draw(st.sampled_from(places))
    changed = [(kind, [list(words) for words in texts]) for kind, texts in document]
    words = changed[block][1][text]
    words[word] = data.draw(st.sampled_from(["never", "قريبًا", words[word] + "x", "2"]))
    if words[word] == document[block][1][text][word]:
        return
    before, after = (laid_out(each, random.Random(seed)) for each in (document, changed))
    assert printed(before) != printed(after)


# --- The real handbook ----------------------------------------------------------------------------


def of(page: Page) -> dict[tuple[int, str | None], str]:
    return {(n, s.id): fingerprint(page.normal_text(s)) for n, s in enumerate(page.sections)}


def relaid(text: str) -> str:
    """A page as a formatter might leave it; code is left alone."""
    out = []
    is_code = False
    for line in text.split("\n"):
        is_code ^= line.lstrip().startswith("```")
        if not is_code:
            line = re.sub(r"^(\s*)- ", r"\1* ", line)
            line = re.sub(r"^(\s*)\d+\. ", r"\g<1>1. ", line)
            if line.startswith("|"):
                line = line.replace("|", "  |  ").strip()
            elif line and line[0].isalpha() and len(line) > 80:
                line = re.sub(r"(.{40,60}) (?=[^\W\d_])", r"\1\n", line)
            line += "  "
        out.append(line)
    return "\r\n".join(out)


def test_a_formatter_changes_no_fingerprint_of_the_handbook(handbook: Handbook) -> None:
    for tree in handbook.trees.values():
        for page in tree.pages.values():
            head, _, body = (handbook.root / page.path).read_text("utf-8").partition("\n---\n")
            text = f"{head}\n---\n\n{relaid(body)}".replace("\r\n", "\n")
            again = page_from_text(page.language, page.name, page.path, text)
            assert of(again) == of(page), page.path


@EXAMPLES
@given(st.data())
def test_one_word_changes_one_fingerprint_of_the_handbook(
    handbook: Handbook, data: st.DataObject
) -> None:
    folder = data.draw(st.sampled_from(sorted(handbook.trees)))
    page = data.draw(st.sampled_from(list(handbook.trees[folder].pages.values())))
    lines = (handbook.root / page.path).read_text("utf-8").split("\n")
    places = [
        (number, found.span())
        for section in page.sections
        for number in range(section.line, section.end)
        for found in re.finditer(r"(?<![\w/#.{-])[^\W\d_]{3,}(?![\w/#.}-])", lines[number])
        if not lines[number].startswith(("#", "|", "!!!", "???"))
    ]
    if not places:
        return
    number, (start, end) = data.draw(st.sampled_from(places))
    lines[number] = f"{lines[number][:start]}otherwise{lines[number][end:]}"
    again = page_from_text(page.language, page.name, page.path, "\n".join(lines))
    before, after = of(page), of(again)
    assert before.keys() == after.keys()
    assert [key for key in before if before[key] != after[key]] == [section_at(page, number + 1)]


def section_at(page: Page, line: int) -> tuple[int, str | None]:
    found: list[tuple[int, Section]] = [
        (n, s) for n, s in enumerate(page.sections) if s.line <= line <= s.end
    ]
    return found[-1][0], found[-1][1].id
