"""The typefaces are cut once, beside other work, and are the same however they were cut."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from handbook import copies
from handbook.site import fonts

DOCS = Path(__file__).parents[2] / "docs"

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
    monkeypatch.setattr(fonts, "Aside", lambda *_: pytest.fail("was started"))
    fonts.begin(cache)()


def test_what_could_not_be_made_beside_is_made_when_it_is_asked_for(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "processors", lambda: 1)
    fonts.begin(cache)
    found = dict(fonts.font_files(cache))
    assert found[f"{SMALL.name}.woff2"].read_bytes().startswith(b"wOF2")


def test_another_program_cuts_its_own_and_keeps_no_other(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FACES", (SMALL,))
    (before,) = (path for name, path in fonts.font_files(cache) if name.endswith(".woff2"))
    monkeypatch.setattr(fonts, "program", lambda: "another one")
    (after,) = (path for name, path in fonts.font_files(cache) if name.endswith(".woff2"))
    assert after != before
    assert list(cache.glob("*.woff2")) == [after]


def test_of_each_package_the_licence_goes_with_its_typefaces(cache: Path) -> None:
    licences = [path for name, path in fonts.font_files(cache) if name.endswith("LICENSE.txt")]
    assert len(licences) == 2
    assert all("SIL Open Font License" in path.read_text("utf-8") for path in licences)


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.name)
def test_what_is_cut_sets_the_handbook_as_the_whole_typeface_does(face: fonts.Face) -> None:
    """Ligatures, joined letters, marks, kerning and widths, in each weight that is used."""
    cut, characters = opened(fonts._cut(face))
    whole = uharfbuzz.Font(uharfbuzz.Face(source(face).read_bytes()))
    folders = ("ar",) if "arabic" in face.name else ("en", "pt", "id")
    pages = [path for folder in folders for path in (DOCS / folder).rglob("*.md")]
    words = {word for page in pages for word in page.read_text("utf-8").split()}
    words = {word for word in words if characters.issuperset(word)}
    assert len(words) > 1000
    for weight in (400, 700) if face.limits else (None,):
        for font in (cut, whole):
            font.set_variations({"wght": weight, "wdth": 100} if weight else {})
        assert [(word, placed(cut, word)) for word in sorted(words)] == [
            (word, placed(whole, word)) for word in sorted(words)
        ]


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.name)
def test_a_cut_typeface_has_all_characters_it_is_to_serve(face: fonts.Face) -> None:
    whole = TTFont(source(face))
    _, characters = opened(fonts._cut(face))
    wanted = set(map(chr, fonts._code_points(face.unicodes)))
    assert characters == wanted.intersection(map(chr, whole.getBestCmap()))


def source(face: fonts.Face) -> Path:
    return fonts._package(face.package) / "files" / face.source


def opened(woff2: bytes) -> tuple[uharfbuzz.Font, set[str]]:
    """A typeface and its characters."""
    font = TTFont(io.BytesIO(woff2))
    characters = set(map(chr, font.getBestCmap()))
    font.flavor = None
    plain = io.BytesIO()
    font.save(plain)
    return uharfbuzz.Font(uharfbuzz.Face(plain.getvalue())), characters


def placed(font: uharfbuzz.Font, text: str) -> list[tuple[int, ...]]:
    """Which character each glyph is of, where it stands and how far the next one is."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return [
        (info.cluster, at.x_offset, at.y_offset, at.x_advance, at.y_advance)
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]
