"""Small sites with the traits of real ones, and what is found in them."""

from __future__ import annotations

from pathlib import Path

from handbook.checks import check
from handbook.content.foreign import read_site
from handbook.findings import Finding

FOLDER = """\
site_name: !ENV [NAME, Tools]
nav: &nav
  - Home: index.md
again: *nav
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
        - {locale: en, name: English, default: true}
        - {locale: fr, name: Français}
        - {locale: "null", name: Help, fixed_link: "https://example.org/"}
"""
SUFFIX = FOLDER.replace("docs_structure: folder", "docs_structure: suffix")
PAGE = "# Tools\n\nText.\n\n## Saw\n\n- one\n- two\n\n## Axe\n\nText.\n"
PAGE_FR = "# Outils\n\nTexte.\n\n## Scie\n\n- un\n- deux\n\n## Hache\n\nTexte.\n"


def site(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root / "mkdocs.yml"


def found(root: Path, files: dict[str, str | bytes]) -> tuple[Finding, ...]:
    return check(read_site(site(root, files)))


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def two(source: str, translation: str) -> dict[str, str | bytes]:
    return {
        "mkdocs.yml": FOLDER,
        "docs/en/index.md": source,
        "docs/fr/index.md": translation,
    }
