"""Interleaved rounds: in each, every way of building is gone through by all generators in turn."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.builds.generator import Corpus, Generator, Unavailable
from bench.builds.output import Output
from bench.builds.pages import plain_pages
from bench.builds.process import CommandFailed, Cost
from bench.builds.projects import Project, Way, build, restore, weigh, write_project

Say = Callable[[str], None]
# Where `python -m bench` is found.
_SCRIPTS = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Measured:
    """What a generator took, in each round of each way; and what it wrote."""

    name: str
    version: str
    costs: Mapping[Way, Sequence[Cost]]
    output: Output


@dataclass(frozen=True)
class NotRun:
    """A generator that was left out, and why."""

    name: str
    version: str
    reason: str


Row = Measured | NotRun


def measure(
    generators: Sequence[Generator],
    corpus: Corpus,
    folder: Path,
    rounds: int,
    tools: Path,
    say: Say,
) -> list[Row]:
    """Build a handbook with all generators, so many times over, in `folder`."""
    projects: dict[str, Project] = {}
    reasons: dict[str, str] = {}
    for generator in generators:
        try:
            place = folder / generator.name.replace(" ", "-")
            projects[generator.name] = write_project(generator, corpus, place, tools)
        except Unavailable as reason:
            reasons[generator.name] = str(reason)
            say(f"{generator.name} is not run: {reason}")
    costs = {name: {way: list[Cost]() for way in Way} for name in projects}
    outputs: dict[str, Output] = {}
    for number in range(1, rounds + 1):
        for way in Way:
            for name in [name for name in projects if name not in reasons]:
                try:
                    cost = build(projects[name], way)
                except CommandFailed as failed:
                    reasons[name] = f"its build failed ({way})"
                    say(f"{name} is not run any more: {failed}")
                    continue
                costs[name][way].append(cost)
                if name not in outputs:
                    outputs[name] = weigh(projects[name], corpus.names)
                say(
                    f"round {number} of {rounds}, {way}, {name}: {cost.wall:.2f} s, "
                    f"processors {cost.cpu:.2f} s, {cost.memory:.0f} MB"
                )
        for project in projects.values():
            restore(project)
    return [
        NotRun(one.name, one.version, reasons[one.name])
        if one.name in reasons
        else Measured(one.name, one.version, costs[one.name], outputs[one.name])
        for one in generators
    ]


def generated(root: Path, pages: int) -> Corpus:
    """A new handbook of so many pages a language."""
    # Not in this process: what it takes is much, and not needed afterwards.
    command = [sys.executable, "-m", "bench.corpus", str(root.absolute()), str(pages)]
    subprocess.run(command, cwd=_SCRIPTS, check=True)
    return Corpus(root, tuple(plain_pages(root)))
