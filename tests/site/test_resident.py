"""A site that is kept built: which files an edited page is shown by, and which are left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.content.handbook import read_handbook
from handbook.site.build import build
from handbook.site.plan import NEUTRAL
from handbook.site.resident import Resident

PHONE = "docs/en/channels/phone.md"
OWN = ("en", "channels/phone.md")


@pytest.fixture
def resident(small_project: Path) -> Resident:
    """The small handbook, built and ready for edits."""
    found = Resident(read_handbook(small_project), small_project / "site")
    found.build()
    return found


def rewrite(resident: Resident, path: str, pattern: str, new: str) -> None:
    file = resident.handbook.root / path
    text, count = re.subn(pattern, new, file.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert count, f"{path} has no {pattern}"
    file.write_text(text, "utf-8")


def shown(resident: Resident, address: str) -> str:
    return (resident.handbook.root / "site" / address / "index.html").read_text("utf-8")


def test_a_pages_text_is_shown_by_itself_and_by_its_translation(resident: Resident) -> None:
    """The translation tells whether it is out of date, and the neutral page lists sections."""
    rewrite(resident, PHONE, "^Give your name.", "Say who you are.")
    edited = resident.edit({PHONE})
    assert edited
    assert edited.own == (OWN,)
    assert ("ar", "channels/phone.md") in edited.others
    assert (NEUTRAL, "channels/phone.md") in edited.others
    assert ("en", "glossary.md") not in edited.others
    assert resident.make(edited.own) == ["en/channels/phone/index.html"]
    assert "Say who you are." in shown(resident, "en/channels/phone")


def test_a_new_title_is_shown_wherever_it_stands(resident: Resident) -> None:
    rewrite(resident, PHONE, "^title: .*", "title: On the telephone")
    edited = resident.edit({PHONE})
    assert edited
    assert {("en", "ethics/courtesy.md"), ("en", "404.html")} <= {*edited.others}
    resident.make(edited.own)
    resident.make(edited.others)
    for address in ("en", "en/channels/phone", "en/ethics/courtesy", "en/glossary"):
        assert "On the telephone" in shown(resident, address), address


def test_what_a_page_newly_shows_is_known_at_the_next_edit(resident: Resident) -> None:
    glossary = "docs/en/glossary.md"
    rewrite(resident, glossary, r"\Z", "\n## Where {#where}\n\n{{ generated.matrix }}\n")
    added = resident.edit({glossary})
    assert added
    resident.make(added.own)
    rewrite(resident, PHONE, "^title: .*", "title: On the telephone")
    edited = resident.edit({PHONE})
    assert edited
    assert ("en", "glossary.md") in edited.others
    rewrite(resident, PHONE, "^## Courtesy on the phone", "## A courteous phone call")
    edited = resident.edit({PHONE})
    assert edited
    assert ("en", "glossary.md") in edited.others


@pytest.mark.parametrize("key", ["kind: ethic", "kind: [7]"])
def test_a_page_of_another_kind_is_a_matter_for_the_whole(resident: Resident, key: str) -> None:
    rewrite(resident, PHONE, "^kind: .*", key)
    assert resident.edit({PHONE}) is None


def test_what_is_no_page_is_a_matter_for_the_whole(resident: Resident) -> None:
    assert resident.edit({PHONE, "docs/company.yml"}) is None
    assert resident.edit({"docs/en/new.md"}) is None
    assert resident.edit({"mkdocs.yml"}) is None
    (resident.handbook.root / PHONE).unlink()
    assert resident.edit({PHONE}) is None


def test_of_a_handbook_read_again_all_is_ready_but_what_loads_other_assets(
    resident: Resident,
) -> None:
    root = resident.handbook.root
    company = root / "docs/company.yml"
    company.write_text(company.read_text("utf-8").replace("rings: 3", "rings: 7"), "utf-8")
    again = resident.anew(read_handbook(root))
    assert again.is_ready
    again.make([again.files["en/channels/phone/index.html"]])
    assert "7 rings" in shown(again, "en/channels/phone")
    with (root / "overrides/assets/stylesheets/handbook.css").open("a") as style:
        style.write("a { color: red }")
    assert not again.anew(read_handbook(root)).is_ready


def test_what_a_whole_build_read_is_known_when_it_is_done(resident: Resident) -> None:
    root = resident.handbook.root
    for folder in ("en", "ar"):
        text = (root / f"docs/{folder}/glossary.md").read_text("utf-8")
        (root / f"docs/{folder}/words.md").write_text(text, "utf-8")
    again = resident.anew(read_handbook(root))
    build(again.handbook, root / "site", "")
    again.ready()
    rewrite(again, "docs/en/words.md", "^title: .*", "title: Our words")
    edited = again.edit({"docs/en/words.md"})
    assert edited
    assert ("ar", "words.md") in edited.others


def test_what_showed_a_page_that_is_gone_is_not_made(resident: Resident) -> None:
    root = resident.handbook.root
    for folder in ("en", "ar"):
        (root / f"docs/{folder}/ethics/courtesy.md").unlink()
    again = resident.anew(read_handbook(root))
    rewrite(again, PHONE, "^title: .*", "title: On the telephone")
    edited = again.edit({PHONE})
    assert edited
    assert edited.others
    assert not [name for _, name in edited.others if "courtesy" in name]
    again.make(edited.others)


def test_a_site_that_is_not_built_yet_shows_no_edit(small_project: Path) -> None:
    assert Resident(read_handbook(small_project), small_project / "site").edit({PHONE}) is None
