"""Latin runs and numbers in Arabic are isolated, and nothing else about a page changes."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.site.bidi import isolate, isolate_text

BDI = re.compile(r'<bdi dir="ltr"[^>]*>(.*?)</bdi>', re.DOTALL)
CLASS = re.compile(r'(?<=<bdi dir="ltr") class="hb-number"(?=>)')
VOID = {"br", "img", "input"}


def isolated(html: str) -> str:
    """`html` isolated, without the class that keeps a number on one line."""
    return CLASS.sub("", isolate(html))


def runs(html: str) -> list[str]:
    return [unescape(run) for run in BDI.findall(html)]


class Reader(HTMLParser):
    """The text of a document, its elements, and the letters that stand unprotected."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.stack: list[tuple[str, str]] = []
        self.stray: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        if tag not in VOID:
            around = self.stack[-1][1] if self.stack else "ltr"
            alone = "auto" if tag == "bdi" else around
            self.stack.append((tag, dict(attrs).get("dir") or alone))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        tag, direction = self.stack[-1] if self.stack else ("", "ltr")
        opaque = tag in ("script", "style", "title", "textarea", "svg", "option")
        if direction == "rtl" and not opaque and re.search("[A-Za-z0-9]", data):
            self.stray.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def text_of(html: str) -> str:
    return "".join(read(html).text)


# Each text, and the runs in it that must be drawn as they are written.
CASES = {
    "phone": ("اتصل على +1 (202) 555-0142 الآن", ["+1 (202) 555-0142"]),
    "phone-in-brackets": ("هاتفنا (+1 (202) 555-0142) متاح", ["+1 (202) 555-0142"]),
    "short-phone": ("رقمها 555-0178.", ["555-0178"]),
    "extension": ("التحويلة 204، من فضلك", ["204"]),
    "iso-date": ("في 2024-11-30 مساءً", ["2024-11-30"]),
    "slashed-date": ("في 30/11/2024", ["30/11/2024"]),
    "time": ("من 08:00 إلى 18:00", ["08:00", "18:00"]),
    "time-range": ("مفتوح 08:00–18:00 يوميًا", ["08:00–18:00"]),
    "long-date": ("2 نوفمبر 2026", ["2", "2026"]),
    "email": ("اكتب إلى care@solmira.example.", ["care@solmira.example"]),
    "url": (
        "زر https://www.solmira.example/contact?a=1&b=2#top الآن",
        ["https://www.solmira.example/contact?a=1&b=2#top"],
    ),
    "code": ("رقم الطلب A-1042/7 جاهز", ["A-1042/7"]),
    "percent": ("خصم 20% اليوم", ["20%"]),
    "decimal": ("المبلغ 1,250.50 فقط", ["1,250.50"]),
    "money": ("المبلغ $50 أو 50 US$", ["$50", "50 US$"]),
    "words": ("نظام CRM لدينا", ["CRM"]),
    "phrase": ("شركة Solmira Home Ltd. هنا", ["Solmira Home Ltd"]),
    "accents": ("كلمة atenção هنا", ["atenção"]),
    "none": ("لا شيء هنا، أبدًا!", []),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_a_run_is_isolated_whole(text: str, wanted: list[str]) -> None:
    done = isolate_text(text)
    found = [run.strip("()") if run.strip("()") in wanted else run for run in runs(done)]
    assert found == wanted
    assert text_of(done) == text


@pytest.mark.parametrize("text", ["نظام (CRM) لدينا", "الإصدار [2.1] جديد", "(204) تحويلة"])
def test_brackets_around_a_run_are_both_inside_or_both_outside(text: str) -> None:
    for run in runs(isolate_text(text)):
        assert run.count("(") == run.count(")")
        assert run.count("[") == run.count("]")


def test_a_number_stays_on_one_line_and_an_address_may_break() -> None:
    done = isolate_text("+1 (202) 555-0142 أو https://www.solmira.example/contact/2026")
    assert done.count("<bdi") == 2
    assert done.count('class="hb-number"') == 1
    assert 'class="hb-number">+1' in done


def test_an_open_bracket_whose_partner_is_arabic_stays_outside() -> None:
    assert runs(isolate_text("النظام (CRM الجديد) هنا")) == ["CRM"]


def test_text_in_right_to_left_elements_is_wrapped_and_other_text_is_not() -> None:
    html = '<div dir="rtl"><p>رقم 12</p><p dir="ltr">number 12</p></div><p>12</p>'
    assert isolated(html) == (
        '<div dir="rtl"><p>رقم <bdi dir="ltr">12</bdi></p><p dir="ltr">number 12</p></div><p>12</p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<html dir="ltr"><p>Call +1 (202) 555-0142</p></html>',
        "<p>Call 12 &amp; more</p>",
        '<p dir="rtl"><bdi dir="ltr">12</bdi></p>',
        '<p dir="rtl"><bdi>12</bdi></p>',
        '<p dir="rtl"><a href="../12/?a=1&amp;b=2" title="رقم 12">اقرأ</a></p>',
        '<p dir="rtl"><script src="a1.js">if (a < 1 && b > 2) call("12");</script></p>',
        '<p dir="rtl"><style>p{color:#123456}</style></p>',
        '<html dir="rtl"><title>رقم 12</title></html>',
        '<p dir="rtl"><textarea>رقم 12</textarea></p>',
        '<p dir="rtl"><svg viewBox="0 0 24 24"><path d="M12 2"/><text>12</text></svg></p>',
        '<p dir="rtl"><select><option>12</option></select></p>',
        '<!doctype html>\n<!-- 12 -->\n<html dir="rtl"><p>كلام<br>كلام<img alt="12" src="1.png"/>',
    ],
)
def test_what_needs_nothing_comes_out_to_the_letter(html: str) -> None:
    assert isolate(html) == html


@pytest.mark.parametrize("tag", ["code", "kbd", "samp", "pre"])
def test_code_runs_from_left_to_right_as_a_whole(tag: str) -> None:
    assert isolate(f'<p dir="rtl">رمز <{tag} class="a">A-1, كلام 2</{tag}></p>') == (
        f'<p dir="rtl">رمز <{tag} dir="ltr" class="a">A-1, كلام 2</{tag}></p>'
    )


def test_a_run_written_with_entities_is_one_run() -> None:
    done = isolate('<p dir="rtl">شركة A&amp;B و&#65;&lt;1</p>')
    assert runs(done)[0] == "A&B"
    assert text_of(done) == "شركة A&B وA<1"


def test_void_elements_do_not_end_their_parent() -> None:
    assert isolated('<p dir="rtl">أ<br>12<img src="a">13</p>') == (
        '<p dir="rtl">أ<br><bdi dir="ltr">12</bdi><img src="a"><bdi dir="ltr">13</bdi></p>'
    )


# ---- Whatever the text ----

letters = st.sampled_from("ابتجمةيىئؤ،؟ًّ")
signs = st.sampled_from(" \u00a0+-()[]#@~$€£/\\|:.,'’%°*=_&<>\"–—!?؛٪")
latin = st.sampled_from("abzAZ019éñ")
texts = st.text(st.one_of(letters, signs, latin), max_size=30)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(["p", "b", "a", "span", "li", "code", "bdi"])
    attributes = st.one_of(
        st.just(""),
        st.just(' dir="rtl"'),
        st.just(' dir="ltr"'),
        texts.map(lambda text: f' title="{escape(text)}"'),
    )
    children = st.lists(inner, max_size=4).map("".join)
    return st.builds(
        lambda tag, given, child: f"<{tag}{given}>{child}</{tag}>", tags, attributes, children
    )


pieces = st.one_of(
    texts.map(escape),
    st.just("<br>"),
    st.just('<img src="a1" alt="رقم 1">'),
    st.just("<!-- 12 رقم -->"),
    st.just("<script>if (1 < 2) f('رقم 12')</script>"),
)
documents = st.recursive(pieces, nested, max_leaves=12).map(
    lambda inner: f'<html lang="ar" dir="rtl">{inner}</html>'
)


def unwrapped(reader: Reader) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    """The elements, without what isolation adds to them."""
    added = ("dir", "ltr")
    return [
        (tag, tuple(one for one in attrs if one != added))
        for tag, attrs in reader.elements
        if tag != "bdi"
    ]


@given(texts)
def test_text_is_the_same_after_isolation(text: str) -> None:
    assert text_of(isolate_text(text)) == text


@given(texts)
def test_every_run_has_a_latin_letter_or_a_digit(text: str) -> None:
    for run in runs(isolate_text(text)):
        assert re.search("[A-Za-z0-9éñ]", run)


@given(documents)
def test_a_document_has_the_same_text_and_elements(html: str) -> None:
    before, after = read(html), read(isolate(html))
    assert "".join(after.text) == "".join(before.text)
    assert unwrapped(after) == unwrapped(before)


@given(documents)
def test_isolation_done_twice_is_isolation_done_once(html: str) -> None:
    once = isolate(html)
    assert isolate(once) == once


@given(documents)
def test_no_latin_letter_or_digit_is_left_in_right_to_left_text(html: str) -> None:
    assert read(isolate(html)).stray == []


@given(documents)
def test_a_document_from_left_to_right_is_untouched(html: str) -> None:
    ltr = html.replace(' dir="rtl"', ' dir="ltr"')
    assert isolate(ltr) == ltr
