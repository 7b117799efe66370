"""The build: what has to be made, made on all cores, and the whole site swapped into place.

plan (what holds from the last build, what does not) -> pages -> search -> a new folder,
in which what holds is the same file as before -> swapped into place
"""

from __future__ import annotations

import gzip
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.content.handbook import Handbook
from handbook.site import assets, fonts, neutral, processes, search
from handbook.site.html import base_path
from handbook.site.indexes import Indexes
from handbook.site.engine import EngineError, settings
from handbook.site.maker import Made, Maker, Task
from handbook.site.plan import Plan, make_plan
from handbook.site.publish import new_site
from handbook.site.static import static
from handbook.site.store import Store
from handbook.site.traces import OnDisk, Trace, Traces, on_disk

SITE = "site"
FONT_CACHE = Path(".cache/fonts")
# Pages for which starting another process is worth while.
WORTH_A_PROCESS = 12
# Told how many pages there are to make, and how many are made.
Progress = Callable[[int, int], None]


class BuildError(Exception):
    """A build that failed; `details` is what the engine said."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details
