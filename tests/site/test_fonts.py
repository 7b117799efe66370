"""The typefaces are cut once, beside other work, and are the same however they were cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.site import fonts

SMALL = fonts.FACES[1]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder in which one typeface is missing."""
    for face in fonts.FACES:
        if face != SMALL:
            fonts._file(tmp_path, face).write_bytes(b"whole")
    return tmp_path


def test_what_is_missing_is_made_beside_other_work(cache: Path) -> None:
    fonts.begin(cache)()
    made = fonts._file(cache, SMALL).read_bytes()
    assert made == fonts._cut(SMALL)
    assert made.startswith(b"wOF2")


def test_nothing_is_started_where_all_are_there(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts._file(cache, SMALL).write_bytes(b"whole")
    monkeypatch.setattr(fonts.subprocess, "Popen", lambda *_, **__: pytest.fail("was started"))
    fonts.begin(cache)()


def test_what_could_not_be_made_beside_is_made_when_it_is_asked_for(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts.sys, "executable", "/bin/false")
    fonts.begin(cache)()
    assert not fonts._file(cache, SMALL).exists()
    found = dict(fonts.font_files(cache))
    assert found[f"{SMALL.name}.woff2"].read_bytes().startswith(b"wOF2")


def test_of_each_package_the_licence_goes_with_its_typefaces(cache: Path) -> None:
    licences = [path for name, path in fonts.font_files(cache) if name.endswith("LICENSE.txt")]
    assert len(licences) == 2
    assert all("SIL Open Font License" in path.read_text("utf-8") for path in licences)
