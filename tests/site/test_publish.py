"""The last good site stays whole, whatever happens to the build of the next."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from running import COMMAND, call, snapshot, without_section

from handbook.content.atomic import write_atomically
from handbook.content.handbook import read_handbook
from handbook.site.build import BuildError, build
from handbook.site.publish import new_site, remove

PATIENCE = 120  # seconds after which a test gives up: machines are shared
OLD = {"index.html": b"old", "en/index.html": b"old page"}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A site that was built before."""
    target = tmp_path / "site"
    for name, data in OLD.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)
    return target


def beside(target: Path) -> list[str]:
    """What stands in the folder of the site."""
    return sorted(path.name for path in target.parent.iterdir())


def killed(program: str, target: Path) -> subprocess.Popen[str]:
    """Run a program that ends itself, or waits to be ended after printing `ready`."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(target)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    if process.stdout.readline() == "ready\n":
        process.kill()
    assert process.wait(PATIENCE) == -signal.SIGKILL
    process.stdout.close()
    return process


# ---- One file ----


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new/folder/file"
    write_atomically(path, b"first")
    write_atomically(path, b"second")
    assert path.read_bytes() == b"second"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [other.name for other in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_file_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [other.name for other in tmp_path.iterdir()] == ["file"]


# ---- The whole site ----


def test_a_new_site_takes_the_old_ones_place(target: Path) -> None:
    with new_site(target) as new:
        assert new.parent == target.parent
        (new / "index.html").write_bytes(b"new")
        assert snapshot(target) == OLD, "the old site is seen until the new one is whole"
    assert snapshot(target) == {"index.html": b"new"}
    assert stat.S_IMODE(target.stat().st_mode) == 0o755
    assert beside(target) == ["site"]


def test_a_first_site_needs_no_folder(tmp_path: Path) -> None:
    with new_site(tmp_path / "a/b/site") as new:
        (new / "index.html").write_bytes(b"new")
    assert snapshot(tmp_path / "a/b/site") == {"index.html": b"new"}


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_error_half_way_leaves_the_old_site(target: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), new_site(target) as new:
        (new / "index.html").write_bytes(b"half")
        raise error
    assert snapshot(target) == OLD
    assert beside(target) == ["site"]


def test_an_error_in_a_first_build_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), new_site(tmp_path / "site"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_an_error_between_the_renames_puts_the_old_site_back(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename
    calls: list[Path] = []

    def failing(self: Path, other: Path) -> Path:
        calls.append(self)
        if len(calls) == 2:
            raise OSError("device is busy")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="busy"), new_site(target) as new:
        (new / "index.html").write_bytes(b"new")
    assert len(calls) == 3
    assert snapshot(target) == OLD
    assert beside(target) == ["site"]


@pytest.mark.parametrize("number", [1, 2])
def test_an_interruption_right_after_a_rename_leaves_a_whole_site(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    rename = Path.rename
    calls: list[Path] = []

    def interrupted(self: Path, other: Path) -> Path:
        calls.append(self)
        rename(self, other)
        if len(calls) == number:
            raise KeyboardInterrupt
        return other

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt), new_site(target) as new:
        (new / "index.html").write_bytes(b"new")
    assert snapshot(target) == (OLD if number == 1 else {"index.html": b"new"})
    rebuilt(target)


def rebuilt(target: Path) -> None:
    """A next build, that goes well and clears up."""
    with new_site(target) as new:
        (new / "index.html").write_bytes(b"new")
    assert snapshot(target) == {"index.html": b"new"}
    assert beside(target) == ["site"]


def test_a_build_killed_half_way_leaves_the_old_site_and_the_next_clears_up(target: Path) -> None:
    killed(
        """
        import sys, time
        from pathlib import Path
        from handbook.site.publish import new_site
        with new_site(Path(sys.argv[1])) as new:
            (new / "index.html").write_text("half")
            print("ready", flush=True)
            time.sleep(600)
        """,
        target,
    )
    assert snapshot(target) == OLD
    assert len(beside(target)) == 2, "the killed build left its folder"
    rebuilt(target)


def kill_at_second_rename(target: Path) -> None:
    killed(
        """
        import os, signal, sys
        from pathlib import Path

        from handbook.site.publish import new_site
        rename, calls = Path.rename, []
        def fatal(self, other):
            calls.append(self)
            if len(calls) == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            return rename(self, other)
        Path.rename = fatal
        with new_site(Path(sys.argv[1])) as new:
            (new / "index.html").write_text("new")
        """,
        target,
    )
    assert not target.exists(), "it was killed between the two renames"
    assert len(beside(target)) == 2


def test_a_build_killed_between_the_renames_is_put_right_by_the_next(target: Path) -> None:
    kill_at_second_rename(target)
    with new_site(target):
        assert snapshot(target) == OLD, "the old site is back before the next is built"
    rebuilt(target)


def test_a_build_killed_between_the_renames_is_put_right_even_by_one_that_fails(
    target: Path,
) -> None:
    kill_at_second_rename(target)
    with pytest.raises(RuntimeError), new_site(target):
        raise RuntimeError
    assert snapshot(target) == OLD
    assert beside(target) == ["site"]


def test_a_build_that_still_runs_is_not_cleared_away(target: Path) -> None:
    with new_site(target) as slow:
        (slow / "index.html").write_bytes(b"slow")
        with new_site(target) as fast:
            (fast / "index.html").write_bytes(b"fast")
        assert (slow / "index.html").read_bytes() == b"slow"
        assert snapshot(target) == {"index.html": b"fast"}
    assert snapshot(target) == {"index.html": b"slow"}
    assert beside(target) == ["site"]


# ---- `handbook build` ----


def site_of(project: Path) -> Path:
    """A site in a project that looks like a build of ours."""
    site = project / "site"
    for name in ("index.html", "assets/neutral.0123456789.js", "ar/index.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"old {name}", encoding="utf-8")
    return site


def break_link(project: Path) -> str:
    path = project / "docs/ar/ethics/courtesy.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n[رابط](../channels/no-such-page.md)\n", encoding="utf-8")
    return "no-such-page.md"


def delete_section(project: Path) -> str:
    without_section(project / "docs/ar/channels/phone.md", "courtesy")
    return "courtesy"


@pytest.mark.parametrize("harm", [break_link, delete_section])
def test_a_page_with_a_fault_stops_the_build_before_it_begins(
    small_project: Path, harm: Callable[[Path], str]
) -> None:
    site = site_of(small_project)
    before = snapshot(site)
    name = harm(small_project)
    answer = call("build", cwd=small_project)
    assert answer.returncode == 1
    assert name in answer.stderr
    assert "nothing was built" in answer.stderr
    assert answer.stdout == ""
    assert snapshot(site) == before


def test_a_fault_in_a_template_leaves_the_old_site_and_is_told(small_project: Path) -> None:
    site = site_of(small_project)
    before = snapshot(site)
    (small_project / "overrides/404.html").write_text("{% no such tag %}", encoding="utf-8")
    with pytest.raises(BuildError, match=r"overrides/404\.html:1: .*unknown tag 'no'"):
        build(read_handbook(small_project), site, "")
    assert snapshot(site) == before
    left = [path.name for path in small_project.iterdir() if path.name.startswith(".site")]
    assert left == []


@pytest.fixture
def growing(small_project: Path) -> Path:
    """A project with as many pages as are worth processes of their own."""
    page = (small_project / "docs/en/glossary.md").read_text("utf-8")
    page = page.replace("kind: glossary", "kind: news").replace(
        "generated.glossary", "company.name"
    )
    names = [f"news/page-{number}.md" for number in range(60)]
    for folder in ("en", "ar"):
        (small_project / "docs" / folder / "news").mkdir()
        for name in names:
            (small_project / "docs" / folder / name).write_text(page, "utf-8")
    contract = small_project / "docs/structure.yml"
    text = contract.read_text("utf-8")
    listed = "".join(f"  - {name}\n" for name in names)
    text = text.replace("  - glossary.md\n", f"  - glossary.md\n{listed}")
    contract.write_text(f"{text}  news:\n    sections: [own]\n", "utf-8")
    return small_project


# Builds slowly, and says so when pages are made by other processes: how many, and by which.
BUILD = """
    import multiprocessing, signal, sys, time
    from pathlib import Path
    from handbook.content.handbook import read_handbook
    from handbook.site import maker, processes
    from handbook.site.build import build

    # Where the tests run in the background of a shell, it would pass over being interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    processes.cores = lambda: 2
    root = Path(sys.argv[1])
    make = maker.Desk.make

    def slowly(*given):
        time.sleep(0.1)
        return make(*given)

    def step(made, total):
        workers = multiprocessing.active_children()
        if workers and made >= 6:
            print(total, *(worker.pid for worker in workers), flush=True)

    maker.Desk.make = slowly
    build(read_handbook(root), root / "site", "", step)
    """


def start_build(project: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """A build in the middle of its pages, and its processes' ids."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(BUILD), str(project)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    total, *workers = map(int, process.stdout.readline().split())
    assert len(workers) == 2
    assert total > 150
    assert list(project.glob(".site.*/**/index.html")), "it is in the middle of its pages"
    return process, workers


def ended(pids: list[int], process: subprocess.Popen[str]) -> None:
    """Wait until a build and its processes are gone."""
    process.wait(PATIENCE)
    for stream in (process.stdout, process.stderr):
        assert stream is not None
        stream.close()
    deadline = time.monotonic() + PATIENCE
    for pid in pids:
        while is_running(pid):
            assert time.monotonic() < deadline, f"process {pid} is left"
            time.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # One that ended stays in the list until whoever inherited it has asked for its end.
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"


def assert_next_is_whole(project: Path) -> None:
    """The next build clears up and makes all of the site."""
    built = build(read_handbook(project), project / "site", "")
    assert not list(project.glob(".site.*"))
    clean = build(read_handbook(project), project / "clean", "", remember=False)
    assert built.pages == clean.pages
    assert snapshot(project / "site") == snapshot(project / "clean")


def test_a_build_killed_in_the_middle_of_its_processes_leaves_the_old_site_and_no_process(
    growing: Path,
) -> None:
    site = site_of(growing)
    before = snapshot(site)
    process, workers = start_build(growing)
    process.kill()  # it alone: its processes notice by themselves
    ended(workers, process)
    assert process.returncode == -signal.SIGKILL
    assert snapshot(site) == before
    assert list(growing.glob(".site.*"))
    assert_next_is_whole(growing)


def test_a_build_one_of_whose_processes_is_killed_fails_and_leaves_the_old_site(
    growing: Path,
) -> None:
    site = site_of(growing)
    before = snapshot(site)
    process, workers = start_build(growing)
    os.kill(workers[0], signal.SIGKILL)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read()
    assert "a process of the build was ended from outside" in process.stderr.read()
    ended(workers, process)
    assert process.returncode == 1
    assert snapshot(site) == before
    assert not list(growing.glob(".site.*")), "it has cleared up"


def test_an_interrupted_build_ends_its_processes_and_leaves_the_old_site(growing: Path) -> None:
    site = site_of(growing)
    before = snapshot(site)
    process, workers = start_build(growing)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: all of them are told
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read()
    said = process.stderr.read()
    assert said.count("Traceback") == 1, said
    assert "KeyboardInterrupt" in said
    ended(workers, process)
    assert snapshot(site) == before
    assert not list(growing.glob(".site.*"))


def test_a_real_build_killed_half_way_leaves_the_old_site(
    small_project: Path, waiting_builds: str
) -> None:
    site = site_of(small_project)
    before = snapshot(site)
    process = subprocess.Popen(
        [*COMMAND, "build"],
        cwd=small_project,
        env={**os.environ, "PYTHONPATH": waiting_builds},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + PATIENCE
    while not any(small_project.glob(".site.*/*/*.html")):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
    assert snapshot(site) == before
    assert list(small_project.glob(".site.*"))
    answer = call("build", cwd=small_project)
    assert answer.returncode == 0, answer.stderr
    assert not list(small_project.glob(".site.*"))
    assert (site / "ar/channels/phone/index.html").is_file()
    assert "old" not in (site / "index.html").read_text(encoding="utf-8")[:20]


def test_of_a_first_site_the_next_build_has_a_copy_to_begin_with(tmp_path: Path) -> None:
    target, spare = tmp_path / "site", tmp_path / ".cache/spare"
    with new_site(target, spare) as new:
        (new / "en").mkdir()
        (new / "en/index.html").write_bytes(b"first")
    assert snapshot(spare) == snapshot(target) == {"en/index.html": b"first"}
    with new_site(target, spare) as new:
        assert snapshot(new) == {"en/index.html": b"first"}
        remove(new / "en/index.html")
        (new / "en/index.html").write_bytes(b"second")
        assert snapshot(target) == {"en/index.html": b"first"}, "it is not written through"
    assert snapshot(target) == {"en/index.html": b"second"}
    assert snapshot(spare) == {"en/index.html": b"first"}


def test_where_the_disk_knows_no_second_name_there_is_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    with new_site(tmp_path / "site", tmp_path / ".cache/spare") as new:
        (new / "index.html").write_bytes(b"first")
    assert snapshot(tmp_path / "site") == {"index.html": b"first"}
    assert not (tmp_path / ".cache/spare").exists()


def test_a_site_that_was_not_finished_is_the_next_spare_one(target: Path, tmp_path: Path) -> None:
    """Or the build after an interrupted one would make thousands of folders anew."""
    spare = tmp_path / ".cache/spare"
    with pytest.raises(KeyboardInterrupt), new_site(target, spare) as new:
        (new / "half.html").write_text("half")
        raise KeyboardInterrupt
    assert snapshot(target) == OLD
    assert snapshot(spare) == {"half.html": b"half"}
    with new_site(target, spare) as new:
        assert snapshot(new) == {"half.html": b"half"}
        (new / "half.html").rename(new / "whole.html")
    assert snapshot(target) == {"whole.html": b"half"}
    assert beside(target) == [".cache", "site"]


# ---- The check goes on beside the build ----


def test_of_a_handbook_with_errors_nothing_is_published_and_the_findings_are_said_once(
    small_project: Path,
) -> None:
    assert call("build", cwd=small_project).returncode == 0
    before = snapshot(small_project / "site")
    without_section(small_project / "docs/ar/channels/phone.md", "voicemail")
    answer = call("build", cwd=small_project)
    assert answer.returncode == 1
    assert answer.stderr.count("section `voicemail` is missing") == 1
    assert "nothing was built" in answer.stderr
    assert snapshot(small_project / "site") == before
    assert not list(small_project.glob(".site.*"))


def test_where_a_build_falls_over_a_broken_handbook_its_findings_are_told(
    small_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falls_over(*_: object, **__: object) -> None:
        raise AttributeError("'NoneType' object has no attribute 'name'")

    monkeypatch.setattr("handbook.cli.building.build", falls_over)
    with pytest.raises(AttributeError):
        call("build", cwd=small_project)
    without_section(small_project / "docs/ar/channels/phone.md", "voicemail")
    answer = call("build", cwd=small_project)
    assert answer.returncode == 1
    assert "section `voicemail` is missing" in answer.stderr
