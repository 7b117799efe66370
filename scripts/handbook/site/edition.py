"""Loads the handbook with the texts and the site's address that a build needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from handbook.content.handbook import Handbook, read_handbook
from handbook.site.generate import Edition
from handbook.site.outlines import Outline
from handbook.texts import load_texts


def editions(
    handbook: Handbook,
    site_url: str,
    outlines: Mapping[str, Mapping[str, Outline]] | None = None,
) -> dict[str, Edition]:
    """One edition a language, by folder; `site_url` is the whole site's, "" where unknown.

    `outlines` are the pages' by language, where they are known.
    """
    structure = handbook.structure
    locales = {language.folder: language.locale for language in structure.languages}
    texts = load_texts(handbook.root, locales, structure.source)
    return {
        language.folder: Edition(
            handbook,
            language,
            texts[language.folder],
            site_url,
            outlines[language.folder] if outlines else None,
        )
        for language in structure.languages
    }


def read_edition(root: Path, folder: str, site_url: str) -> Edition:
    """Read the handbook for one language. Raises InvalidStructure, KeyError."""
    return editions(read_handbook(root), site_url)[folder]
