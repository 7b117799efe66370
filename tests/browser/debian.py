"""Installs packages where that can be done unasked: on Debian or Ubuntu, for root."""

from __future__ import annotations

import os
import shutil
import subprocess


def is_root() -> bool:
    """Whether this process may do anything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install(package: str) -> None:
    """Install a package where that can be done; whoever asks looks whether it was."""
    if not is_root() or shutil.which("apt-get") is None:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", package]):
        if subprocess.run(["apt-get", *command], env=environment, check=False).returncode:
            return
