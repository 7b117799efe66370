"""`docs/checks.yml`, which a project need not have: how bad a finding is, and what to pass over."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from handbook.content.settings import Closed


def _off(value: Any) -> Any:
    """YAML reads a bare `off` as false."""
    return "off" if value is False else value


Level = Annotated[Literal["off", "warning", "error"], BeforeValidator(_off)]


class Ignored(Closed):
    """Findings of a code in a file or folder, or one section of it, that are known and right.

    `reason` may be left out as far as the schema goes: the check asks for it.
    """

    code: str
    path: str
    section: str | None = None
    reason: str = ""


class Checks(Closed):
    """All of the file; codes are named by number or alias."""

    severity: dict[str, Level] = Field(default_factory=dict)
    ignore: tuple[Ignored, ...] = Field(default=(), strict=False)

    @model_validator(mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        """A file with nothing but comments in it sets nothing."""
        return {} if value is None else value
