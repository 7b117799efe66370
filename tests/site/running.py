"""Runs the `handbook` command, in a process as a stranger does or in this one; compares folders."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from handbook.cli import main

COMMAND = (sys.executable, "-m", "handbook")


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command's exit code and what it printed."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=600,  # machines are shared
        check=False,
    )


def call(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The same without a process of its own, where that is not the point."""
    words = [*map(str, arguments)]
    with contextlib.chdir(cwd):
        result = CliRunner(env={"NO_COLOR": "1"}).invoke(main, words, catch_exceptions=False)
    return subprocess.CompletedProcess(words, result.exit_code, result.stdout, result.stderr)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, to the byte."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def without_section(path: Path, id: str) -> int:
    """Delete a level-2 section from a page; the line at which its heading stood."""
    lines = path.read_text(encoding="utf-8").split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("## ") and f"#{id}}}" in line)
    later = (n for n, line in enumerate(lines) if n > start and line.startswith("## "))
    end = next(later, len(lines))
    path.write_text("\n".join(lines[:start] + lines[end:]), encoding="utf-8")
    return start + 1
