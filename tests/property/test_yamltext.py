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
