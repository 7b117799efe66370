"""Where what is remembered of a built site is kept, below the project's folder."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

FOLDER = Path(".cache/handbook/sites")


def memory_of(root: Path, target: Path) -> Path:
    """The folder of what is remembered of the site at `target`; each site has its own."""
    name = blake2b(str(target.resolve()).encode(), digest_size=8).hexdigest()
    return root / FOLDER / name
