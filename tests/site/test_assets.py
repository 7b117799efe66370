"""Shared assets are on the site once, named by their content, and every page finds them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from built import documents

from handbook.content.handbook import read_handbook
from handbook.site.assets import AssetError, named, page_linked
from handbook.site.build import build
from handbook.site.headers import NAMED_BY_CONTENT, caching


def sources(folder: Path, files: dict[str, str]) -> dict[str, Path]:
    """Assets by their address, written to `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {name: folder / name for name in files}


def test_copies_become_one_and_others_stay_apart(tmp_path: Path) -> None:
    given = sources(
        tmp_path,
        {
            "en/assets/css/look.css": "p { margin: 0 }",
            "ar/assets/css/look.css": "p { margin: 0 }",
            "ar/assets/css/own.css": "p { margin: 1em }",
            "pt/assets/css/look.css": "p { margin: 2em }",
        },
    )
    names, contents = named(given)
    assert names["en/assets/css/look.css"] == names["ar/assets/css/look.css"]
    assert len(set(names.values())) == len(contents) == 3
    for name in contents:
        assert re.fullmatch(r"assets/(look|own)\.[0-9a-f]{10}\.css", name)


STYLE = 'src: url("../fonts/face.woff2"); mask: url(../fonts/face.woff2); src: local("Arial")'
SCRIPT = 'import { find } from "./search/find.js"; import("./search/find.js"); const a = "./x.js"'


def test_style_sheets_and_scripts_name_their_files_anew(tmp_path: Path) -> None:
    given = sources(
        tmp_path,
        {
            "en/assets/css/look.css": STYLE,
            "en/assets/fonts/face.woff2": "face",
            "en/assets/js/search.js": SCRIPT,
            "en/assets/js/search/find.js": 'import "../words.js"',
            "en/assets/js/words.js": "export default 1",
        },
    )
    names, contents = named(given)
    short = {name: new.removeprefix("assets/") for name, new in names.items()}
    face, find = short["en/assets/fonts/face.woff2"], short["en/assets/js/search/find.js"]
    assert contents[names["en/assets/css/look.css"]].decode() == (
        f'src: url("./{face}"); mask: url(./{face}); src: local("Arial")'
    )
    assert contents[names["en/assets/js/search.js"]].decode() == (
        f'import {{ find }} from "./{find}"; import("./{find}"); const a = "./x.js"'
    )
    assert short["en/assets/js/words.js"] in contents[names["en/assets/js/search/find.js"]].decode()


def test_a_changed_file_changes_the_names_of_all_that_lead_to_it(tmp_path: Path) -> None:
    files = {"en/assets/a.js": 'import "./b.js"', "en/assets/b.js": "1", "en/assets/c.js": "2"}
    before, _ = named(sources(tmp_path, files))
    after, _ = named(sources(tmp_path, files | {"en/assets/b.js": "3"}))
    changed = {name for name in files if before[name] != after[name]}
    assert changed == {"en/assets/a.js", "en/assets/b.js"}


def test_assets_in_a_circle_are_refused(tmp_path: Path) -> None:
    files = {"assets/a.js": 'import "./b.js"', "assets/b.js": 'import "./a.js"'}
    with pytest.raises(AssetError, match=r"a\.js -> assets/b\.js -> assets/a\.js"):
        named(sources(tmp_path, files))


NAMES = {"ar/assets/look.css": "assets/look.00.css", "ar/my pic.png": "assets/my pic.00.png"}


@pytest.mark.parametrize(
    ("address", "base", "before", "after"),
    [
        ("ar/index.html", "/", "assets/look.css", "../assets/look.00.css"),
        ("ar/a/b/index.html", "/", "../../assets/look.css", "../../../assets/look.00.css"),
        ("ar/a/index.html", "/kb/", "../my%20pic.png", "../../assets/my%20pic.00.png"),
        ("ar/a/index.html", "/", "../assets/look.css?v=1#x", "../../assets/look.00.css?v=1#x"),
        # A page of "not found" is shown at any depth.
        ("ar/404.html", "/", "/ar/assets/look.css", "/assets/look.00.css"),
        ("ar/404.html", "/kb/", "/kb/ar/assets/look.css", "/kb/assets/look.00.css"),
        ("index.html", "/", "ar/assets/look.css", "assets/look.00.css"),
        # What is no asset stays.
        ("ar/a/index.html", "/", "../b/", "../b/"),
        ("ar/a/index.html", "/", "https://a.example/ar/assets/look.css",
         "https://a.example/ar/assets/look.css"),
    ],
)  # fmt: skip
def test_a_page_names_assets_from_where_it_stands(
    address: str, base: str, before: str, after: str
) -> None:
    for attribute in ("href", "src", "data-style"):
        html = f'<x {attribute}="{before}">'
        assert page_linked(html, address, NAMES, base) == f'<x {attribute}="{after}">'


def test_a_language_keeps_its_pages_its_search_and_downloads(small_project: Path) -> None:
    docs = small_project / "docs/en"
    with (docs / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n![A desk](pictures/desk.png) [The plan](plan.pdf)\n")
    sources(docs, {"plan.pdf": "plan", "pictures/desk.png": "desk", "assets/own.js": "1"})
    site = build(read_handbook(small_project), small_project / "site", "").target
    left = {path.relative_to(site / "en").as_posix() for path in files_in(site / "en")}
    searched = {path for path in left if path.startswith(("pagefind/", "search/"))}
    assert searched
    assert left - searched == {
        "404.html",
        "index.html",
        "channels/phone/index.html",
        "ethics/courtesy/index.html",
        "glossary/index.html",
        "plan.pdf",
    }
    html = (site / "en/index.html").read_text(encoding="utf-8")
    assert re.search(r'src="\.\./assets/desk\.[0-9a-f]{10}\.png"', html)
    assert 'href="plan.pdf"' in html
    assert (site / "en/plan.pdf").read_text(encoding="utf-8") == "plan"
    named_anew = {path.name.split(".")[0]: path for path in files_in(site / "assets")}
    assert named_anew["desk"].read_text(encoding="utf-8") == "desk"
    assert named_anew["own"].read_text(encoding="utf-8") == "1"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


# ---- The whole site ----


def test_the_site_has_each_asset_once_and_none_in_a_language(site: Path, folder: str) -> None:
    shared = [path.name for path in (site / "assets").iterdir()]
    for name in shared:
        assert re.search(NAMED_BY_CONTENT, name), name
    stems = [name.split(".")[0] for name in shared if not name.endswith(".txt")]
    for stem in ("handbook", "search", "neutral", "plex-sans-latin", "favicon"):
        kinds = {Path(name).suffix for name in shared if name.split(".")[0] == stem}
        assert kinds
        assert len(kinds) == stems.count(stem), f"{stem} is there twice"
    kinds = {path.suffix for path in (site / folder).rglob("*") if path.is_file()}
    left = kinds - {".html"}
    searched = {path.suffix for path in (site / folder / "pagefind").rglob("*") if path.is_file()}
    assert left <= searched


def test_every_page_loads_shared_assets_alone(site: Path, site_at_kb: Path) -> None:
    for root, base in ((site, "/"), (site_at_kb, "/kb/")):
        for found in documents(root):
            loaded = [*found.all("script"), *found.all("link")]
            addresses = [
                one.get("src") or one["href"]
                for one in loaded
                if one.tag == "script" or one.get("rel") in ("stylesheet", "icon", "preload")
            ]
            assert len(addresses) >= 3, found.address
            for href in addresses:
                path, _ = found.target(href, base)
                assert path.parent == root / "assets"
                assert path.is_file(), f"{found.address}: {href}"


def test_a_name_that_tells_the_content_is_kept_for_ever() -> None:
    assert "immutable" in caching("/kb/assets/handbook.3f9c0a71de.css")
    for path in ("/ar/", "/assets/handbook.css", "/en/pagefind/pagefind.en_ef125e3488.pf_meta"):
        assert caching(path) == "no-cache"
