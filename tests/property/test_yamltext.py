"""The quick loader of settings reads what the slow one reads, or leaves it to that one."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.content import yamltext
from handbook.content.yamltext import YamlFault, YamlText, load

MARKS = [
    "a", "b", "key", ": ", ":", "- ", "? ", ", ", "[", "]", "{", "}", "#", " # x", "'", '"', "&a ",
    "*a", "!", "|", "|-", ">", "%", "@", "`", "~", "\\", "\t", "\n", "\n", "\n  ", "\n    ", "\r",
    "\x85", "\u2028", "\ufeff", "---", "...", "no", "null", "0x1f", "1:30", "08:00", "2026-11-16",
    "1e3", "كلمة", "é", "a: |-\n  ", "a:\n  ", "{a: b, c: d}", '"08:00"', "\x07",
]  # fmt: skip


def slowly(text: str) -> YamlText | str:
    with patch.object(yamltext, "_quickly", return_value=None):
        try:
            return load(text)
        except YamlFault as fault:
            return fault.message


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(MARKS), max_size=14).map("".join))
def test_the_two_agree(text: str) -> None:
    quick = yamltext._quickly(text, 1)
    if quick is not None:
        assert repr(quick) == repr(slowly(text))


PLAIN = [
    "a: b", "a: no", "kind: On", "b: 'it''s'", "c: ''", "d: 2026-11-16", "d: 2026-02-30",
    "e: 6 months", "e: 6 Months", "f: a - b, [c] & *d?", "f: a: b", "f: a #b", "f: a#b", "g: 12",
    "h: كلمة، أخرى", "h: é ", "i: 'a: #b'", "i: 'a", "i: a'", "j: 0x1f", "j: e1", "k:", "k:  a",
    "", "- a", "  l: b", "l: \u00a0b", "m: b\u00a0c", "m: \U0001f600", "n: n", "n: 1_0 a", "o: 1 e",
    "p: 2026-11-16 10:00", "p: 'a' b", "q: .inf", "q: inf", "r: a\\n", "r: 'a\\n'", "s: a\x07",
]  # fmt: skip


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PLAIN), max_size=5).map("\n".join))
def test_plain_lines_are_what_they_say(text: str) -> None:
    plain = yamltext._plainly(text, 3)
    if plain is not None:
        with patch.object(yamltext, "_plainly", return_value=None):
            assert repr(plain) == repr(load(text, first_line=3))


def test_front_matter_is_plain() -> None:
    text = "title: A page\nowner: 'Solmira: care'\nreviewed: 2026-11-16\nreview_interval: 6 months"
    assert yamltext._plainly(text, 2) is not None


def test_settings_are_read_quickly() -> None:
    text = (
        'pages:\n  a/b.md: {accepted: 2026-11-16, source: "7b84"}\ntexts:\n  "7b84": |-\n    *x*\n'
    )
    assert yamltext._quickly(text, 1) is not None


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 100_000,
        "a: &x [b]\nc: *x\n",
        '{a: &x [b], b: "\n  k: |-\n    y", c: *x}',
    ],
)
def test_what_is_dangerous_is_not_read_quickly(text: str) -> None:
    assert yamltext._quickly(text, 1) is None
