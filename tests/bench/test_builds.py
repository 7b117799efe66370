"""The benchmark of builds: its projects, its rounds, and ours beside stock on a small handbook."""

from __future__ import annotations

import datetime
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from psutil import Process

from bench.builds.edits import edited, middle
from bench.builds.generator import Corpus, Generator, Unavailable
from bench.builds.generators import GENERATORS, hugo, starlight
from bench.builds.generators.ours import OURS
from bench.builds.generators.stock import PRUNED
from bench.builds.output import spread
from bench.builds.pages import PlainPage
from bench.builds.process import CommandFailed, _held, measured
from bench.builds.projects import EDITED, Way, build, restore, weigh, write_project
from bench.builds.rounds import Measured, NotRun, generated, measure
from bench.check import DAY
from handbook import checks
from handbook.content.handbook import read_handbook

PAGES = 15


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A generated handbook."""
    return generated(tmp_path_factory.mktemp("builds") / "corpus", PAGES)


# Pages


def test_other_generators_get_all_pages_without_variables(corpus: Corpus) -> None:
    assert len(corpus.pages) == 4 * PAGES
    assert not [page for page in corpus.pages if "{{" in page.body]
    home = next(page for page in corpus.pages if page.name == "index.md")
    assert "- company.email\n" in home.body


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda one: one.name)
def test_every_project_has_every_page(generator: Generator, corpus: Corpus, tmp_path: Path) -> None:
    programs = tmp_path / "tools/node_modules/.bin"
    programs.mkdir(parents=True)
    generator.prepare(corpus, tmp_path / "project", programs)
    for page in corpus.pages:
        source = tmp_path / "project" / generator.source(page.language, page.name)
        assert page.title in source.read_text("utf-8"), source


ADMONITION = '??? success "Answer"\n    Say so.\n    Then ask.\n\nMore.\n'


def page(body: str, name: str = "part-1/page-1.md") -> PlainPage:
    return PlainPage("en", name, "Title", "Description", body)


def test_hugo_gets_admonitions_as_quotations() -> None:
    assert hugo.markdown(page(ADMONITION)) == "> **Answer**\n>\n> Say so.\n> Then ask.\n\nMore.\n"


def test_hugo_gets_indexes_under_its_own_name() -> None:
    assert hugo.markdown(page("[a](../index.md#b)")) == "[a](../_index.md#b)"
    assert hugo.HUGO.source("pt", "part-1/index.md") == "content/pt/part-1/_index.md"


def test_starlight_gets_admonitions_as_asides_and_headings_without_ids() -> None:
    expected = ":::note[Answer]\nSay so.\nThen ask.\n:::\n\nMore.\n"
    assert starlight.markdown(page(ADMONITION)) == expected
    assert starlight.markdown(page("## Greeting {#greeting}\n")) == "## Greeting\n"


@pytest.mark.parametrize(
    ("name", "target", "address"),
    [
        ("part-1/page-1.md", "page-2.md#b", "../page-2/#b"),
        ("part-1/page-1.md", "../index.md#b", "../../#b"),
        ("part-1/index.md", "page-2.md#b", "page-2/#b"),
        ("part-1/index.md", "index.md#b", "./#b"),
    ],
)
def test_starlight_gets_addresses_for_links(name: str, target: str, address: str) -> None:
    assert starlight.markdown(page(f"[a]({target})", name)) == f"[a]({address})"


# The edit


def test_the_edit_is_one_word_in_one_paragraph() -> None:
    text = "---\ntitle: A.\n---\n\n## B {#b}\n\n- An item.\n\nWe answer. Then we ask.\n\nEnd.\n"
    assert edited(text, "today") == text.replace("we ask.", "we ask today.")


def test_the_page_in_the_middle_is_no_index() -> None:
    assert middle(["a/index.md", "a/page-1.md", "b/index.md", "b/page-1.md"]) == "b/page-1.md"


def test_a_page_without_a_paragraph_cannot_be_edited() -> None:
    with pytest.raises(ValueError, match="no paragraph"):
        edited("---\ntitle: A\n---\n\n- An item.\n", "today")


def test_the_check_is_silent_about_the_edit_and_tells_of_that_of_the_source(
    corpus: Corpus, tmp_path: Path
) -> None:
    project = write_project(OURS, corpus, tmp_path / "ours", tmp_path)
    found = {}
    for way in EDITED:
        path, text = project.originals[way]
        path.write_text(edited(text, {"pt": "hoje", "en": "today"}[EDITED[way]]), "utf-8")
        day = datetime.date.fromisoformat(DAY)
        findings = checks.check(read_handbook(project.folder), day)
        found[way] = {(finding.severity.value, finding.code) for finding in findings}
        restore(project)
    assert found == {Way.EDIT: set(), Way.SOURCE_EDIT: {("warning", "KB201")}}


# Rounds

BUILDS = """
import pathlib
root = pathlib.Path()
seen = pathlib.Path("../seen")
text = "".join(path.read_text("utf-8") for path in sorted((root / "docs").rglob("*.md")))
words = [word for word in ("hoje.", "today.") if word in text.replace("\\n", " ").split(" ")]
state = "cached" if (root / "cache").exists() else "cold"
with seen.open("a") as log:
    print(root.absolute().name, state, *words, file=log)
(root / "cache").touch()
for path in (root / "docs").rglob("*.md"):
    target = root / "site" / path.relative_to(root / "docs")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(path.read_text("utf-8"), "utf-8")
"""


def copying(name: str, program: str = BUILDS) -> Generator:
    """A generator that copies the pages, and logs what it found."""

    def prepare(corpus: Corpus, folder: Path, programs: Path) -> None:
        for one in corpus.pages:
            path = folder / "docs" / one.language / one.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\ntitle: A\n---\n\nWe answer.\n\n{one.name}\n", encoding="utf-8")

    return Generator(
        name=name,
        version="1",
        prepare=prepare,
        build=((sys.executable, "-c", program),),
        source=lambda language, name: f"docs/{language}/{name}",
        page=lambda language, name: f"site/{language}/{name}",
        caches=("cache",),
    )


def missing(cache: Path) -> Path:
    raise Unavailable("it needs Node 22.12; here is 20.1")


def test_rounds_go_through_all_generators_way_by_way_and_are_alike(
    corpus: Corpus, tmp_path: Path
) -> None:
    rows = measure([copying("a"), copying("b")], corpus, tmp_path, 2, tmp_path, lambda _: None)
    once = [
        *("a cold", "b cold"),
        *("a cached", "b cached"),
        *("a cached hoje.", "b cached hoje."),
        *("a cached hoje. today.", "b cached hoje. today."),
    ]
    assert (tmp_path / "seen").read_text("utf-8").splitlines() == 2 * once
    for row in rows:
        assert isinstance(row, Measured)
        assert {way: len(costs) for way, costs in row.costs.items()} == dict.fromkeys(Way, 2)
        assert row.output.files == 4 * PAGES
        assert row.output.search is None


def test_a_generator_that_cannot_run_is_left_out_with_the_reason(
    corpus: Corpus, tmp_path: Path
) -> None:
    generators = [
        replace(copying("absent"), install=missing),
        copying("broken", "raise SystemExit('out of memory')"),
        copying("sound"),
    ]
    said: list[str] = []
    rows = measure(generators, corpus, tmp_path, 1, tmp_path, said.append)
    assert rows[:2] == [
        NotRun("absent", "1", "it needs Node 22.12; here is 20.1"),
        NotRun("broken", "1", "its build failed (cold)"),
    ]
    assert isinstance(rows[2], Measured)
    assert any("out of memory" in line for line in said)


# Measuring


def test_memory_and_time_are_those_of_all_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen(one: Process) -> int:
        found = _held(one)
        if found > 60_000_000:
            (tmp_path / "seen").touch()
        return found

    monkeypatch.setattr("bench.builds.process._held", seen)
    held = """
import pathlib, time
kept = bytearray(b'x' * 60_000_000)
time.sleep(1)
while not pathlib.Path("seen").exists():
    time.sleep(0.1)
"""
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {held!r}], check=True)"
    cost = measured([(sys.executable, "-c", parent)], tmp_path, {})
    assert cost.memory > 60
    assert cost.wall > 1
    assert 0 < cost.cpu < cost.wall


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no space left"):
        measured([(sys.executable, "-c", "raise SystemExit('no space left')")], tmp_path, {})


def test_pages_that_are_weighed_are_spread_over_the_handbook() -> None:
    names = [f"page-{n}.md" for n in range(1_000)]
    some = spread(names, 50)
    assert len(some) == 50
    assert some[:2] == ["page-0.md", "page-20.md"]
    assert some[-1] == "page-980.md"
    assert spread(names[:13], 50) == names[:13]


# Ours beside stock


@pytest.mark.parametrize("generator", [OURS, PRUNED], ids=lambda one: one.name)
def test_a_build_has_the_edit_in_the_page_that_is_weighed(
    generator: Generator, corpus: Corpus, tmp_path: Path
) -> None:
    project = write_project(generator, corpus, tmp_path / "project", tmp_path)
    stale = project.folder / "site" / "left.html"
    stale.parent.mkdir()
    stale.write_text("left by another build", encoding="utf-8")
    build(project, Way.COLD)
    assert not stale.exists()
    page = project.folder / generator.page("pt", middle(corpus.names))
    before = page.read_text("utf-8")
    build(project, Way.EDIT)
    after = page.read_text("utf-8")
    assert before.count("hoje") + 1 == after.count("hoje")
    output = weigh(project, corpus.names)
    assert output.files > 4 * PAGES
    assert 2_000 < output.html < 20_000
    assert output.search is not None and output.search > 20_000
