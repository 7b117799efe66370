"""Settings made to harm: each is refused with a finding at its file, and quickly."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from handbook.findings import Severity
from handbook.texts import load_texts

from .survival import CATALOGUE, PAGE, SOUND, Spoilt, examined, examined_site

DEEP = 10_000
LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 30)
)
HOSTILE = {
    "aliases": LAUGHS,
    "merge": "base: &base {a: 1}\nother:\n  <<: *base\n",
    "own alias": "a: &a [*a]\n",
    "anchor": "a: &a 1\n",
    "duplicate key": "a: 1\na: 2\n",
    "deep flow": "a: " + "[" * DEEP,
    "deep closed": "a: " + "[" * DEEP + "]" * DEEP,
    "deep mapping": "{a: " * DEEP + "1" + "}" * DEEP,
    "deep block": "".join(" " * n + "a:\n" for n in range(DEEP // 10)),
    "deep sequence": "- " * DEEP + "a",
    "huge integer": "a: " + "9" * 100_000,
    "huge hexadecimal": "a: 0x" + "f" * 100_000,
    "sexagesimal": "a: " + ":".join(["59"] * 5_000),
    "huge float": "a: 1e999999999\n",
    "date": "in_force_since: 2026-13-45\n",
    "date and time": "in_force_since: 2026-01-01T99:99:99Z\n",
    "year": "in_force_since: 0000-01-01\n",
    "zone": "in_force_since: 2026-01-01T00:00:00+99:99\n",
    "python tag": "a: !!python/object/apply:os.system [true]\n",
    "local tag": "a: !secret b\n",
    "binary": "a: !!binary not-base64\n",
    "set": "a: !!set {b, c}\n",
    "omap": "a: !!omap 5\n",
    "pairs": "a: !!pairs {b: c}\n",
    "wrong int": "a: !!int b\n",
    "wrong timestamp": "a: !!timestamp b\n",
    "wrong bool": "a: !!bool b\n",
    "wrong null": "a: !!null b\n",
    "tagged mapping": "!!str {a: b}\n",
    "keys": "? [a, b]\n: c\n? {d: e}\n: f\n1: 2\n2026-01-01: g\nnull: h\n",
    "surrogate": 'a: "\\ud800"\n"\\udfff": b\n',
    "controls": 'a: "\\e[31m\\0\\x9b\\u202e\\u2028"\n"\\u202e\\e": b\n',
    "directive": "%YAML 9.9\n---\na: 1\n",
    "documents": "a: 1\n---\nb: 2\n",
    "end": "...\n",
    "list": "- a\n",
    "text": "a\n",
    "number": "1\n",
    "nothing": "",
    "comment": "# a\n",
    "one key": "?\n",
    "many keys": "".join(f"a{n}: {n}\n" for n in range(2_000)),
}
SETTINGS = (
    "docs/structure.yml",
    "docs/company.yml",
    "docs/glossary.yml",
    "docs/checks.yml",
    "docs/freshness/ar.yml",
    "docs/freshness/sources.yml",
)
# A file of settings for the checks need not say anything.
HARMLESS = {("docs/checks.yml", sort) for sort in ("nothing", "comment")}
SECONDS = 10  # of processor time; the slowest takes less than two


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Spoilt:
    return Spoilt.at(tmp_path_factory.mktemp("fuzz") / "handbook")


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("sort", HOSTILE)
def test_hostile_settings_are_refused(spoilt: Spoilt, name: str, sort: str) -> None:
    start = time.process_time()
    findings = spoilt.with_file(name, HOSTILE[sort].encode())
    assert time.process_time() - start < SECONDS
    refused = [f for f in findings if f.path == name and f.severity is Severity.ERROR]
    assert bool(refused) is ((name, sort) not in HARMLESS)


@pytest.mark.parametrize("sort", HOSTILE)
def test_a_hostile_front_matter_is_refused(spoilt: Spoilt, sort: str) -> None:
    findings = spoilt.with_file(PAGE, f"---\n{HOSTILE[sort]}\n---\n\n## A {{#a}}\n\nb\n".encode())
    assert any(f.path == PAGE and f.code in FRONT_MATTER for f in findings)


@pytest.mark.parametrize("sort", HOSTILE)
def test_hostile_settings_of_the_site_engine_do_no_harm(spoilt: Spoilt, sort: str) -> None:
    start = time.process_time()
    findings = spoilt.with_file("mkdocs.yml", HOSTILE[sort].encode())
    site = spoilt.root / "other.yml"
    site.write_bytes(HOSTILE[sort].encode())
    assert time.process_time() - start < SECONDS
    assert examined_site(site) is None
    assert not [found for found in findings if found.path not in ("mkdocs.yml", CATALOGUE)]


CATALOGUES = {
    "no UTF-8": b'msgid "a"\nmsgstr "\xff"\n',
    "nothing": b"",
    "a charset that is none": b'msgid ""\nmsgstr "Content-Type: text/plain; charset=zzz\\n"\n',
    "plural forms of code": (
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=__import__(\'os\');\\n"\n'
    ),
    "a million plural forms": (
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=1000000; plural=n;\\n"\n'
    ),
    "a deep plural rule": (
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural='
        + b"(" * 5_000 + b"n" + b")" * 5_000 + b';\\n"\n'
    ),
    "a form of no number": b'msgid "a"\nmsgid_plural "b"\nmsgstr[99999999] "c"\n',
    "a form that is none": b'msgid "a"\nmsgid_plural "b"\nmsgstr[x] "c"\n',
    "a quotation mark that is open": b'msgid "a\nmsgstr "b"\n',
    "a date that is none": b'msgid ""\nmsgstr "PO-Revision-Date: 9999-99-99 99:99+9999\\n"\n',
    "a surrogate": b'msgid "a"\nmsgstr "\xed\xa0\x80"\n',
    "a line of a megabyte": b'msgid "a"\nmsgstr "' + b"b c " * 250_000 + b'"\n',
    "many entries": b"".join(b'msgid "a%d"\nmsgstr "b"\n\n' % n for n in range(5_000)),
}  # fmt: skip


@pytest.mark.parametrize("sort", CATALOGUES)
def test_a_hostile_catalogue_is_found(spoilt: Spoilt, sort: str) -> None:
    start = time.process_time()
    findings = spoilt.with_file(CATALOGUE, CATALOGUES[sort])
    assert time.process_time() - start < SECONDS
    assert any(f.path == CATALOGUE and f.code.startswith("KB7") for f in findings)


@pytest.mark.parametrize("sort", CATALOGUES)
def test_a_hostile_catalogue_keeps_no_build_from_saying_so(spoilt: Spoilt, sort: str) -> None:
    """What the build reads of a catalogue, it reads or refuses in words."""
    path = spoilt.root / CATALOGUE
    before = path.read_bytes()
    path.write_bytes(CATALOGUES[sort])
    try:
        load_texts(spoilt.root, {"ar": "ar"}, "en")["ar"].ngettext("a", "b", 2)
    except PoFileError as error:
        assert str(error)
    finally:
        path.write_bytes(before)


FRONT_MATTER = ("KB811", "KB812", "KB813", "KB814", "KB816")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("reviewed", "2026-13-45"),
        ("reviewed", "9" * 5_000),
        ("reviewed", "2026-01-01T00:00:00Z"),
        ("reviewed", "{a: 1}"),
        ("kind", "[home]"),
        ("kind", '"\\ud800"'),
        ("title", '"\\e[2J\\u202e"'),
        ("title", "null"),
        ("review_interval", f"{'9' * 5_000} months"),
    ],
)
def test_a_hostile_value_of_the_front_matter(spoilt: Spoilt, key: str, value: str) -> None:
    lines = (SOUND / PAGE).read_text(encoding="utf-8").split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
    lines[place] = f"{key}: {value}"
    findings = spoilt.with_file(PAGE, "\n".join(lines).encode())
    is_harmless = key == "title" and value.startswith('"')
    assert is_harmless or any(f.path == PAGE and f.line == place + 1 for f in findings)


# Names and paths

NAMES = [
    "a\u202eb.md",
    "a\u2067b.md",
    "a\u2068b.md",
    "a\u2069كلمة.md",
    "a\x1b[31m.md",
    "a\nb.md",
    "a\u2028b.md",
    os.fsdecode(b"a\xff.md"),
    os.fsdecode(b"\xed\xa0\x80.md"),
    "`كلمة`.md",
    "a%0Ab::error::c,d.md",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_is_shown_with_what_drives_a_terminal_escaped(tmp_path: Path, name: str) -> None:
    spoilt = Spoilt.at(tmp_path / "handbook")
    (spoilt.root / "docs/ar" / name).write_bytes((SOUND / PAGE).read_bytes())
    (spoilt.root / "docs/ar" / f"folder {name}").mkdir()
    (spoilt.root / "docs/ar" / f"folder {name}" / name).write_bytes(b"## \xff")
    (spoilt.root / "docs" / f"link {name}").symlink_to("/nowhere")
    assert len([found for found in examined(spoilt.root) if name in found.path]) >= 3


@pytest.mark.parametrize("text", ["\u202e", "\u2067", "\u2068", "\u2069كلمة", "\u2066", "\u2028"])
def test_a_heading_is_shown_with_what_turns_a_line_around_escaped(
    spoilt: Spoilt, text: str
) -> None:
    page = (SOUND / PAGE).read_text(encoding="utf-8")
    broken = f"{page}\n## a{text}b\n\n[c](d{text}.md) {{{{ e{text} }}}} {{{{ company.{text} }}}}\n"
    assert spoilt.with_file(PAGE, broken.encode())
