"""The build's pages are those of a plain `mkdocs build`, letter for letter.

The build goes through MkDocs' steps itself (site/engine.py). Whatever MkDocs, Material or
mkdocs-static-i18n does otherwise than before, these tests fail of it.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from handbook.content.handbook import Handbook, read_handbook
from handbook.site.assets import page_linked
from handbook.site.build import BuildError, build, prepare
from handbook.site.html import base_path
from handbook.site.memory.traces import Traces
from handbook.site.notices import CHECKED

KB_URL = "https://intranet.example/kb/"


@contextmanager
def plain_builds(
    root: Path, folders: tuple[str, ...], target: Path, site_url: str
) -> Iterator[Mapping[str, Path]]:
    """What `mkdocs build` makes of each language, all at once."""
    running = {
        folder: subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", str(target / folder)],
            cwd=root,
            env={
                **os.environ,
                "HANDBOOK_LANGUAGE": folder,
                "HANDBOOK_SITE_URL": site_url,
                CHECKED: "1",
                "NO_MKDOCS_2_WARNING": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for folder in folders
    }
    for folder, process in running.items():
        output, _ = process.communicate(timeout=600)
        assert process.returncode == 0, f"mkdocs build failed for {folder}:\n{output}"
    yield {folder: target / folder for folder in folders}


def documents(folder: Path) -> dict[str, str]:
    """Every page below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


def assert_same_pages(handbook: Handbook, site: Path, plain: Path, site_url: str) -> None:
    """Hold the site to the plain builds of all languages."""
    names = prepare(handbook, site_url, Traces()).names
    folders = tuple(handbook.trees)
    with plain_builds(handbook.root, folders, plain, site_url) as built:
        for folder in folders:
            expected = {
                path: page_linked(html, f"{folder}/{path}", names, base_path(site_url))
                for path, html in documents(built[folder]).items()
            }
            ours = documents(site / folder)
            assert ours.keys() == expected.keys()
            assert len(ours) == len(handbook.trees[folder].pages) + 1
            for path, html in expected.items():
                difference = "\n".join(
                    difflib.unified_diff(
                        html.splitlines(), ours[path].splitlines(), "mkdocs", "handbook", n=0
                    )
                )
                assert ours[path] == html, f"{folder}/{path}:\n{difference[:2000]}"


def test_the_handbooks_pages_are_those_of_mkdocs(
    handbook: Handbook, site: Path, tmp_path: Path
) -> None:
    assert_same_pages(handbook, site, tmp_path, "")


# ---- A small project with what pages may have beside text ----

MORE = """
![A desk](../desk.png) ![Shared](../../shared.png "A title") <img src="../desk.png" alt="">

[Home](../index.md) [Home's doors](../index.md#doors) [Hold](../glossary.md?a=1&b=2#hold)
[Courtesy](../ethics/courtesy.md "The ethic") [Itself](phone.md) [Here](#key-points)
[Channels](index.md) [The folder](./) [A plan](../plan.pdf) [All plans](../../plan.pdf#page=2)
[Write](mailto:care@solmira.example) <care@solmira.example> <https://a.example/?a=1&b=2>
[Elsewhere](https://a.example/x.md) [Of the server](/x/y.md) [Not there](no.md) [None]()
[Spaces](<../a plan.pdf>) [Coded](../a%20plan.pdf) [Reference][there]

[there]: ../glossary.md#hold

A note[^1] and an abbreviation.

[^1]: The note, with [a link](../index.md).

=== "One"

    The first tab, ![a desk](../desk.png).

=== "Two"

    The second tab.

Term
:   What it means.

<div markdown="1">
*Inside* [a link](../index.md).
</div>
"""
EXTENSIONS = """  - footnotes
  - def_list
  - pymdownx.tabbed:
      alternate_style: true
"""


@pytest.fixture(scope="module")
def rich(
    write_small_project: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A small project whose pages have pictures, files, links of all kinds and tabs."""
    root = write_small_project(tmp_path_factory.mktemp("rich") / "project")
    engine = root / "mkdocs.yml"
    text = engine.read_text("utf-8")
    assert text.count("  - tables\n") == 1
    engine.write_text(text.replace("  - tables\n", f"  - tables\n{EXTENSIONS}"), "utf-8")
    for folder in ("en", "ar"):
        for page in ("channels/phone.md", "ethics/courtesy.md"):
            with (root / "docs" / folder / page).open("a", encoding="utf-8") as file:
                file.write(MORE)
        index = root / "docs" / folder / "channels/index.md"
        front = (root / "docs" / folder / "glossary.md").read_text("utf-8").split("---\n")[1]
        front = front.replace("kind: glossary", "kind: channel")
        index.write_text(f"---\n{front}---\n\n[Phone](phone.md#greeting)\n", "utf-8")
        for name in ("desk.png", "plan.pdf", "a plan.pdf"):
            (root / "docs" / folder / name).write_bytes(f"{name} of {folder}".encode())
    for name in ("shared.png", "plan.pdf", ".hidden.png"):
        (root / "docs" / name).write_bytes(f"{name} of all".encode())
    contract = root / "docs/structure.yml"
    listed = "pages:\n  - index.md\n"
    text = contract.read_text("utf-8").replace(listed, f"{listed}  - channels/index.md\n")
    contract.write_text(text, "utf-8")
    return root


@pytest.mark.parametrize("site_url", ["", KB_URL])
def test_a_small_projects_pages_are_those_of_mkdocs(
    rich: Path, tmp_path: Path, site_url: str
) -> None:
    handbook = read_handbook(rich)
    site = build(handbook, tmp_path / "site", site_url, remember=False).target
    html = (site / "en/channels/phone/index.html").read_text("utf-8")
    # What is compared has what it is to be compared for.
    for part in (
        "../../../assets/desk.",
        "../../../assets/shared.",
        'href="../../plan.pdf#page=2"',
        'href="../../a%20plan.pdf"',
        'href="../../glossary/?a=1&amp;b=2#hold"',
        'class="footnote"',
        "tabbed-set",
    ):
        assert part in html, part
    assert_same_pages(handbook, site, tmp_path / "plain", site_url)


@pytest.mark.parametrize("harm", ["a plugin", "a hook"])
def test_what_the_build_would_not_run_is_refused(
    small_project: Path, tmp_path: Path, harm: str
) -> None:
    engine = small_project / "mkdocs.yml"
    text = engine.read_text("utf-8")
    if harm == "a plugin":
        text = text.replace("plugins:\n", "plugins:\n  - search\n")
    else:
        text += "hooks: [hook.py]\n"
    engine.write_text(text, "utf-8")
    with pytest.raises(BuildError, match=r"mkdocs\.yml:\d+: .* does not run"):
        build(read_handbook(small_project), tmp_path / "site", "", remember=False)
    assert not (tmp_path / "site").exists()
