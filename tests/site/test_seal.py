"""A sealed build is repeated only while nothing it read or made has changed on the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.cli import main
from handbook.site.memory import seal as seals
from handbook.site.memory.places import FOLDER
from handbook.site.memory.seal import CLOCK, Said, Seal
from handbook.site.memory.traces import OnDisk, on_disk

SAID = Said("two warnings\n", "\x1b[33mtwo warnings\n", ("en", "ar"), 3, 4, 500)
LONG_AGO = 1_700_000_000_000_000_000  # ns
PAGES = ("docs/en/index.md", "docs/ar/index.md", "docs/en/a/b.md", "docs/structure.yml")
FILES = (*PAGES, "overrides/main.html", "overrides/partials/nav.html", "mkdocs.yml")
MADE = ("site/index.html", "site/en/index.html", "site/assets/neutral.abc.js")


def project(root: Path) -> Path:
    """A project that was written long ago, and its site."""
    for name in (*FILES, *MADE):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"what {name} says\n", "utf-8")
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return root


def seal_of(root: Path, *given: str | bool) -> Seal:
    return Seal(root, root / "site", given)


def site_of(root: Path) -> dict[str, OnDisk]:
    """The site as its build left it."""
    files = (path for path in (root / "site").rglob("*") if path.is_file())
    return {path.relative_to(root / "site").as_posix(): on_disk(path) for path in files}


def sealed(root: Path, *given: str | bool) -> None:
    seal = seal_of(root, *given)
    seal.begin()
    seal.keep(SAID, site_of(root))


def test_what_was_said_is_said_again_while_nothing_has_changed(tmp_path: Path) -> None:
    sealed(project(tmp_path))
    assert seal_of(tmp_path).said() == SAID


def test_a_build_that_was_told_something_else_is_another(tmp_path: Path) -> None:
    sealed(project(tmp_path), "https://a.example/", False)
    assert seal_of(tmp_path, "https://a.example/", False).said() == SAID
    assert seal_of(tmp_path, "https://b.example/", False).said() is None
    assert seal_of(tmp_path, "https://a.example/", True).said() is None


# ---- Whatever is done to a file, the seal is broken ----


def kept_dates(path: Path, write: Callable[[], object]) -> None:
    """Do something to a file, then put its dates back."""
    found = path.stat()
    write()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def reworded(path: Path) -> None:
    """As many bytes, written into the same file, and its date is put back."""
    text = path.read_text("utf-8")
    kept_dates(path, lambda: path.write_text(text.replace("what", "waht"), "utf-8"))


def replaced(path: Path) -> None:
    """As an editor saves: another file in its place, with the date of the old one."""
    other = path.with_suffix(".part")
    text = path.read_text("utf-8").replace("what", "waht")
    kept_dates(path, lambda: (other.write_text(text, "utf-8"), other.replace(path)))


def renamed(path: Path) -> None:
    path.rename(path.with_name(f"renamed-{path.name}"))


def linked(path: Path) -> None:
    """The same words, but in a link's target."""
    there = path.with_name(f"there-{path.name}")
    path.rename(there)
    path.symlink_to(there)


def beside(path: Path) -> None:
    path.with_name("new.md").write_text("new\n", "utf-8")


def folder_beside(path: Path) -> None:
    (path.parent / "new").mkdir()


ON_A_FILE = (reworded, replaced, renamed, linked, beside, Path.unlink)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        # What stands beside mkdocs.yml is not read.
        *((name, one) for name in FILES for one in ON_A_FILE if "/" in name or one != beside),
        # Of the site, files are told by the disk alone: nobody edits them.
        *((name, one) for name in MADE for one in ON_A_FILE if one != reworded),
        (PAGES[0], folder_beside),
    ],
)
def test_whatever_was_read_or_made_and_has_changed_in_anything_breaks_it(
    tmp_path: Path, name: str, change: Callable[[Path], None]
) -> None:
    sealed(project(tmp_path))
    change(tmp_path / name)
    assert seal_of(tmp_path).said() is None


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(FILES), st.text(min_size=0, max_size=4)), min_size=1, max_size=4
    )
)
def test_it_holds_again_only_where_every_file_is_what_it_was(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str]]
) -> None:
    """Edits within one tick of the clock, of the same size or not: content decides."""
    root = project(tmp_path_factory.mktemp("sealed"))
    sealed(root)
    before = {name: (root / name).read_bytes() for name in FILES}
    for name, text in edits:
        path = root / name
        kept_dates(path, lambda path=path, text=text: path.write_text(text, "utf-8"))
    if before != {name: (root / name).read_bytes() for name in FILES}:
        assert seal_of(root).said() is None


def test_an_edit_within_the_same_tick_of_the_clock_is_seen_by_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk says that nothing was changed since, and yet it was."""
    root = project(tmp_path)
    monkeypatch.setattr(seals, "_stood", lambda path, found: path)  # a clock that stands still
    sealed(root)
    assert seal_of(root).said() == SAID
    reworded(root / PAGES[0])
    assert seal_of(root).said() is None


def test_an_edit_during_the_build_leaves_no_seal(tmp_path: Path) -> None:
    seal = seal_of(project(tmp_path))
    seal.begin()
    reworded(tmp_path / PAGES[0])
    seal.keep(SAID, site_of(tmp_path))
    assert seal_of(tmp_path).said() is None


def test_a_file_that_no_build_made_breaks_it(tmp_path: Path) -> None:
    """Not even where it was there when the seal was made."""
    root = project(tmp_path)
    seal = seal_of(root)
    seal.begin()
    made = site_of(root)
    (root / "site/en/added.html").write_text("mine", "utf-8")
    seal.keep(SAID, made)
    assert seal_of(root).said() is None
    (root / "site/en/added.html").unlink()
    assert seal_of(root).said() == SAID


def test_pages_behind_a_linked_folder_leave_no_seal(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "docs/en/linked").symlink_to(tmp_path / "site")
    sealed(tmp_path)
    assert seal_of(tmp_path).said() is None


def test_another_program_or_package_or_setting_of_the_environment_breaks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project(tmp_path) / "mkdocs.yml").write_text("site_url: !ENV [KB_URL, '']\n", "utf-8")
    code = shutil.copytree(seals.PACKAGE / "site", tmp_path / "code")
    monkeypatch.setattr(seals, "PACKAGE", code)
    sealed(tmp_path)
    assert seal_of(tmp_path).said() == SAID
    with monkeypatch.context() as other:
        other.setenv("KB_URL", "https://kb.example/")
        assert seal_of(tmp_path).said() is None
    with monkeypatch.context() as other:
        other.setattr(seals, "packages", lambda: ["jinja2-99.dist-info"])
        assert seal_of(tmp_path).said() is None
    assert seal_of(tmp_path).said() == SAID
    reworded(code / "memory/seal.py")
    assert seal_of(tmp_path).said() is None


def test_a_seal_that_is_cut_short_is_none(tmp_path: Path) -> None:
    sealed(project(tmp_path))
    (file,) = (tmp_path / FOLDER).rglob("seal")
    file.write_bytes(file.read_bytes()[:-1])
    assert seal_of(tmp_path).said() is None


def test_files_of_long_ago_are_not_read_to_be_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or an unchanged build would take as long as it takes to read the handbook."""
    seal = seal_of(project(tmp_path))
    last = max(path.stat().st_ctime_ns for path in tmp_path.rglob("*"))
    monkeypatch.setattr(seals.time, "time_ns", lambda: last + 2 * CLOCK)
    seal.begin()
    seal.keep(SAID, site_of(tmp_path))
    monkeypatch.setattr(seals, "_content", lambda path: pytest.fail(f"{path} was read"))
    assert seal_of(tmp_path).said() == SAID


# ---- The command ----


def test_all_that_a_build_reads_of_the_project_is_under_its_seal(small_project: Path) -> None:
    """Asked of Python itself: every file that is opened, every folder that is listed."""
    seen = small_project / ".cache/seen"
    seen.parent.mkdir(exist_ok=True)
    program = f"""
import os, sys
root, seen = {str(small_project)!r}, open({str(seen)!r}, "w")
def note(event, given):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(given[0], (str, os.PathLike)):
        path = os.path.abspath(os.fspath(given[0]))
        if path.startswith(root + "/"):
            print(path[len(root) + 1:], file=seen, flush=True)
sys.addaudithook(note)
from handbook.cli import main
main(["--root", root, "build"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    read = set(seen.read_text("utf-8").split("\n")) - {""}
    assert any(path.endswith(".md") for path in read)
    of_the_build = (".cache", "site", ".site.")
    others = {path for path in read if not path.startswith(of_the_build)}
    under_seal = {path for path in others if path.split("/")[0] in ("docs", "overrides")}
    assert others - under_seal == {"mkdocs.yml"}


def test_the_command_says_again_what_it_found(small_project: Path) -> None:
    page = small_project / "docs/en/glossary.md"
    page.write_text(page.read_text("utf-8") + "\nThe the customer.\n", "utf-8")
    runs = [CliRunner().invoke(main, ["--root", str(small_project), "build"]) for _ in range(2)]
    assert [run.exit_code for run in runs] == [0, 0]
    first, second = (run.stderr for run in runs)
    assert "KB" in first
    assert first == second


def test_an_unchanged_build_loads_neither_checks_nor_templates(small_project: Path) -> None:
    build = ["--root", str(small_project), "build"]
    assert CliRunner().invoke(main, build).exit_code == 0
    program = (
        f"import sys; from handbook.cli import main; main({build!r}, standalone_mode=False); "
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "2 languages" in done.stdout, done.stderr
    for heavy in ("handbook.checks", "handbook.content.handbook", "jinja2", "markdown", "pydantic"):
        assert heavy not in done.stdout.split(), heavy
