"""Settings files against their closed schemas: pydantic's errors as faults with positions."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from handbook.content.faults import Fault, FaultKind
from handbook.content.files import UnreadableText, read_text
from handbook.content.yamltext import KeyPath, Position, YamlFault, YamlText, load


class Closed(BaseModel):
    """A schema that refuses unknown keys and does not guess at types.

    Made ready when it is first used: alone is what takes part in another never asked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


Model = TypeVar("Model", bound=Closed)


@dataclass(frozen=True, slots=True)
class Settings(Generic[Model]):
    """One settings file: its model, or the faults that kept it from having one.

    `digest` stands for the file's text, or for what keeps it from being read.
    """

    path: str
    model: Model | None
    faults: tuple[Fault, ...] = ()
    text: YamlText | None = None
    digest: str = ""

    def line(self, *keys: str | int) -> int:
        """The line on which the setting at `keys` is written."""
        return self.text.position(keys).line if self.text else 1


def read_settings(root: Path, path: str, schema: type[Model]) -> Settings[Model]:
    """Read `path` below `root` and hold it to `schema`. Never raises for what a file holds."""
    try:
        text = read_text(root / path)
    except FileNotFoundError:
        fault = Fault(FaultKind.FILE_MISSING, "the file is missing", f"create {path}")
    except UnreadableText as error:
        fault = error.fault
    else:
        return settings_from_text(path, text, schema)
    return Settings(path, None, (fault,), None, digest_of(repr(fault)))


def settings_from_text(path: str, text: str, schema: type[Model]) -> Settings[Model]:
    """A settings file from its text, with LF line ends."""
    digest = digest_of(text)
    try:
        loaded = load(text)
    except YamlFault as error:
        return Settings(path, None, (yaml_fault(error),), None, digest)
    try:
        return Settings(path, schema.model_validate(loaded.value), (), loaded, digest)
    except ValidationError as error:
        return Settings(path, None, tuple(schema_faults(error, schema, loaded)), loaded, digest)


def digest_of(text: str) -> str:
    """What stands for a text; the same only where the text is."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def schema_faults(
    error: ValidationError, schema: type[BaseModel], text: YamlText
) -> Iterable[Fault]:
    """pydantic's errors as faults, each at the line of the key or value it is about."""
    for item in error.errors(include_url=False):
        path: KeyPath = tuple(part for part in item["loc"])
        place = _written(text, path)
        name = ".".join(str(part) for part in path)
        match item["type"]:
            case "extra_forbidden":
                kind = FaultKind.UNKNOWN_KEY
                message = f"unknown key `{name}`"
                help = did_you_mean(str(path[-1]), _fields(schema, path[:-1])) or "remove the key"
            case "missing":
                kind = FaultKind.MISSING_KEY
                message = f"key `{name}` is missing"
                help = f"add `{path[-1]}:`"
            case "value_error":
                kind = FaultKind.BAD_VALUE
                message = str(item["ctx"]["error"])
                message, _, help = message.partition("; mend: ")
                help = help or "correct the value"
            case _:
                kind = FaultKind.BAD_VALUE
                shown = item["input"]
                what = "" if isinstance(shown, dict | list) else f" (it is {shown!r})"
                message = f"`{name}`: {_lower(item['msg'])}{what}"
                help = "correct the value"
        yield Fault(kind, message, help, place.line, place.column)


def yaml_fault(error: YamlFault) -> Fault:
    """What `load` could not read, as a fault."""
    place = error.position
    return Fault(FaultKind.BAD_YAML, error.message, error.help, place.line, place.column)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A one-line suggestion where `word` is close to a known name."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else None


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _written(text: YamlText, path: KeyPath) -> Position:
    """pydantic's path may hold names of unions; drop parts until one was written."""
    if path in text.positions:
        return text.positions[path]
    shortened = tuple(part for part in path if not str(part).startswith(("function-", "dict[")))
    return text.position(shortened)


def _fields(schema: type[BaseModel], path: KeyPath) -> list[str]:
    """The field names of the model at `path`, as far as annotations tell."""
    current: type[BaseModel] | None = schema
    for part in path:
        if current is None:
            return []
        if isinstance(part, int) or part not in current.model_fields:
            continue
        current = _model_in(current.model_fields[str(part)].annotation)
    return list(current.model_fields) if current else []


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _model_in(argument):
            return found
    return None
