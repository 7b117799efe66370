"""What a build remembers is read back as it was written, or not at all; then all is made anew."""

from __future__ import annotations

import os
import random
from pathlib import Path

import jinja2
import pytest
from running import call, snapshot

from handbook.content.handbook import read_handbook
from handbook.program import packages
from handbook.site.build import build
from handbook.site.memory import inputs
from handbook.site.memory.store import Store, Templates
from handbook.site.memory.traces import OnDisk, Said, Trace, Traces, load, on_disk, save
from handbook.site.memory.written import written
from handbook.site.outlines import Outline
from handbook.site.search.coded import Coded, Home
from handbook.site.search.index import Remembered

TRACES = Traces(
    files={
        "en/index.html": Trace(
            *("key", (("en", "index.md", False, "a"), ("ar", "b.md", True, "")), OnDisk(1, 2, 3)),
            Said("text", "titles"),
        ),
        "assets/a.css": Trace("k", (), OnDisk(4, 5, 6)),
    },
    outlines={"en": {"index.md": ("00", Outline("“عنوان” \ud800", "home", "2026-11-16"))}},
    indexes={"en": ("key", {"en/pagefind/a": OnDisk(7, 8, 9)})},
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    save(tmp_path / "x/files.json", "v1", TRACES)
    assert load(tmp_path / "x/files.json", "v1") == TRACES


def test_another_version_of_the_program_knows_nothing(tmp_path: Path) -> None:
    save(tmp_path / "files.json", "v1", TRACES)
    assert load(tmp_path / "files.json", "v2") == Traces()
    assert load(tmp_path / "none.json", "v1") == Traces()


def test_a_file_that_is_not_whole_is_nothing(tmp_path: Path) -> None:
    file = tmp_path / "files.json"
    save(file, "v1", TRACES)
    data = file.read_bytes()
    chance = random.Random(0)
    places = [0, 10, data.index(b"\n"), *(chance.randrange(len(data)) for _ in range(40))]
    spoilt = [b"", b"\n", b"{}", data + b" ", data.split(b"\n", 1)[1]]
    spoilt += [data[:place] for place in places]
    spoilt += [data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] for place in places]
    for other in spoilt:
        file.write_bytes(other)
        assert load(file, "v1") == Traces(), other


def test_a_place_that_cannot_be_written_fails_no_build(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    save(tmp_path / "file/files.json", "v1", TRACES)
    assert load(tmp_path / "file/files.json", "v1") == Traces()


def test_a_trace_holds_while_its_key_and_all_that_was_read_are_the_same() -> None:
    trace = TRACES.files["en/index.html"]
    seen = {("en", "index.md", False): "a", ("ar", "b.md", True): ""}
    assert trace.holds("key", seen.__getitem__)
    assert not trace.holds("another", seen.__getitem__)
    for read in seen:
        assert not trace.holds("key", (seen | {read: "other"}).__getitem__)


def test_a_link_to_a_file_does_not_stand_for_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text", "utf-8")
    before = on_disk(file)
    file.rename(tmp_path / "moved")
    file.symlink_to(tmp_path / "moved")
    assert on_disk(file) != before


def test_what_is_remembered_of_a_search_is_read_back(tmp_path: Path) -> None:
    store = Store(tmp_path, tmp_path / "site", "v1")
    home = Home("x", ("bcdf", "bcdg"), (1, 1 << 20))
    page = Coded("text", "und_0", 3, ("a", "b"), ("bcdf",), (b"\x80",), (home,))
    found = Remembered({"عنوان": "bcdf"}, {"handover": "bcdf"}, {"a/": page})
    store.save_search("en", found)
    assert store.search("en") == found
    assert store.search("ar") == Remembered()
    assert Store(tmp_path, tmp_path / "site", "v2").search("en") == Remembered()


def test_what_is_remembered_of_titles_is_read_back(tmp_path: Path) -> None:
    store = Store(tmp_path, tmp_path / "site", "v1")
    store.save_titles("en", {"a/": ("stamp", [["", "Title"], ["x", "عنوان"]])})
    assert store.titles("en") == {"a/": ("stamp", [["", "Title"], ["x", "عنوان"]])}
    assert store.titles("ar") == {}


def test_compiled_templates_are_taken_only_where_they_are_whole(tmp_path: Path) -> None:
    def drawn(version: str) -> str:
        loader = jinja2.DictLoader({"a.html": "one {{ 1 + 1 }}"})
        cache = Templates(tmp_path, version)
        env = jinja2.Environment(loader=loader, bytecode_cache=cache)
        return env.get_template("a.html").render()

    assert drawn("v1") == "one 2"
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()
    for place in range(0, len(data), 7):
        file.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        assert drawn("v1") == "one 2"
        assert file.read_bytes() == data, "it is written anew"
    assert drawn("v2") == "one 2"
    assert file.read_bytes() != data


# ---- What pages are made from ----


def test_whatever_mkdocs_yml_takes_in_is_part_of_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "INHERIT: base.yml\nextra: {a: !ENV [ONE, TWO, none], b: !ENV THREE}\n", "utf-8"
    )
    (tmp_path / "base.yml").write_text("extra_css: []\n", "utf-8")
    for name in ("ONE", "TWO", "THREE"):
        monkeypatch.delenv(name, raising=False)
    seen = {written(tmp_path)}
    for name in ("ONE", "TWO", "THREE"):
        monkeypatch.setenv(name, "x")
        seen.add(written(tmp_path))
    (tmp_path / "base.yml").write_text("extra_css: [a.css]\n", "utf-8")
    seen.add(written(tmp_path))
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("extensions", "closed"),
    [
        ("[tables, toc, markdown.extensions.footnotes, pymdownx.details]", True),
        ("[tables, {pymdownx.snippets: {base_path: [parts]}}]", False),
        ("[pymdownx.b64]", False),
        ("[markdown_include.include]", False),
        ("[tables]\nINHERIT: base.yml", False),
        ("[", False),
    ],
)
def test_extensions_that_may_read_files_of_their_own_are_known(
    tmp_path: Path, extensions: str, closed: bool
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"markdown_extensions: {extensions}\n", "utf-8")
    assert inputs.is_closed(tmp_path) == closed


def test_every_installed_package_is_part_of_the_program() -> None:
    found = packages()
    for name in ("jinja2-", "markdown-", "mkdocs_material-", "pagefind_bin-"):
        assert any(package.lower().startswith(name) for package in found), name


# ---- The command ----


def test_what_is_found_is_said_again_where_nothing_is_made_anew(small_project: Path) -> None:
    page = small_project / "docs/en/glossary.md"
    page.write_text(page.read_text("utf-8") + "\nThe the customer.\n", "utf-8")
    first = call("build", cwd=small_project)
    assert first.returncode == 0, first.stderr
    assert "docs/en/glossary.md" in first.stderr
    site = small_project / "site"
    before = {path: path.stat().st_ino for path in site.rglob("*")}
    second = call("build", cwd=small_project)
    assert second.stderr == first.stderr
    assert {path: path.stat().st_ino for path in site.rglob("*")} == before
    clean = call("build", "--no-cache", "--output", "clean", cwd=small_project)
    assert clean.stderr == first.stderr
    assert snapshot(small_project / "clean") == snapshot(site)


def test_only_what_shows_an_edit_is_made_anew(small_project: Path) -> None:
    site = small_project / "site"
    assert build(read_handbook(small_project), site, "").made == 15
    page = small_project / "docs/en/glossary.md"
    page.write_text(page.read_text("utf-8") + "\nMore.\n", "utf-8")
    before = {path: path.stat().st_ino for path in site.rglob("*.html")}
    built = build(read_handbook(small_project), site, "")
    changed = {path for path, inode in before.items() if path.stat().st_ino != inode}
    assert site / "en/glossary/index.html" in changed
    assert site / "ar/channels/phone/index.html" not in changed
    assert built.made == len(changed)
    assert built.indexed == ("en",)
    assert build(read_handbook(small_project), site, "").made == 0


def test_a_file_beside_pages_is_copied_again_whatever_its_dates_say(small_project: Path) -> None:
    plan = small_project / "docs/en/plan.pdf"
    plan.write_bytes(b"one")
    build(read_handbook(small_project), small_project / "site", "")
    old = plan.stat()
    plan.write_bytes(b"two")
    os.utime(plan, ns=(old.st_atime_ns, old.st_mtime_ns))
    build(read_handbook(small_project), small_project / "site", "")
    assert (small_project / "site/en/plan.pdf").read_bytes() == b"two"
