"""The browser of the tests: finds Chromium, or installs it, or says how to.

python tests/browser/chromium.py [--install]
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import debian

# The first is Chromium without its windows: it opens a page in a quarter of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "The browser tests need Chromium. Debian or Ubuntu: sudo apt-get install chromium; "
    "macOS: brew install --cask chromium; or name one with CHROMIUM=/path/to/chromium"
)


def find() -> Path | None:
    """The Chromium to use: `$CHROMIUM`, else the first on the path, else macOS's own place."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        return Path(found) if found else None
    for name in (*NAMES, *APPLICATIONS):
        if found := shutil.which(name):
            return Path(found)
    home = Path.home()
    for application in APPLICATIONS:
        if found := shutil.which(str(home / application.removeprefix("/"))):
            return Path(found)
    return None


def flags() -> list[str]:
    """Command-line flags: quiet, no requests of its own; no sandbox only where root runs it."""
    return [*FLAGS, *(["--no-sandbox"] if debian.is_root() else [])]


def main(arguments: list[str]) -> int:
    """Print the browser's path; with `--install`, install it where that can be done unasked."""
    if arguments not in ([], ["--install"]):
        print(__doc__, file=sys.stderr)
        return 2
    found = find()
    if found is None and arguments and not os.environ.get("CHROMIUM"):
        debian.install("chromium-headless-shell", "fonts-liberation") or debian.install("chromium")
        found = find()
    if found is None:
        print(MISSING, file=sys.stderr)
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
