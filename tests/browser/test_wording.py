"""Every string a reader sees or hears is in the language of the page, or marked as another's.

Read in the browser, so that what scripts write is there too: text, names for screen readers,
titles, placeholders, what style sheets write. The guidance itself is `handbook check`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Page, expect
from visitor import Contexts, Visitor

from handbook.checks.identify import Identifier, language_code, letter_script, script_of
from handbook.content.handbook import Handbook

PHONE = "channels/phone-voicemail/"
ADDRESSES = ("", PHONE, "channels/", "ethics/honesty/", "glossary/", "trainers/links/", "nope")
DIALOG = "dialog[data-handbook-search-dialog]"
# Below this, lingua errs at times (checks/identify.py); the other tests look at those.
SURE_WORDS = 4

STRINGS = r"""() => {
  const found = [];
  const add = (text, element, where) => {
    // Addresses of mail and of pages, and what a script fills in, are in no language.
    const words = text.replace(/\S+@\S+|https?:\S+|\{\w+\}/g, "").replace(/\s+/g, " ").trim();
    const article = Boolean(element.closest("article"));
    if (/\p{L}{2}/u.test(words))
      found.push([words, element.closest("[lang]").lang, `${where} ${element.tagName}`, article]);
  };
  add(document.title, document.documentElement, "title of");
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest("script, noscript, style, svg, code, kbd, bdi")) continue;
    for (const name of ["title", "aria-label", "aria-description", "aria-roledescription",
        "aria-valuetext", "alt", "placeholder", "data-light", "data-dark", "data-failed",
        "data-none"])
      if (element.hasAttribute(name)) add(element.getAttribute(name), element, name);
    for (const side of ["::before", "::after"]) {
      const content = getComputedStyle(element, side).content;
      for (const [, text] of content.matchAll(/"([^"]*)"/g)) add(text, element, side);
    }
    // A run of text with what stands in line with it, in the element it is of.
    if ([...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) {
      const copy = element.cloneNode(true);
      copy.querySelectorAll("[lang], code, kbd, bdi").forEach((other) => other.remove());
      add(copy.textContent, element, "text of");
    }
  }
  return found;
}"""


@dataclass(frozen=True)
class String:
    """A string of a page: its words, the language that it says it is in, where it stands."""

    text: str
    tag: str
    place: str
    in_article: bool


def states(page: Page, folder: str, address: str) -> Iterator[str]:
    """Go to a page, and through what it can show; yields the name of each state."""
    page.goto(f"{folder}/{address}")
    yield "as it is"
    if address == PHONE:
        status = page.locator(DIALOG).get_by_role("status")
        heading = page.locator("article h2").first.evaluate("e => e.firstChild.data")
        page.locator("[data-handbook-scheme]").click()
        page.keyboard.press("/")
        for query in (heading.split()[-1], "87654321"):
            page.locator(DIALOG).locator("input").fill(query)
            found = page.locator(DIALOG).get_by_role("listbox", include_hidden=True)
            expect(found).to_have_attribute("data-query", query)
            expect(status).not_to_be_empty()
            if query.isdecimal():  # it finds nothing, and terms are offered
                expect(page.locator(".hb-search__terms a").first).to_be_visible()
            yield f"search for {query}"


def strings(visitor: Visitor, folder: str) -> dict[String, str]:
    """Every string of the pages looked at, and the page where it was first met."""
    visitor.expects(r"\b404\b.*nope")
    page = visitor.page()
    found: dict[String, str] = {}
    for address in ADDRESSES:
        for state in states(page, folder, address):
            for text, tag, place, in_article in page.evaluate(STRINGS):
                found.setdefault(String(text, tag, place, in_article), f"{address} {state}")
    return found


Strings = Callable[[str], dict[String, str]]


@pytest.fixture(scope="module")
def strings_in(contexts: Contexts, server: str) -> Iterator[Strings]:
    """The strings of a language, by its folder; each is read once."""
    visitor = Visitor(contexts, server)
    yield cache(lambda folder: strings(visitor, folder))
    visitor.leave()
    assert not visitor.unexpected()


def test_every_string_is_in_the_language_it_says(
    strings_in: Strings, handbook: Handbook, folder: str
) -> None:
    languages = handbook.structure.languages
    codes = {one.tag: language_code(one.cldr) for one in languages}
    identifier = Identifier([(language_code(one.cldr), script_of(one.cldr)) for one in languages])
    found = [
        one for one in strings_in(folder) if len(re.findall(r"[^\W\d_]+", one.text)) >= SURE_WORDS
    ]
    assert len(found) > 100
    guesses = identifier.guesses([one.text for one in found])
    wrong = [
        (one, guess.code)
        for one, guess in zip(found, guesses, strict=True)
        if guess and guess.code != codes[one.tag]
    ]
    assert not wrong


def test_no_string_has_letters_of_another_script(
    strings_in: Strings, handbook: Handbook, folder: str
) -> None:
    """Company names, addresses and keys stand in `bdi`, `code` or `kbd`, which have none."""
    scripts = {one.tag: script_of(one.cldr) for one in handbook.structure.languages}
    wrong = {
        one: where
        for one, where in strings_in(folder).items()
        if {letter_script(letter) for letter in one.text} - {"", scripts[one.tag]}
    }
    assert not wrong


@pytest.mark.parametrize("other", ["ar", "pt", "id"])
def test_no_text_of_the_interface_is_left_in_english(
    strings_in: Strings, handbook: Handbook, other: str
) -> None:
    language = handbook.structure.language(other)
    assert handbook.interface is not None
    catalogue = handbook.interface.catalogues[other].entries
    same = {entry.key[0] for entry in catalogue if entry.strings == (entry.key[0],)}
    # A term that the glossary has alike in both.
    model = handbook.glossary.model
    assert model is not None
    same |= {
        term.term[other] for term in model.terms.values() if term.term[other] == term.term["en"]
    }
    english = {one.text for one in strings_in("en") if not one.in_article and one.tag == "en"}
    english |= {entry.key[0] for entry in catalogue}
    assert len(english) > 50
    left = {
        one: where
        for one, where in strings_in(other).items()
        if one.tag == language.tag and not one.in_article and one.text in english - same
    }
    assert not left
