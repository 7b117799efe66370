"""A generator's project of a handbook: written, emptied, edited, built and weighed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bench.builds.edits import WORDS, edited, leaves, middle
from bench.builds.generator import LANGUAGES, Corpus, Generator
from bench.builds.output import Output, spread, weighed
from bench.builds.process import Cost, measured


class Way(StrEnum):
    """What is built, in the order in which a round does it."""

    COLD = "cold"
    UNCHANGED = "unchanged"
    EDIT = "edit"
    SOURCE_EDIT = "source edit"


# The language of the page that is edited.
EDITED = {Way.EDIT: "pt", Way.SOURCE_EDIT: "en"}


@dataclass(frozen=True)
class Project:
    """A generator's project, and the pages of it that are edited, as they were."""

    generator: Generator
    folder: Path
    commands: Sequence[Sequence[str]]
    originals: Mapping[Way, tuple[Path, str]]


def write_project(generator: Generator, corpus: Corpus, folder: Path, tools: Path) -> Project:
    """Install the generator and write its project. Raises Unavailable."""
    programs = generator.install(tools)
    generator.prepare(corpus, folder, programs)
    commands = [
        [shutil.which(program, path=str(programs)) or program, *arguments]
        for program, *arguments in generator.build
    ]
    originals = {}
    for way, language in EDITED.items():
        path = folder / generator.source(language, middle(corpus.names))
        originals[way] = (path, path.read_text(encoding="utf-8"))
    return Project(generator, folder, commands, originals)


def build(project: Project, way: Way) -> Cost:
    """Do what a way needs done before, and build. Raises CommandFailed."""
    if way is Way.COLD:
        _empty(project)
    if way in EDITED:
        path, text = project.originals[way]
        path.write_text(edited(text, WORDS[EDITED[way]]), encoding="utf-8")
    return measured(project.commands, project.folder, project.generator.environment)


def restore(project: Project) -> None:
    """Take back the edits, so that each round does the same."""
    for path, text in project.originals.values():
        path.write_text(text, encoding="utf-8")


def weigh(project: Project, names: Sequence[str]) -> Output:
    """What the last build wrote."""
    generator = project.generator
    folder = project.folder
    outputs = [folder / output for output in generator.outputs]
    sample = spread(leaves(names))
    pages = [folder / generator.page(language, name) for language in LANGUAGES for name in sample]
    return weighed(outputs, pages, generator.search(folder))


def _empty(project: Project) -> None:
    for name in (*project.generator.outputs, *project.generator.caches):
        path = project.folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
