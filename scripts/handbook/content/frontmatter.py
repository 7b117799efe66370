"""A page's front matter: a closed schema at the head of the file."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from pydantic import ValidationError, field_validator

from handbook.content.faults import Fault, FaultKind
from handbook.content.settings import Closed, schema_faults, yaml_fault
from handbook.content.yamltext import YamlFault, YamlText, load

FENCE = "---"
INTERVAL = re.compile(r"([1-9]\d*) (days?|weeks?|months?|years?)\Z")


class Meta(Closed):
    """What a page says of itself."""

    title: str
    description: str
    kind: str
    owner: str
    reviewed: datetime.date
    review_interval: str

    @field_validator("title", "description", "kind", "owner")
    @classmethod
    def _not_blank(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("the value is empty; mend: write one")
        return value

    @field_validator("review_interval")
    @classmethod
    def _interval(cls, value: str) -> str:
        if not INTERVAL.match(value):
            raise ValueError(
                f"`{value}` is no interval; mend: write a number and a unit, such as `6 months`"
            )
        return value


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The parsed head of a page.

    `meta` is None where `faults` says why; `body_line` is the line its text
    begins on.
    """

    meta: Meta | None
    faults: tuple[Fault, ...]
    text: YamlText | None
    body_line: int

    def line(self, key: str) -> int:
        """The line on which `key` is written."""
        return self.text.position((key,)).line if self.text else 1


def split(text: str) -> tuple[FrontMatter, str]:
    """Part a page into its front matter and its body."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        fault = Fault(
            FaultKind.NO_FRONT_MATTER,
            "the page has no front matter",
            "begin the file with `---`, the keys title, description, kind, owner, reviewed "
            "and review_interval, and `---`",
        )
        return FrontMatter(None, (fault,), None, 1), text
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        fault = Fault(
            FaultKind.NO_FRONT_MATTER,
            "the front matter is not closed",
            "end it with a line of `---`",
        )
        return FrontMatter(None, (fault,), None, 1), ""
    body = "\n".join(lines[end + 1 :])
    return _parse("\n".join(lines[1:end]), end + 2), body


def _parse(text: str, body_line: int) -> FrontMatter:
    try:
        loaded = load(text, first_line=2)
    except YamlFault as error:
        return FrontMatter(None, (yaml_fault(error),), None, body_line)
    if loaded.value is None:
        loaded = YamlText({}, loaded.positions)
    try:
        return FrontMatter(Meta.model_validate(loaded.value), (), loaded, body_line)
    except ValidationError as error:
        faults = tuple(schema_faults(error, Meta, loaded))
        return FrontMatter(None, faults, loaded, body_line)
