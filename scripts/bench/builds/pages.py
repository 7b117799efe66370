"""The pages of a generated handbook in plain Markdown, which every generator can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

_VARIABLE = re.compile(r"\{\{ ([\w.]+) \}\}")
_FENCE = "---\n"


@dataclass(frozen=True)
class PlainPage:
    """A page: the language's folder, its path below that, and what stands in it."""

    language: str
    name: str
    title: str
    description: str
    body: str


def plain_pages(root: Path) -> Iterator[PlainPage]:
    """Every page of the handbook at `root`, with the names of variables for their values."""
    docs = root / "docs"
    for path in sorted(docs.glob("*/**/*.md")):
        _, head, body = path.read_text(encoding="utf-8").split(_FENCE, 2)
        fields = yaml.safe_load(head)
        language, _, name = path.relative_to(docs).as_posix().partition("/")
        plain = _VARIABLE.sub(r"\1", body)
        yield PlainPage(language, name, fields["title"], fields["description"], plain)


def head(page: PlainPage) -> str:
    """The head of a page that most generators understand."""
    fields = {"title": page.title, "description": page.description}
    text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1_000)
    return f"{_FENCE}{text}{_FENCE}"


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
