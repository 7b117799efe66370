"""Every kind of defect, made at random places of the real handbook, is found where it is.

Some pages are spoilt at a time, each in one language by one defect, and checked at once:
what is found is judged page by page, and what belongs to no defect is a false alarm.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pytest

from handbook import checks
from handbook.checks import identify, samples, strangers
from handbook.content import prose
from handbook.content.company import Company
from handbook.content.glossary import Glossary
from handbook.content.handbook import COMPANY, GLOSSARY, Handbook, Page, Tree, page_from_text
from handbook.content.markdown import ElementKind
from handbook.content.settings import read_settings
from handbook.findings import Finding

from . import defects as d
from .defects import Make, Spot

ALL = ("en", "ar", "pt", "id")
OTHERS = ("ar", "pt", "id")
SOURCE = ("en",)
SEEDS = 2


@dataclass(frozen=True)
class Kind:
    """A kind of defect: how it is made, where, what is to be found of it.

    `codes` are what may be the finding; `with_it` may come with it, and why is said
    beside it. Where the source is spoilt, a finding may be at a translation.
    """

    name: str
    make: Make
    codes: str
    folders: tuple[str, ...] = OTHERS
    with_it: str = ""
    anywhere: bool = field(default=False)


E = ElementKind
# A section that is changed in the source is out of date in the translations: KB201. Where
# its id is no longer known, its record is of nothing (KB203) and what has the new id was
# never accepted (KB202).
KINDS = (
    # Sections
    Kind("section deleted", d.section_deleted, "KB102", with_it="KB113"),
    Kind("required section deleted", d.fixed_section_deleted, "KB107"),
    Kind("section deleted from the source", d.section_deleted, "KB103", SOURCE, anywhere=True),
    Kind("required section deleted from the source", d.fixed_section_deleted, "KB107", SOURCE),
    Kind("section duplicated", d.section_duplicated, "KB305", ALL),
    Kind("section moved", d.section_moved, "KB104 KB109"),
    Kind("section added", d.section_added, "KB103"),
    Kind("section emptied", d.section_emptied, "KB821"),
    Kind("section emptied in the source", d.section_emptied, "KB821", SOURCE, "KB201"),
    # Nothing tells that the two are one: a section too many, another too few.
    Kind("id renamed", d.id_renamed, "KB103", with_it="KB102"),
    Kind("id misspelt", d.id_misspelt, "KB103"),
    Kind("id removed", d.id_removed, "KB304", ALL),
    Kind("id malformed", d.id_malformed, "KB306", ALL),
    Kind("level changed", d.level_changed, "KB105"),
    Kind("level skipped", d.level_skipped, "KB105"),
    Kind("level skipped in the source", d.level_skipped, "KB823", SOURCE, "KB105 KB104"),
    Kind("level-1 heading", d.level_one, "KB822", ALL, "KB201 KB821"),
    # Elements
    Kind("list item removed", d.removed(E.LIST_ITEM), "KB111"),
    Kind("list item added", d.added(E.LIST_ITEM), "KB111"),
    Kind("task removed", d.removed(E.TASK), "KB112"),
    Kind("task added", d.added(E.TASK), "KB112"),
    Kind("task without its box", d.task_to_item, "KB112", with_it="KB111"),
    Kind("row removed", d.row_removed, "KB113"),
    Kind("row added", d.row_added, "KB113"),
    Kind("column removed", d.column_removed, "KB113"),
    Kind("column added", d.column_added, "KB113"),
    Kind("admonition removed", d.block_removed(E.ADMONITION), "KB114"),
    Kind("admonition added", d.before_text("!!! note", "    7", ""), "KB114"),
    Kind("folded block removed", d.block_removed(E.FOLDED), "KB115"),
    Kind("folded block added", d.before_text('??? note "7"', "    7", ""), "KB115"),
    Kind("code block added", d.before_text("```", "7", "```", ""), "KB117"),
    Kind("image added", d.before_text("![7](none.svg)", ""), "KB308", with_it="KB116"),
    Kind("fence of a code block unclosed", d.before_text("```", "7", "```", "", "```"), "KB117"),
    # Variables
    Kind("variable removed", d.variable(lambda text: "7", at_heading=True), "KB118"),
    Kind("variable added", d.before_text("{{ company.website }}", ""), "KB118"),
    Kind("variable misspelt", d.variable(lambda t: t.replace("company.", "company.x")), "KB831",
         with_it="KB118"),
    Kind("variable misspelt in the source",
         d.variable(lambda t: t.replace("company.", "company.x")), "KB831", SOURCE, "KB201 KB118"),
    Kind("braces unclosed", d.variable(lambda t: t.replace("}}", "}")), "KB834", ALL,
         "KB201 KB118"),
    Kind("generated part sharing its line", d.generated_shared, "KB833", ALL, "KB201"),
    # Links
    # One too many and one too few, at the last of those like it and at the heading.
    Kind("link changed", d.link(d.changed_target, anywhere=True), "KB119"),
    Kind("link to a missing page",
         d.link(lambda s, path, a: path.replace(".md", "-zzz.md")), "KB301", ALL, "KB201"),
    Kind("link to a missing section",
         d.link(lambda s, path, a: f"{path}#zzz-qqq"), "KB302", ALL, "KB201"),
    Kind("link into another language", d.link(
        lambda s, path, a: "../" * (s.page.name.count("/") + 1)
        + f"{s.stranger.language.folder}/index.md"), "KB303", ALL, "KB201 KB119"),
    Kind("absolute link", d.link(lambda s, path, a: "/index.md"), "KB307", ALL, "KB201 KB119"),
    Kind("link to the built page",
         d.link(lambda s, path, a: path.replace(".md", ".html") + a), "KB309", ALL, "KB201"),
    # Front matter
    Kind("key removed", d.key_removed, "KB812", ALL, "KB201"),
    Kind("key unknown", d.key_unknown, "KB813", ALL, "KB201"),
    Kind("value of a wrong type", d.key_set("title", "[7]"), "KB814", ALL, "KB201"),
    Kind("interval of a wrong form", d.key_set("review_interval", "often"), "KB814", ALL, "KB201"),
    Kind("date out of range", d.key_set("reviewed", "2026-13-45"), "KB814 KB816", ALL, "KB201"),
    Kind("kind unknown", d.key_set("kind", "zzz"), "KB815", ALL, "KB201 KB120"),
    Kind("reviewed differs", d.key_set("reviewed", "2020-01-01"), "KB120"),
    Kind("YAML broken", d.key_set("title", "a: b: c"), "KB816", ALL, "KB201"),
    Kind("front matter unclosed", d.fence_unclosed, "KB811", ALL, "KB201"),
    # Languages
    Kind("paragraph of the source", d.paragraph_of(stranger=False), "KB401"),
    Kind("paragraph of another language", d.paragraph_of(stranger=True), "KB402"),
    # Suppressions and freshness
    Kind("suppression without a reason", d.comment("ignore KB102"), "KB851", ALL),
    Kind("suppression of no code", d.comment("ignore KB999: why"), "KB851", ALL),
    Kind("suppression not understood", d.comment("ignroe KB102: why"), "KB851", ALL),
    Kind("suppression unused", d.comment("ignore KB102: why"), "KB852", ALL),
    Kind("source changed", d.word_changed, "KB201", SOURCE, anywhere=True),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}

# Kinds that are not found, or not alone, and why.
KNOWN: dict[str, str] = {}


@dataclass(frozen=True)
class Case:
    kind: Kind
    folder: str
    name: str
    page: Page
    line: int


@pytest.fixture(scope="module", autouse=True)
def remembered() -> Iterator[None]:
    """What a text says does not change between checks: it is worked out once."""
    with pytest.MonkeyPatch.context() as patch:
        known: dict[tuple[str, str], identify.Guess | None] = {}
        guesses = identify.Identifier.guesses

        def remember(self: identify.Identifier, texts: list[str]) -> list[identify.Guess | None]:
            new = [text for text in dict.fromkeys(texts) if (str(self), text) not in known]
            for text, guess in zip(new, guesses(self, new), strict=True):
                known[str(self), text] = guess
            return [known[str(self), text] for text in texts]

        patch.setattr(identify.Identifier, "__str__", lambda self: repr(self._by_script))
        patch.setattr(identify.Identifier, "guesses", remember)
        for module, name in (
            (samples, "words"), (samples, "count"), (strangers, "count"), (strangers, "words"),
            (samples, "samples"), (samples, "key"), (prose, "plain"),
        ):  # fmt: skip
            patch.setattr(module, name, lru_cache(maxsize=None)(getattr(module, name)))
        yield


@pytest.fixture(scope="module")
def lines(handbook: Handbook) -> dict[str, list[str]]:
    return {
        page.path: (handbook.root / page.path).read_text(encoding="utf-8").split("\n")
        for tree in handbook.trees.values()
        for page in tree.pages.values()
    }


@pytest.fixture(scope="module")
def linked(handbook: Handbook) -> frozenset[str]:
    """Every id that a link leads to: to take its section away breaks the link too."""
    return frozenset(
        link.target.partition("#")[2]
        for tree in handbook.trees.values()
        for page in tree.pages.values()
        for section in page.sections
        for link in section.links
    )


def spot(
    handbook: Handbook, lines: dict[str, list[str]], linked: frozenset[str], folder: str, name: str
) -> Spot:
    page = handbook.trees[folder].pages[name]
    stranger = handbook.trees[{"pt": "id", "id": "pt", "ar": "pt", "en": "id"}[folder]].pages[name]
    source = handbook.source.pages[name]
    kind = handbook.kind(source)
    fixed = frozenset(rule.id for rule in kind.fixed) if kind else frozenset()
    return Spot(
        page, lines[page.path], source, lines[source.path], stranger, lines[stranger.path],
        fixed, linked,
    )  # fmt: skip


def cases(
    handbook: Handbook, lines: dict[str, list[str]], linked: frozenset[str], kind: Kind
) -> list[Case]:
    """The kind at a page of each language for each seed, at other pages as far as there are."""
    found: list[Case] = []
    names = list(handbook.structure.pages)
    rng = random.Random(kind.name)
    rng.shuffle(names)
    for folder in kind.folders:
        left = SEEDS
        names = [*names[5:], *names[:5]]
        for name in names:
            if not left:
                break
            here = spot(handbook, lines, linked, folder, name)
            made = kind.make(here, rng)
            if made is None or made[0] == here.lines:
                continue
            page = here.page
            text = page_from_text(page.language, name, page.path, "\n".join(made[0]))
            found.append(Case(kind, folder, name, text, made[1]))
            left -= 1
    return found


def batches(cases: list[Case]) -> Iterator[list[Case]]:
    """Each with a page at most once."""
    while cases:
        batch: dict[str, Case] = {}
        for case in cases:
            batch.setdefault(case.name, case)
        yield list(batch.values())
        cases = [case for case in cases if case not in batch.values()]


def spoilt(handbook: Handbook, batch: list[Case]) -> Handbook:
    trees = dict(handbook.trees)
    for case in batch:
        tree = trees[case.folder]
        pages = {**tree.pages, case.name: case.page}
        trees[case.folder] = Tree(tree.language, pages, tree.others)
    return replace(handbook, trees=trees)


def trouble(case: Case, findings: list[Finding]) -> Iterator[str]:
    kind = case.kind
    hits = [
        found
        for found in findings
        if found.code in kind.codes.split()
        and (kind.anywhere or found.path == case.page.path)
        and case.line in (0, found.line)
    ]
    place = f"{kind.name}: {case.page.path}:{case.line}"
    if not hits:
        yield f"{place} not found, but {[show(found) for found in findings]}"
    companions = kind.with_it.split()
    for found in findings:
        if found not in hits and found.code not in companions:
            yield f"{place} also {show(found)}"


def page_name(found: Finding) -> str:
    """Its path below the language's folder."""
    return "/".join(found.path.split("/")[2:])


def show(found: Finding) -> str:
    return f"{found.code} {found.path}:{found.line} {found.message}"


def without_page(handbook: Handbook, folder: str, name: str) -> Handbook:
    tree = handbook.trees[folder]
    pages = {other: page for other, page in tree.pages.items() if other != name}
    return replace(
        handbook, trees={**handbook.trees, folder: Tree(tree.language, pages, tree.others)}
    )


@pytest.mark.parametrize("folder", ALL)
def test_a_page_that_is_missing_is_found(handbook: Handbook, folder: str) -> None:
    for name in random.Random(folder).sample(handbook.structure.pages, SEEDS):
        findings = checks.check(without_page(handbook, folder, name))
        path = f"docs/{folder}/{name}"
        assert [found.path for found in findings if found.code == "KB101"] == [path]
        # Links to it lead nowhere; of a page of the source its records may be of nothing.
        rest = [found for found in findings if found.code not in ("KB101", "KB301", "KB203")]
        assert not rest, [show(found) for found in rest]


@pytest.mark.parametrize("folder", ALL)
def test_a_page_that_is_not_in_the_contract_is_found(
    handbook: Handbook, lines: dict[str, list[str]], folder: str
) -> None:
    page = handbook.trees[folder].pages["overview.md"]
    text = "\n".join(lines[page.path])
    extra = page_from_text(page.language, "zzz.md", f"docs/{folder}/zzz.md", text)
    findings = checks.check(spoilt(handbook, [Case(KINDS[0], folder, "zzz.md", extra, 1)]))
    # It has been accepted by nobody, nor has it a counterpart.
    assert [
        (found.code, found.path, found.line) for found in findings if found.code != "KB202"
    ] == [("KB106", extra.path, 1)]


@pytest.mark.parametrize("folder", ALL)
@pytest.mark.parametrize("path", [COMPANY, GLOSSARY])
def test_a_setting_without_a_language_is_found(
    handbook: Handbook, tmp_path: Path, folder: str, path: str
) -> None:
    text = (handbook.root / path).read_text(encoding="utf-8").split("\n")
    places = [
        number
        for number, line in enumerate(text)
        if re.match(rf"\s+{folder}: [^\[]", line)
        and not re.match(r"\s+forbidden:", text[number - 1 - ALL.index(folder)])
    ]
    (tmp_path / "docs").mkdir()
    for place in random.Random(f"{folder} {path}").sample(places, SEEDS):
        left = "\n".join([*text[:place], *text[place + 1 :]])
        (tmp_path / path).write_text(left, encoding="utf-8")
        broken = (
            replace(handbook, company=read_settings(tmp_path, path, Company))
            if path == COMPANY
            else replace(handbook, glossary=read_settings(tmp_path, path, Glossary))
        )
        findings = checks.check(broken)
        assert [(found.code, found.path) for found in findings] == [("KB844", path)], findings
        assert 0 <= place - findings[0].line + 1 <= len(ALL)


def test_there_are_many_kinds() -> None:
    assert len(BY_NAME) == len(KINDS) >= 40


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(kind.name, marks=pytest.mark.xfail(strict=True, reason=KNOWN[kind.name]))
        if kind.name in KNOWN
        else kind.name
        for kind in KINDS
    ],
)
def test_a_defect_is_found_where_it_is_and_nothing_else(
    handbook: Handbook, lines: dict[str, list[str]], linked: frozenset[str], name: str
) -> None:
    made = cases(handbook, lines, linked, BY_NAME[name])
    assert {case.folder for case in made} == set(BY_NAME[name].folders)
    wrong: list[str] = []
    for batch in batches(made):
        findings = checks.check(spoilt(handbook, batch))
        for case in batch:
            its = [found for found in findings if page_name(found) == case.name]
            wrong += trouble(case, its)
        names = {case.name for case in batch}
        wrong += [
            f"{name}: elsewhere {show(found)}"
            for found in findings
            if page_name(found) not in names and found.code != "KB832"
        ]
    assert not wrong, "\n".join(wrong)
