"""Text made to be slow to read takes time as its length does, and not much more than plain text.

Bounds are ratios: to a plain text of the same length, and of a text to half of it. The
processor is shared, so a measure is the least of a few.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from handbook.checks import judge
from handbook.content.handbook import Handbook, read_handbook

from .survival import SOUND, shown, with_body

WORDS = "The word is given and kept by all of us. "
LENGTH = 20_000
# Plain text is passed over; in a text of nothing but faults each character is a finding, and
# each finding is shown in three forms.
TIMES_PLAIN = 400
DOUBLED = 3.0
# As much of a measure says more of the machine than of the text.
NOISE = 0.15
TRIES = 3

Text = Callable[[int], str]


def stairs(length: int, line: str, step: str = "    ") -> str:
    """Lines each indented by a step more than the one before."""
    return "".join(f"{step * n}{line}\n" for n in range(int((2 * length / len(step)) ** 0.5)))


def each(length: int, form: str) -> str:
    """`form` again and again, with a number of its own."""
    return "".join(form.format(n) for n in range(length // len(form)))


TEXTS: dict[str, Text] = {
    "one line": lambda n: WORDS * (n // len(WORDS)),
    "one word": lambda n: "a" * n,
    "one Arabic word": lambda n: "ك" * n,
    "blank": lambda n: "\n" * n,
    "spaces": lambda n: " " * n + "a",
    "tabs": lambda n: "\t" * n + "a",
    "nested lists": lambda n: stairs(n, "- a"),
    "nested numbers": lambda n: stairs(n, "1. a"),
    "nested quotes": lambda n: stairs(n, " a", ">"),
    "one deep quote": lambda n: ">" * n + " a",
    "nested admonitions": lambda n: stairs(n, "!!! note\n"),
    "nested folded blocks": lambda n: stairs(n, "??? note\n"),
    "open brackets": lambda n: "[" * n,
    "nested brackets": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "nested brackets, a reference": lambda n: (
        "[" * (n // 2) + "]" * (n // 2) + "\n\n[a]: index.md\n"
    ),
    "open links": lambda n: "[a](" * (n // 4),
    "open targets": lambda n: "[a](<b" * (n // 6),
    "open titles": lambda n: '[a](b "' * (n // 7),
    "parentheses": lambda n: "[a](" + "()" * (n // 2),
    "nested images": lambda n: "[![a](b)](c)" * (n // 12),
    "links": lambda n: each(n, "[a](x{}.md)\n\n"),
    "references": lambda n: each(n, "[a{}]: b\n"),
    "rows": lambda n: "| a | b |\n| - | - |\n" + "| c | d |\n" * (n // 10),
    "columns": lambda n: "|a" * (n // 4) + "|\n" + "|-" * (n // 4) + "|\n",
    "backticks": lambda n: "`" * n,
    "code spans": lambda n: "`a" * (n // 2),
    "backticks of every number": lambda n: " ".join("`" * k for k in range(int((2 * n) ** 0.5))),
    "fences": lambda n: "```\n" * (n // 4 + 1),
    "stars": lambda n: "*a" * (n // 2),
    "underscores": lambda n: "_a " * (n // 3),
    "open braces": lambda n: "{" * n,
    "open variables": lambda n: "{{ a " * (n // 5),
    "variables": lambda n: each(n, "{{{{ company.x{} }}}}\n\n"),
    "attributes": lambda n: "## a " + "{#a " * (n // 4) + "}",
    "elements": lambda n: "<div>" * (n // 5),
    "Markdown in elements": lambda n: "<div markdown>\n" * (n // 15),
    "open tags": lambda n: "<a " * (n // 3),
    "open values": lambda n: '<a "' * (n // 4),
    "open pre": lambda n: "<pre>" * (n // 5),
    "open comments": lambda n: "<!--" * (n // 4),
    "open notes to the checks": lambda n: "<!-- handbook: " * (n // 15),
    "notes to the checks": lambda n: "<!-- handbook: ignore KB999 -->\n\n" * (n // 33),
    "ampersands": lambda n: "&" * n,
    "backslashes": lambda n: "\\" * n,
    "hosts": lambda n: "a." * (n // 2),
    "addresses": lambda n: "a@" * (n // 2),
    "paths": lambda n: "/" * n,
    "web addresses": lambda n: "http://" * (n // 7),
    "quotation marks": lambda n: "“" * n,
    "headings": lambda n: "## a\n\n" * (n // 6),
    "sections": lambda n: each(n, "## a {{#a{}}}\n\nx\n\n"),
    "ids of a wrong form": lambda n: each(n, "## a {{#A_{}}}\n\nx\n\n"),
    "hashes": lambda n: "#" * n,
    "digits": lambda n: "1" * n + ". a",
    "rules": lambda n: "- " * (n // 2) + "a",
    "tasks": lambda n: "- [ ] a\n" * (n // 8),
    "two scripts": lambda n: "كلمة word " * (n // 10),
    "overrides": lambda n: "\u202ea\u2067" * (n // 3),
}


@pytest.fixture(scope="module")
def sound() -> Handbook:
    return read_handbook(SOUND)


def seconds(handbook: Handbook, text: str) -> float:
    """What it takes to read, check and show the handbook with `text` on a page."""
    start = time.process_time()
    changed = with_body(handbook, text)
    shown(judge(changed).findings, changed)
    return time.process_time() - start


@pytest.mark.parametrize("sort", TEXTS)
def test_time_grows_as_the_text_does(sound: Handbook, sort: str) -> None:
    text, plain = TEXTS[sort], f"{WORDS * 5}\n\n" * (LENGTH // (5 * len(WORDS)))
    once = twice = usual = float("inf")
    for _ in range(TRIES):
        once = min(once, seconds(sound, text(LENGTH)))
        twice = min(twice, seconds(sound, text(2 * LENGTH)))
        usual = min(usual, seconds(sound, plain))
        if twice <= DOUBLED * once + NOISE and once <= TIMES_PLAIN * usual + NOISE:
            return
    pytest.fail(f"{sort}: {once:.2f} s, twice of it {twice:.2f} s, a plain text {usual:.2f} s")


LARGE = {
    "a line of a megabyte": lambda: WORDS * (1_000_000 // len(WORDS)),
    "a word of a megabyte": lambda: "a" * 1_000_000,
    "ten thousand rows": lambda: "| a | b |\n| - | - |\n" + "| c | d |\n" * 10_000,
    "lists of ten thousand": lambda: "- a\n" * 10_000,
    "ten thousand brackets": lambda: "[" * 10_000 + "]" * 10_000,
    "ten thousand quotes": lambda: "> " * 10_000 + "a",
}


@pytest.mark.parametrize("sort", LARGE)
def test_a_large_text_is_read(sound: Handbook, sort: str) -> None:
    assert seconds(sound, LARGE[sort]()) < 20
