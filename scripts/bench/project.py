"""The files of a generated handbook that are not its pages."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

SETTINGS = (".yml", ".po")
OWNER = "Solmira"


@dataclass(frozen=True)
class Contract:
    """The pages of a generated handbook; those of its kinds have sections of their own."""

    pages: tuple[str, ...]
    kinds: tuple[str, ...] = ("home", "topic")


def write_settings(real: Path, root: Path, contract: Contract) -> None:
    """The settings of the handbook at `real`, with another contract, below `root`."""
    (root / "docs").mkdir(parents=True, exist_ok=True)
    structure = yaml.safe_load((real / "docs/structure.yml").read_text(encoding="utf-8"))
    structure["pages"] = list(contract.pages)
    structure["kinds"] = {kind: {"sections": ["own"]} for kind in contract.kinds}
    text = yaml.safe_dump(structure, allow_unicode=True, sort_keys=False)
    (root / "docs/structure.yml").write_text(text, encoding="utf-8")
    for name in ("docs/company.yml", "docs/glossary.yml", "mkdocs.yml"):
        shutil.copyfile(real / name, root / name)
    shutil.copytree(real / "overrides", root / "overrides", dirs_exist_ok=True)


def front_matter(title: str, description: str, kind: str) -> str:
    """The head of a page."""
    fields = {
        "title": title,
        "description": description,
        "kind": kind,
        "owner": OWNER,
        "reviewed": "2026-11-16",
        "review_interval": "12 months",
    }
    lines = "".join(
        f"{key}: {value if key == 'reviewed' else _quoted(value)}\n"
        for key, value in fields.items()
    )
    return f"---\n{lines}---\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
