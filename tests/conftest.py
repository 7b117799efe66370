"""What tests of every folder share: the handbook as it stands, and the site built from it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from handbook.content.handbook import Handbook, read_handbook
from handbook.site.build import build
from handbook.site.fonts import CACHE as FONT_CACHE
from handbook.site.fonts import font_files

# The same examples in every run, so that a change never fails by another's luck;
# HYPOTHESIS_RANDOM=1 looks for new ones. None fails by the clock: machines are shared.
settings.register_profile(
    "same", derandomize=not os.environ.get("HYPOTHESIS_RANDOM"), deadline=None
)
settings.load_profile("same")

# The day on which all commands run, here and in processes of their own: the handbook's own
# reviews fall due one day.
os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()))

ROOT = Path(__file__).resolve().parents[1]
KB_URL = "https://intranet.example/kb/"
LANGUAGES = ("en", "ar", "pt", "id")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def kb_url() -> str:
    """The address for which `site_at_kb` is built."""
    return KB_URL


@pytest.fixture(scope="session", params=LANGUAGES)
def folder(request: pytest.FixtureRequest) -> str:
    """Each language's folder in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    """The handbook of this repository."""
    return read_handbook(ROOT)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the processes of a run have in common (`pytest -n 2`)."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def site(handbook: Handbook, run_folder: Path) -> Iterator[Path]:
    """The whole site, built without its address being known; for reading alone."""
    yield from _shared(handbook, run_folder / "shared", "")


@pytest.fixture(scope="session")
def site_at_kb(handbook: Handbook, run_folder: Path) -> Iterator[Path]:
    """The whole site, built for `kb_url`; for reading alone."""
    yield from _shared(handbook, run_folder / "shared-at-kb", KB_URL)


def _shared(handbook: Handbook, folder: Path, site_url: str) -> Iterator[Path]:
    """The site in a folder, built by whichever process first wants it."""
    site = folder / "site"
    with FileLock(folder.with_suffix(".lock")):
        if not site.is_dir():
            build(handbook, site, site_url, remember=False)
    before = _files(site)
    yield site
    assert _files(site) == before, "a test wrote in the site that all tests read"


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file of a folder, how large and how old."""
    files = {path: path.stat() for path in folder.rglob("*")}
    return {path: (status.st_size, status.st_mtime_ns) for path, status in files.items()}


def _share_fonts(copy: Path) -> None:
    """The cut typefaces are the same everywhere."""
    (copy / FONT_CACHE).mkdir(parents=True)
    for _, path in font_files(ROOT / FONT_CACHE):
        if path.suffix == ".woff2":
            shutil.copy(path, copy / FONT_CACHE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the handbook's sources, to break."""
    copy = tmp_path / "project"
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copyfile(ROOT / "mkdocs.yml", copy / "mkdocs.yml")
    _share_fonts(copy)
    return copy


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """A project to break that is checked and built in a moment: four pages in two languages."""
    return _small(tmp_path / "project")


# Read by every Python that is started with it on its path.
WAITING = """
import time
from handbook.site.maker import Desk

make = Desk.make

def waiting(desk, folder, name):
    if folder == "ar":
        time.sleep(600)
    return make(desk, folder, name)

Desk.make = waiting
"""


@pytest.fixture
def waiting_builds(tmp_path: Path) -> str:
    """With this as `PYTHONPATH`, a build comes to its first Arabic page and no further."""
    (tmp_path / "waiting").mkdir()
    (tmp_path / "waiting/sitecustomize.py").write_text(WAITING, encoding="utf-8")
    given = os.environ.get("PYTHONPATH", "")
    return f"{tmp_path / 'waiting'}{os.pathsep}{given}".rstrip(os.pathsep)


@pytest.fixture(scope="session")
def write_small_project() -> Callable[[Path], Path]:
    """Writes the sources of `small_project` to a folder, for tests that share what they build."""
    return _small


def _small(copy: Path) -> Path:
    shutil.copytree(ROOT / "tests/checks/fixtures/sound/docs", copy / "docs")
    shutil.copytree(ROOT / "overrides", copy / "overrides")
    engine = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    left = re.sub(r"^ +- \{locale: (?:pt|id),.*\n", "", engine, flags=re.MULTILINE)
    (copy / "mkdocs.yml").write_text(left, encoding="utf-8")
    _share_fonts(copy)
    return copy
