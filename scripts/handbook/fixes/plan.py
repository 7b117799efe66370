"""What `handbook check --fix` would write: pure, from the handbook and its files' texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from handbook.checks.conventions import Conventions, conventions
from handbook.checks.facts import facts_of
from handbook.checks.script import MENDS, settings_texts
from handbook.checks.suppressions import passed_over
from handbook.content.company import Company
from handbook.content.files import normalised
from handbook.content.glossary import Glossary
from handbook.content.handbook import Handbook, Page
from handbook.content.layout import COMPANY, GLOSSARY
from handbook.content.pages import Edited
from handbook.content.settings import settings_from_text
from handbook.findings import Edit, Finding, Severity
from handbook.fixes import ids, targets
from handbook.fixes.mends import Document, Mend, apart, made, sound
from handbook.fixes.readings import page_document, read_again, settings_document
from handbook.fixes.typography import IsOpen, page_mends, setting_mends

# What one mend lays bare another mends. A file that never comes to rest is left as it is.
ROUNDS = 30

# A byte-order mark, which is dropped; what it kept from being read is for the next check.
MARK = "KB802"
BYTE_ORDER_MARK = "\ufeff"

FIXABLE = frozenset({MARK, *MENDS, *ids.CODES, *targets.CODES})


@dataclass(frozen=True, slots=True)
class Change:
    """A file's text as it is and as it is to be, and how many places of it are mended."""

    path: str
    before: str
    after: str
    places: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The files to write, by path, and the findings that are gone then.

    `edits` are those of the files as they are, by the finding that they mend alone; there
    are none for a finding that is mended after, or together with, others.
    """

    changes: tuple[Change, ...] = ()
    mended: frozenset[Finding] = frozenset()
    edits: Mapping[Finding, tuple[Edit, ...]] = field(default_factory=dict)


def files_to_read(handbook: Handbook, findings: Iterable[Finding]) -> set[str]:
    """The files whose texts `plan` needs: those that can be mended, and what may link to them."""
    findings = [item for item in findings if item.code in FIXABLE]
    if not findings or not handbook.has_contract:
        return set()
    found: set[str] = set()
    for item in findings:
        page = handbook.page(item.path)
        if page or (item.path in (COMPANY, GLOSSARY) and item.code in MENDS):
            found.add(item.path)
        if page and item.code in ids.CODES:
            renamed = {section.id for section in page.headed if section.line == item.line}
            for id in renamed - {None}:
                found.update(other.path for other, _, _ in ids.links_to(handbook, page, id))
    return found


def plan(handbook: Handbook, findings: Iterable[Finding], texts: Mapping[str, str]) -> Plan:
    """The mends of these findings in the files whose texts are given, line ends and all.

    A page that cannot be read whole is left alone.
    """
    wanted = {_plain(item): item for item in findings if item.code in FIXABLE}
    if not wanted or not texts:
        return Plan()
    pages = _readable(handbook, texts)
    current = _with_pages(handbook, pages.values())
    start = {path: page_document(page, texts[path]) for path, page in pages.items()}
    files, kept, first = _headings_and_links(current, pages, start, wanted)
    touched = {(edit.path, edit.line) for mend in kept for edit in mend.edits}
    counts: dict[str, int] = {}
    for mend in kept:
        for path in {edit.path for edit in mend.edits}:
            counts[path] = counts.get(path, 0) + sum(edit.path == path for edit in mend.edits)
    mended = {mend.finding for mend in kept}
    facts = {path: facts_of(handbook, page) for path, page in pages.items()}
    is_passed_over = passed_over(handbook, facts)

    def is_open(found: Finding) -> bool:
        return not is_passed_over(found)

    changes = []
    for path in sorted({item.path for item in wanted.values() if item.code in MENDS}):
        done = None
        if path in pages:
            language = conventions(pages[path].language.locale)
            done = _at_rest(files[path], _page_finder(pages[path], language, is_open))
        elif path in (COMPANY, GLOSSARY) and path in texts:
            find = _settings_finder(current, path, is_open)
            done = _at_rest(settings_document(path, texts[path]), find)
        if done:
            files[path] = done.document
            counts[path] = counts.get(path, 0) + done.places
            mended |= {wanted[_plain(item)] for item in done.gone if _plain(item) in wanted}
            first += [
                mend
                for mend in done.first
                if not any((edit.path, edit.line) in touched for edit in mend.edits)
            ]
    edits = {
        wanted[_plain(mend.finding)]: mend.edits for mend in first if _plain(mend.finding) in wanted
    }
    for item in wanted.values():
        text = texts.get(item.path, "")
        if item.code == MARK and text.startswith(BYTE_ORDER_MARK):
            changes.append(Change(item.path, text, text.removeprefix(BYTE_ORDER_MARK), 1))
            mended.add(item)
    for path, document in sorted(files.items()):
        if document.text != texts[path]:
            changes.append(Change(path, texts[path], document.text, counts[path]))
    edits = {item: found for item, found in edits.items() if item in mended}
    return Plan(tuple(sorted(changes, key=lambda change: change.path)), frozenset(mended), edits)


def marked(findings: Iterable[Finding], plan: Plan) -> tuple[Finding, ...]:
    """The findings, each with whether the plan mends it, and how."""
    return tuple(
        replace(found, fixable=True, edits=plan.edits.get(found, ()))
        if found in plan.mended
        else found
        for found in findings
    )


def _plain(found: Finding) -> Finding:
    """A finding as its check made it, whatever severity the project gives it."""
    return replace(found, severity=Severity.ERROR, fixable=False, edits=())


def _readable(handbook: Handbook, texts: Mapping[str, str]) -> dict[str, Page]:
    """The pages whose texts are given, from these; without those that have a broken head."""
    found = {}
    for path, text in texts.items():
        page = handbook.page(path)
        if page and page.fault is None:
            again = read_again(page.language, page.name, path, text)
            if again.meta is not None:
                found[path] = again
    return found


def _with_pages(handbook: Handbook, pages: Iterable[Page]) -> Handbook:
    """The handbook with these pages in the place of the ones of their names."""
    trees = dict(handbook.trees)
    for page in pages:
        tree = trees[page.language.folder]
        trees[page.language.folder] = replace(tree, pages=Edited(tree.pages, {page.name: page}))
    return replace(handbook, trees=trees)


# Headings and links, which are seen across pages


def _headings_and_links(
    handbook: Handbook,
    pages: Mapping[str, Page],
    files: dict[str, Document],
    wanted: Mapping[Finding, Finding],
) -> tuple[dict[str, Document], list[Mend], list[Mend]]:
    """The files as they are then, the mends, and those of them that need no other before."""
    headings = {(f.path, f.line): f for f in wanted.values() if f.code in ids.CODES}
    links = {plain: found for plain, found in wanted.items() if found.code in targets.CODES}
    concerned = {f.path for f in wanted.values() if f.code in ids.CODES | targets.CODES}
    kept: list[Mend] = []
    first: list[Mend] = []
    for round_number in range(ROUNDS):
        found: list[Mend] = []
        for path in sorted(concerned & set(pages)):
            page = handbook.trees[pages[path].language.folder].pages[pages[path].name]
            found += ids.mends(handbook, page, headings, files)
            found += targets.mends(handbook, page, links, files)
        round_ = sound(files, apart(found))
        if not round_:
            break
        kept += round_
        first = first if round_number else round_
        changed = made(files, round_)
        files = {**files, **changed}
        handbook = _with_pages(
            handbook,
            (
                read_again(pages[path].language, pages[path].name, path, document.text)
                for path, document in changed.items()
            ),
        )
    return files, kept, [*first]


# Typography, file by file

Find = Callable[[Document], Iterator[Mend]]


def _page_finder(page: Page, language: Conventions, is_open: IsOpen) -> Find:
    def find(document: Document) -> Iterator[Mend]:
        again = read_again(page.language, page.name, page.path, document.text)
        return page_mends(document, again, language, is_open)

    return find


def _settings_finder(handbook: Handbook, path: str, is_open: IsOpen) -> Find:
    def find(document: Document) -> Iterator[Mend]:
        again = _with_settings(handbook, path, document.text)
        for folder in again.trees:
            language = conventions(again.structure.language(folder).locale)
            for settings, keys, value in settings_texts(again, folder):
                if settings.path == path:
                    yield from setting_mends(document, settings, keys, value, language, is_open)

    return find


def _with_settings(handbook: Handbook, path: str, text: str) -> Handbook:
    if path == COMPANY:
        return replace(handbook, company=settings_from_text(path, normalised(text), Company))
    return replace(handbook, glossary=settings_from_text(path, normalised(text), Glossary))


class _Rest(NamedTuple):
    """A document when nothing more can be mended, how often it was, and what is gone.

    `first` are the mends of the document as it was.
    """

    document: Document
    places: int
    gone: list[Finding]
    first: list[Mend]


def _at_rest(document: Document, find: Find) -> _Rest | None:
    """None where the document does not come to rest."""
    first: list[Mend] = []
    kept_first: list[Mend] = []
    places = 0
    for number in range(ROUNDS):
        found = list(find(document))
        kept = sound({document.path: document}, apart(found))
        if not number:
            first, kept_first = found, kept
        if not kept:
            gone = _gone([m.finding for m in first], [m.finding for m in found])
            return _Rest(document, places, gone, kept_first)
        places += len(kept)
        document = made({document.path: document}, kept)[document.path]
    return None


def _gone(first: Sequence[Finding], left: Sequence[Finding]) -> list[Finding]:
    """Those of the first findings that are not among those left, as many of each as are not."""
    staying = Counter(map(_whereabouts, left))
    gone = []
    for found in reversed(first):
        if staying[_whereabouts(found)]:
            staying[_whereabouts(found)] -= 1
        else:
            gone.append(found)
    return gone


def _whereabouts(found: Finding) -> tuple[str, int, str]:
    # Columns move; lines do not.
    return found.code, found.line, found.message
