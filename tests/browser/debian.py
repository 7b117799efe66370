"""Installs packages where that can be done unasked: on Debian or Ubuntu, for root."""

from __future__ import annotations

import os
import shutil
import subprocess


def is_root() -> bool:
    """Whether this process may do anything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install(*packages: str) -> bool:
    """Install packages where that can be done; whether it was."""
    if not is_root() or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(
        subprocess.run(["apt-get", *command], env=environment, check=False).returncode == 0
        for command in (["update"], ["install", "-y", *packages])
    )
