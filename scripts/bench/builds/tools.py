"""Installs the other generators, in a cache of their own and never in the project's environment."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bench.builds.generator import Unavailable

_DONE = ".installed"


def python_programs(cache: Path, *requirements: str) -> Path:
    """The folder of the programs of some Python packages, installed where they are not yet."""
    folder = cache / re.sub(r"[^\w.]+", "-", "-".join(requirements))
    programs = folder / "bin"
    if not (folder / _DONE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(folder)], "no environment for it could be made")
        _run(
            [str(programs / "python"), "-m", "pip", "install", "--quiet", *requirements],
            f"pip could not install {' '.join(requirements)}",
        )
        (folder / _DONE).touch()
    return programs


def node_programs(cache: Path, least: tuple[int, int], packages: dict[str, str]) -> Path:
    """The folder of the programs of some npm packages, where Node is new enough for them."""
    _check_node(least)
    folder = cache / "-".join(
        f"{name.rpartition('/')[2]}-{version}" for name, version in packages.items()
    )
    if not (folder / _DONE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        wanted = {"private": True, "type": "module", "dependencies": packages}
        (folder / "package.json").write_text(json.dumps(wanted), encoding="utf-8")
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder)]
        _run(command, f"npm could not install {' '.join(packages)}")
        (folder / _DONE).touch()
    return folder / "node_modules" / ".bin"


def _check_node(least: tuple[int, int]) -> None:
    wanted = ".".join(map(str, least))
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        raise Unavailable(f"it needs Node {wanted} with npm, which is not here")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"v(\d+)\.(\d+)", told)
    if not version or (int(version[1]), int(version[2])) < least:
        raise Unavailable(f"it needs Node {wanted}; here is {told.strip().lstrip('v')}")


def _run(command: list[str], failed: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise Unavailable(failed)
