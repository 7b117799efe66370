"""`handbook new`, on a handbook of its own: what is written, found, refused."""

from __future__ import annotations

import datetime
from collections import Counter
from gettext import c2py
from pathlib import Path
from shutil import copytree

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from handbook.checks import check
from handbook.cli import main, new
from handbook.content import atomic
from handbook.content.handbook import read_handbook
from handbook.content.marks import MARK
from handbook.skeletons import PlanError
from handbook.skeletons.languages import NUMBERS, plural_forms
from handbook.skeletons.listing import with_item

SOUND = Path(__file__).parents[1] / "checks/fixtures/sound"
PAGE = ("new", "page", "channels/chat.md", "--kind", "channel")
SECTION = ("new", "section", "channels/phone.md#closing", "--after", "holds")
LANGUAGE = ("new", "language", "fr", "--tag", "fr", "--locale", "fr_FR")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copytree(SOUND, tmp_path / "book")
    monkeypatch.setattr(new, "today", lambda: datetime.date(2026, 11, 20))
    return tmp_path / "book"


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), *arguments])


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def read(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = read(root, path)
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def found(root: Path) -> Counter[tuple[str, str]]:
    return Counter((item.code, item.path) for item in check(read_handbook(root)))


# --- a page

CHAT = f"""\
---
title: Chat
description: '{MARK}'
kind: channel
owner: Customer Care Training
reviewed: 2026-11-20
review_interval: 6 months
---

## {MARK} {{#key-points}}

{MARK}

## {MARK} {{#courtesy}}

{MARK}

## {MARK} {{#phrases}}

| … | … | … |
| --- | --- | --- |
| {MARK} | … | … |
| {MARK} | … | … |

## {MARK} {{#checklist}}

- [ ] {MARK}
- [ ] {MARK}
- [ ] {MARK}

## {MARK} {{#practice}}

{MARK}

??? success
    {MARK}
"""


def test_a_page(root: Path) -> None:
    shown = run(root, *PAGE, "--title", "Chat")
    assert (shown.exit_code, shown.output) == (
        0,
        f"""\
changed docs/structure.yml
wrote docs/en/channels/chat.md
wrote docs/ar/channels/chat.md
next:
  - write what is marked `{MARK}`; `handbook check` names the 13 places
""",
    )
    assert read(root, "docs/en/channels/chat.md") == CHAT
    assert read(root, "docs/ar/channels/chat.md") == CHAT.replace(
        "title: Chat", f"title: '{MARK}'"
    ).replace("Customer Care Training", "تدريب خدمة العملاء")
    listed = read(SOUND, "docs/structure.yml").replace(
        "  - channels/phone.md\n", "  - channels/phone.md\n  - channels/chat.md\n"
    )
    assert read(root, "docs/structure.yml") == listed
    assert found(root) == {
        ("KB824", "docs/en/channels/chat.md"): 6,
        ("KB824", "docs/ar/channels/chat.md"): 7,
    }


def test_a_page_after_another(root: Path) -> None:
    edit(root, "docs/structure.yml", "  - glossary.md\n", "  # last\n  - glossary.md   # made\n")
    before = read(root, "docs/structure.yml")
    assert run(root, *PAGE, "--after", "docs/ar/glossary.md").exit_code == 0
    line = "  - glossary.md   # made\n"
    assert read(root, "docs/structure.yml") == before.replace(line, f"{line}  - channels/chat.md\n")


def test_what_the_pages_of_a_kind_share_is_filled_in(root: Path) -> None:
    for folder in ("en", "ar"):
        page = read(root, f"docs/{folder}/channels/phone.md")
        (root / f"docs/{folder}/channels/sms.md").write_text(page, encoding="utf-8")
    line = "  - channels/phone.md\n"
    edit(root, "docs/structure.yml", line, f"{line}  - channels/sms.md\n")
    assert run(root, *PAGE).exit_code == 0
    chat = read(root, "docs/en/channels/chat.md")
    assert "## Phrases {#phrases}\n\n| Say | Do not say | Why |\n" in chat
    assert '??? success "A worked answer"\n' in chat
    assert "## أهم النقاط {#key-points}" in read(root, "docs/ar/channels/chat.md")


def test_a_page_keeps_what_the_build_writes(root: Path) -> None:
    assert run(root, "new", "page", "words.md", "--kind", "glossary").exit_code == 0
    assert "\n{{ generated.glossary }}\n" in read(root, "docs/ar/words.md")


def test_a_page_that_is_listed_already(root: Path) -> None:
    edit(root, "docs/structure.yml", "  - glossary.md\n", "  - glossary.md\n  - channels/chat.md\n")
    before = read(root, "docs/structure.yml")
    assert run(root, *PAGE).exit_code == 0
    assert read(root, "docs/structure.yml") == before
    assert {code for code, _ in found(root)} == {"KB824"}


# --- a section


def test_a_section(root: Path) -> None:
    shown = run(root, *SECTION, "--heading", "en=Ending the call", "--heading", "ar=إنهاء المكالمة")
    assert shown.exit_code == 0
    for folder, title in (("en", "Ending the call"), ("ar", "إنهاء المكالمة")):
        path = f"docs/{folder}/channels/phone.md"
        new = f"## {title} {{#closing}}\n\n{MARK}\n\n"
        assert new in read(root, path)
        assert read(root, path).replace(new, "") == read(SOUND, path)
        assert read(root, path).index("{#holds}") < read(root, path).index("{#closing}")
        assert found(root)["KB824", path] == 1
    assert found(root).total() == 2


@pytest.mark.parametrize(
    ("after", "level", "before"),
    [
        ("voicemail", "2", "courtesy"),  # after what is in it too
        ("voicemail", "3", "courtesy"),  # the last one in it
        ("own-greeting", "2", "courtesy"),  # it takes no part of another section
        ("own-greeting", "3", "messages"),
        ("own-greeting", "4", "messages"),
    ],
)
def test_the_place_of_a_section(root: Path, after: str, level: str, before: str) -> None:
    target = "channels/phone.md#closing"
    shown = run(root, "new", "section", target, "--after", after, "--level", level)
    assert shown.exit_code == 0
    for page in (tree.pages["channels/phone.md"] for tree in read_handbook(root).trees.values()):
        ids = [section.id for section in page.headed]
        assert ids.index("closing") == ids.index(before) - 1
    assert {code for code, _ in found(root)} == {"KB824"}


def test_a_section_at_the_end_and_other_line_ends(root: Path) -> None:
    path = root / "docs/ar/glossary.md"
    path.write_bytes(path.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n"))
    edit(root, "docs/structure.yml", "      - id: terms", "      - id: terms\n      - own")
    assert run(root, "new", "section", "glossary.md#more", "--after", "terms").exit_code == 0
    assert path.read_bytes().endswith(f"{{#more}}\r\n\r\n{MARK}\r\n".encode())
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


def test_a_half_written_section_is_found_until_it_is_whole(root: Path) -> None:
    run(root, *SECTION, "--heading", "en=Ending the call")
    # The source is written, with a list: the translation is not held to it yet.
    edit(root, "docs/en/channels/phone.md", MARK, "1. Sum up.\n2. Say goodbye.")
    edit(root, "docs/ar/channels/phone.md", MARK, "إنهاء المكالمة")
    assert found(root) == {("KB824", "docs/ar/channels/phone.md"): 1}
    edit(root, "docs/ar/channels/phone.md", MARK, "1. لخّص.\n2. ودّع.")
    assert found(root) == {}


# --- a language


def test_a_language(root: Path) -> None:
    shown = run(root, *LANGUAGE)
    assert shown.exit_code == 0, shown.output
    assert "docs/company.yml:3 `name` has no text in French\n" in shown.output
    assert read(root, "docs/fr/channels/phone.md").startswith(f"---\ntitle: '{MARK}'\n")
    assert f"### {MARK} {{#own-greeting}}\n\n{MARK}\n" in read(root, "docs/fr/channels/phone.md")
    last = "  - {folder: ar, tag: ar, locale: ar}\n"
    assert read(root, "docs/structure.yml") == read(SOUND, "docs/structure.yml").replace(
        last, f"{last}  - {{folder: fr, tag: fr, locale: fr_FR}}\n"
    )
    assert "        - {locale: fr, name: français (France)}\n" in read(root, "mkdocs.yml")
    marked = {path for code, path in found(root) if code == "KB824"}
    missing = {path for code, path in found(root) if code == "KB844"}
    assert marked == {f"docs/fr/{name}" for name in read_handbook(root).source.pages}
    assert missing == {"docs/company.yml", "docs/glossary.yml"}
    assert {code for code, _ in found(root)} == {"KB701", "KB706", "KB824", "KB844"}


def test_a_language_of_the_handbook_itself(project: Path) -> None:
    assert run(project, "new", "language", "ru", "--tag", "ru", "--locale", "ru").exit_code == 0
    assert {code for code, _ in found(project)} == {"KB701", "KB824", "KB844"}
    path = project / "overrides/locale/ru/LC_MESSAGES/handbook.po"
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    assert str(catalog.locale) == "ru"
    assert catalog.num_plurals == 3
    messages = [message for message in catalog if message.id]
    assert len(messages) > 30
    assert not any("".join(message.string) for message in messages)
    assert all(len(message.string) == 3 for message in messages if message.pluralizable)


@pytest.mark.parametrize(
    "name", ["ar", "cy", "fr", "he", "id", "ja", "lt", "pl", "pt_BR", "ru", "sl", "tr", "zh_Hant"]
)
def test_the_plural_forms_are_those_of_cldr(name: str) -> None:
    locale = Locale.parse(name)
    forms, _, rule = plural_forms(locale).partition("; plural=")
    form = c2py(rule.rstrip(";"))
    pairs = {(form(number), locale.plural_form(number)) for number in NUMBERS}
    assert len(pairs) == len({one for one, _ in pairs}) == int(forms.removeprefix("nplurals="))
    assert sorted(one for one, _ in pairs) == list(range(len(pairs)))


# --- refused


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("page channels/chat.md --kind chanel", "no kind `chanel`: did you mean `channel`?"),
        ("page channels/phone.md --kind channel", "docs/en/channels/phone.md exists already"),
        ("page channels/Chat.md --kind channel", "`channels/Chat.md` is no page"),
        ("page ar/chat.md --kind channel", "`ar/chat.md` takes the address of a language"),
        ("page a.md --kind channel --after glosary.md", "did you mean `glossary.md`?"),
        ("page a.md --kind channel --title fr=x", "there is no language `fr`"),
        ("section channels/phone.md --after holds", "write it as PAGE#ID"),
        ("section channels/fone.md#a --after holds", "did you mean `channels/phone.md`?"),
        ("section channels/phone.md#Bad.Id --after holds", "did you mean `bad-id`?"),
        ("section channels/phone.md#holds --after greeting", "`holds` exists already at docs/en"),
        ("section channels/phone.md#a --after hold", "did you mean `holds`?"),
        ("section channels/phone.md#a --after holds --level 4", "use --level 3"),
        ("section channels/phone.md#a --after courtesy", "has no room for it"),
        ("section ethics/courtesy.md#a --after meaning", "`a` is not in the contract"),
        ("section glossary.md#hold --after terms --level 3", "the build gives `hold`"),
        ("section channels/phone.md#a --after holds --heading x", "write it as `en=x`"),
        ("section channels/phone.md#a --after holds --heading en=", "the heading is empty"),
        ("section channels/phone.md#a --after holds --heading en={{a}}", "no variable `a`"),
        ("section channels/phone.md#a --after holds --heading en=a --heading en=b", "given twice"),
        ("language ar --tag ar --locale ar", "language `ar` exists already"),
        ("language fra --tag fr --locale fr", "`fra` is no language folder"),
        ("language fr --tag french --locale fr", "`french` is no BCP 47 language tag"),
        ("language fr --tag fr --locale fr-CA", "did you mean `fr_CA`?"),
        ("language fr --tag ar --locale fr", "tag `ar` is listed twice"),
    ],
)
def test_refused(root: Path, arguments: str, message: str) -> None:
    before = files(root)
    shown = run(root, "new", *arguments.split(" "))
    assert shown.exit_code == 2
    assert message in shown.output
    assert files(root) == before


@pytest.mark.parametrize("path", ["docs/ar/channels/chat.md", "docs/en/channels/chat.md"])
def test_a_target_that_is_there_and_no_page(root: Path, path: str) -> None:
    (root / path).mkdir()
    before = files(root)
    shown = run(root, *PAGE)
    assert (shown.exit_code, shown.output) == (
        2,
        f"Error: {path} exists already: nothing was written\n",
    )
    assert files(root) == before


def test_all_or_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(root)
    write = atomic.write_atomically

    def full(path: Path, data: bytes) -> None:
        if path.is_relative_to(root / "docs/fr/ethics"):
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(atomic, "write_atomically", full)
    shown = run(root, *LANGUAGE)
    assert shown.exit_code == 2
    assert shown.output.endswith("No space left on device; nothing was written\n")
    assert files(root) == before
    assert not (root / "docs/fr").exists()


def test_a_list_that_is_not_line_by_line(root: Path) -> None:
    text = "pages: [a.md, b.md]\n"
    with pytest.raises(PlanError, match="an item a line"):
        with_item("f.yml", text, ("pages",), 0, "c.md")


def test_a_list_of_blocks() -> None:
    text = "x:\n- a: 1\n  b: 2  # last\n# end\ny: 3\n"
    assert with_item("f.yml", text, ("x",), 0, {"a": "no"}) == (
        "x:\n- a: 1\n  b: 2  # last\n- {a: 'no'}\n# end\ny: 3\n"
    )


# --- what comes after


@pytest.mark.parametrize("command", [PAGE, SECTION, LANGUAGE])
def test_it_is_not_built(root: Path, command: tuple[str, ...]) -> None:
    run(root, *command)
    shown = run(root, "build")
    assert shown.exit_code == 1
    assert "is still to be written" in shown.output
    assert not (root / "site").exists()


@pytest.mark.parametrize("command", [PAGE, SECTION])
def test_it_is_not_accepted(root: Path, command: tuple[str, ...]) -> None:
    assert run(root, "accept", "ar", "--all").exit_code == 0
    run(root, *command)
    assert {code for code, _ in found(root)} == {"KB824"}
    target = "channels/chat.md" if command is PAGE else "channels/phone.md#closing"
    for options in ((target,), (target, "--unchanged", "it is right")):
        shown = run(root, "accept", "ar", *options)
        assert shown.exit_code == 1
        assert "is still to be written\nhelp: write it first" in shown.output
    assert run(root, "accept", "ar", "--all").output == "accepted 0 sections in Arabic\n"
