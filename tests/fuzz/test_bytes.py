"""Whatever bytes a file holds, the check ends with findings or none, never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.texts import catalogue_path, load_texts

from .survival import FILES, SOUND, Spoilt, examined_docs, examined_site

RUNS = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# Marks of YAML and Markdown beside any other character, so that much of it means something.
BLOCKS = "    |```|!!! note\n|??? |<!-- | -->|<!-- handbook: ignore |{{ | }}|{#|- [ ] |&a "
SETTINGS = "*a|!!str |<<: |2026-13-45|title: |kind: home\n|pages:\n|  en: |كلمة|---\n|\n\n|\x1b[31m"
SIGNS = "-#>|*_`~[](){}<>!?:&%@'\"\\\n\t =+.,\u202e\u2067\u2068\u2069\u200f\u2028\ufeff\r\x0c"
MARKS = st.sampled_from([*BLOCKS.split("|"), *SETTINGS.split("|"), *SIGNS])
TEXT = st.lists(MARKS | st.text(max_size=6), max_size=40).map("".join)
BYTES = st.binary(max_size=200) | TEXT.map(lambda text: text.encode(errors="surrogatepass"))


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Spoilt:
    return Spoilt.at(tmp_path_factory.mktemp("fuzz") / "handbook")


@pytest.mark.parametrize("name", FILES)
@RUNS
@given(data=BYTES)
def test_any_bytes(spoilt: Spoilt, name: str, data: bytes) -> None:
    spoilt.with_file(name, data)


@pytest.mark.parametrize("name", [name for name in FILES if (SOUND / name).exists()])
@RUNS
@given(data=BYTES, place=st.floats(0, 1), length=st.integers(0, 60))
def test_bytes_put_into_a_sound_file(
    spoilt: Spoilt, name: str, data: bytes, place: float, length: int
) -> None:
    sound = (SOUND / name).read_bytes()
    start = int(place * len(sound))
    spoilt.with_file(name, sound[:start] + data + sound[start + length :])


@RUNS
@given(
    data=BYTES
    | TEXT.map(lambda text: f'msgid "{text}"\nmsgstr "a"\n'.encode(errors="surrogatepass"))
)
def test_a_catalogue_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = catalogue_path(tmp_path, "ar")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    try:
        load_texts(tmp_path, {"ar": "ar"}, "en")
    except PoFileError as error:
        assert str(error)


# Sites of others

SITE = {
    "mkdocs.yml": (
        "site_name: A\nplugins:\n  - i18n:\n      docs_structure: folder\n      languages:\n"
        "        - {locale: en, name: English, default: true}\n"
        "        - {locale: ar, name: Arabic}\n"
    ),
    "docs/en/a.md": "# A\n\n## B\n\nThe word is given.\n\n- one\n- two\n",
    "docs/ar/a.md": "# أ\n\n## ب\n\nنعطي الكلمة ونحفظها.\n\n- واحد\n- اثنان\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    for name, text in SITE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("name", SITE)
@RUNS
@given(data=BYTES, place=st.floats(0, 1), length=st.integers(0, 400))
def test_bytes_put_into_a_site_of_others(
    site: Path, name: str, data: bytes, place: float, length: int
) -> None:
    sound = SITE[name].encode()
    start = int(place * len(sound))
    (site / name).write_bytes(sound[:start] + data + sound[start + length :])
    try:
        examined_site(site / "mkdocs.yml")
    finally:
        (site / name).write_bytes(sound)


# A tree without a plugin, in FastAPI's layout

TREE = {
    "docs/en/docs/a.md": (
        "# A { #a }\n\n/// tip | Word\n\nThe word is given.\n\n///\n\n## B { #b }\n\n"
        "{* ../../src/a.py hl[1] *}\n"
    ),
    "docs/ar/docs/a.md": "# أ { #a }\n\n/// tip | كلمة\n\nنعطي الكلمة.\n\n///\n\n## ب { #b }\n",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    for name, text in TREE.items():
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("name", TREE)
@RUNS
@given(data=BYTES, place=st.floats(0, 1), length=st.integers(0, 200))
def test_bytes_put_into_a_tree_without_a_plugin(
    tree: Path, name: str, data: bytes, place: float, length: int
) -> None:
    sound = TREE[name].encode()
    start = int(place * len(sound))
    (tree / name).write_bytes(sound[:start] + data + sound[start + length :])
    try:
        assert examined_docs(tree, "docs/{lang}/docs", "en") is not None
    finally:
        (tree / name).write_bytes(sound)


@RUNS
@given(pattern=TEXT, source=st.sampled_from(["en", "ar", ""]) | TEXT)
def test_any_pattern_of_a_tree(tree: Path, pattern: str, source: str) -> None:
    """What no folder fits is refused in words."""
    for before, after in (("", ""), ("docs/{lang}", ""), ("docs/{lang}/", "/docs")):
        examined_docs(tree, f"{before}{pattern}{after}", source)
