"""The search finds sections in the reader's language, by keyboard, and says what it did."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from visitor import Visitor, rest, settled

from handbook.content.handbook import Handbook, read_handbook
from handbook.site.search.lexicon import lexicon
from handbook.site.search.passages import built_passages
from handbook.site.search.wordrules import GUESSES, guesses, normalised, words

ROOT = Path(__file__).parents[2]
PHONE = "channels/phone-voicemail/"


def field(page: Page) -> Locator:
    return page.locator("#hb-search-query")


def options(page: Page) -> Locator:
    return page.locator("[data-handbook-search-dialog] [role=option]")


def status(page: Page) -> Locator:
    return page.locator("[data-handbook-search-dialog] [role=status]")


def shows_an_answer_to(page: Page, query: str) -> None:
    """Wait for the first part of it; the list says whose answer it shows."""
    found = page.locator("[data-handbook-search-dialog] [role=listbox]")
    expect(found).to_have_attribute("data-query", query)


def hrefs(page: Page) -> list[str]:
    return [str(one.evaluate("e => e.href")) for one in options(page).all()]


def ask(page: Page, query: str) -> None:
    """Open the search and type; wait for what it says, once all that it shows is there."""
    page.keyboard.press("Control+k")
    page.keyboard.insert_text(query)
    expect(status(page)).not_to_be_empty()


def test_it_finds_a_section_and_goes_there(visitor: Visitor) -> None:
    page = visitor.open("en/")
    ask(page, "voicemail greeting")
    expect(options(page).first).to_be_visible()
    assert f"{visitor.url}en/{PHONE}#voicemail" in hrefs(page)[:3]
    page.keyboard.press("ArrowDown")
    target = options(page).first.evaluate("e => e.href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(str(target))


@pytest.mark.parametrize(
    ("folder", "query", "section", "mark"),
    [
        ("ar", "عملاء", "glossary/#customer", "عميل"),
        ("ar", "الشكاوي", "glossary/#complaint", "شكوى"),
        ("id", "pelayanan", "overview/#definition", "dilayani"),
        ("id", "mengeluh", "glossary/#complaint", "keluhan"),
        ("pt", "cortes", "ethics/courtesy/#meaning", "cortesia"),
        ("pt", "reclamacoes", "glossary/#complaint", "reclamação"),
        ("en", "apologize", "glossary/#apology", "apology"),
    ],
)
def test_it_finds_and_marks_a_word_by_another_of_its_family(
    visitor: Visitor, folder: str, query: str, section: str, mark: str
) -> None:
    page = visitor.open(f"{folder}/")
    ask(page, query)
    assert f"{visitor.url}{folder}/{section}" in hrefs(page)
    marks = [text.casefold() for text in options(page).locator("mark").all_inner_texts()]
    assert any(mark in text for text in marks), marks


@pytest.mark.parametrize(("folder", "query"), [("ar", "الشكوى"), ("en", "greeting")])
def test_a_comma_beside_a_word_is_not_marked(visitor: Visitor, folder: str, query: str) -> None:
    page = visitor.open(f"{folder}/")
    ask(page, query)
    marks = options(page).locator("mark").all_inner_texts()
    assert marks
    assert not [text for text in marks if re.search(r"^\W|[^\w\u064b-\u0652]$", text)]
    beside = "[...document.querySelectorAll('mark')].map((mark) => mark.nextSibling?.data?.[0])"
    assert set(page.evaluate(beside)) & set(",.،:"), "no mark has a comma beside it"


def test_results_are_of_the_readers_language_alone(visitor: Visitor, handbook: Handbook) -> None:
    page = visitor.open("pt/")
    ask(page, "memorando")
    expect(options(page).first).to_be_visible()
    assert all(one.startswith(f"{visitor.url}pt/") for one in hrefs(page))


def test_sections_stand_under_the_name_of_their_page(visitor: Visitor) -> None:
    page = visitor.open("en/")
    ask(page, "transfer")
    group = page.get_by_role("group", name="Phone and voicemail")
    expect(group.get_by_role("option").first).to_be_visible()
    assert all(
        f"en/{PHONE}#" in str(one.evaluate("e => e.href"))
        for one in group.get_by_role("option").all()
    )


@pytest.mark.parametrize("query", ["refund", "reembolso", "pengembalian"])
def test_a_word_of_another_language_finds_the_section_in_the_readers(
    visitor: Visitor, query: str
) -> None:
    names = {"refund": "الإنجليزية", "reembolso": "البرتغالية", "pengembalian": "الإندونيسية"}
    page = visitor.open("ar/")
    ask(page, query)
    found = page.locator(".hb-search__foreign")
    expect(found).to_have_attribute("aria-label", re.compile(names[query]))
    assert f"{visitor.url}ar/glossary/#refund" in hrefs(page)
    expect(found.get_by_role("option", name="استرداد المبلغ")).to_be_visible()


def test_own_results_stand_above_those_by_other_languages(visitor: Visitor) -> None:
    page = visitor.open("pt/")
    ask(page, "fatura complaint ")
    expect(page.locator(".hb-search__foreign").first).to_be_visible()
    groups = page.locator(".hb-search__results > [role=group]")
    kinds = [
        bool(one.evaluate("e => e.classList.contains('hb-search__foreign')"))
        for one in groups.all()
    ]
    assert kinds == sorted(kinds)
    assert kinds[0] is False


def test_a_misspelt_word_is_mended_and_said(visitor: Visitor) -> None:
    page = visitor.open("en/")
    ask(page, "pasword")
    expect(status(page)).to_contain_text("“password")
    assert any("email-web-forms/#privacy" in one for one in hrefs(page))


def test_the_keys_open_move_close_and_give_the_focus_back(visitor: Visitor) -> None:
    page = visitor.open(f"ar/{PHONE}")
    opener = page.locator("[data-handbook-search]")
    opener.focus()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    page.keyboard.insert_text("تحويل")
    expect(status(page)).not_to_be_empty()
    expect(options(page).first).to_be_visible()
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(options(page).nth(chosen)).to_have_attribute("aria-selected", "true")
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
        assert field(page).get_attribute("aria-activedescendant") == options(page).nth(
            chosen
        ).get_attribute("id")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page)).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_slash_in_a_field_is_a_slash(visitor: Visitor) -> None:
    page = visitor.open("en/")
    page.keyboard.press("/")
    page.keyboard.type("24/7")
    expect(field(page)).to_have_value("24/7")


def test_keys_typed_before_the_index_is_there_are_not_lost(visitor: Visitor) -> None:
    page = visitor.page()
    held: list[Route] = []
    page.route("**/pagefind.js", lambda route: held.append(route))
    page.goto("en/")
    with page.expect_request("**/pagefind.js"):
        page.keyboard.press("/")
    page.keyboard.type("invoice")
    expect(field(page)).to_have_value("invoice")
    expect(options(page)).to_have_count(0)
    for route in held:
        route.continue_()
    expect(options(page).first).to_be_visible()


def test_only_the_last_query_is_answered(visitor: Visitor) -> None:
    page = visitor.open("en/")
    ask(page, "memo")
    for query in ("refund", "invoice", "voicemail"):
        field(page).fill(query)
        rest(page, 130)  # after which it is asked for
    shows_an_answer_to(page, "voicemail")
    rest(page, 600)  # for an answer that comes too late
    shows_an_answer_to(page, "voicemail")
    marks = {
        text.strip(".,“”").casefold() for text in options(page).locator("mark").all_inner_texts()
    }
    assert marks and all("voicemail" in mark for mark in marks), marks


def test_a_word_being_composed_is_not_asked_for(visitor: Visitor) -> None:
    page = visitor.open("en/")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    # All that the answer needs is here from now on.
    field(page).fill("refund")
    expect(status(page)).not_to_be_empty()
    expect(options(page).first).to_be_visible()
    field(page).fill("")
    expect(options(page)).to_have_count(0)
    client = page.context.new_cdp_session(page)
    client.send(
        "Input.imeSetComposition", {"text": "refund", "selectionStart": 6, "selectionEnd": 6}
    )
    rest(page, 500)
    shows_an_answer_to(page, "")
    expect(options(page)).to_have_count(0)
    client.send("Input.insertText", {"text": "refund"})
    expect(options(page).first).to_be_visible()


@pytest.mark.parametrize(
    ("folder", "forms"),
    [
        ("en", {1: "1 section found", 2: "2 sections found"}),
        (
            "ar",
            {
                1: "عُثر على قسم واحد",
                2: "عُثر على قسمين",
                3: "عُثر على 3 أقسام",
                11: "عُثر على 11 قسمًا",
            },
        ),
        ("id", {1: "1 bagian ditemukan", 2: "2 bagian ditemukan"}),
    ],
)
def test_the_number_found_is_said_in_the_languages_plural(
    visitor: Visitor, folder: str, forms: dict[int, str]
) -> None:
    page = visitor.open(f"{folder}/")
    said = page.evaluate(
        """numbers => {
            const dialog = document.querySelector("[data-handbook-search-dialog]");
            const forms = JSON.parse(dialog.dataset.found);
            const plural = new Intl.PluralRules(document.documentElement.lang);
            return numbers.map((number) => forms[plural.select(number)].replace("%(num)d", number));
        }""",
        list(forms),
    )
    assert said == list(forms.values())


def test_what_is_said_is_how_many_are_listed(visitor: Visitor) -> None:
    page = visitor.open("en/")
    ask(page, "handouts")
    expect(status(page)).to_have_text(f"{options(page).count()} sections found")


def test_finding_nothing_helps(visitor: Visitor) -> None:
    page = visitor.open("en/")
    ask(page, "zzwarrnty9")
    expect(status(page)).to_contain_text("Nothing found")
    help = page.locator(".hb-search__help")
    expect(help.locator(".hb-search__terms a").first).to_be_visible()
    expect(help.get_by_role("link", name="The table of channels and ethics")).to_have_attribute(
        "href", re.compile("#matrix$")
    )
    for name in ("In person", "Honesty", "Glossary"):
        expect(help.get_by_role("link", name=name, exact=True)).to_be_visible()
    help.get_by_role("link", name="Honesty", exact=True).click()
    expect(page).to_have_url(re.compile("/en/ethics/honesty/$"))


def test_nothing_of_it_is_loaded_before_it_is_opened(visitor: Visitor) -> None:
    page = visitor.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("en/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if re.search("pagefind|/search/|search\\.css", url)]
    ask(page, "refund")
    assert [url for url in asked if "pagefind" in url]


def test_what_a_query_needs_is_asked_for_as_the_search_opens_and_once(visitor: Visitor) -> None:
    page = visitor.open("ar/", new=True, wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(visitor.url)))
    with ExitStack() as needed:
        for name in ("search/index.json", "pagefind/pagefind.js", "pagefind/wasm.unknown.pagefind"):
            needed.enter_context(page.expect_request(f"{visitor.url}ar/{name}"))
        page.keyboard.press("/")
    page.keyboard.insert_text("شكوى")
    expect(status(page)).not_to_be_empty()
    expect(options(page).first).to_be_visible()
    assert len(asked) == len(set(asked)), sorted(asked)


def test_a_search_of_a_site_that_was_replaced_meanwhile_is_opened_anew(visitor: Visitor) -> None:
    """What the index names by its content is gone with the index."""
    visitor.expects("404")
    page = visitor.open("en/", new=True)
    ask(page, "refund")
    shows_an_answer_to(page, "refund")
    opened: list[str] = []
    page.on("request", lambda request: opened.append(request.url.rsplit("/", 1)[-1]))

    def gone(route: Route) -> None:
        if "index.json" in opened:
            route.continue_()
        else:
            route.fulfill(status=404)

    page.route(re.compile("/search/words|/pagefind/(index|fragment)"), gone)
    field(page).fill("voicemail")
    shows_an_answer_to(page, "voicemail")
    assert "index.json" in opened


def test_a_search_that_goes_on_failing_says_so(visitor: Visitor) -> None:
    visitor.expects("404")
    page = visitor.open("en/", new=True)
    ask(page, "refund")
    shows_an_answer_to(page, "refund")
    failed = page.locator(".hb-search").get_attribute("data-failed") or ""
    page.route(
        re.compile("/search/words|/pagefind/(index|fragment)"),
        lambda route: route.fulfill(status=404),
    )
    field(page).fill("voicemail")
    expect(status(page)).to_have_text(failed)


@pytest.mark.parametrize("folder", ["ar", "pt"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_any_window(visitor: Visitor, folder: str, scheme: str) -> None:
    page = visitor.page(color_scheme=scheme)
    page.goto(f"{folder}/{PHONE}")
    ask(page, "email")
    for width in (1360, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        expect(options(page).first).to_be_in_viewport()
        over = page.evaluate(
            "() => [document.documentElement, document.querySelector('.hb-search')]"
            ".map(e => e.scrollWidth - e.clientWidth)"
        )
        assert over == [0, 0], width
        for control in (field(page), page.locator(".hb-search form button")):
            box = control.bounding_box()
            assert box is not None and box["height"] >= 24 and box["width"] >= 24


def test_it_works_below_a_path(kb_visitor: Visitor) -> None:
    page = kb_visitor.open("ar/ethics/honesty/")
    ask(page, "refund")
    expect(options(page).first).to_be_visible()
    assert f"{kb_visitor.url}ar/glossary/#refund" in hrefs(page)


def test_without_scripts_a_link_to_the_glossary_stands_for_it(visitor: Visitor) -> None:
    page = visitor.page(java_script_enabled=False)
    page.goto(f"id/{PHONE}")
    expect(page.locator("[data-handbook-search]")).to_be_hidden()
    expect(page.locator(".md-header a.md-header__button[href$='glossary/']")).to_be_visible()


def test_the_browser_and_the_build_take_words_apart_alike(
    visitor: Visitor, site: Path, folder: str
) -> None:
    handbook = read_handbook(ROOT)
    language = handbook.structure.language(folder).tag.split("-")[0]
    pages = built_passages(site / folder)
    every = [passage for found in pages.values() for passage in found]
    text = " ".join(f"{passage.title} {passage.text}" for passage in every)
    known = lexicon(language, folder, every, handbook.glossary.model)
    vocabulary = sorted(known.codes)
    strange = [f"x{word}" for word in vocabulary[::37]]
    assert language in GUESSES
    page = visitor.open(f"{folder}/")
    (script,) = site.glob("assets/words.*.js")
    got = page.evaluate(
        f"""async ([text, vocabulary, strange]) => {{
            const script = new URL("../assets/{script.name}", document.baseURI);
            const {{ Lexicon }} = await import(script.href);
            const lexicon = await Lexicon.open(new URL("search/", document.baseURI));
            const codes = (words) => Promise.all(words.map((word) => lexicon.code(word)));
            return JSON.stringify({{
                normalised: lexicon.normalised(text),
                words: lexicon.words(text).flat(),
                guesses: vocabulary.map((word) => lexicon.guesses(word)),
                codes: await codes(vocabulary),
                strange: (await codes(strange)).map((code) => code ?? null),
            }});
        }}""",
        [text, vocabulary, strange],
    )
    answer = json.loads(got)
    assert answer["normalised"] == normalised(text)
    assert answer["words"] == words(text)
    assert answer["guesses"] == [guesses(language, word) for word in vocabulary]
    assert answer["codes"] == [known.codes[word] for word in vocabulary]
    assert answer["strange"] == [known.code(word) for word in strange]


def test_in_a_long_handbook_what_tells_more_is_shown_before_a_common_word_is_here(
    visitor: Visitor, site: Path
) -> None:
    page = visitor.open("en/")
    (script,) = site.glob("assets/find.*.js")
    steps = page.evaluate(
        f"""async () => {{
            const {{ Finder }} = await import(new URL("../assets/{script.name}", document.baseURI));
            const finder = new Finder({{ base: document.baseURI, folder: "en", others: [] }});
            await finder.open();
            finder.lexicon.index.pages = 1000;
            const common = await finder.lexicon.code("customer");
            const search = finder.pagefind.search.bind(finder.pagefind);
            const asked = [];
            finder.pagefind.search = (code) => asked.push(code) && search(code);
            const steps = [];
            for await (const answer of finder.find("satisfied customers")) {{
                const {{ more, count }} = answer;
                steps.push({{ common: asked.includes(common), more, count }});
            }}
            return steps;
        }}"""
    )
    assert [step["common"] for step in steps] == [False, True]
    assert [step["more"] for step in steps] == [True, False]
    assert 0 < steps[0]["count"] <= steps[1]["count"]


def test_a_misspelt_word_leaves_a_common_one_beside_it(visitor: Visitor) -> None:
    page = visitor.open("en/")
    ask(page, "customr")
    ask_again = field(page)
    ask_again.fill("custmer satisfacton")
    expect(status(page)).to_contain_text("customer satisfaction")
    expect(options(page).first).to_have_attribute("href", re.compile("glossary/#customer-satisf"))
