"""What stands on every built page, in every language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from built import Document, Element, document, documents, neutral_documents

from handbook.content.addresses import page_address
from handbook.content.handbook import Handbook, Page
from handbook.site.edition import editions

TAGS = {"en": "en", "ar": "ar", "pt": "pt-BR", "id": "id"}
# Words of Material's and of ours that show where a text was left in English.
ENGLISH = (
    "Skip to content",
    "Search",
    "Permanent link",
    "Note",
    "Tip",
    "Warning",
    "Back to top",
    "On this page",
    "Copy",
    "Next",
    "Previous",
    "Table of contents",
    "Page not found",
    "Choose a language",
)
SHOWN = ("title", "aria-label", "placeholder", "alt", "content", "data-dark", "data-light")


def page_of(site: Path, page: Page) -> Document:
    """The built page of a page of the handbook."""
    address = f"{page.language.folder}/{page_address(page.name)}"
    return document(site, site / address / "index.html")


def test_every_page_of_the_contract_is_built_and_nothing_else(
    site: Path, handbook: Handbook
) -> None:
    folders = [language.folder for language in handbook.structure.languages]
    pages = [page_address(name) for name in handbook.structure.pages]
    wanted = {f"{folder}/{page}" for folder in folders for page in (*pages, "404.html")}
    wanted |= {*pages, "404.html"}
    assert {found.address for found in documents(site)} == wanted


def test_every_page_names_its_language_and_direction(site: Path, folder: str) -> None:
    for found in documents(site, folder):
        root = found.one("html")
        assert root["lang"] == TAGS[folder], found.address
        assert root["dir"] == ("rtl" if folder == "ar" else "ltr"), found.address
        assert found.one("body").get("dir") in ("", root["dir"]), found.address


def test_neutral_pages_are_of_several_languages_and_each_text_names_its_own(site: Path) -> None:
    directions = {tag: "rtl" if folder == "ar" else "ltr" for folder, tag in TAGS.items()}
    for found in neutral_documents(site):
        assert found.one("html")["lang"] == "mul"
        for element in found.one("body").all():
            words = "".join(child for child in element.children if isinstance(child, str))
            if not words.strip() or words.strip() == "404":
                continue
            assert directions[element.own("lang")] == element.own("dir"), found.address


def test_the_title_and_the_description_are_the_front_matters(
    site: Path, handbook: Handbook, folder: str
) -> None:
    home = handbook.trees[folder].pages["index.md"].title
    for page in handbook.trees[folder].pages.values():
        assert page.meta is not None
        found = page_of(site, page)
        wanted = home if page.title == home else f"{page.title} · {home}"
        assert next(found.all("title")).text == wanted
        assert found.one("meta", name="description")["content"] == page.meta.description
        assert found.one("h1").text == page.title


def test_a_missing_page_says_so_in_its_language(
    site: Path, handbook: Handbook, folder: str
) -> None:
    found = document(site, site / folder / "404.html")
    wanted = editions(handbook, "")[folder].texts.gettext("Page not found")
    assert found.one("h1").text == wanted
    assert next(found.all("title")).text.startswith(wanted)
    assert found.one("meta", name="robots")["content"] == "noindex"


def test_every_id_on_a_page_is_there_once(site: Path) -> None:
    for found in documents(site):
        twice = [id for id, count in Counter(found.ids).items() if count > 1]
        assert not twice, f"{found.address}: {twice}"


def test_every_section_of_the_source_is_on_the_page_in_its_language(
    site: Path, handbook: Handbook, folder: str
) -> None:
    for name, source in handbook.source.pages.items():
        page = handbook.trees[folder].pages[name]
        found = page_of(site, page)
        for id in source.by_id:
            heading = found.by_id(id)
            assert heading.tag == f"h{source.by_id[id].level}", f"{found.address}#{id}"
            shown = heading.text.removesuffix("¶").removesuffix("#").strip()
            assert plain(shown) == plain(page.by_id[id].title), f"{found.address}#{id}"


def plain(text: str) -> str:
    """A heading's letters and digits alone: what Markdown's marks leave."""
    return re.sub(r"[\W_]+", "", text)


def test_the_home_page_has_a_matrix_whose_cells_lead_to_their_sections(
    site: Path, handbook: Handbook, folder: str
) -> None:
    found = page_of(site, handbook.trees[folder].pages["index.md"])
    frame = next(element for element in found.all("div") if "hb-matrix" in element.classes)
    ethics = [page.name for page in handbook.pages_of_kind(folder, "ethic")]
    channels = [page.name for page in handbook.pages_of_kind(folder, "channel")]
    assert len(ethics) == len(channels) == 4
    leads = [
        [found.target(link["href"]) for cell in row.all("th", "td") for link in cell.all("a")]
        for row in frame.all("tr")
    ]

    def place(name: str, id: str = "") -> tuple[Path, str]:
        return site / folder / page_address(name) / "index.html", id

    assert leads == [
        [place(ethic) for ethic in ethics],
        *(
            [place(channel), *(place(channel, Path(ethic).stem) for ethic in ethics)]
            for channel in channels
        ),
    ]
    for row in leads[1:]:
        for path, id in row[1:]:
            assert document(site, path).by_id(id).tag == "h2"


def test_an_ethic_page_gathers_what_the_four_channels_say_on_it(
    site: Path, handbook: Handbook, folder: str
) -> None:
    for ethic in handbook.pages_of_kind(folder, "ethic"):
        found = page_of(site, ethic)
        everything = plain(found.article.raw_text)
        for channel in handbook.pages_of_kind(folder, "channel"):
            stem = Path(channel.name).stem
            heading = found.by_id(f"on-{stem}")
            assert plain(channel.title) in plain(heading.text)
            there = page_of(site, channel)
            said = section_text(there, Path(ethic.name).stem)
            assert len(said) > 100, f"{there.address}#{Path(ethic.name).stem}"
            assert said in everything, f"{found.address} lacks {there.address}"
        sources = [link for link in found.all("a") if "hb-source" in link.classes]
        assert len(sources) == 4


def section_text(found: Document, id: str) -> str:
    """The letters of a section, those between its heading and the next, without its ways on."""
    heading = found.by_id(id)
    assert heading.parent is not None
    siblings = heading.parent.children
    text = []
    for sibling in siblings[siblings.index(heading) + 1 :]:
        if not isinstance(sibling, str):
            if sibling.tag == "h2":
                break
            if "hb-across" not in sibling.classes:
                text.append(sibling.raw_text)
    return plain("".join(text))


def test_a_channels_section_on_an_ethic_leads_to_it_and_to_the_other_channels(
    site: Path, handbook: Handbook, folder: str
) -> None:
    channels = [page.name for page in handbook.pages_of_kind(folder, "channel")]
    ethics = [page.name for page in handbook.pages_of_kind(folder, "ethic")]
    assert len(channels) == len(ethics) == 4

    def place(name: str, id: str = "") -> tuple[Path, str]:
        return site / folder / page_address(name) / "index.html", id

    for name in channels:
        found = page_of(site, handbook.trees[folder].pages[name])
        ways = [element for element in found.all("p") if "hb-across" in element.classes]
        assert [section_of(way) for way in ways] == [Path(ethic).stem for ethic in ethics]
        for way, ethic in zip(ways, ethics, strict=True):
            assert [found.target(link["href"]) for link in way.all("a")] == [
                place(ethic),
                *(place(other, Path(ethic).stem) for other in channels if other != name),
            ]


def test_an_ethics_page_leads_back_to_each_channels_section(
    site: Path, handbook: Handbook, folder: str
) -> None:
    for ethic in handbook.pages_of_kind(folder, "ethic"):
        found = page_of(site, ethic)
        back = [link["href"] for link in found.all("a") if "hb-source" in link.classes]
        assert [found.target(href) for href in back] == [
            (site / folder / page_address(channel.name) / "index.html", Path(ethic.name).stem)
            for channel in handbook.pages_of_kind(folder, "channel")
        ]


def section_of(element: Element) -> str:
    """The id of the level-2 section that an element of the article's own stands in."""
    assert element.parent is not None
    before = element.parent.children[: element.parent.children.index(element)]
    headings = [e for e in before if not isinstance(e, str) and e.tag == "h2"]
    return headings[-1]["id"]


def test_the_glossary_has_every_term_as_an_anchor_in_order(
    site: Path, handbook: Handbook, folder: str
) -> None:
    model = handbook.glossary.model
    assert model is not None
    assert len(model.terms) >= 40
    found = page_of(site, handbook.trees[folder].pages["glossary.md"])
    headings = [heading for heading in found.article.all("h3") if heading.get("id")]
    assert [heading["id"] for heading in headings] == [id for id, _ in model.in_order(folder)]
    assert {heading["id"] for heading in headings} == set(model.terms)
    text = plain(found.article.raw_text)
    for id, term in model.terms.items():
        assert plain(term.term[folder]) in plain(found.by_id(id).text)
        assert plain(re.sub(r"\]\([^)]*\)", "]", term.definition[folder])) in text, id


def test_the_glossary_is_in_the_dictionary_order_of_the_language(
    site: Path, handbook: Handbook
) -> None:
    for folder in ("en", "id", "pt"):
        found = page_of(site, handbook.trees[folder].pages["glossary.md"])
        terms = [plain(heading.text).casefold() for heading in found.article.all("h3")]
        initials = [without_marks(term)[0] for term in terms]
        assert initials == sorted(initials), folder


def without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def test_no_variable_is_left_in_a_page(site: Path) -> None:
    for found in documents(site):
        source = found.path.read_text(encoding="utf-8")
        for mark in ("{{", "}}", "{#", "{%"):
            assert mark not in source, found.address


@pytest.mark.parametrize("folder", ["ar", "pt", "id"])
def test_no_text_of_the_interface_is_left_in_english(site: Path, folder: str) -> None:
    for found in documents(site, folder):
        for element in found.all():
            own = "".join(child for child in element.children if isinstance(child, str))
            own = "" if element.tag in ("script", "style") else own
            for text in (own, *(element.get(name) for name in SHOWN)):
                words = " ".join(text.split())
                assert words not in ENGLISH, f"{found.address}:{element.line}: {words}"
                for phrase in ENGLISH:
                    if " " in phrase:
                        assert phrase.lower() not in words.lower(), found.address


# ---- Navigation, marks and what a page loads ----


def navigation(found: Document) -> list[str]:
    """The addresses in the list of pages."""
    frame = found.by_id("hb-pages")
    return [found.target(link["href"])[0].parent.as_posix() for link in frame.all("a")]


def test_the_navigation_lists_each_group_and_the_pages_of_its_own_alone(
    site: Path, handbook: Handbook, folder: str
) -> None:
    names = handbook.structure.pages
    groups = dict.fromkeys(Path(name).parent for name in names if "/" in name)
    firsts = [name for name in names if "/" not in name or Path(name).name == "index.md"]
    for page in handbook.trees[folder].pages.values():
        own = [name for name in names if Path(name).parent == Path(page.name).parent in groups]
        wanted = {page_address(name) for name in (*firsts, *own)}
        listed = navigation(page_of(site, page))
        assert len(listed) == len(set(listed)), page.name
        assert set(listed) == {(site / folder / address).as_posix() for address in wanted}


def test_the_navigation_names_the_page_that_is_open(site: Path, handbook: Handbook) -> None:
    for page in handbook.trees["ar"].pages.values():
        found = page_of(site, page)
        current = [
            link for link in found.by_id("hb-pages").all("a") if link.get("aria-current") == "page"
        ]
        assert [found.target(link["href"])[0] for link in current] == [found.path]


def test_each_channel_and_ethic_carries_its_own_mark(site: Path, handbook: Handbook) -> None:
    """In the head of its page, and beside the sections about it on other pages."""
    marks: dict[str, str] = {}
    for kind in ("channel", "ethic"):
        for page in handbook.pages_of_kind("ar", kind):
            head = page_of(site, page).one("h1").parent
            assert head is not None
            marks[Path(page.name).stem] = drawing(next(head.all("svg")))
    assert len(marks) == len(set(marks.values())) == 8
    for page in handbook.pages_of_kind("ar", "channel"):
        found = page_of(site, page)
        for ethic in ("courtesy", "respect", "commitment", "honesty"):
            assert drawing(next(found.by_id(ethic).all("svg"))) == marks[ethic]
    for page in handbook.pages_of_kind("ar", "ethic"):
        found = page_of(site, page)
        for channel in ("in-person", "phone-voicemail", "letters-memos", "email-web-forms"):
            assert drawing(next(found.by_id(f"on-{channel}").all("svg"))) == marks[channel]


def drawing(svg: Element) -> str:
    """What an SVG element draws, as text to compare."""
    return repr([(shape.tag, sorted(shape.attributes.items())) for shape in svg.all()])


def test_every_drawing_is_hidden_from_those_who_listen(site: Path) -> None:
    for found in documents(site):
        for svg in found.all("svg"):
            hidden = svg.get("aria-hidden") == "true"
            named = svg.parent is not None and (svg.parent.get("aria-label") or svg.parent.text)
            assert hidden or named, f"{found.address}:{svg.line}"


def test_no_page_has_style_or_script_of_its_own(site: Path) -> None:
    for found in documents(site):
        assert not list(found.all("style")), found.address
        for element in found.all():
            assert "style" not in element.attributes, f"{found.address}:{element.line}"
            handlers = [name for name in element.attributes if name.startswith("on")]
            assert not handlers, f"{found.address}:{element.line}"
        for script in found.all("script"):
            assert script.get("src"), found.address


def test_nothing_of_materials_bundle_is_published(site: Path) -> None:
    for name in ("bundle.*", "main.*.css", "palette.*.css", "workers", "lunr"):
        assert not list(site.rglob(name)), name


# ---- Company values, as each language writes them ----


def words_of(site: Path, folder: str) -> str:
    return "\n".join(found.one("body").text for found in documents(site, folder))


def used(handbook: Handbook, folder: str) -> set[str]:
    """The company's variables that a language's text uses."""
    return {
        variable.name
        for page in handbook.trees[folder].pages.values()
        for section in page.sections
        for variable in section.variables
    }


FORMS = {
    "company.reply_time.complaint": {
        "en": "2 business days",
        "ar": "يومَي عمل",
        "pt": "2 dias úteis",
        "id": "2 hari kerja",
    },
    "company.reply_time.hold": {
        "en": "2 minutes",
        "ar": "دقيقتين",
        "pt": "2 minutos",
        "id": "2 menit",
    },
    "company.reply_time.email": {
        "en": "1 business day",
        "ar": "يوم عمل واحد",
        "pt": "1 dia útil",
        "id": "1 hari kerja",
    },
    "company.reply_time.letter": {
        "en": "5 business days",
        "ar": "5 أيام عمل",
        "pt": "5 dias úteis",
        "id": "5 hari kerja",
    },
    "company.in_force_since": {
        "en": "2 November 2026",
        "ar": "2 نوفمبر 2026",
        "pt": "2 de novembro de 2026",
        "id": "2 November 2026",
    },
    "company.hours.opens": {"en": "08:00", "ar": "8:00 ص", "pt": "08:00", "id": "08.00"},
    "company.hours.closes": {"en": "18:00", "ar": "6:00 م", "pt": "18:00", "id": "18.00"},
    "company.hours.days": {
        "en": "Monday to Friday",
        "ar": "من الاثنين إلى الجمعة",
        "pt": "de segunda-feira a sexta-feira",
        "id": "Senin sampai dengan Jumat",
    },
    "company.goodwill_limit": {
        "en": "50 US dollars",
        "ar": "50 دولار أمريكي",
        "pt": "50 dólares americanos",
        "id": "50 dolar Amerika Serikat",
    },
    "company.phone": dict.fromkeys(TAGS, "+1 (202) 555-0142"),
    "company.email": dict.fromkeys(TAGS, "care@solmira.example"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_company_value_is_written_as_the_language_writes_it(
    site: Path, handbook: Handbook, folder: str, name: str
) -> None:
    assert name in used(handbook, folder)
    shown = " ".join(words_of(site, folder).split())  # CLDR joins with no-break spaces
    assert FORMS[name][folder] in shown


def test_no_arabic_number_of_two_or_one_is_left_as_a_digit(site: Path) -> None:
    assert not re.search(r"\b[12] (?:يوم|أيام|دقيق|دقائق|ساع)", words_of(site, "ar"))
