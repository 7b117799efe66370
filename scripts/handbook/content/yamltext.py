"""YAML with positions: plain values, and the line and column each was written at.

PyYAML's nodes carry marks; its loaded values do not. This module composes the
nodes, refuses what a settings file has no business holding (anchors, tags,
duplicate keys), and gives both.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

import yaml

try:
    from yaml import CSafeLoader as LibraryLoader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as LibraryLoader  # type: ignore[assignment]

KeyPath: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 12
_PYTHON = "tag:yaml.org,2002:python/"
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; both 1-based."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class PythonTag:
    """A value that would name or call something of Python's: `name:markdown.util.x`, never run."""

    tag: str
    value: Any


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


class _QuickLoader(LibraryLoader):
    """libyaml's parser, many times faster; it knows neither our limits nor our faults."""

    allow_tags = False

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.passed: set[int] = set()


# What the quick loader is not given: aliases, tags, folded text, directives; what nests on one
# line, as deep as it likes; and what the two take differently. Where it finds a fault, the slow
# one says which.
_NOT_QUICK = re.compile(r"(?:^|[ \[{,])[&*!|>%]|(?:[-?:] +){9}|^(?:---|\.\.\.)", re.MULTILINE)
_ODD = re.compile("[\t\r\x85\u2028\u2029\ufeff]")
_NOT_QUICK_IN_BRACKETS = re.compile(r"[?\\]|:(?![ \n\w])")
_BRACKETS = re.compile(r"[\[\]{}]")
# Comments, and text of lines that are kept as they are: whatever they hold is no YAML.
_NO_YAML = re.compile(r"^ *#.*|^( *)[^\s#].*: \|-?\n(?:\1 .*\n|\n)*", re.MULTILINE)


def _is_quick(text: str) -> bool:
    shown = _NO_YAML.sub("", text)
    if _ODD.search(text) or _NOT_QUICK.search(shown):
        return False
    brackets = _BRACKETS.findall(text)
    if brackets and _NOT_QUICK_IN_BRACKETS.search(shown):
        return False
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            return False
    return True


# A line of most pages' front matter: a key and words, a quoted text or a date.
_PLAIN_LINE = re.compile(
    r"([a-z_]{1,40}): (?:'((?:[^']|'')*)'|(\d{4})-(\d\d)-(\d\d)"
    r"|(\d+ [a-z]+|[^\W\d_](?:[^:#]*[^:# ])?))"
)
_NO_WORDS = frozenset({"yes", "no", "true", "false", "on", "off", "null"})


def _plainly(text: str, first_line: int) -> YamlText | None:
    """A text of nothing but plain lines; None where it has others."""
    value: dict[str, Any] = {}
    positions: dict[KeyPath, Position] = {(): Position(first_line, 1)}
    for number, line in enumerate(text.split("\n"), first_line):
        found = _PLAIN_LINE.fullmatch(line) if line.isprintable() else None
        if found is None:
            return None
        key, quoted, year, month, day, words = found.groups()
        if key in value or (words and words.lower() in _NO_WORDS):
            return None
        try:
            date = datetime.date(int(year), int(month), int(day)) if year else None
        except ValueError:
            return None
        value[key] = quoted.replace("''", "'") if quoted is not None else date or words
        positions[key,] = Position(number, 1)
    return YamlText(value, positions)


def _quickly(text: str, first_line: int) -> YamlText | None:
    """The text as the quick loader reads it; None where it is not for it."""
    if plain := _plainly(text, first_line):
        return plain
    if not _is_quick(text):
        return None
    try:
        loader = _QuickLoader(text)
    except (yaml.YAMLError, ValueError):
        return None
    positions: dict[KeyPath, Position] = {(): Position(first_line, 1)}
    try:
        node = loader.get_single_node()
        if node is None:
            return YamlText(None, positions)
        return YamlText(_value(loader, node, (), positions, first_line - 1), positions)
    except (yaml.YAMLError, YamlFault, ValueError, OverflowError, RecursionError):
        return None
    finally:
        loader.dispose()


def load(text: str, *, first_line: int = 1, allow_tags: bool = False) -> YamlText:
    """Load `text`, whose first line is line `first_line` of its file. Raises YamlFault.

    With `allow_tags` the text is somebody else's settings, read for a few values only: a
    tag (`!ENV`) is passed over and its node read as plain text, an alias or what is nested
    too deeply as nothing, and of a key that is written twice the last counts.
    """
    if allow_tags:
        found = _slowly_once(text, first_line)
        # Each who asks may do with it as he likes.
        return replace(found, value=deepcopy(found.value))
    return _quickly(text, first_line) or _slowly(text, first_line, allow_tags=False)


@lru_cache(maxsize=2)
def _slowly_once(text: str, first_line: int) -> YamlText:
    """The settings of somebody else: there is one mkdocs.yml, and many ask for a part of it."""
    return _slowly(text, first_line, allow_tags=True)


def _slowly(text: str, first_line: int, *, allow_tags: bool) -> YamlText:
    """The text as PyYAML's own loader reads it, which tells each fault. Raises YamlFault."""
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
    loader: _Loader | _QuickLoader,
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
    if isinstance(loader, _QuickLoader) and isinstance(node, yaml.CollectionNode):
        # An alias that hid from us is the same node again.
        if id(node) in loader.passed:
            raise YamlFault("an alias is not allowed", "write the value again", place)
        loader.passed.add(id(node))
    if loader.allow_tags and node.tag.startswith(_PYTHON):
        tag, node.tag = node.tag.removeprefix(_PYTHON), _TEXT
        return PythonTag(tag, _value(loader, node, path, positions, offset))
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
