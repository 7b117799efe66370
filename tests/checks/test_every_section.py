"""No section of the real handbook can be lost unseen, in any language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from handbook import checks
from handbook.checks import parity
from handbook.content.handbook import Handbook, Page, Section, Tree, page_from_text
from handbook.findings import Finding, Severity


def without(page: Page, section: Section, text: str) -> Page:
    """`page` as if its author had deleted one section, with the deeper ones in it."""
    lines = text.split("\n")
    following = page.sections[page.sections.index(section) + 1 :]
    end = next((s.line for s in following if s.level <= section.level), len(lines) + 1)
    del lines[section.line - 1 : end - 1]
    return page_from_text(page.language, page.name, page.path, "\n".join(lines))


def with_page(handbook: Handbook, page: Page) -> Handbook:
    tree = handbook.trees[page.language.folder]
    changed = Tree(**{**vars(tree), "pages": {**tree.pages, page.name: page}})
    return replace(handbook, trees={**handbook.trees, page.language.folder: changed})


def of_one_page(handbook: Handbook, name: str) -> Handbook:
    """The handbook as if it had no other page: none is judged over and over."""
    structure = handbook.structure.model_copy(update={"pages": (name,)})
    trees = {
        folder: Tree(tree.language, {name: tree.pages[name]})
        for folder, tree in handbook.trees.items()
    }
    return replace(handbook, structure=structure, trees=trees)


def deletions(handbook: Handbook, folder: str) -> Iterator[tuple[Page, Section, Handbook]]:
    for page in handbook.trees[folder].pages.values():
        text = (handbook.root / page.path).read_text(encoding="utf-8")
        alone = of_one_page(handbook, page.name)
        assert list(parity.check(alone)) == []
        for section in page.headed:
            yield page, section, with_page(alone, without(page, section, text))


def test_the_handbook_is_sound(handbook: Handbook) -> None:
    assert checks.check(handbook) == ()


@pytest.mark.parametrize("folder", ["ar", "pt", "id"])
def test_a_section_deleted_from_a_translation_is_named_with_its_file_and_line(
    handbook: Handbook, folder: str
) -> None:
    for page, section, broken in deletions(handbook, folder):
        named = [found for found in parity.check(broken) if names(found, section)]
        assert any(found.path == page.path for found in named), f"{page.path}#{section.id}"
        lines = broken.trees[folder].pages[page.name].body.count("\n") + 20
        assert all(1 <= found.line <= lines for found in named)
        assert any(found.severity is Severity.ERROR for found in named)


def test_a_section_deleted_from_the_source_is_named(handbook: Handbook) -> None:
    for page, section, broken in deletions(handbook, "en"):
        assert any(names(found, section) for found in parity.check(broken)), (
            f"{page.path}#{section.id}"
        )


def names(found: Finding, section: Section) -> bool:
    return f"`{section.id}`" in found.message + found.note
