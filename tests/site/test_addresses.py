"""Every address on the site leads where it says, in one language and in all."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from built import Document, Element, document, documents, neutral_documents

from handbook.content.addresses import page_address
from handbook.content.handbook import Handbook

TAGS = {"en": "en", "ar": "ar", "pt-BR": "pt", "id": "id"}
# What a browser fetches by itself: element, attribute.
LOADED = {
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("iframe", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("input", "src"),
    ("use", "href"),
    ("image", "href"),
    ("form", "action"),
}
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}
LOADED_LINKS |= {"preconnect", "dns-prefetch", "apple-touch-icon"}


def alternates(found: Document) -> dict[str, str]:
    links = [
        link
        for link in found.all("link")
        if "alternate" in link.get("rel").split() and "hreflang" in link.attributes
    ]
    by_tag = {link["hreflang"]: link["href"] for link in links}
    assert len(by_tag) == len(links), f"{found.address}: a language twice"
    return by_tag


def pages(site: Path) -> list[Document]:
    """Every page but the 404s, which stand for no address of their own."""
    return [found for found in documents(site) if found.path.name != "404.html"]


def neutral_address(found: Document) -> str:
    """A page's address without its language."""
    first, _, rest = found.address.partition("/")
    return rest if first in TAGS.values() else found.address


def wanted(found: Document) -> dict[str, str]:
    """The addresses of a page's versions, from the site's root."""
    address = neutral_address(found)
    return {tag: f"{folder}/{address}" for tag, folder in TAGS.items()} | {"x-default": address}


def test_every_page_names_its_versions_by_relative_addresses(site: Path) -> None:
    for found in pages(site):
        given = alternates(found)
        assert given.keys() == {*TAGS, "x-default"}, found.address
        for tag, href in given.items():
            assert not urlsplit(href).scheme
            assert not href.startswith("/"), "an absolute path would break below /kb/"
            path, fragment = found.target(href)
            assert path == site / wanted(found)[tag] / "index.html", f"{found.address}: {tag}"
            assert path.is_file()
            assert not fragment


def test_without_its_address_the_site_claims_no_canonical_one(site: Path) -> None:
    for found in documents(site):
        assert not [link for link in found.all("link") if link.get("rel") == "canonical"]
    assert not (site / "sitemap.xml").exists()


def test_with_its_address_every_page_names_its_versions_by_absolute_ones(
    site_at_kb: Path, kb_url: str
) -> None:
    for found in pages(site_at_kb):
        given = {tag: f"{kb_url}{address}" for tag, address in wanted(found).items()}
        assert alternates(found) == given, found.address


def test_with_its_address_every_page_of_a_language_names_its_own(
    site_at_kb: Path, kb_url: str
) -> None:
    neutral = {found.address for found in neutral_documents(site_at_kb)}
    for found in pages(site_at_kb):
        canonical = [link["href"] for link in found.all("link") if link.get("rel") == "canonical"]
        expected = [] if found.address in neutral else [kb_url + found.address]
        assert canonical == expected, found.address


def test_the_sitemap_lists_every_page_of_every_language_with_its_versions(
    site_at_kb: Path, kb_url: str, handbook: Handbook
) -> None:
    data = (site_at_kb / "sitemap.xml").read_bytes()
    assert gzip.decompress((site_at_kb / "sitemap.xml.gz").read_bytes()) == data
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    root = ElementTree.fromstring(data)
    assert root.tag == f"{{{names['s']}}}urlset"
    listed = {
        url.findtext("s:loc", "", names): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", names)
        }
        for url in root.findall("s:url", names)
    }
    addresses = [page_address(name) for name in handbook.structure.pages]
    assert listed == {
        f"{kb_url}{folder}/{address}": {
            **{tag: f"{kb_url}{other}/{address}" for tag, other in TAGS.items()},
            "x-default": f"{kb_url}{address}",
        }
        for folder in TAGS.values()
        for address in addresses
    }
    assert list(site_at_kb.rglob("sitemap.xml")) == [site_at_kb / "sitemap.xml"]


# ---- Links ----


def links(found: Document) -> Iterator[tuple[Element, str]]:
    for element in found.all():
        for name in ("href", "src"):
            if name in element.attributes:
                yield element, element[name]


def broken(site: Path, base: str, own: str) -> list[str]:
    """The links within the site that lead to no file or to no element."""
    faults = []
    for found in documents(site):
        for element, href in links(found):
            parts = urlsplit(href)
            if own and href.startswith(own):
                href = base + href.removeprefix(own)
            elif parts.scheme or parts.netloc:
                continue
            path, fragment = found.target(href, base)
            where = f"{found.address}:{element.line}: {href}"
            if not path.is_file():
                faults.append(where)
            elif fragment and fragment not in document(site, path).ids:
                faults.append(f"{where}: no such section")
    return faults


def test_every_link_leads_to_a_file_and_a_section(site: Path) -> None:
    assert not broken(site, "/", "")


def test_every_link_leads_to_a_file_and_a_section_below_a_path(
    site_at_kb: Path, kb_url: str
) -> None:
    assert not broken(site_at_kb, "/kb/", kb_url)


def test_a_link_within_a_language_stays_in_it(site: Path, folder: str) -> None:
    others = {tag for tag, other in TAGS.items() if other != folder}
    for found in documents(site, folder):
        for element in found.article.all("a"):
            if urlsplit(element.get("href")).scheme or "href" not in element.attributes:
                continue
            if element.get("hreflang") in others or "trainers/" in found.address:
                continue
            path, _ = found.target(element["href"])
            assert path.is_relative_to(site / folder), f"{found.address}: {element['href']}"


def test_every_page_and_section_has_a_neutral_link(site: Path, handbook: Handbook) -> None:
    for name, source in handbook.source.pages.items():
        found = document(site, site / page_address(name) / "index.html")
        kind = handbook.kind(source)
        assert kind is not None
        for id in {*source.by_id, *(rule.id for rule in kind.fixed)}:
            section = found.by_id(id)
            leads = [found.target(link["href"]) for link in section.all("a")]
            assert leads == [
                (site / folder / page_address(name) / "index.html", id) for folder in TAGS.values()
            ]


def check_trainers_list(site: Path, handbook: Handbook, folder: str, base: str, own: str) -> None:
    found = document(site, site / folder / "trainers/links/index.html")
    given: dict[str, int] = {}
    for frame in (element for element in found.all("div") if "hb-links" in element.classes):
        for row in list(frame.all("tr"))[1:]:
            first, second = row.all("a")
            assert first.text.endswith(f"/{folder}/{second.text.removeprefix(own or '/')}")
            for link in (first, second):
                href = link["href"]
                assert href.startswith(own)
                path, id = found.target(base + href.removeprefix(own) if own else href, base)
                assert not id or id in document(site, path).ids
                shown = link.text.removeprefix(own or "/")
                plain = path.relative_to(site).as_posix().removesuffix("index.html")
                assert shown == plain + (f"#{id}" if id else "")
                given[shown] = given.get(shown, 0) + 1
    wanted = {
        f"{prefix}{page_address(name)}{ending}"
        for name, page in handbook.source.pages.items()
        for ending in ("", *(f"#{s.id}" for s in page.headed if s.level == 2))
        for prefix in ("", f"{folder}/")
    }
    assert given == dict.fromkeys(wanted, 1)


def test_the_trainers_list_has_both_links_of_every_section(
    site: Path, handbook: Handbook, folder: str
) -> None:
    check_trainers_list(site, handbook, folder, "/", "")


def test_the_trainers_list_has_whole_addresses_where_the_sites_is_known(
    site_at_kb: Path, handbook: Handbook, folder: str, kb_url: str
) -> None:
    check_trainers_list(site_at_kb, handbook, folder, "/kb/", kb_url)


# ---- What a strict host forbids ----


def test_no_page_has_code_or_style_of_its_own(site: Path, site_at_kb: Path) -> None:
    for found in (*documents(site), *documents(site_at_kb)):
        assert not list(found.all("style")), found.address
        for element in found.all():
            where = f"{found.address}:{element.line}: <{element.tag}>"
            if element.tag == "script" and "src" not in element.attributes:
                assert element.get("type") == "application/json", where
            assert "style" not in element.attributes, where
            assert not [name for name in element.attributes if name.startswith("on")], where
            assert not element.get("href").lower().startswith("javascript:"), where


def loaded(element: Element) -> Iterator[str]:
    """The addresses an element makes a browser fetch."""
    for name, value in element.attributes.items():
        if (element.tag, name) in LOADED:
            yield value
    if element.tag == "link" and LOADED_LINKS & set(element.get("rel").lower().split()):
        yield element["href"]
    if element.tag == "meta" and element.get("http-equiv").lower() == "refresh":
        yield element["content"]


def test_no_page_loads_anything_from_elsewhere(site: Path, site_at_kb: Path) -> None:
    for found in (*documents(site), *documents(site_at_kb)):
        count = 0
        for element in found.all():
            for address in loaded(element):
                count += 1
                parts = urlsplit(address)
                assert not parts.scheme, f"{found.address}: {address}"
                assert not parts.netloc, f"{found.address}: {address}"
        assert count >= 3, f"{found.address} loads less than any page does"


def test_no_style_sheet_loads_anything_from_elsewhere(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        for address in text.split("url(")[1:]:
            target = address.split(")")[0].strip("\"' ")
            assert not target.startswith(("http:", "https:", "//")), f"{sheet}: {target}"
        assert "@import" not in text
