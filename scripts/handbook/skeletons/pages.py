"""A new page: the sections of its kind in every language, and its line in the contract."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from handbook.content.handbook import Handbook, Page, page_from_text
from handbook.content.layout import DOCS, STRUCTURE
from handbook.content.structure import Structure
from handbook.skeletons.listing import with_item
from handbook.skeletons.parts import blocks, front_matter, section
from handbook.skeletons.plans import (
    File,
    Plan,
    PlanError,
    Project,
    folders,
    parsed_structure,
    plain_text,
    planned,
    structure_text,
    unknown,
)
from handbook.skeletons.siblings import Siblings


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page to be made; `titles` by folder, `on` the day it counts as reviewed."""

    name: str
    kind: str
    on: datetime.date
    titles: Mapping[str, str]
    after: str | None = None


def plan_page(project: Project, request: PageRequest) -> Plan:
    """The page in every language. Raises PlanError."""
    handbook = project.handbook
    kinds = handbook.structure.kinds
    name = page_name(handbook, request.name)
    if request.kind not in kinds:
        raise unknown("kind", request.kind, kinds)
    _refuse_existing(handbook, name)
    text, structure = _listed(project, name, request)
    siblings = Siblings(handbook, request.kind)
    changed = [File(STRUCTURE, text, is_new=False)] if text != structure_text(project) else []
    pages = {}
    for folder in folders(handbook):
        title = request.titles.get(folder)
        head = front_matter(
            request.kind,
            request.on,
            siblings.interval,
            title=plain_text(title, "the title") if title is not None else "",
            owner=siblings.owner(folder),
        )
        sections = [
            section(2, rule.id, siblings.heading(folder, rule.id), siblings.shape(folder, rule))
            for rule in kinds[request.kind].fixed
        ]
        path = f"{DOCS}/{folder}/{name}"
        page = f"{head}\n{blocks([part.rstrip() for part in sections])}"
        changed.append(File(path, page, is_new=True))
        language = handbook.structure.language(folder)
        pages[folder] = page_from_text(language, name, path, page)
    return planned(changed, handbook, replace(with_pages(handbook, pages), structure=structure))


def page_name(handbook: Handbook, written: str) -> str:
    """A page's name, which may be given as a path copied from elsewhere."""
    name = written
    for folder in folders(handbook):
        name = name.removeprefix(f"{DOCS}/{folder}/")
    return name


def with_pages(handbook: Handbook, pages: Mapping[str, Page]) -> Handbook:
    """The handbook with a page more, or another one, in each language, by folder."""
    trees = dict(handbook.trees)
    for folder, page in pages.items():
        tree = trees[folder]
        trees[folder] = replace(tree, pages={**tree.pages, page.name: page})
    return replace(handbook, trees=trees)


def _refuse_existing(handbook: Handbook, name: str) -> None:
    for folder, tree in handbook.trees.items():
        if name in tree.pages:
            raise PlanError(
                f"{DOCS}/{folder}/{name} exists already",
                "choose another name, or add to it with `handbook new section`",
            )


def _listed(project: Project, name: str, request: PageRequest) -> tuple[str, Structure]:
    """docs/structure.yml with the page in it."""
    handbook = project.handbook
    pages = list(handbook.structure.pages)
    text = structure_text(project)
    if name in pages:  # it was listed before it was written
        return text, handbook.structure
    after = _place(handbook, name, request) if request.after is None else request.after
    after = page_name(handbook, after)
    if after not in pages:
        raise unknown("page", after, pages)
    text = with_item(STRUCTURE, text, ("pages",), pages.index(after), name)
    return text, parsed_structure(text)


def _place(handbook: Handbook, name: str, request: PageRequest) -> str:
    """Where nobody says: after the last page of its kind, else of its folder, else of all."""
    pages = handbook.structure.pages
    alike = handbook.names_by_kind.get(request.kind, frozenset())
    near = [
        [page for page in pages if page in alike],
        [page for page in pages if PurePosixPath(page).parent == PurePosixPath(name).parent],
        list(pages),
    ]
    return next(found for found in near if found)[-1]
