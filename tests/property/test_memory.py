"""Whatever is edited, and whatever becomes of its file: what is remembered is never wrong."""

from __future__ import annotations

import datetime
import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handbook import acceptance, checks
from handbook.checks import PAGES, Verdict, identify, language, staleness
from handbook.checks.facts import Family
from handbook.checks.strangers import Languages
from handbook.content.handbook import Handbook, InvalidStructure, read_handbook
from handbook.content.recordfiles import records_yaml, sources_yaml
from handbook.content.records import SOURCES, records_path
from handbook.findings import Finding
from handbook.memory import FILE, remembered

SOUND = Path(__file__).parents[1] / "checks/fixtures/sound"
OURS = Path(__file__).parents[2]
# HANDBOOK_SEQUENCES=1000 tries as many sequences of edits.
SEQUENCES = int(os.environ.get("HANDBOOK_SEQUENCES", "60"))
DAYS = (datetime.date(2026, 11, 22), datetime.date(2028, 1, 1))

Chance = random.Random
Edit = Callable[[Path, Chance], None]

LINES = (
    "Some text.", "نص آخر هنا.", "The customer waits for the the answer.", "7", "- [ ] one",
    "- point", "[a](glossary.md#hold)", "[a](../glossary.md#hold)", "[a](#doors)", "[a](no.md)",
    "[a](channels/phone.md#no)", "[a](channels/phone.md#greeting)", "[a](/en/index.md)",
    "[a](../ar/index.md)", "[a](../ethics/courtesy.md#on-phone)", "[a](https//x.example)",
    "[a](https://help.example/en/index.md)", "[a](../ethics/courtesy.md#on-new)",
    "![](../assets/phone.svg)", "![alt](assets/new.svg)",
    "{{ company.phone }}", "{{ company.nothing }}", "{{ generated.links }}", "{{ x", "",
    "## New {#new}", "### Deeper {#deeper}", "## Hold {#hold}", "## No id", "# One", "## A {#A b}",
    "<!-- handbook: ignore KB302: known -->", "<!-- handbook: ignore KB111, KB119: known -->",
    "<!-- handbook: ignore KB511 -->", "<!-- handbook: what -->", "<!-- handbook: write this -->",
    "You never put a caller on hold.", "لا تضع المتصل على الانتظار.", "```", "| a | b |",
    "At 4 pm, 3 times.", "This whole passage was written in English and left where it stands.",
)  # fmt: skip
CHECKS_FILES = (
    "severity: {KB111: warning, KB102: off}\n",
    "ignore: [{code: KB302, path: docs/en, reason: known}]\n",
    "ignore: [{code: KB119, path: docs/ar, section: greeting, reason: known}]\n",
    "ignore: [{code: KB999, path: docs/ar}]\n",
    "severity: [\n",
)


def pages(root: Path) -> list[Path]:
    return sorted((root / "docs").rglob("*.md"))


def edited(path: Path, change: Callable[[list[str]], object]) -> None:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    change(lines)
    path.write_text("\n".join(lines), encoding="utf-8")


def line_added(root: Path, chance: Chance) -> None:
    if found := pages(root):
        edited(
            chance.choice(found),
            lambda lines: lines.insert(chance.randint(0, len(lines)), chance.choice(LINES)),
        )


def line_removed(root: Path, chance: Chance) -> None:
    if found := pages(root):
        edited(chance.choice(found), lambda lines: lines.pop(chance.randrange(len(lines))))


def id_renamed(root: Path, chance: Chance) -> None:
    ids = re.compile(r"\{#([\w-]+)\}")
    chosen = [path for path in pages(root) if ids.search(path.read_text("utf-8", "replace"))]
    if chosen:
        path = chance.choice(chosen)
        text = path.read_text("utf-8", "replace")
        id = chance.choice(ids.findall(text))
        new = f"{{#{chance.choice(('greeting', 'new', 'A_b', id + 'x'))}}}"
        path.write_text(text.replace(f"{{#{id}}}", new), "utf-8")


def page_moved(root: Path, chance: Chance) -> None:
    """Deleted, renamed or copied, in one language or in all."""
    found = pages(root)
    if not found:
        return
    chosen = chance.choice(found)
    name = chosen.relative_to(root / "docs").parts[1:]
    folders = (
        ["en", "ar"] if chance.random() < 0.5 else [chosen.relative_to(root / "docs").parts[0]]
    )
    how, new = (
        chance.choice(("delete", "rename", "copy")),
        chance.choice(("new.md", "channels/new.md")),
    )
    for folder in folders:
        old = (root / "docs" / folder).joinpath(*name)
        if not old.exists():
            continue
        if how != "delete":
            (root / "docs" / folder / new).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(old, (root / "docs" / folder / new).with_suffix(".tmp"))
        if how != "copy":
            old.unlink()
        if how != "delete":
            (root / "docs" / folder / new).with_suffix(".tmp").replace(root / "docs" / folder / new)


def front_matter_changed(root: Path, chance: Chance) -> None:
    if found := pages(root):
        path = chance.choice(found)
        key, value = chance.choice((
            ("title", "Another title"), ("kind", "channel"), ("kind", "none"), ("owner", "[7]"),
            ("reviewed", "2020-01-01"), ("review_interval", "1 week"), ("colour", "red"),
        ))  # fmt: skip
        text = path.read_text("utf-8", "replace")
        path.write_text(
            re.sub(rf"^{key}: .*$", f"{key}: {value}", text, flags=re.MULTILINE), "utf-8"
        )


def setting_changed(root: Path, chance: Chance) -> None:
    """A line of a settings file removed, doubled or commented on; or a word of it changed."""
    names = ("docs/glossary.yml", "docs/company.yml", "docs/structure.yml", "mkdocs.yml")
    names = (
        *names,
        *(path.relative_to(root).as_posix() for path in (root / "docs").glob("*/*.yml")),
    )
    path = root / chance.choice(names)
    if not path.exists():
        return

    def change(lines: list[str]) -> None:
        number = chance.randrange(len(lines))
        match chance.choice(("remove", "comment", "double", "word")):
            case "remove":
                del lines[number]
            case "comment":
                lines.insert(0, "# a comment")
            case "double":
                lines.insert(number, lines[number])
            case _:
                words = re.findall(r"\w+", lines[number]) or [""]
                lines[number] = lines[number].replace(chance.choice(words), "the customer")

    edited(path, change)


def word_forbidden(root: Path, chance: Chance) -> None:
    word = chance.choice(("caller", "answer", "المتصل", "customer"))
    path = root / "docs/glossary.yml"
    text = path.read_text("utf-8") if path.exists() else ""
    path.write_text(re.sub(r"forbidden:.*", f"forbidden: {{en: [{word}]}}", text), "utf-8")


def contract_changed(root: Path, chance: Chance) -> None:
    """A page more, other sections, freshness followed without records."""
    path = root / "docs/structure.yml"
    old, new = chance.choice((
        ("pages:\n", "pages:\n  - new.md\n"), ("pages:\n", "pages:\n  - channels/new.md\n"),
        ("source:", "freshness: true\nsource:"), ("freshness: true\n", ""),
        ("id: phrases, ", "id: phrases, counterexamples: 1, "), (" counterexamples: 1,", ""),
    ))  # fmt: skip
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def site_moved(root: Path, chance: Chance) -> None:
    """Another address of the site's own."""
    path = root / "mkdocs.yml"
    text = path.read_text("utf-8") if path.exists() else ""
    text = re.sub(r"^site_url: .*\n", "", text, flags=re.MULTILINE)
    url = chance.choice(("https://help.example/", "https://help.example/en/", "https://x.example"))
    path.write_text(f"{text}site_url: {url}\n", "utf-8")


def checks_set(root: Path, chance: Chance) -> None:
    path = root / "docs/checks.yml"
    path.unlink(missing_ok=True)
    if chance.random() < 0.8:
        path.write_text(chance.choice(CHECKS_FILES), "utf-8")


def accepted(root: Path, chance: Chance) -> None:
    """Records of some sections, or none."""
    if chance.random() < 0.2:
        shutil.rmtree(root / "docs/freshness", ignore_errors=True)
        return
    try:
        handbook = read_handbook(root)
    except InvalidStructure:
        return
    if "ar" not in handbook.trees or handbook.structure.source == "ar":
        return
    parts = [
        part
        for name in handbook.source.pages
        for part in staleness.parts(handbook, "ar", name)
        if chance.random() < 0.8
    ]
    outcome = acceptance.accept(handbook, "ar", parts, DAYS[0], "the same")
    (root / SOURCES).parent.mkdir(parents=True, exist_ok=True)
    (root / SOURCES).write_text(sources_yaml(outcome.texts), "utf-8")
    (root / records_path("ar")).write_text(records_yaml(outcome.records), "utf-8")


def file_added(root: Path, chance: Chance) -> None:
    """Pictures, folders, links, interface texts, pages and settings that are no text; or gone."""
    path = root / chance.choice((
        "docs/assets/new.svg", "docs/assets/phone.svg", "docs/fr/index.md", "docs/en/a.pdf",
        "docs/ar/link.md", "docs/en/bytes.md", "docs/freshness/fr.yml", "overrides/main.html",
        "overrides/locale/ar/LC_MESSAGES/handbook.po", "docs/company.yml", "docs/glossary.yml",
    ))  # fmt: skip
    if path.is_symlink() or path.exists():
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    match path.suffix:
        case ".po":
            path.write_text('msgid ""\nmsgstr ""\n\nmsgid "Pages"\nmsgstr "صفحات ,"\n', "utf-8")
        case ".html":
            path.write_text("{{ _('Pages') }} {{ _('More') }}", "utf-8")
        case _ if path.name == "link.md":
            path.symlink_to(chance.choice(("/nowhere.md", "index.md")))
        case _:
            is_text = path.parent.name == "freshness"
            path.write_bytes(b"pages: {}\n" if is_text else b"---\n\xff\n")


def restored(root: Path, chance: Chance) -> None:
    path = chance.choice([path for path in sorted(SOUND.rglob("*")) if path.is_file()])
    copy = root / path.relative_to(SOUND)
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)


def memory_spoilt(root: Path, chance: Chance) -> None:
    """The file of what is remembered deleted, cut short, changed, or another altogether."""
    path = root / FILE
    data = path.read_bytes() if path.is_file() else b""
    place = chance.randrange(len(data)) if data else 0
    new = chance.choice((
        None, b"", data[:place], data[:place] + b"0" + data[place + 1 :], b"\x80\x04]\x94.",
        b"{}\n[]", data + b" ", data.replace(b"KB", b"KC"),
    ))  # fmt: skip
    path.unlink(missing_ok=True)
    if new is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(new)


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        line_added, line_removed, id_renamed, page_moved, front_matter_changed, setting_changed,
        word_forbidden, contract_changed, checks_set, accepted, file_added, restored, site_moved,
        memory_spoilt,
    )
}  # fmt: skip
sequences = st.lists(
    st.tuples(st.sampled_from([*EDITS, "line_added", "line_added"]), st.integers(0, 2**20)),
    min_size=1,
    max_size=8,
)


def judged(root: Path, today: datetime.date) -> Verdict:
    """The verdict with what is remembered."""
    with remembered(root) as memory:
        return checks.judge(read_handbook(root), today, memory)


def parted(handbook: Handbook, family: Family) -> set[Finding]:
    """What a family finds of the pages one by one."""
    return {found for name in handbook.names for found in family(handbook.only(name, handbook))}


@settings(max_examples=SEQUENCES, deadline=None)
@given(sequences)
@example([("setting_changed", 258)])  # a term with forms, and no text, in a language
def test_after_any_edits_the_same_is_found_as_without_a_memory(
    edits: list[tuple[str, int]],
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        shutil.copytree(SOUND, root)
        judged(root, DAYS[0])
        for name, seed in edits:
            EDITS[name](root, random.Random(seed))
            today = DAYS[seed % 5 == 0]
            try:
                fresh = checks.judge(read_handbook(root), today)
            except InvalidStructure:
                continue
            assert judged(root, today) == fresh
            assert judged(root, today) == fresh  # all of it is remembered now
        try:
            handbook = read_handbook(root)
        except InvalidStructure:
            return
        for family in PAGES:
            assert parted(handbook, family) == set(family(handbook)), family.__module__
        languages = Languages(handbook.structure)
        for name in handbook.names:
            facts = language.page_facts(handbook.only(name), languages, name)
            assert facts == language.page_facts(handbook, languages, name)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A sound handbook of which everything is remembered."""
    root = tmp_path / "project"
    shutil.copytree(SOUND, root)
    judged(root, DAYS[0])
    return root


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is examined from now on: a page's name, nothing for the settings."""
    names: list[str] = []
    examine, examine_settings = checks.examine, checks.examine_settings

    def counted(part: Handbook, name: str, *rest: Any) -> object:
        names.append(name)
        return examine(part, name, *rest)

    def settings_counted(*given: Any) -> object:
        names.append("")
        return examine_settings(*given)

    monkeypatch.setattr(checks, "examine", counted)
    monkeypatch.setattr(checks, "examine_settings", settings_counted)
    return names


def test_an_unchanged_handbook_is_not_examined(root: Path, examined: list[str]) -> None:
    judged(root, DAYS[1])
    assert examined == []


@pytest.mark.parametrize("folder", ["en", "ar"])
def test_a_changed_page_alone_is_examined(root: Path, examined: list[str], folder: str) -> None:
    page = root / "docs" / folder / "channels/phone.md"
    page.write_text(page.read_text("utf-8") + "\n## New {#new}\n", "utf-8")
    judged(root, DAYS[0])
    assert examined == ["channels/phone.md"]


def test_a_changed_setting_of_the_company_concerns_no_page(root: Path, examined: list[str]) -> None:
    edited(root / "docs/company.yml", lambda lines: lines.insert(0, "# ours"))
    judged(root, DAYS[0])
    assert examined == [""]


def test_a_page_that_is_gone_is_forgotten(root: Path) -> None:
    before = len((root / FILE).read_bytes())
    for folder in ("en", "ar"):
        (root / "docs" / folder / "channels/phone.md").unlink()
    judged(root, DAYS[0])
    assert b'phone.md"\t' not in (root / FILE).read_bytes()
    assert len((root / FILE).read_bytes()) < before


def test_a_place_that_cannot_be_written_fails_no_check(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(SOUND, root)
    (root / FILE.parts[0]).write_text("no folder", "utf-8")
    assert judged(root, DAYS[0]) == checks.judge(read_handbook(root), DAYS[0])


def test_after_an_edit_only_new_texts_are_identified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("docs", "overrides"):
        shutil.copytree(OURS / name, tmp_path / name)
    shutil.copyfile(OURS / "mkdocs.yml", tmp_path / "mkdocs.yml")
    judged(tmp_path, DAYS[0])
    page = tmp_path / "docs/pt/overview.md"
    new = "Setiap pelanggan berhak tahu kapan ia akan mendapat jawaban dari kami."
    page.write_text(f"{page.read_text('utf-8')}\n{new}\n", "utf-8")
    asked: list[str] = []
    told = identify._told

    def counted(codes: tuple[str, ...], texts: list[str]) -> list[tuple[str, float]]:
        asked.extend(texts)
        return told(codes, texts)

    monkeypatch.setattr(identify, "_told", counted)
    found = judged(tmp_path, DAYS[0])
    assert asked == [new]
    assert [each.code for each in found.findings if each.path == "docs/pt/overview.md"]
    assert found == checks.judge(read_handbook(tmp_path), DAYS[0])
