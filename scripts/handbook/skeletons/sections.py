"""A new section of a page: the same place and id in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.checks.matching import slugged
from handbook.checks.outline import english_name
from handbook.content.anchors import generated_anchors, kind_name
from handbook.content.handbook import Handbook, Page, Section, page_from_text
from handbook.content.structure import ID, SectionRule
from handbook.skeletons.pages import page_name, with_pages
from handbook.skeletons.parts import section
from handbook.skeletons.plans import (
    File,
    Plan,
    PlanError,
    Project,
    folders,
    plain_text,
    planned,
    unknown,
)
from handbook.skeletons.siblings import Siblings


@dataclass(frozen=True, slots=True)
class SectionRequest:
    """A section to be made after another one and what is in that; `headings` by folder."""

    page: str
    id: str
    after: str
    level: int
    headings: Mapping[str, str]


def plan_section(project: Project, request: SectionRequest) -> Plan:
    """The section in every language. Raises PlanError."""
    handbook = project.handbook
    name = page_name(handbook, request.page)
    if name not in handbook.source.pages:
        raise unknown("page", name, handbook.source.pages)
    _refuse_id(request.id)
    files = []
    pages = {}
    for folder in folders(handbook):
        page = _page(handbook, folder, name)
        _refuse_existing(handbook, page, request.id)
        text = _inserted(handbook, page, project.texts[page.path], request)
        new = page_from_text(page.language, name, page.path, text)
        added = new.by_id.get(request.id)
        if added is None or added.level != request.level or len(new.headed) != _one_more(page):
            raise PlanError(
                f"the section cannot be added to {page.path}",
                "see `handbook check`, and leave marks of Markdown out of the heading",
            )
        files.append(File(page.path, text, is_new=False))
        pages[folder] = new
    return planned(files, handbook, with_pages(handbook, pages))


def _one_more(page: Page) -> int:
    return len(page.headed) + 1


def _refuse_id(id: str) -> None:
    if not ID.match(id):
        slug = slugged(id)
        hint = f"did you mean `{slug}`?" if slug else "use lower-case ASCII words joined by `-`"
        raise PlanError(f"`{id}` is no section id", hint)


def _page(handbook: Handbook, folder: str, name: str) -> Page:
    page = handbook.trees[folder].pages.get(name)
    language = english_name(handbook.structure.language(folder))
    if page is None:
        raise PlanError(f"page `{name}` is missing in {language}", "write it first")
    if page.fault:
        raise PlanError(f"{page.path} cannot be read", "see `handbook check`")
    return page


def _refuse_existing(handbook: Handbook, page: Page, id: str) -> None:
    if id in page.by_id:
        place = f"{page.path}:{page.by_id[id].line}"
        raise PlanError(f"section `{id}` exists already at {place}", "choose another id")
    if id in generated_anchors(handbook, kind_name(handbook, page)):
        raise PlanError(f"the build gives `{id}` to a heading of {page.path}", "choose another id")


def _inserted(handbook: Handbook, page: Page, text: str, request: SectionRequest) -> str:
    after = page.by_id.get(request.after)
    if after is None:
        raise unknown("section", request.after, page.by_id, f" in {page.path}")
    last = _last_within(page, after, request.level)
    if request.level > last.level + 1:
        raise PlanError(
            f"a section at level {request.level} cannot follow one at level {last.level}",
            f"use --level {last.level + 1}",
        )
    folder = page.language.folder
    given = request.headings.get(folder)
    rule = _rule(handbook, page, request)
    siblings = Siblings(handbook, page.meta.kind if page.meta else "")
    heading = siblings.heading(folder, rule.id)
    if given is not None:
        heading = plain_text(given, "the heading")
    new = section(request.level, request.id, heading, siblings.shape(folder, rule))
    lines = text.split("\n")
    before = "\n".join(lines[: last.end]).rstrip("\n")
    rest = "\n".join(lines[last.end :]).lstrip("\n")
    return f"{before}\n\n{new}" + (f"\n{rest}" if rest else "")


def _last_within(page: Page, after: Section, level: int) -> Section:
    """The last section that the new one must follow so that it takes none for its own."""
    last = after
    for other in page.headed[page.headed.index(after) + 1 :]:
        if other.level <= min(after.level, level):
            break
        last = other
    return last


def _rule(handbook: Handbook, page: Page, request: SectionRequest) -> SectionRule:
    """What the contract says of the section, where it is one of the kind's."""
    kind = handbook.kind(page)
    rules = kind.fixed if kind and request.level == 2 else ()
    return next((rule for rule in rules if rule.id == request.id), SectionRule(id=request.id))
