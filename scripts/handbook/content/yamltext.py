"""YAML with positions: plain values, and the line and column each was written at.

PyYAML's nodes carry marks; its loaded values do not. This module composes the
nodes, refuses what a settings file has no business holding (anchors, tags,
duplicate keys), and gives both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

KeyPath: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; both 1-based."""

    line: int
    column: int


class YamlFault(Exception):
    """Why a text is not the YAML we read, where, and the mend."""

    def __init__(self, message: str, help: str, position: Position) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.position = position


@dataclass(frozen=True, slots=True)
class YamlText:
    """A loaded text: `value`, and the position of every key and item by its path."""

    value: Any
    positions: Mapping[KeyPath, Position]

    def position(self, path: KeyPath) -> Position:
        """The position of `path`, or of its nearest ancestor that was written down."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, Position(1, 1))


class _Loader(yaml.SafeLoader):
    """SafeLoader that takes no alias: a few nested ones can unfold to gigabytes."""

    def __init__(self, text: str, allow_tags: bool) -> None:
        super().__init__(text)
        self.allow_tags = allow_tags

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            if self.allow_tags:
                event = self.get_event()  # type: ignore[no-untyped-call]
                return yaml.ScalarNode("tag:yaml.org,2002:null", "", event.start_mark)
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(
                problem=f"alias `*{event.anchor}` is not allowed", problem_mark=event.start_mark
            )
        return super().compose_node(parent, index)


def load(text: str, *, first_line: int = 1, allow_tags: bool = False) -> YamlText:
    """Load `text`, whose first line is line `first_line` of its file. Raises YamlFault.

    With `allow_tags` the text is somebody else's settings, read for a few values only: a
    tag (`!ENV`) is passed over and its node read as plain text, an alias or what is nested
    too deeply as nothing, and of a key that is written twice the last counts.
    """
    offset = first_line - 1
    try:
        loader = _Loader(text, allow_tags)
    except yaml.YAMLError as error:
        raise YamlFault(
            f"not valid YAML: {str(error).splitlines()[0]}",
            "remove the character that YAML does not allow",
            Position(first_line, 1),
        ) from None
    try:
        node = loader.get_single_node()
        positions: dict[KeyPath, Position] = {(): Position(first_line, 1)}
        value = None if node is None else _value(loader, node, (), positions, offset)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (
            Position(mark.line + 1 + offset, mark.column + 1) if mark else Position(first_line, 1)
        )
        problem = error.problem or error.context or "it cannot be read"
        raise YamlFault(
            f"not valid YAML: {problem}",
            "quote a value that holds `: `, `#` or a leading `*`, `&`, `@`; indent with spaces",
            place,
        ) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise YamlFault(
            f"not valid YAML: {str(error).splitlines()[0]}",
            "remove the character or value that YAML does not allow",
            Position(first_line, 1),
        ) from None
    except RecursionError:
        raise YamlFault(
            "nested too deeply", "flatten the settings", Position(first_line, 1)
        ) from None
    finally:
        loader.dispose()
    return YamlText(value, positions)


def _value(
    loader: _Loader,
    node: yaml.Node,
    path: KeyPath,
    positions: dict[KeyPath, Position],
    offset: int,
) -> Any:
    place = _place(node, offset)
    if len(path) > MAX_DEPTH:
        if loader.allow_tags:
            return None
        raise YamlFault("nested too deeply", "flatten the settings", place)
    positions.setdefault(path, place)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key_place = _place(key_node, offset)
            if not isinstance(key_node, yaml.ScalarNode):
                if loader.allow_tags:
                    continue
                raise YamlFault("a key is not plain text", "write the key as one word", key_place)
            key = str(key_node.value)
            if key in mapping and not loader.allow_tags:
                raise YamlFault(f"key `{key}` is written twice", "keep one of the two", key_place)
            positions[(*path, key)] = key_place
            mapping[key] = _value(loader, value_node, (*path, key), positions, offset)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(loader, item, (*path, index), positions, offset)
            for index, item in enumerate(node.value)
        ]
    if node.tag not in loader.yaml_constructors:
        if loader.allow_tags:
            return str(node.value)
        raise YamlFault(f"tag `{node.tag}` is not allowed", "remove the tag", place)
    try:
        return loader.construct_object(node, deep=True)
    except yaml.MarkedYAMLError:
        raise
    except Exception as error:  # SafeLoader's constructors raise whatever Python does
        problem = str(error).splitlines()[0] if isinstance(error, ValueError) else "no such value"
        raise YamlFault(
            f"not valid YAML: {problem}", "correct the value, or write it in quotes", place
        ) from None


def _place(node: yaml.Node, offset: int) -> Position:
    return Position(node.start_mark.line + 1 + offset, node.start_mark.column + 1)
