"""The build: one MkDocs process a language, side by side, then what belongs to all.

new folder -> <language>/ for each -> neutral pages, sitemap -> shared assets -> swapped into place
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from handbook.content.handbook import Handbook
from handbook.site import assets, fonts, neutral, search
from handbook.site.edition import editions
from handbook.site.html import base_path
from handbook.site.notices import CHECKED
from handbook.site.publish import new_site

SITE = "site"
FONT_CACHE = Path(".cache/fonts")
Progress = Callable[[str], None]


class BuildError(Exception):
    """A build that failed; `details` is what the engine said."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: sizes in bytes, times in seconds."""

    target: Path
    languages: tuple[str, ...]
    pages: int
    files: int
    size: int
    seconds: float


def build(
    handbook: Handbook,
    target: Path,
    site_url: str,
    progress: Progress,
    *,
    only: Collection[str] | None = None,
) -> Built:
    """Build the whole site into `target`, replacing it in one step. Raises BuildError.

    `progress` is called with the name of each step as it ends. With `only`, just
    those languages are built anew and the others taken over from `target`. The
    handbook is expected to have passed its checks.
    """
    started = time.monotonic()
    folders = [language.folder for language in handbook.structure.languages]
    # Made here once, so that the languages' processes find them made.
    faces = dict(fonts.font_files(handbook.root / FONT_CACHE))
    with new_site(target) as new:
        kept = [
            folder
            for folder in folders
            if only is not None and folder not in only and (target / folder).is_dir()
        ]
        # Taken over as they are, with the assets that their pages name.
        for folder in (*kept, assets.ASSETS) if kept else ():
            shutil.copytree(target / folder, new / folder, copy_function=os.link)
        fresh = [folder for folder in folders if folder not in kept]
        _build_languages(handbook, new, fresh, site_url, progress)
        _index(handbook, new, fresh)
        _write_neutral(handbook, new, site_url)
        _share_assets(handbook, new, kept, faces, site_url)
        files = [path for path in new.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
    return Built(
        target=target,
        languages=tuple(folders),
        pages=sum(path.name == "index.html" for path in files),
        files=len(files),
        size=size,
        seconds=time.monotonic() - started,
    )


def _build_languages(
    handbook: Handbook, new: Path, folders: list[str], site_url: str, progress: Progress
) -> None:
    """Run MkDocs for each language on the cores there are; the first failure ends all."""
    processes: list[subprocess.Popen[str]] = []

    def run(folder: str) -> None:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mkdocs",
                "build",
                "--strict",
                "--quiet",
                "-d",
                str(new / folder),
            ],
            cwd=handbook.root,
            env=_environment(folder, site_url),
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        processes.append(process)
        output, _ = process.communicate()
        if process.returncode:
            raise BuildError(f"the site engine could not build `{folder}`", output.strip())
        _drop_unneeded(new / folder)

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        jobs: dict[Future[None], str] = {pool.submit(run, folder): folder for folder in folders}
        try:
            pending = set(jobs)
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for job in done:
                    job.result()
                    progress(jobs[job])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()
            raise


def _index(handbook: Handbook, new: Path, folders: Collection[str]) -> None:
    """Index the languages just built, which needs the others' titles too."""
    try:
        search.index(new, handbook, folders)
    except search.SearchError as error:
        raise BuildError("the search index failed", str(error)) from None


def _environment(folder: str, site_url: str) -> Mapping[str, str]:
    return {
        **os.environ,
        "HANDBOOK_LANGUAGE": folder,
        "HANDBOOK_SITE_URL": site_url,
        # The whole handbook was checked once; a process a language need not do it again.
        CHECKED: "1",
        # Quiets Material's notice of its end of life, printed at every build.
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }


def _drop_unneeded(folder: Path) -> None:
    """A language's own sitemap: there is one for all."""
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (folder / name).unlink(missing_ok=True)


def _write_neutral(handbook: Handbook, new: Path, site_url: str) -> None:
    for name, text in neutral.neutral_files(editions(handbook, site_url), site_url):
        path = new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if name == "sitemap.xml":
            (new / "sitemap.xml.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def _share_assets(
    handbook: Handbook, new: Path, kept: Collection[str], faces: Mapping[str, Path], site_url: str
) -> None:
    """Make one of the languages' assets and the neutral pages'; those of `kept` are so already."""
    fresh = [one.folder for one in handbook.structure.languages if one.folder not in kept]
    sources = dict(assets.language_assets(new, fresh))
    sources |= neutral.neutral_assets(handbook.root)
    sources |= {f"{assets.ASSETS}/fonts/{name}": source for name, source in faces.items()}
    pages = (page for page in new.rglob("*.html") if page.relative_to(new).parts[0] not in kept)
    try:
        assets.share(new, sources, pages, base_path(site_url))
    except assets.AssetError as error:
        raise BuildError(str(error)) from None
