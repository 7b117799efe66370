"""The files of the site that are not pages: which there are, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pathspec.gitignore import GitIgnoreSpec

from handbook.content.files import read_text
from handbook.content.handbook import Handbook
from handbook.content.layout import DOCS, ENGINE, OVERRIDES
from handbook.content.yamltext import load
from handbook.site.assets import ASSETS, PICTURES
from handbook.site.neutral import neutral_assets

# Under overrides/, but for the build alone.
NOT_PUBLISHED = frozenset({"locale", "neutral", "partials"})

# What MkDocs leaves out of docs/ unless mkdocs.yml takes it in.
ALWAYS_EXCLUDED = (".*", "/templates/")


@dataclass(frozen=True)
class Static:
    """Files by their addresses on the site.

    `assets` become one for all languages under a name of their own (site/assets.py);
    `copies` stay where they are, to be downloaded.
    """

    assets: Mapping[str, Path]
    copies: Mapping[str, Path]


def static(handbook: Handbook, faces: Mapping[str, Path]) -> Static:
    """All files beside the pages; `faces` are the typefaces by their names."""
    assets = {f"{ASSETS}/fonts/{name}": path for name, path in faces.items()}
    assets.update(neutral_assets(handbook.root))
    copies: dict[str, Path] = {}
    for folder in handbook.trees:
        found = dict(_of_theme(handbook.root))
        for inside in beside(handbook, folder):
            found[inside] = handbook.root / DOCS / source(folder, inside, handbook)
        for inside, path in found.items():
            kept = assets if _is_asset(inside) else copies
            kept[f"{folder}/{inside}"] = path
        assets.update((f"{folder}/{ASSETS}/fonts/{name}", path) for name, path in faces.items())
    return Static(assets, copies)


def beside(handbook: Handbook, folder: str) -> list[str]:
    """The files beside a language's pages: its own, and those of no language."""
    excluded = _excluded(handbook.root)
    prefix = f"{DOCS}/{folder}/"
    own = (path.removeprefix(prefix) for path in handbook.trees[folder].others)
    shared = (path.removeprefix(f"{DOCS}/") for path in handbook.shared)
    return sorted(
        {inside for inside in own if _is_published(f"{folder}/{inside}", excluded)}
        | {inside for inside in shared if _is_published(inside, excluded)}
    )


def source(folder: str, inside: str, handbook: Handbook) -> str:
    """Where a published file stands below docs/: a language's own goes before a shared one."""
    own = f"{folder}/{inside}"
    return own if f"{DOCS}/{own}" in handbook.trees[folder].others else inside


def _of_theme(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted((root / OVERRIDES).rglob("*")):
        inside = path.relative_to(root / OVERRIDES)
        hidden = any(part.startswith(".") for part in inside.parts)
        template = path.suffix in (".html", ".py") or inside.parts[0] in NOT_PUBLISHED
        if path.is_file() and not hidden and not template:
            yield inside.as_posix(), path


def _excluded(root: Path) -> GitIgnoreSpec:
    """What mkdocs.yml leaves out of docs/, as MkDocs reads it."""
    settings = load(read_text(root / ENGINE), allow_tags=True).value
    given = settings.get("exclude_docs") if isinstance(settings, dict) else None
    lines = given.splitlines() if isinstance(given, str) else ()
    return GitIgnoreSpec.from_lines([*ALWAYS_EXCLUDED, *lines])


def _is_published(path: str, excluded: GitIgnoreSpec) -> bool:
    """Whether a file below docs/ is."""
    return not excluded.match_file(path)


def _is_asset(inside: str) -> bool:
    path = PurePosixPath(inside)
    return path.parts[0] == ASSETS or path.suffix in PICTURES
