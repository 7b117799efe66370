"""A plan: the files to write and what is left to do; and why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from handbook.checks import files, links, parity, settings, unwritten
from handbook.content.handbook import Handbook
from handbook.content.layout import STRUCTURE
from handbook.content.settings import did_you_mean, schema_faults, yaml_fault
from handbook.content.structure import Structure
from handbook.content.yamltext import YamlFault, load
from handbook.findings import Finding

# What a skeleton shows by design: its open places, and a new language's missing texts.
OPEN = frozenset({"KB824", "KB844"})


class PlanError(Exception):
    """Why nothing can be written, and the mend."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(f"{message}: {help}")


@dataclass(frozen=True)
class Project:
    """The handbook, and the texts as they are of the files that a plan may change, by path.

    `messages` are the interface's, each with its plural where it has one.
    """

    handbook: Handbook
    texts: Mapping[str, str]
    messages: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is to be; `is_new` where there must be none yet."""

    path: str
    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write, all of it or nothing; `open` is what will be found then, to be written."""

    files: tuple[File, ...]
    open: tuple[Finding, ...]


def planned(written: Iterable[File], before: Handbook, after: Handbook) -> Plan:
    """The plan that makes `after` of `before`. Raises PlanError for what the check refuses.

    What the handbook had wrong before is no reason not to go on.
    """
    now = [found for check in CHECKS for found in check(after)]
    known = Counter(_key(found) for check in CHECKS for found in check(before))
    for found in sorted(now):
        if found.code in OPEN:
            continue
        if not known[_key(found)]:
            raise PlanError(found.message, found.help)
        known[_key(found)] -= 1
    return Plan(
        tuple(written),
        tuple(found for found in sorted(now) if found.code in OPEN and not known[_key(found)]),
    )


# Those that judge form. What is written in which language is nothing a skeleton decides.
CHECKS = (parity.check, links.check, files.check, settings.check, unwritten.check)


def _key(found: Finding) -> tuple[str, str, str]:
    """A finding wherever it stands: lines move."""
    return found.code, found.path, found.message


def parsed_structure(text: str) -> Structure:
    """The contract as it is to be. Raises PlanError where it does not fit its schema."""
    try:
        loaded = load(text)
        return Structure.model_validate(loaded.value)
    except YamlFault as error:
        fault = yaml_fault(error)
    except ValidationError as error:
        fault = next(iter(schema_faults(error, Structure, loaded)))
    raise PlanError(fault.message, fault.help)


def unknown(what: str, word: str, known: Iterable[str], where: str = "") -> PlanError:
    """A name that does not exist, with the one that was meant."""
    names = list(known)
    hint = did_you_mean(word, names) or f"use one of {', '.join(names)}"
    return PlanError(f"there is no {what} `{word}`{where}", hint)


def folders(handbook: Handbook) -> list[str]:
    """The folders of the languages, the source's first."""
    source = handbook.structure.source
    return [source, *(language.folder for language in handbook.structure.translations)]


def structure_text(project: Project) -> str:
    """docs/structure.yml as it is."""
    return project.texts[STRUCTURE]


def plain_text(text: str, what: str) -> str:
    """A title or heading in one line. Raises PlanError."""
    words = " ".join(text.split())
    if not words:
        raise PlanError(f"{what} is empty", "write one, or leave it out")
    return words
