"""Walking through tags loses nothing, and sees the elements that a parser sees."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.site.tags import attributes, tokens


class Parser(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")


def elements(html: str) -> list[object]:
    found: list[object] = []
    for _, _, opens, name, rest in tokens(html):
        if opens == "</" and name:
            found.append(f"/{name.lower()}")
        elif name and rest:
            found.append((name.lower(), attributes(rest)))
            if rest.endswith("/>"):
                found.append(f"/{name.lower()}")
    return found


def together(html: str) -> str:
    return "".join(part or "" for token in tokens(html) for part in token)


ODD = [
    "",
    "a < b > c & d",
    "<p>unfinished <b",
    '<p title="a > b">x</p>',
    "<p title='a \" b' hidden>x</P >",
    '<a href=/x/y title="">x</a>',
    "<br/><img src='a'/><hr>",
    "<!DOCTYPE html><!-- <p>no</p> --><p>yes</p>",
    "<?xml version='1.0'?><p>a</p>",
    "<p\n class='a'\n>b</p\n>",
    "<my-element data-x='1'>a</my-element>",
    '<p DIR="rtl" Class="a&amp;b">x</p>',
]


@pytest.mark.parametrize("html", ODD)
def test_odd_documents_have_the_elements_that_a_parser_sees(html: str) -> None:
    assert elements(html) == Parser(html).found
    assert together(html) == html


def test_what_stands_in_scripts_and_styles_is_passed_over() -> None:
    html = "<script>if (a<b) '</p>'</script><p>x</p><STYLE>a>b{}</STYLE>"
    assert elements(html) == [("p", {}), "/p"]
    assert together(html) == html


@given(st.text(st.sampled_from("<>/!-?\"'= abp&;\n\u0627"), max_size=40))
def test_no_document_loses_a_letter(html: str) -> None:
    assert together(html) == html


NAMES = st.sampled_from(["p", "B", "a", "br", "my-tag", "h2"])
VALUES = st.text(st.sampled_from("ab <>'/=&;\u0627"), max_size=6)
ATTRIBUTES = st.dictionaries(st.sampled_from(["id", "class", "data-x"]), VALUES, max_size=3)


@given(st.lists(st.tuples(NAMES, ATTRIBUTES, st.sampled_from("ab \u0627")), max_size=6))
def test_any_elements_are_seen_as_a_parser_sees_them(
    found: list[tuple[str, dict[str, str]]],
) -> None:
    html = ""
    for name, values, text in found:
        written = "".join(f' {key}="{value}"' for key, value in values.items())
        html += f"<{name}{written}>{text}</{name}>"
    assert elements(html) == Parser(html).found
