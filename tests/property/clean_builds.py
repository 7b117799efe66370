"""Builds handbooks without a memory, each in a process that has built nothing before.

A program: it reads what to build as a line of JSON, and answers each with one. What a
process keeps from one build to the next would else be in both of two that are compared.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.content.handbook import read_handbook
from handbook.site import rendered
from handbook.site.build import build
from handbook.site.memory import inputs


@contextmanager
def upgraded(number: int) -> Iterator[None]:
    """Another version of a library that draws pages, and draws them otherwise."""
    tool, finished = inputs.tool, rendered.finished
    if number:
        inputs.tool = lambda: f"{tool()} drawing {number}"
        rendered.finished = lambda *given: f"{finished(*given)}<!-- drawn by {number} -->"
    try:
        yield
    finally:
        inputs.tool, rendered.finished = tool, finished


def main() -> None:
    """Build what each line says."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                _build(**json.loads(line))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(json.dumps(status == 0), flush=True)


def _build(root: str, target: str, site_url: str, upgrade: int) -> None:
    with upgraded(upgrade):
        build(read_handbook(Path(root)), Path(target), site_url, remember=False)


if __name__ == "__main__":
    main()
