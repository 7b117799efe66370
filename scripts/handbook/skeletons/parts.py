"""The Markdown of what is still to be written: front matter, headings, rows, tasks, answers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from handbook.content.frontmatter import FENCE
from handbook.content.marks import MARK
from handbook.content.structure import Needs

# Say, do not say, why: the table that every kind of ours asks for.
COLUMNS = 3
OPEN_CELL = "…"
ANSWER = "success"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a section holds beside text; `head` is its table's first line where that is known."""

    needs: Needs
    columns: int = COLUMNS
    head: str = ""
    answer: str = ANSWER
    generated: tuple[str, ...] = ()


def front_matter(
    kind: str, reviewed: datetime.date, interval: str, *, title: str = "", owner: str = ""
) -> str:
    """The head of a page; an open key holds the mark as its text."""
    meta = {
        "title": title or MARK,
        "description": MARK,
        "kind": kind,
        "owner": owner or MARK,
        "reviewed": reviewed,
        "review_interval": interval,
    }
    text = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"{FENCE}\n{text}{FENCE}\n"


def heading(level: int, id: str, text: str = "") -> str:
    """A heading with its id."""
    return f"{'#' * level} {text or MARK} {{#{id}}}"


def section(level: int, id: str, text: str, shape: Shape) -> str:
    """A heading, and a mark wherever something is to be written below it."""
    return blocks([heading(level, id, text), *_body(shape)])


def blocks(texts: Sequence[str]) -> str:
    """Blocks with a blank line between them."""
    return "\n\n".join(texts) + "\n"


def _body(shape: Shape) -> list[str]:
    needs = shape.needs
    found = []
    if needs.table_rows:
        rest = f" {OPEN_CELL} |" * (shape.columns - 1)
        head = shape.head or f"| {OPEN_CELL} |{rest}"
        rows = [head, "|" + " --- |" * shape.columns, *[f"| {MARK} |{rest}"] * needs.table_rows]
        found.append("\n".join(rows))
    if needs.tasks:
        found.append("\n".join([f"- [ ] {MARK}"] * needs.tasks))
    if needs.folded or not found:
        found.append(MARK)
    found += [f"??? {shape.answer}\n    {MARK}"] * needs.folded
    return [*found, *(f"{{{{ {name} }}}}" for name in shape.generated)]
