"""Targets of links: one that is written in another form, where it is known what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handbook.checks.links import rewritten
from handbook.checks.matching import is_source
from handbook.content.handbook import Handbook, Page
from handbook.content.markdown import Link
from handbook.findings import Edit, Finding
from handbook.fixes.mends import Documents, Mend, Says

CODES = frozenset({"KB303", "KB307", "KB309"})


def mends(
    handbook: Handbook, page: Page, findings: Mapping[Finding, Finding], files: Documents
) -> Iterator[Mend]:
    """The mends of a page's links.

    A translation links where its source does: what the source's page does not link to
    is not written here.
    """
    source = handbook.source.pages.get(page.name)
    allowed = None
    if not is_source(handbook, page):
        allowed = {link.target for s in (source.sections if source else ()) for link in s.links}
    links = [link for section in page.sections for link in section.links]
    for number, link in enumerate(links):
        found = rewritten(handbook, page, link)
        if found is None or found[0] not in findings:
            continue
        finding, target = found
        if allowed is not None and target not in allowed:
            continue
        if change := target_edit(page, number, link, target, files):
            yield Mend(findings[finding], (change[0],), (change[1],))


def target_edit(
    page: Page, number: int, link: Link, target: str, files: Documents
) -> tuple[Edit, Says] | None:
    """The edit that makes the page's link of that number lead elsewhere; None where its target
    is not written once behind its text, on the line it begins on.
    """
    document = files.get(page.path)
    if document is None:
        return None
    line = document.lines[link.line - 1]
    places = [
        found.span(1)
        for found in re.finditer(rf"\]\([ ]*<?({re.escape(link.target)})(?=[\s>)])", line)
        if found.start() >= link.column - 1
    ]
    if not places:
        return None
    # The first behind it is its own; that nothing else changes is seen to by `sound`.
    start, end = places[0]
    edit = Edit(page.path, link.line, start, end, target)
    return edit, Says(page.path, ("link", number), value=target)
