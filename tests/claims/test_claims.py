"""Every claim of the guidance has its section, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from handbook.content.handbook import Handbook

CLAIMS: dict[str, str] = yaml.safe_load(
    Path(__file__).with_name("claims.yml").read_text(encoding="utf-8")
)

# How many claims each page has to state.
PAGES = {
    "OV": ("overview.md", 21),
    "CH": ("channels/index.md", 3),
    "IP": ("channels/in-person.md", 5),
    "PV": ("channels/phone-voicemail.md", 11),
    "LM": ("channels/letters-memos.md", 5),
    "EM": ("channels/email-web-forms.md", 7),
    "ET": ("ethics/index.md", 3),
    "CO": ("ethics/courtesy.md", 5),
    "RE": ("ethics/respect.md", 4),
    "CM": ("ethics/commitment.md", 4),
    "HO": ("ethics/honesty.md", 4),
}


def test_the_map_names_every_claim_once() -> None:
    expected = [
        f"{prefix}-{n:02}" for prefix, (_, count) in PAGES.items() for n in range(1, count + 1)
    ]
    assert len(expected) == 72
    assert sorted(CLAIMS) == sorted(expected)


def test_every_claim_stands_on_the_page_it_belongs_to() -> None:
    for claim, target in CLAIMS.items():
        assert target.partition("#")[0] == PAGES[claim.partition("-")[0]][0], claim


@pytest.mark.parametrize("claim", sorted(CLAIMS))
def test_the_section_of_a_claim_exists_and_says_something_in_all_languages(
    handbook: Handbook, claim: str
) -> None:
    name, _, section_id = CLAIMS[claim].partition("#")
    for language in handbook.structure.languages:
        page = handbook.trees[language.folder].pages[name]
        section = page.by_id.get(section_id)
        assert section is not None, f"{claim}: {page.path} has no section `{section_id}`"
        assert page.text_of(section).strip(), f"{claim}: {page.path}#{section_id} is empty"


def test_the_claims_are_spread_over_the_handbook() -> None:
    """A map that points everything at a few sections would pass the rest; not this."""
    assert len(set(CLAIMS.values())) >= 25
