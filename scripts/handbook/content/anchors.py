"""The anchors of a page: what a link to it may name after `#`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from handbook.content.addresses import slug
from handbook.content.handbook import Handbook, Page
from handbook.content.once import once

CHANNEL = "channel"
ETHIC = "ethic"
GLOSSARY = "glossary"
LINKS = "links"


@once
def anchors(handbook: Handbook, page: Page) -> frozenset[str]:
    """Every id on the built page: its headings' explicit ones and the generated ones."""
    return generated_anchors(handbook, kind_name(handbook, page)).union(page.by_id)


def generated_anchors(handbook: Handbook, kind: str | None) -> frozenset[str]:
    """The ids of the headings that the build writes into a page of this kind."""
    if kind == GLOSSARY:
        return frozenset(glossary_ids(handbook))
    if kind == ETHIC:
        # Of any language: a channel page that is missing or broken in this one is no
        # reason to call every link to its part of the ethic's page broken too.
        channels = handbook.names_by_kind.get(CHANNEL, ())
        return frozenset(f"on-{PurePosixPath(name).stem}" for name in channels)
    if kind == LINKS:
        return frozenset(slug(name) for name in handbook.structure.pages)
    return frozenset()


def kind_name(handbook: Handbook, page: Page) -> str | None:
    """The kind a page names, even where other keys beside it are wrong."""
    if page.meta:
        return page.meta.kind
    text = page.front_matter.text
    written = text.value.get("kind") if text and isinstance(text.value, Mapping) else None
    if isinstance(written, str):
        return written
    source = handbook.source.pages.get(page.name)
    return source.meta.kind if source and source.meta else None


def glossary_ids(handbook: Handbook) -> tuple[str, ...]:
    """The ids of the terms, even where the glossary does not fit its schema."""
    settings = handbook.glossary
    if settings.model:
        return tuple(settings.model.terms)
    value = settings.text.value if settings.text else None
    terms = value.get("terms") if isinstance(value, Mapping) else None
    return tuple(str(id) for id in terms) if isinstance(terms, Mapping) else ()
