"""A new item in a list of a YAML file: line by line, so that comments and order stay."""

from __future__ import annotations

import re

import yaml

from handbook.content.yamltext import KeyPath, YamlFault, load
from handbook.skeletons.plans import PlanError

_DASH = re.compile(r"\s*-\s+")


def with_item(file: str, text: str, path: KeyPath, after: int, item: object) -> str:
    """`text` with `item` after item number `after` of the list at `path`. Raises PlanError."""
    written = flow(item)
    by_hand = PlanError(
        f"{file} cannot be added to as it is written",
        f"write `{'.'.join(map(str, path))}` as a list with an item a line, each begun by `- `",
    )
    try:
        loaded = load(text, allow_tags=True)
    except YamlFault:
        raise by_hand from None
    first = loaded.positions.get((*path, after))
    if first is None:
        raise by_hand
    lines = text.split("\n")
    dash = _DASH.fullmatch(lines[first.line - 1][: first.column - 1])
    if dash is None:
        raise by_hand
    depth = len(path) + 1
    last = max(
        place.line for key, place in loaded.positions.items() if key[:depth] == (*path, after)
    )
    lines.insert(last, f"{dash[0]}{written}")
    new = "\n".join(lines)
    # What this does not understand (an item of several lines) shows when it is read again.
    if not _adds(new, text, path, after, item):
        raise by_hand
    return new


def flow(item: object) -> str:
    """A plain value or a mapping on one line."""
    text = yaml.safe_dump(
        item, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _adds(new: str, text: str, path: KeyPath, after: int, item: object) -> bool:
    try:
        now, before = (load(one, allow_tags=True).value for one in (new, text))
    except YamlFault:
        return False
    found = before
    for key in path:
        found = found[key]
    found.insert(after + 1, item)
    return bool(now == before)
