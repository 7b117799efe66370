"""Every kind of defect, made at random places of the real handbook, is found where it is.

Many pages or files are spoilt at a time, each by one defect, and checked at once: what is
found is judged page by page, and what belongs to no defect is a false alarm.
"""

from __future__ import annotations

import datetime
import os
import posixpath
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook import checks
from handbook.cli import main
from handbook.content.handbook import (
    Handbook,
    InvalidStructure,
    Page,
    Tree,
    page_from_text,
    read_handbook,
)
from handbook.content.layout import COMPANY
from handbook.findings import CODES, Finding

from .defects import Spot
from .kinds import ALL, BY_NAME, KINDS, NOT_MADE, OTHERS, SEEDS, Kind
from .settings import ILLUSTRATED, PICTURE, STRUCTURE, Changed
from .wording import forbidden_shown

# The day on which the handbook is checked: no page is overdue.
TODAY = datetime.date(2026, 11, 22)


@dataclass(frozen=True, eq=False)
class Case:
    """One defect: a page as it is now, or the files that are others now.

    `leads_to` are the pages that it has a new link to: whether that is right depends on them.
    """

    kind: Kind
    folder: str
    path: str
    line: int
    page: Page | None = None
    files: Mapping[str, bytes | str | None] = field(default_factory=dict)
    leads_to: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        return f"{self.kind.name}: {self.path}:{self.line}"


# --- What is spoilt


@pytest.fixture(scope="session")
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook's files, with a picture on each channel's page, which was accepted."""
    copy = tmp_path_factory.mktemp("mutation") / "handbook"
    for name in ("docs", "overrides"):
        shutil.copytree(root / name, copy / name)
    shutil.copyfile(root / "mkdocs.yml", copy / "mkdocs.yml")
    (copy / PICTURE).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    pages = [path for path in (copy / "docs/en/channels").glob("*.md") if path.stem != "index"]
    for folder in ALL:
        for name in (page.stem for page in pages):
            illustrate(copy / ILLUSTRATED.format(folder=folder, name=name))
    for folder in OTHERS:
        command = ["--root", str(copy), "accept", folder, "--all"]
        names = [f"channels/{page.name}#key-points" for page in pages]
        result = CliRunner().invoke(main, [*command[:-1], *names])
        assert result.exit_code == 0, result.output
    return copy


def illustrate(path: Path) -> None:
    """The picture at the end of the first section; its text is the page's description."""
    lines = path.read_text(encoding="utf-8").split("\n")
    text = next(line for line in lines if line.startswith("description: ")).partition(": ")[2]
    second = [n for n, line in enumerate(lines) if line.startswith("## ")][1]
    image = f"![{text.rstrip('.')}](../../{Path(PICTURE).name})"
    path.write_text("\n".join([*lines[:second], image, "", *lines[second:]]), encoding="utf-8")


@pytest.fixture(scope="session")
def texts(copy: Path) -> dict[str, str]:
    """Every text of the copy that a defect may change."""
    return {
        path.relative_to(copy).as_posix(): path.read_text(encoding="utf-8")
        for pattern in ("docs/**/*.md", "docs/**/*.yml", "mkdocs.yml", "overrides/**/*.po")
        for path in copy.glob(pattern)
    }


@pytest.fixture(scope="session")
def spots(handbook: Handbook) -> dict[tuple[str, str], Spot]:
    """Every page with what a defect has to know of it, by language and name."""
    ids = linked(handbook)
    return {
        (folder, name): spot(handbook, ids, folder, name)
        for folder in ALL
        for name in handbook.structure.pages
    }


def spot(handbook: Handbook, linked: frozenset[str], folder: str, name: str) -> Spot:
    page = handbook.trees[folder].pages[name]
    stranger = handbook.trees[{"pt": "id", "id": "pt", "ar": "pt", "en": "id"}[folder]].pages[name]
    source = handbook.source.pages[name]
    kind = handbook.kind(source)
    glossary = handbook.glossary.model
    assert glossary
    terms = glossary.terms.values()
    return Spot(
        page, lines(handbook, page), source, lines(handbook, source), stranger,
        lines(handbook, stranger),
        fixed=frozenset(rule.id for rule in kind.fixed) if kind else frozenset(),
        linked=linked,
        opposites=tuple(glossary.opposites.values()),
        forbidden={
            folder: [word for term in terms for word in term.forbidden.get(folder, ())]
            for folder in ALL
        },
        expected=tuple(term.term for term in terms if term.expected),
    )  # fmt: skip


def lines(handbook: Handbook, page: Page) -> list[str]:
    return (handbook.root / page.path).read_text(encoding="utf-8").split("\n")


def linked(handbook: Handbook) -> frozenset[str]:
    """Every id that a link leads to: to take its section away breaks the link too."""
    return frozenset(
        link.target.partition("#")[2]
        for tree in handbook.trees.values()
        for page in tree.pages.values()
        for section in page.sections
        for link in section.links
    )


# --- Cases


def cases(
    spots: Mapping[tuple[str, str], Spot], texts: Mapping[str, str], kind: Kind
) -> Iterator[Case]:
    """The kind at some places of each of its languages, at other pages as far as there are.

    They are the same in every run; MUTATION_SEED=1 (or any other) looks for others.
    """
    rng = random.Random(kind.name + os.environ.get("MUTATION_SEED", ""))
    names = list(dict.fromkeys(name for _, name in spots))
    rng.shuffle(names)
    for folder in kind.folders:
        if kind.files:
            for _ in range(kind.seeds):
                changed = kind.files(texts, folder, rng)
                if changed and differs(changed, texts):
                    yield Case(kind, folder, changed.path, changed.line, files=changed.files)
            continue
        assert kind.make
        left = kind.seeds
        names = [*names[5:], *names[:5]]
        for name in names:
            here = spots[folder, name]
            made = kind.make(here, rng) if left else None
            if made and made[0] != here.lines:
                text = "\n".join(made[0])
                page = page_from_text(here.page.language, name, here.page.path, text)
                yield Case(
                    kind, folder, page.path, made[1], page,
                    leads_to=frozenset(new_links(page, here.page)),
                )  # fmt: skip
                left -= 1


def new_links(page: Page, before: Page) -> Iterator[str]:
    """The files that a page has a link to which it had not."""
    now, then = (
        {link.target for section in one.sections for link in section.links}
        for one in (page, before)
    )
    folder = posixpath.dirname(page.path)
    for target in now - then:
        yield posixpath.normpath(posixpath.join(folder, target.partition("#")[0]))


def differs(changed: Changed, texts: Mapping[str, str]) -> bool:
    return any(texts.get(path) != data for path, data in changed.files.items())


def owns(case: Case) -> set[str]:
    """The files that a finding which comes of the case can be in.

    What changes in the source is told of at its translations, as far as those are on
    record. Nothing else can be spoilt beside a contract that is not one.
    """
    if STRUCTURE in case.files or "mkdocs.yml" in case.files:
        return set()
    own = {case.path, *case.files, *case.leads_to}
    records = {path for path in own if path.startswith("docs/freshness")}
    for path in list(own):
        if path.startswith("docs/en/"):
            own |= {path.replace("/en/", f"/{folder}/", 1) for folder in ALL}
            own |= {f"record in {folder}" for folder in ALL if case.files}
    return own | {f"record in {case.folder}" for _ in records}


def batches(cases: Iterable[Case]) -> Iterator[list[Case]]:
    """The cases, those together that have nothing in common."""
    left = list(cases)
    while left:
        batch: list[Case] = []
        taken: set[str] = set()
        for case in left:
            own = owns(case)
            is_same_sort = not batch or (batch[0].page is None) is (case.page is None)
            if is_same_sort and not own & taken and (own or not batch):
                batch.append(case)
                taken |= own
            if not own and batch == [case]:
                break
        yield batch
        left = [case for case in left if case not in batch]


# --- What is found


def found_in(handbook: Handbook, copy: Path, batch: list[Case]) -> tuple[Finding, ...]:
    if batch[0].page:
        return checks.check(spoilt(handbook, batch), TODAY)
    files = {path: data for case in batch for path, data in case.files.items()}
    before = {path: (copy / path).read_bytes() for path in files if (copy / path).exists()}
    try:
        for path, data in files.items():
            put(copy / path, data)
        try:
            return checks.check(read_handbook(copy), TODAY)
        except InvalidStructure as error:
            return checks.check_structure(error.settings)
    finally:
        for path in files:
            put(copy / path, before.get(path))


def put(path: Path, data: bytes | str | None) -> None:
    if data is None:
        path.unlink()
        if path.parent.name == "js":
            path.parent.rmdir()
        return
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def spoilt(handbook: Handbook, batch: Iterable[Case]) -> Handbook:
    trees = dict(handbook.trees)
    for case in batch:
        if case.page:
            tree = trees[case.folder]
            pages = {**tree.pages, case.page.name: case.page}
            trees[case.folder] = Tree(tree.language, pages, tree.others)
    return replace(handbook, trees=trees)


def trouble(case: Case, findings: list[Finding]) -> Iterator[str]:
    """What is wrong with what was found of a case."""
    kind = case.kind
    hits = [
        found
        for found in findings
        if found.code in kind.codes.split()
        and (kind.anywhere or found.path == case.path)
        and (kind.many or case.line in (0, found.line))
    ]
    if not hits:
        yield f"{case.place} not found, but {[show(found) for found in findings]}"
    elif not kind.many and len(hits) > 1:
        yield f"{case.place} found {len(hits)} times: {[show(found) for found in hits]}"
    if hits and kind.many and case.line not in (0, *(found.line for found in hits)):
        yield f"{case.place} is found elsewhere: {[show(found) for found in hits]}"
    companions = kind.with_it.split()
    for found in findings:
        if found not in hits and found.code not in companions:
            yield f"{case.place} also {show(found)}"
    stale = [found.path.split("/")[1] for found in findings if found.code == "KB201"]
    if stale and (case.folder != "en" or sorted({*stale}) != sorted(OTHERS)):
        yield f"{case.place}: out of date is {stale}"


def show(found: Finding) -> str:
    return f"{found.code} {found.path}:{found.line} {found.message}"


@pytest.fixture(scope="session")
def judged(
    request: pytest.FixtureRequest,
    handbook: Handbook,
    copy: Path,
    spots: dict[tuple[str, str], Spot],
    texts: dict[str, str],
) -> dict[str, tuple[list[Case], list[str]]]:
    """Of each kind that is asked for, its cases and what is wrong with what was found."""
    asked = {
        item.callspec.params.get("kind")
        for item in request.session.items
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
    }
    made = {kind.name: list(cases(spots, texts, kind)) for kind in KINDS if kind.name in asked}
    wrong: dict[str, list[str]] = {name: [] for name in made}
    for batch in batches(case for some in made.values() for case in some):
        rest = list(found_in(handbook, copy, batch))
        for case in batch:
            own = owns(case)
            its = [found for found in rest if not own or found.path in own]
            rest = [found for found in rest if found not in its]
            wrong[case.kind.name] += trouble(case, its)
        for found in rest:
            # With the only use of a setting gone, the setting is unused.
            if found.code != "KB832":
                for case in batch:
                    wrong[case.kind.name].append(f"beside {case.place} {show(found)}")
    return {name: (made[name], wrong[name]) for name in made}


@pytest.mark.parametrize("kind", BY_NAME)
def test_a_defect_is_found_where_it_is_and_nothing_else(
    judged: dict[str, tuple[list[Case], list[str]]], kind: str
) -> None:
    made, wrong = judged[kind]
    assert {case.folder for case in made} == set(BY_NAME[kind].folders)
    assert not wrong, "\n".join(wrong)


# --- The clean twins, and what is made


def test_what_is_not_spoilt_is_silent(handbook: Handbook, copy: Path) -> None:
    assert checks.check(handbook, TODAY) == ()
    assert checks.check(read_handbook(copy), TODAY) == ()


def test_there_are_many_kinds() -> None:
    assert len(BY_NAME) == len(KINDS) >= 75


def test_every_code_is_made_or_cannot_be() -> None:
    made = {code for kind in KINDS for code in kind.codes.split()}
    assert made | NOT_MADE.keys() == CODES.keys()
    assert not made & NOT_MADE.keys()


def test_a_word_that_is_shown_as_one_not_to_say_is_no_defect(
    handbook: Handbook, spots: dict[tuple[str, str], Spot]
) -> None:
    made = []
    for folder, name in [(folder, "ethics/respect.md") for folder in OTHERS]:
        here = spots[folder, name]
        spoilt_lines = forbidden_shown(2)(here, random.Random(folder))
        assert spoilt_lines
        text = "\n".join(spoilt_lines[0])
        page = page_from_text(here.page.language, name, here.page.path, text)
        made.append(Case(KINDS[0], folder, page.path, 0, page))
    assert checks.check(spoilt(handbook, made), TODAY) == ()


# --- Kinds that take away or add what is no text


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
def test_a_page_that_is_not_in_the_contract_is_found(handbook: Handbook, folder: str) -> None:
    page = handbook.trees[folder].pages["overview.md"]
    text = "\n".join(lines(handbook, page))
    extra = page_from_text(page.language, "zzz.md", f"docs/{folder}/zzz.md", text)
    findings = checks.check(spoilt(handbook, [Case(KINDS[0], folder, extra.path, 1, extra)]))
    # It has been accepted by nobody, nor has it a counterpart.
    assert [
        (found.code, found.path, found.line) for found in findings if found.code != "KB202"
    ] == [("KB106", extra.path, 1)]


def test_a_setting_that_no_page_uses_is_found(handbook: Handbook) -> None:
    """Every use of the website's address becomes one of the telephone number."""
    pages = [
        Case(KINDS[0], folder, page.path, 1, page_from_text(
            page.language, name, page.path,
            "\n".join(lines(handbook, page)).replace("company.website", "company.phone")))
        for folder in ALL
        for name, page in handbook.trees[folder].pages.items()
    ]  # fmt: skip
    findings = checks.check(spoilt(handbook, pages))
    text = (handbook.root / COMPANY).read_text(encoding="utf-8").split("\n")
    line = next(n for n, line in enumerate(text, 1) if line.startswith("website:"))
    # Each of them was changed in the source, and is out of date.
    assert [(found.code, found.path, found.line) for found in findings
            if found.code != "KB201"] == [("KB832", COMPANY, line)]  # fmt: skip
