"""What every page of a language is made from beside the pages themselves, as one digest."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from handbook.content.files import UnreadableText, read_text
from handbook.content.handbook import Handbook
from handbook.content.layout import ENGINE, OVERRIDES
from handbook.content.pages import Pages
from handbook.content.recordfiles import told as told_records
from handbook.content.yamltext import YamlFault, load
from handbook.program import program
from handbook.site.memory.written import written
from handbook.site.outlines import Outline

DIGEST = 16
# The extensions that Markdown has itself.
OF_MARKDOWN = frozenset(
    (
        *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"),
        *("footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists"),
        *("smarty", "tables", "toc", "wikilinks"),
    )
)


def digest(*parts: object) -> str:
    """One short text that stands for all of `parts`."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=DIGEST).hexdigest()


def tool() -> str:
    """What stands for the program and all that draws pages with it."""
    return program()


def settings(handbook: Handbook, site_url: str) -> str:
    """What stands for all settings, templates and interface texts."""
    root = handbook.root
    # Templates may take in any of these; catalogues, scripts and styles are among them.
    files = sorted(path for path in (root / OVERRIDES).rglob("*") if path.is_file())
    return digest(
        site_url,
        written(root),
        [(path.relative_to(root).as_posix(), _file(path)) for path in files],
        handbook.structure.model_dump_json(exclude={"pages"}),
        handbook.company.digest,
        handbook.glossary.digest,
    )


def is_closed(root: Path) -> bool:
    """Whether pages are made from nothing but the handbook and what is stamped here.

    Extensions of Markdown may read any file; of these it is known that they read none.
    """
    try:
        found = load(read_text(root / ENGINE), allow_tags=True).value
    except (YamlFault, UnreadableText):
        return False
    if not isinstance(found, dict) or "INHERIT" in found:
        return False
    given = found.get("markdown_extensions") or ()
    names = [next(iter(one), "") if isinstance(one, dict) else one for one in given]
    return all(_reads_nothing(str(name)) for name in names)


def _reads_nothing(extension: str) -> bool:
    if extension.startswith("pymdownx."):
        return extension not in ("pymdownx.snippets", "pymdownx.b64")
    return extension.removeprefix("markdown.extensions.") in OF_MARKDOWN


def source_stamp(path: Path) -> str:
    """What changes with a file that is not ours to write, whatever its dates are set to."""
    found = path.stat()
    return digest(str(path), found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def common(handbook: Handbook, folder: str, rest: object) -> str:
    """What stands for all that each page of a language is made from, and is no page.

    `rest` is the same for all languages. Which pages and files there are counts too: a
    link leads to one that is there.
    """
    tree = handbook.trees[folder]
    return digest(
        folder, rest, handbook.structure.pages, sorted(tree.pages), tree.others, handbook.shared
    )


def page_stamp(handbook: Handbook, folder: str, name: str) -> str:
    """What stands for a page's file and its records; "" where there is no such page."""
    pages = handbook.trees[folder].pages
    if name not in pages:
        return ""
    assert isinstance(pages, Pages)
    told = list(told_records(handbook.freshness.page(folder, name)).items())
    own = pages.digest(name).hex()
    return f"{own}.{digest(told)}" if told else own


def outline_stamp(outlines: Mapping[str, Outline], name: str) -> str:
    """What stands for a page's outline; "" where there is no such page."""
    return digest(outlines[name]) if name in outlines else ""


def _file(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=DIGEST).hexdigest()
