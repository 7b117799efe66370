"""The search index: Pagefind's, one a language, so that no hit is in another.

Only what stands in an element marked `data-pagefind-body` is indexed: the text
of pages, not their navigation, and no 404 page.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from handbook.content.structure import Language

# Not the page's own words: the sign beside a heading, and a term's other languages.
LEFT_OUT = ".headerlink,.hb-other-languages,.hb-links"


class SearchError(Exception):
    """Pagefind could not index a language; the message is what it said."""


def index(folder: Path, language: Language) -> None:
    """Index the built language in `folder` into `folder/pagefind`. Raises SearchError."""
    command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(folder)]
    command += ["--force-language", language.tag.lower(), "--exclude-selectors", LEFT_OUT]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SearchError((done.stdout + done.stderr).strip())
    # Pagefind's ready-made interfaces; ours is search.js.
    for name in ("*.css", "pagefind-ui.js", "pagefind-modular-ui.js", "pagefind-component-ui.js"):
        for path in (folder / "pagefind").glob(name):
            path.unlink()
