"""A handbook of its own to spoil, and the whole check of it in every form of report."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from handbook import report
from handbook.checks import check_structure, judge
from handbook.content.foreign import NoSite, read_docs, read_site
from handbook.content.handbook import (
    Handbook,
    InvalidStructure,
    Page,
    Tree,
    page_from_text,
    read_handbook,
)
from handbook.findings import CODES, Finding

SOUND = Path(__file__).parents[1] / "checks" / "fixtures" / "sound"
PAGE = "docs/ar/channels/phone.md"
CATALOGUE = "overrides/locale/ar/LC_MESSAGES/handbook.po"
FILES = (
    PAGE,
    "docs/en/channels/phone.md",
    "docs/structure.yml",
    "docs/company.yml",
    "docs/glossary.yml",
    "docs/checks.yml",
    "docs/freshness/ar.yml",
    "docs/freshness/sources.yml",
    "mkdocs.yml",
    CATALOGUE,
)
# What drives a terminal or turns the rest of a line around; isolates are the report's own.
UNSAFE = frozenset(
    map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), 0x2066, 0x2067))
) | {"\u2028", "\u2029"}


@dataclass(frozen=True)
class Spoilt:
    """The sound handbook in a folder, one file of which can be another for a while."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> Spoilt:
        shutil.copytree(SOUND, folder)
        (folder / "docs/freshness").mkdir(exist_ok=True)
        (folder / CATALOGUE).parent.mkdir(parents=True)
        shutil.copyfile(SOUND.parents[3] / CATALOGUE, folder / CATALOGUE)
        return cls(folder)

    def with_file(self, name: str, data: bytes) -> tuple[Finding, ...]:
        """Everything found where the file `name` holds `data`."""
        path = self.root / name
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(data)
        try:
            return examined(self.root)
        finally:
            if before is None:
                path.unlink()
            else:
                path.write_bytes(before)


def examined(root: Path) -> tuple[Finding, ...]:
    """Every finding of the handbook at `root`, shown in every form."""
    try:
        handbook = read_handbook(root)
    except InvalidStructure as error:
        findings = check_structure(error.settings)
        assert findings
        shown(findings)
        return findings
    verdict = judge(handbook)
    shown(verdict.findings, handbook, verdict.suppressed)
    return verdict.findings


def examined_site(config: Path) -> tuple[Finding, ...] | None:
    """Every finding of the site of others with that mkdocs.yml; None where it is refused."""
    return _examined(lambda: read_site(config))


def examined_docs(root: Path, pattern: str, source: str) -> tuple[Finding, ...] | None:
    """The same of a tree without a plugin."""
    return _examined(lambda: read_docs(root, pattern, source))


def _examined(read: Callable[[], Handbook]) -> tuple[Finding, ...] | None:
    try:
        handbook = read()
    except NoSite as error:
        assert str(error)
        return None
    verdict = judge(handbook)
    shown(verdict.findings, handbook, verdict.suppressed)
    return verdict.findings


def shown(
    findings: tuple[Finding, ...],
    handbook: Handbook | None = None,
    suppressed: tuple[Finding, ...] = (),
) -> str:
    """The findings as text; every form can be written as UTF-8 and none drives a terminal."""
    summary = report.summarise(handbook, findings, suppressed) if handbook else ()
    text = report.text(findings, summary)
    for line in text.split("\n"):
        assert not UNSAFE.intersection(line), repr(line)
        assert balanced(line), repr(line)
    for line in report.github_text(findings).split("\n"):
        assert not UNSAFE.intersection(line), repr(line)
    sarif = report.sarif_text(findings, suppressed=suppressed)
    forms = (text, report.json_text(findings, summary), sarif)
    for form in forms:
        form.encode()
    for found in findings:
        assert found.code in CODES
        assert found.line >= 1
        assert found.column >= 1
        assert found.message
        os.fsencode(found.path)
    return text


def balanced(line: str) -> bool:
    """Whether each isolate of a line ends in it, and none ends that was not begun."""
    depth = 0
    for character in line:
        depth += (character == "\u2068") - (character == "\u2069")
        if depth < 0:
            return False
    return depth == 0


def with_body(handbook: Handbook, body: str) -> Handbook:
    """The handbook, with one page of the source whose text is `body`."""
    page = handbook.source.pages["index.md"]
    text = (handbook.root / page.path).read_text(encoding="utf-8")
    head = "\n".join(text.split("\n")[: page.front_matter.body_line - 1])
    return with_page(
        handbook, page_from_text(page.language, page.name, page.path, f"{head}\n{body}")
    )


def with_page(handbook: Handbook, page: Page) -> Handbook:
    tree = handbook.trees[page.language.folder]
    changed = Tree(tree.language, {**tree.pages, page.name: page}, tree.others)
    return replace(handbook, trees={**handbook.trees, page.language.folder: changed})
