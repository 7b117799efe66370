"""`docs/structure.yml`: the contract of languages, pages and kinds of page."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from babel import Locale, UnknownLocaleError
from pydantic import BeforeValidator, Field, field_validator, model_validator

from handbook.content.settings import Closed

OWN = "own"
ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?\Z")

# Addresses at the top of the site that are not pages.
RESERVED = frozenset({"assets", "404", "sitemap", "robots"})


class Language(Closed):
    """One language of the handbook."""

    folder: str
    tag: str
    locale: str
    own_name: str | None = Field(default=None, alias="name")

    @field_validator("folder")
    @classmethod
    def _folder(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z]{2}", value):
            raise ValueError(
                f"`{value}` is no language folder; mend: use two lower-case letters, such as `pt`"
            )
        return value

    @field_validator("tag")
    @classmethod
    def _tag(cls, value: str) -> str:
        if not TAG.match(value):
            raise ValueError(
                f"`{value}` is no BCP 47 language tag; mend: write it as `pt`, `pt-BR` or `zh-Hant`"
            )
        return value

    @field_validator("locale")
    @classmethod
    def _locale(cls, value: str) -> str:
        try:
            Locale.parse(value)
        except (UnknownLocaleError, ValueError):
            raise ValueError(
                f"Babel has no locale `{value}`; mend: use one it has, such as `pt_BR`"
            ) from None
        return value

    @cached_property
    def cldr(self) -> Locale:
        """Babel's locale: plural rules, month names, number patterns."""
        return Locale.parse(self.locale)

    @property
    def name(self) -> str:
        """The language's own name, in its own script."""
        return self.own_name or self.cldr.get_display_name() or self.tag

    @cached_property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the script runs, by CLDR."""
        return "rtl" if self.cldr.text_direction == "rtl" else "ltr"


class Needs(Closed):
    """What a section must hold at the least."""

    table_rows: int = Field(default=0, ge=0)
    tasks: int = Field(default=0, ge=0)
    folded: int = Field(default=0, ge=0)


class SectionRule(Closed):
    """One place in a kind's order: a fixed section, or room for a page's own.

    `counterexamples` is the column of its tables that shows what not to say.
    """

    id: str
    needs: Needs = Needs()
    counterexamples: int | None = Field(default=None, ge=1)

    @property
    def is_own(self) -> bool:
        """Whether the page's own sections stand here."""
        return self.id == OWN

    @field_validator("id")
    @classmethod
    def _id(cls, value: str) -> str:
        if not ID.match(value):
            raise ValueError(
                f"`{value}` is no section id; mend: use lower-case words joined by `-`"
            )
        return value


def _own(value: Any) -> Any:
    return {"id": OWN} if value == OWN else value


class Kind(Closed):
    """A kind of page: its level-2 sections, in order."""

    sections: tuple[Annotated[SectionRule, BeforeValidator(_own)], ...] = Field(strict=False)

    @field_validator("sections")
    @classmethod
    def _sections(cls, value: tuple[SectionRule, ...]) -> tuple[SectionRule, ...]:
        if not value:
            raise ValueError(
                "a kind of page has no sections; mend: list at least one section under it"
            )
        ids = [rule.id for rule in value]
        for id in ids:
            if ids.count(id) > 1:
                raise ValueError(f"section `{id}` is listed twice; mend: list it once")
        return value

    @cached_property
    def fixed(self) -> tuple[SectionRule, ...]:
        """The sections every page of this kind has."""
        return tuple(rule for rule in self.sections if not rule.is_own)

    @cached_property
    def allows_own(self) -> bool:
        """Whether a page of this kind may have sections of its own."""
        return any(rule.is_own for rule in self.sections)


class Structure(Closed):
    """The whole contract.

    `freshness` says that translations are on record, so that no record is a finding.
    """

    source: str
    languages: tuple[Language, ...] = Field(strict=False, min_length=1)
    pages: tuple[str, ...] = Field(strict=False, min_length=1)
    kinds: dict[str, Kind] = Field(min_length=1)
    freshness: bool = False

    @field_validator("pages")
    @classmethod
    def _pages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        seen: set[str] = set()
        for page in value:
            path = PurePosixPath(page)
            if (
                path.suffix != ".md"
                or path.is_absolute()
                or not all(ID.match(part) for part in path.with_suffix("").parts)
            ):
                raise ValueError(
                    f"`{page}` is no page; mend: write its path below the language folder, "
                    "lower-case words joined by `-`, ending in `.md`"
                )
            if path.with_suffix("").parts[0] in RESERVED:
                raise ValueError(
                    f"`{page}` takes an address that the site uses itself; mend: rename the page"
                )
            if page in seen:
                raise ValueError(f"page `{page}` is listed twice; mend: list it once")
            seen.add(page)
        if "index.md" not in value:
            raise ValueError("`index.md` is not among the pages; mend: list the home page")
        return value

    @model_validator(mode="after")
    def _languages(self) -> Structure:
        for field in ("folder", "tag"):
            values = [getattr(language, field) for language in self.languages]
            for value in values:
                if values.count(value) > 1:
                    raise ValueError(f"{field} `{value}` is listed twice; mend: list it once")
        folders = [language.folder for language in self.languages]
        if self.source not in folders:
            raise ValueError(
                f"the source language `{self.source}` is not among the languages; "
                f"mend: use one of {', '.join(folders)}"
            )
        for page in self.pages:
            if PurePosixPath(page).with_suffix("").parts[0] in folders:
                raise ValueError(f"`{page}` takes the address of a language; mend: rename the page")
        return self

    def language(self, folder: str) -> Language:
        """The language of `folder`. Raises KeyError."""
        for language in self.languages:
            if language.folder == folder:
                return language
        raise KeyError(folder)

    @property
    def translations(self) -> tuple[Language, ...]:
        """The languages other than the source."""
        return tuple(language for language in self.languages if language.folder != self.source)
