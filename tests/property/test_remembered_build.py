"""Whatever is edited, and whatever becomes of what is remembered: the site is as if built anew."""

from __future__ import annotations

import datetime
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from clean_builds import upgraded

from handbook import acceptance
from handbook.checks import staleness
from handbook.content.handbook import read_handbook
from handbook.content.recordfiles import records_yaml, sources_yaml
from handbook.content.records import SOURCES, records_path
from handbook.site import build as building
from handbook.site import publish
from handbook.site.build import BuildError, build
from handbook.site.fonts import CACHE as FONT_CACHE
from handbook.site.resident import Resident
from handbook.site.search import indexes

ROOT = Path(__file__).parents[2]
SOUND = ROOT / "tests/checks/fixtures/sound"
# REMEMBERED_SEQUENCES=200 tries as many sequences of edits.
SEQUENCES = int(os.environ.get("REMEMBERED_SEQUENCES", "8"))
MEMORY = Path(".cache/handbook")
SOURCES_OF_A_SITE = ("docs", "overrides", "mkdocs.yml")
LANGUAGES = ("en", "ar")

Chance = random.Random
Files = dict[str, bytes]


@dataclass
class Project:
    """A handbook in the middle of its edits, and the folder of the site built from it.

    `site_url` and `upgrade` are what a build is given beside the files; `before` are the
    sources as they were, and `memories` what was remembered of them.
    """

    root: Path
    site_url: str = ""
    upgrade: int = 0
    before: list[Files] = field(default_factory=list)
    memories: list[Files] = field(default_factory=list)

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def pages(self) -> list[Path]:
        return sorted(path for folder in LANGUAGES for path in (self.docs / folder).rglob("*.md"))

    @property
    def names(self) -> list[str]:
        """The pages of the source, without home."""
        source = self.docs / "en"
        names = sorted(path.relative_to(source).as_posix() for path in source.rglob("*.md"))
        return [name for name in names if name != "index.md"]

    def versions(self, name: str) -> list[Path]:
        """A page in each language that has it."""
        paths = (self.docs / folder / name for folder in LANGUAGES)
        return [path for path in paths if path.is_file()]

    def build(self) -> None:
        with upgraded(self.upgrade):
            build(read_handbook(self.root), self.site, self.site_url)


Edit = Callable[[Project, Chance], None]

# ---- A small handbook ----

FRONT = """---
title: {title}
description: {about}
kind: {kind}
owner: Customer Care Training
reviewed: 2026-11-16
review_interval: 6 months
---
"""
TEXTS = {
    "en": {
        "overview.md": ("Overview", "overview", "## What it is {#definition}\n\nServing well."),
        "channels/index.md": ("Channels", "channels", "## In short {#introduction}\n\nTwo ways."),
        "channels/email.md": (
            "Email",
            "channel",
            "## Key points {#key-points}\n\n- Answer within {{ company.reply_time.email }}.\n\n"
            "## Courtesy by email {#courtesy}\n\nGreet by [name](phone.md#greeting).\n\n"
            "!!! note\n    Read it twice.\n\n## Phrases {#phrases}\n\nSay “thank you”.",
        ),
        "ethics/index.md": ("Ethics", "ethics", "## In short {#introduction}\n\nWhat we value."),
        "trainers/links.md": (
            "Links",
            "links",
            "## Every section {#every-section}\n\n{{ generated.links }}",
        ),
    },
    "ar": {
        "overview.md": ("نظرة عامة", "overview", "## ما هي {#definition}\n\nخدمة حسنة."),
        "channels/index.md": ("القنوات", "channels", "## باختصار {#introduction}\n\nطريقتان."),
        "channels/email.md": (
            "البريد",
            "channel",
            "## أهم النقاط {#key-points}\n\n- أجب خلال {{ company.reply_time.email }}.\n\n"
            "## المجاملة في البريد {#courtesy}\n\nابدأ [بالاسم](phone.md#greeting).\n\n"
            "!!! note\n    اقرأها مرتين.\n\n## عبارات {#phrases}\n\nقل «شكرًا».",
        ),
        "ethics/index.md": ("القيم", "ethics", "## باختصار {#introduction}\n\nما نقدره."),
        "trainers/links.md": (
            "الروابط",
            "links",
            "## كل الأقسام {#every-section}\n\n{{ generated.links }}",
        ),
    },
}
KINDS = """
  overview:
    sections: [own]
  channels:
    sections: [own]
  ethics:
    sections: [own]
  onboarding:
    sections: [own]
  links:
    sections: [own]
"""


def page(title: str, kind: str, body: str) -> str:
    return f"{FRONT.format(title=title, about=f'{title}.', kind=kind)}\n{body}\n"


def write_small(root: Path) -> None:
    """A handbook of nine pages in two languages, with records of what was accepted."""
    shutil.copytree(SOUND / "docs", root / "docs")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    engine = (ROOT / "mkdocs.yml").read_text("utf-8")
    engine = re.sub(r"^ +- \{locale: (?:pt|id),.*\n", "", engine, flags=re.MULTILINE)
    (root / "mkdocs.yml").write_text(engine, "utf-8")
    for folder, pages in TEXTS.items():
        for name, given in pages.items():
            path = root / "docs" / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(*given), "utf-8")
    contract = root / "docs/structure.yml"
    text = contract.read_text("utf-8")
    listed = "".join(f"  - {name}\n" for name in TEXTS["en"])
    text = text.replace("  - channels/phone.md\n", f"{listed}  - channels/phone.md\n")
    contract.write_text(text.rstrip("\n") + KINDS, "utf-8")
    accept_all(root)
    if (ROOT / FONT_CACHE).is_dir():
        shutil.copytree(ROOT / FONT_CACHE, root / FONT_CACHE)


def accept_all(root: Path, chance: Chance | None = None) -> None:
    """Record sections as up to date: all of them, or some."""
    handbook = read_handbook(root)
    parts = [
        part
        for name in handbook.source.pages
        for part in staleness.parts(handbook, "ar", name)
        if part.here and (chance is None or chance.random() < 0.5)
    ]
    day = datetime.date(2026, 11, chance.randint(1, 28) if chance else 20)
    outcome = acceptance.accept(handbook, "ar", parts, day, "the same")
    (root / SOURCES).parent.mkdir(parents=True, exist_ok=True)
    (root / SOURCES).write_text(sources_yaml(outcome.texts), "utf-8")
    (root / records_path("ar")).write_text(records_yaml(outcome.records), "utf-8")


# ---- Edits of pages ----

LINES = (
    "Some more text.", "نص آخر هنا.", "- point", "1. first", "", "{{ company.phone }}",
    "{{ generated.matrix }}", "{{ generated.glossary }}", "[a](glossary.md#hold)",
    "[a](../glossary.md?b=1#hold)", "[home](../index.md)", "[a](channels/email.md)", "[a](#x)",
    "![a](../assets/phone.svg)", "![a](desk.png)", "[plan](plan.pdf)", "[all](../plan.pdf)",
    '<img src="desk.png" alt="">', "[m](mailto:a@b.example)", "[a](channels/)", "| a | b |",
    "<!-- handbook: ignore KB302: known -->", "!!! tip", "    inside", "```", "`{{ x }}`",
    "Call +1 (202) 555-0142, refunds and customers.", "<details><summary>x</summary>y</details>",
)  # fmt: skip
WORDS = ("Refunds", "Kindness", "كلمة", "Calls & mail", "A: b", "المجاملة", "42")


def rewritten(path: Path, pattern: str, new: str, count: int = 1) -> None:
    text = path.read_text("utf-8")
    path.write_text(re.sub(pattern, lambda _: new, text, count=count, flags=re.MULTILINE), "utf-8")


def body_line(lines: list[str], chance: Chance) -> int:
    """A place below the front matter."""
    first = lines.index("---", 1) + 1 if lines[:1] == ["---"] else 0
    return chance.randint(first, len(lines))


def text_added(project: Project, chance: Chance) -> None:
    path = chance.choice(project.pages)
    lines = path.read_text("utf-8").split("\n")
    lines.insert(body_line(lines, chance), chance.choice(LINES))
    path.write_text("\n".join(lines), "utf-8")


def text_removed(project: Project, chance: Chance) -> None:
    path = chance.choice(project.pages)
    lines = path.read_text("utf-8").split("\n")
    place = body_line(lines, chance)
    path.write_text("\n".join([*lines[:place], *lines[place + 1 :]]), "utf-8")


def front_matter_changed(project: Project, chance: Chance) -> None:
    """In one language or in all: what a page is called, what it is, whose, and when reviewed."""
    key, value = chance.choice((
        ("title", f"“{chance.choice(WORDS)}”"), ("title", f"“{chance.choice(WORDS)}”"),
        ("description", f"About “{chance.choice(WORDS)}”."), ("owner", "Somebody else"),
        ("reviewed", f"2026-0{chance.randint(1, 9)}-11"), ("review_interval", "1 week"),
        ("kind", chance.choice(("channel", "ethic", "overview", "glossary", "channels", "links"))),
        ("kind", "onboarding"), ("owner", "[7]"),
    ))  # fmt: skip
    name = chance.choice(["index.md", *project.names])
    if name == "index.md" and value == "[7]":
        return
    versions = project.versions(name)
    for path in versions if chance.random() < 0.5 else [chance.choice(versions)]:
        rewritten(path, rf"^{key}: .*$", f"{key}: {value}")


def heading_changed(project: Project, chance: Chance) -> None:
    path = chance.choice(project.pages)
    headings = re.findall(r"^##+ .* \{#.*\}$", path.read_text("utf-8"), flags=re.MULTILINE)
    if headings:
        old = chance.choice(headings)
        new = re.sub(r"(##+) .* \{", rf"\1 {chance.choice(WORDS)} {{", old)
        rewritten(path, re.escape(old), new)


def section_added(project: Project, chance: Chance) -> None:
    id = chance.choice(("courtesy", "honesty", "fresh", "day-1"))
    for path in project.versions(chance.choice(["index.md", *project.names])):
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n## {chance.choice(WORDS)} {{#{id}}}\n\nText of {id}.\n")


def section_renamed_or_removed(project: Project, chance: Chance) -> None:
    name = chance.choice(["index.md", *project.names])
    source = (project.docs / "en" / name).read_text("utf-8")
    ids = re.findall(r"^##+ .* \{#(.*)\}$", source, flags=re.MULTILINE)
    if not ids:
        return
    id, removed = chance.choice(ids), chance.random() < 0.5
    new = chance.choice(("courtesy", "honesty", "other"))
    for path in project.versions(name):
        if removed:
            rewritten(path, rf"^##+ .* \{{#{id}\}}\n(?:(?!^##).*\n?)*", "")
        else:
            rewritten(path, rf"\{{#{id}\}}", f"{{#{new}}}")


# ---- Edits of the tree ----

NEW_PAGES = (
    ("news.md", "overview"), ("channels/chat.md", "channel"), ("ethics/honesty.md", "ethic"),
    ("guides/first.md", "overview"), ("guides/index.md", "channels"), ("a-words.md", "glossary"),
    ("onboarding/index.md", "onboarding"), ("channels/deep/one.md", "channel"),
)  # fmt: skip


def contract_lines(project: Project, change: Callable[[list[str]], list[str]]) -> None:
    """Change the pages that the contract lists."""
    path = project.docs / "structure.yml"
    head, rest = path.read_text("utf-8").split("pages:\n", 1)
    listed, tail = rest.split("\n\n", 1)
    path.write_text(f"{head}pages:\n" + "\n".join(change(listed.split("\n"))) + f"\n\n{tail}")


def page_added(project: Project, chance: Chance) -> None:
    name, kind = chance.choice(NEW_PAGES)
    listed = f"  - {name}"
    folders = LANGUAGES if chance.random() < 0.8 else chance.sample(LANGUAGES, 1)
    for folder in folders:
        path = project.docs / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        body = f"## {chance.choice(WORDS)} {{#courtesy}}\n\nNew in {folder}.\n\n## Day {{#day-1}}\n"
        path.write_text(page(f"“{chance.choice(WORDS)}”", kind, body), "utf-8")
    if chance.random() < 0.9:
        contract_lines(
            project, lambda lines: lines if listed in lines else [*lines[:3], listed, *lines[3:]]
        )


def page_deleted(project: Project, chance: Chance) -> None:
    """In all languages and the contract, or in one alone."""
    if len(project.names) < 3:
        return
    name = chance.choice(project.names)
    versions = project.versions(name)
    if chance.random() < 0.2:
        chance.choice(versions).unlink()
        return
    for path in versions:
        path.unlink()
    contract_lines(project, lambda lines: [line for line in lines if line != f"  - {name}"])


def page_renamed(project: Project, chance: Chance) -> None:
    old, (new, _) = chance.choice(project.names), chance.choice(NEW_PAGES)
    if new in project.names:
        return
    for folder in LANGUAGES:
        if (project.docs / folder / old).is_file():
            (project.docs / folder / new).parent.mkdir(parents=True, exist_ok=True)
            (project.docs / folder / old).replace(project.docs / folder / new)
    contract_lines(
        project, lambda lines: [line.replace(f"  - {old}", f"  - {new}") for line in lines]
    )


def pages_reordered(project: Project, chance: Chance) -> None:
    contract_lines(project, lambda lines: [lines[0], *chance.sample(lines[1:], len(lines) - 1)])


def file_beside_changed(project: Project, chance: Chance) -> None:
    """A picture, a drawing or a download: there, gone, or another of the same size."""
    path = project.docs / chance.choice((
        "assets/phone.svg", "assets/new.svg", "en/desk.png", "ar/desk.png", "ar/channels/desk.png",
        "en/plan.pdf", "plan.pdf", "en/channels/plan.pdf", ".hidden.pdf", "en/assets/own.css",
    ))  # fmt: skip
    if path.exists() and chance.random() < 0.4:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(chance.choice((b"one", b"two", b"p { color: red }")))


# ---- Edits of settings, templates and what they load ----


def glossary_changed(project: Project, chance: Chance) -> None:
    old, new = chance.choice((
        ("en: refund", "en: repayment"), ("en: Money given", "en: All money given"),
        ("      ar: [انتظار]", "      ar: [انتظار, ينتظر]"), ("ar: الانتظار", "ar: التريث"),
        ("  refund:\n", "  payback:\n"), ("    expected: true\n", ""),
        ("terms:\n", "terms:\n  call:\n    term: {en: call, ar: مكالمة}\n"
         "    definition: {en: Talk., ar: حديث.}\n"),
    ))  # fmt: skip
    rewritten(project.docs / "glossary.yml", re.escape(old), new)


def company_changed(project: Project, chance: Chance) -> None:
    old, new = chance.choice((
        ("  en: Solmira", "  en: Lumora"), ("voicemail: {hours: 4}", "voicemail: {hours: 2}"),
        ("email: {business_days: 1}", "email: {business_days: 3}"), ("rings: 3", "rings: 4"),
        ('phone: ".*"', 'phone: "+1 (202) 555-0199"'), ("amount: 50", "amount: 2000"),
    ))  # fmt: skip
    rewritten(project.docs / "company.yml", old, new)


def contract_changed(project: Project, chance: Chance) -> None:
    old, new = chance.choice((
        ("locale: en_GB}", "locale: en_US}"), ("tag: ar, locale: ar}", "tag: ar-EG, locale: ar}"),
        ("locale: ar}", "locale: ar, name: عربي}"), (r"tag: ar-EG", "tag: ar"),
    ))  # fmt: skip
    rewritten(project.docs / "structure.yml", old, new)


def interface_text_changed(project: Project, chance: Chance) -> None:
    path = project.root / "overrides/locale/ar/LC_MESSAGES/handbook.po"
    number = chance.randint(0, 20)
    text = path.read_text("utf-8")
    places = [found.end() for found in re.finditer(r'^msgstr "(?=.)', text, flags=re.MULTILINE)]
    place = places[1 + number % (len(places) - 1)]
    path.write_text(f"{text[:place]}{chance.choice(('س', 'ص'))}{text[place:]}", "utf-8")


def template_changed(project: Project, chance: Chance) -> None:
    name = chance.choice((
        "main.html", "404.html", "partials/nav.html", "partials/footer.html",
        "partials/content.html", "neutral/page.html", "neutral/404.html",
    ))  # fmt: skip
    path = project.root / "overrides" / name
    mark = "<!-- changed -->"
    text = path.read_text("utf-8")
    place = "</article>" if name == "main.html" else "</"
    new = text.replace(mark, "") if mark in text else text.replace(place, mark + place, 1)
    path.write_text(new, "utf-8")


def drawing_included(project: Project, chance: Chance) -> None:
    """A template takes in a file that is no template by its name, and that file changes."""
    path = project.root / "overrides/.icons/sign.svg"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'<svg data-number="{chance.randint(0, 9)}"></svg>', "utf-8")
    template = project.root / "overrides/partials/footer.html"
    if "sign.svg" not in template.read_text("utf-8"):
        with template.open("a", encoding="utf-8") as file:
            file.write('{% include ".icons/sign.svg" %}')


def others_shown(project: Project, chance: Chance) -> None:
    """A template shows another page's text, or its title, or those of another language."""
    shown = chance.choice((
        "handbook.pages['overview.md'].title",
        "handbook.handbook.trees['ar'].pages.get('news.md').description",
        "handbook.handbook.source.pages.values() | map(attribute='title') | join",
        "handbook.listed('channel') | map(attribute='title') | join",
        "handbook.handbook.trees['ar'].pages | join",
        "handbook.handbook.shared | join",
        "(handbook.handbook.freshness.page('ar', 'channels/phone.md').values() | list)[:1]",
    ))  # fmt: skip
    rewritten(
        project.root / "overrides/partials/footer.html",
        r"<!-- shown .* -->|\Z",
        f"<!-- shown {{{{ {shown} }}}} -->",
    )


def look_changed(project: Project, chance: Chance) -> None:
    """A style sheet, a script, one that others import, or one of the neutral pages."""
    path = project.root / "overrides" / chance.choice((
        "assets/stylesheets/handbook.css", "assets/stylesheets/print.css", "neutral/neutral.js",
        "assets/javascripts/search/words.js", "assets/javascripts/handbook.js",
        "assets/images/favicon.svg", "robots-note.txt",
    ))  # fmt: skip
    with path.open("a", encoding="utf-8") as file:
        file.write("\n/* one more line */" if path.suffix != ".svg" else "\n")


def engine_changed(project: Project, chance: Chance) -> None:
    old, new = chance.choice((
        ('permalink: "#"', 'permalink: "¶"'), ('permalink: "¶"', 'permalink: "#"'),
        ("  - tables\n", "  - tables\n  - footnotes\n"), ("  - footnotes\n", ""),
        ("extra_css:\n", "extra_css:\n  - assets/stylesheets/search.css\n"),
        ("  generator: false", "  generator: true"), ("  - attr_list\n", ""),
        ("clickable_checkbox: true", "clickable_checkbox: false"),
        ("  /freshness/\n", "  /freshness/\n  plan.pdf\n"), ("  plan.pdf\n", ""),
        ("  - md_in_html\n", "  - md_in_html\n  - pymdownx.snippets:\n"
         "      base_path: [overrides]\n      auto_append: [neutral/neutral.css]\n"),
    ))  # fmt: skip
    rewritten(project.root / "mkdocs.yml", re.escape(old), new)


def site_moved(project: Project, chance: Chance) -> None:
    project.site_url = chance.choice(("", "https://a.example/", "https://a.example/kb/"))


def library_upgraded(project: Project, chance: Chance) -> None:
    project.upgrade = chance.randint(0, 3)


def freshness_changed(project: Project, chance: Chance) -> None:
    """Sections accepted, on another day or for the first time; or no records at all."""
    if chance.random() < 0.2:
        shutil.rmtree(project.docs / "freshness", ignore_errors=True)
    else:
        accept_all(project.root, chance)


def source_changed(project: Project, chance: Chance) -> None:
    """A section of the source that was accepted says something else."""
    path = project.docs / "en" / chance.choice(["index.md", *project.names])
    lines = path.read_text("utf-8").split("\n")
    headings = [number for number, line in enumerate(lines) if line.startswith("## ")]
    if headings:
        lines.insert(chance.choice(headings) + 1, f"\nSaid anew, {chance.randint(0, 99)} times.\n")
        path.write_text("\n".join(lines), "utf-8")


# ---- What happens to the memory and to the site ----


def files_of(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def memory_spoilt(project: Project, chance: Chance) -> None:
    """A file of it deleted, cut short, changed, or another altogether."""
    found = sorted(path for path in (project.root / MEMORY).rglob("*") if path.is_file())
    if not found:
        return
    path = chance.choice(found)
    data = path.read_bytes()
    place = chance.randrange(len(data)) if data else 0
    new = chance.choice((
        None, b"", data[:place], data[:place] + b"0" + data[place + 1 :], data + b" ", b"{}\n[]",
        chance.choice(found).read_bytes(),
    ))  # fmt: skip
    path.unlink()
    if new is not None:
        path.write_bytes(new)


def memory_of_before(project: Project, chance: Chance) -> None:
    """A file of an earlier memory is put back, or all of them."""
    if not project.memories:
        return
    files = chance.choice(project.memories)
    for name in files if chance.random() < 0.5 else chance.sample(sorted(files), 1):
        path = project.root / MEMORY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])


def memory_deleted(project: Project, chance: Chance) -> None:
    shutil.rmtree(project.root / MEMORY, ignore_errors=True)


def site_tampered_with(project: Project, chance: Chance) -> None:
    """A file of the site deleted, changed, linked elsewhere; or one more; or all of it copied."""
    found = sorted(path for path in project.site.rglob("*") if path.is_file())
    if not found:
        return
    path = chance.choice(found)
    match chance.choice(("delete", "append", "swap", "more", "link", "copy", "all", "empty")):
        case "delete":
            path.unlink()
        case "append":
            path.write_bytes(path.read_bytes() + b" ")
        case "swap":
            path.write_bytes(path.read_bytes()[::-1])
        case "more":
            path.with_name("stray.html").write_bytes(b"stray")
        case "link":
            path.rename(project.root / "moved")
            path.symlink_to(project.root / "moved")
        case "copy":
            copy = project.root / "copy-of-site"
            shutil.copytree(project.site, copy)
            shutil.rmtree(project.site)
            copy.rename(project.site)
        case "all":
            shutil.rmtree(project.site)
        case _:
            path.write_bytes(b"")


class Interrupted(BaseException):
    """What ends a build in the middle, as a Ctrl-C does."""


def build_interrupted(project: Project, chance: Chance) -> None:
    """A build is begun and ends at any step of it; what was edited may then be undone."""
    text_added(project, chance)
    left = chance.randint(0, 12)

    def stop(*given: object, **named: object) -> None:
        raise Interrupted

    def stop_later(made: int, total: int) -> None:
        if made > left:
            raise Interrupted

    with pytest.MonkeyPatch.context() as patch:
        match chance.choice(("pages", "index", "swap", "rename", "save", "owner")):
            case "pages":
                patch.setattr(Project, "build", lambda self: build(
                    read_handbook(self.root), self.site, self.site_url, stop_later
                ))  # fmt: skip
            case "index":
                patch.setattr(indexes, "index_language", stop)
            case "swap":
                patch.setattr(publish, "_swap", stop)
            case "rename":
                patch.setattr(Path, "rename", stop)
            case "save":
                patch.setattr(building.Store, "save", stop)
            case _:
                patch.setattr("handbook.site.memory.traces.save", stop)
        with suppress(Interrupted, BuildError):
            project.build()
    if chance.random() < 0.5:
        undone(project, chance)


def sources(root: Path) -> Files:
    """All that a site is built from."""
    found = {"mkdocs.yml": (root / "mkdocs.yml").read_bytes()}
    for top in SOURCES_OF_A_SITE[:2]:
        found |= {f"{top}/{name}": data for name, data in files_of(root / top).items()}
    return found


def undone(project: Project, chance: Chance) -> None:
    """The sources are again as they were at an earlier time."""
    if not project.before:
        return
    files = chance.choice(project.before[-3:])
    for top in SOURCES_OF_A_SITE[:2]:
        for name in files_of(project.root / top):
            if f"{top}/{name}" not in files:
                (project.root / top / name).unlink()
    for name, data in files.items():
        path = project.root / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


EDITS: tuple[Edit, ...] = (
    text_added, text_added, text_removed, front_matter_changed, front_matter_changed,
    front_matter_changed, heading_changed, section_added, section_renamed_or_removed, page_added,
    page_added, page_deleted, page_renamed, pages_reordered, file_beside_changed,
    file_beside_changed, glossary_changed, company_changed, contract_changed,
    interface_text_changed, template_changed, drawing_included, others_shown, look_changed,
    engine_changed, site_moved, library_upgraded, freshness_changed, source_changed,
    source_changed, memory_spoilt, memory_of_before, memory_deleted, site_tampered_with,
    site_tampered_with, build_interrupted, build_interrupted, undone, undone,
)  # fmt: skip


EDITS_OF_PAGES: tuple[Edit, ...] = (
    text_added, text_removed, front_matter_changed, front_matter_changed, heading_changed,
    section_added, section_renamed_or_removed, source_changed,
)  # fmt: skip
EDITS_WHILE_SERVED: tuple[Edit, ...] = (
    *EDITS_OF_PAGES, *EDITS_OF_PAGES, page_added, page_added, pages_reordered, glossary_changed,
    company_changed, contract_changed, interface_text_changed, template_changed, look_changed,
    freshness_changed, file_beside_changed,
)  # fmt: skip


# ---- The properties ----


@dataclass
class CleanBuilds:
    """Builds the same sources elsewhere, with no memory, in a process that has built nothing."""

    root: Path
    process: subprocess.Popen[str]

    def start(self, project: Project) -> None:
        for name in SOURCES_OF_A_SITE:
            old, new = self.root / name, project.root / name
            if old.is_dir():
                shutil.rmtree(old)
            (shutil.copytree if new.is_dir() else shutil.copyfile)(new, old)
        shutil.rmtree(self.root / "site", ignore_errors=True)
        given = {"root": str(self.root), "target": str(self.root / "site")}
        asked = json.dumps({**given, "site_url": project.site_url, "upgrade": project.upgrade})
        assert self.process.stdin is not None
        print(asked, file=self.process.stdin, flush=True)

    def site(self) -> Files:
        assert self.process.stdout is not None
        assert json.loads(self.process.stdout.readline()), "the clean build failed"
        return files_of(self.root / "site")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CleanBuilds]:
    root = tmp_path_factory.mktemp("clean")
    if (ROOT / FONT_CACHE).is_dir():
        shutil.copytree(ROOT / FONT_CACHE, root / FONT_CACHE)
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("clean_builds.py"))],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield CleanBuilds(root, process)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small handbook as every sequence begins with it; its templates are compiled."""
    root = tmp_path_factory.mktemp("first") / "project"
    write_small(root)
    Project(root).build()
    kept = root.with_name("kept")
    root.rename(kept)
    shutil.rmtree(kept / "site")
    return kept


@pytest.fixture
def project(first: Path) -> Project:
    """A small handbook that was built, so that all of it is remembered."""
    root = first.with_name("project")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(first, root)
    found = Project(root)
    found.build()
    return found


def assert_same(project: Project, clean: CleanBuilds, story: list[str]) -> None:
    clean.start(project)
    project.build()
    assert_equal(files_of(project.site), clean.site(), story)


def assert_equal(found: Files, expected: Files, story: list[str]) -> None:
    wrong = sorted(name for name in expected.keys() & found.keys() if expected[name] != found[name])
    missing, stray = sorted(expected.keys() - found.keys()), sorted(found.keys() - expected.keys())
    assert not (wrong or missing or stray), (
        f"after {', '.join(story)}: changed {wrong[:8]}, missing {missing[:8]}, stray {stray[:8]}"
    )


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_after_any_edits_the_site_is_what_a_clean_build_makes(
    seed: int, project: Project, clean: CleanBuilds, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    if chance.random() < 0.3:
        monkeypatch.setattr(building, "WORTH_A_PROCESS", 1)
    story: list[str] = []
    for _ in range(chance.randint(1, 3)):
        for _ in range(chance.choice((1, 1, 2, 3))):
            edit = chance.choice(EDITS)
            story.append(edit.__name__)
            project.before.append(sources(project.root))
            edit(project, chance)
        project.memories.append(files_of(project.root / MEMORY))
        assert_same(project, clean, story)


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_after_edits_a_served_site_shows_at_once_what_a_clean_build_makes(
    seed: int, project: Project, clean: CleanBuilds
) -> None:
    chance = random.Random(seed)
    if chance.random() < 0.5:
        others_shown(project, chance)
    resident = Resident(read_handbook(project.root), project.site)
    resident.build()
    story: list[str] = []
    for _ in range(chance.randint(3, 6)):
        before = sources(project.root)
        edit = chance.choice(EDITS_WHILE_SERVED)
        story.append(edit.__name__)
        edit(project, chance)
        after = sources(project.root)
        burst = {name for name in before | after if before.get(name) != after.get(name)}
        if edited := resident.edit(burst):
            resident.make(edited.own)
            resident.make(edited.others)
            continue
        resident = resident.anew(read_handbook(project.root))
        if resident.is_ready:
            resident.make(resident.files.values())
        else:
            resident.build()
    clean.start(project)
    expected = clean.site()
    assert_equal(pages_of(files_of(project.site)), pages_of(expected), story)
    # The next whole build takes over what is right, and no more.
    project.build()
    assert_equal(files_of(project.site), expected, story)


def pages_of(files: Files) -> Files:
    return {name: data for name, data in files.items() if name.endswith(".html")}
