"""Which files beside the pages are published, and which of two of one name."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.content.handbook import read_handbook
from handbook.site.static import beside, static


@pytest.fixture
def root(small_project: Path) -> Path:
    """A project with files of every kind and place."""
    for name in (
        "plan.pdf", "form.pdf", ".hidden.pdf", ".folder/a.pdf", "templates/t.pdf", "left-out.pdf",
        "en/plan.pdf", "en/own.pdf", "en/.hidden.pdf", "en/templates/t.pdf", "ar/left-out.pdf",
        "en/pictures/desk.png",
    ):  # fmt: skip
        path = small_project / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    engine = small_project / "mkdocs.yml"
    text = engine.read_text("utf-8")
    assert "  /freshness/\n" in text
    engine.write_text(text.replace("  /freshness/\n", "  /freshness/\n  left-out.pdf\n"), "utf-8")
    return small_project


def test_what_is_hidden_or_excluded_is_published_in_no_language(root: Path) -> None:
    handbook = read_handbook(root)
    shared = ["assets/phone.svg", "form.pdf", "plan.pdf"]
    own = ["own.pdf", "pictures/desk.png", "templates/t.pdf"]
    assert beside(handbook, "en") == sorted([*shared, *own])
    assert beside(handbook, "ar") == shared


def test_a_languages_own_file_goes_before_a_shared_one(root: Path) -> None:
    copies = static(read_handbook(root), {}).copies
    assert copies["en/plan.pdf"].read_text("utf-8") == "en/plan.pdf"
    assert copies["ar/plan.pdf"].read_text("utf-8") == "plan.pdf"
    assert copies["en/form.pdf"] == copies["ar/form.pdf"]


def test_pictures_styles_and_scripts_are_assets_and_the_rest_is_copied(root: Path) -> None:
    found = static(read_handbook(root), {"face.woff2": root / "face.woff2"})
    assert found.assets["en/pictures/desk.png"] == root / "docs/en/pictures/desk.png"
    for address in (
        "en/assets/phone.svg",
        "en/assets/fonts/face.woff2",
        "ar/assets/stylesheets/handbook.css",
        "ar/assets/javascripts/search/find.js",
        "assets/neutral.js",
    ):
        assert address in found.assets, address
    assert {Path(address).suffix for address in found.copies} == {".pdf"}


def test_what_is_for_the_build_alone_is_not_published(root: Path) -> None:
    for name in (".icons/a.svg", "locale/x.txt", "partials/y.css", "z.py"):
        path = root / "overrides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
    found = static(read_handbook(root), {})
    left = [address for address in (*found.assets, *found.copies) if address.endswith(
        ("a.svg", "x.txt", "y.css", "z.py", ".po", ".html", "neutral/neutral.js")
    )]  # fmt: skip
    assert left == []
