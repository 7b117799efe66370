"""What can be judged of a site that others wrote, which has no contract.

What breaks for a reader (a link, an anchor, an id, an encoding) is an error, and so
is a section that explicit ids prove missing. The rest is a warning: nobody promised
that the languages are equal, and what is concluded from the order of sections
without ids is a guess.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handbook.checks import foreign_links
from handbook.checks.alignment import MACRO, Alignment, Couple, Stretch
from handbook.checks.files import TEXT_FAULTS
from handbook.checks.foreign_contents import contents
from handbook.checks.foreign_ids import has_attributes
from handbook.checks.mangled import Mangled, accidents, mangled, swallowed
from handbook.checks.matching import CLOSE
from handbook.checks.outline import english_name, expected, move
from handbook.checks.pairs import Pair
from handbook.content.faults import FaultKind
from handbook.content.foreign import HTML
from handbook.content.handbook import Handbook, Page, Section, Tree
from handbook.content.site import Site
from handbook.findings import (
    Finding,
    Severity,
    code,
    counted,
    finding,
    from_fault,
    isolated,
    quoted,
)

LINKED = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])")
LONG = 80


def check(handbook: Handbook) -> Iterator[Finding]:
    """Every finding of a site without a contract."""
    if handbook.site is None:
        return
    yield from _folders(handbook, handbook.site)
    yield from _pages(handbook, handbook.site)
    yield from foreign_links.check(handbook)
    for tree in handbook.trees.values():
        for page in tree.pages.values():
            yield from _file(page)
            source = None if tree is handbook.source else handbook.source.pages.get(page.name)
            if source and page.sections and source.sections:
                yield from _sections(Alignment(page, source), handbook.site)
            yield from _headings(page, source)


def _warning(found: Finding) -> Finding:
    return replace(found, severity=Severity.WARNING)


# Folders and pages


def _folders(handbook: Handbook, site: Site) -> Iterator[Finding]:
    for folder in site.unlisted:
        yield _warning(
            finding(
                "KB804",
                folder,
                1,
                f"folder {code(folder)} is dropped: "
                f"the plugin takes it for a language that {site.config} does not list",
                help=f"list the language in {site.config}, or give the folder a longer name",
            )
        )
    for folder, tree in handbook.trees.items():
        if not tree.pages:
            yield _warning(
                finding(
                    "KB805",
                    site.folder(folder),
                    1,
                    f"there is no page in {english_name(tree.language)} ({code(folder)})",
                    note=f"the languages are listed in {site.config}",
                    help=f"write {site.path(folder, 'index.md')}, or take the language out",
                )
            )


def _pages(handbook: Handbook, site: Site) -> Iterator[Finding]:
    translations = [tree for tree in handbook.translations if tree.pages]
    names = list(handbook.source.pages)
    nowhere = {
        name
        for name in names
        if len(translations) > 1 and not any(name in tree.pages for tree in translations)
    }
    for place, group in _by_folder(nowhere, names):
        paths = [handbook.source.pages[name].path for name in group]
        yield _warning(
            finding(
                "KB101",
                paths[0] if len(group) == 1 else _above(paths),
                1,
                f"{_named(place, group)} in {english_name(handbook.source.language)} only",
                note=f"none of the {len(translations)} translations has "
                + ("it" if len(group) == 1 else "any of them"),
                help="translate, or leave as it is",
            )
        )
    for tree in translations:
        absent = {name for name in names if name not in tree.pages}
        missing = absent - nowhere
        yield from _extra(handbook, tree, missing)
        if len(missing) > 3 and len(missing) * 2 > len(names):
            yield _mostly_missing(handbook, site, tree, absent, nowhere)
            continue
        for place, group in _by_folder(missing, names):
            yield _missing(handbook, site, tree, place, group)


def _above(paths: Sequence[str]) -> str:
    """The folder that all of some files are in."""
    return posixpath.commonpath([posixpath.dirname(path) for path in paths]) or "."


def _missing(
    handbook: Handbook, site: Site, tree: Tree, place: str, group: Sequence[str]
) -> Finding:
    language, folder = english_name(tree.language), tree.language.folder
    sources = [handbook.source.pages[name].path for name in group]
    paths = [site.path(folder, name) for name in group]
    is_one = len(group) == 1
    shown = english_name(handbook.source.language)
    found = finding(
        "KB101",
        paths[0] if is_one else _above(paths),
        1,
        f"{_named(place, group)} missing in {language} ({code(folder)})",
        note=f"the source has {f'it at {sources[0]}' if is_one else f'them in {_above(sources)}/'}"
        + (f"; readers are shown {shown}" if site.fallback else ""),
        help=f"write {paths[0]}" + ("" if is_one else " and the others"),
    )
    return _warning(found) if site.fallback else found


def _mostly_missing(
    handbook: Handbook, site: Site, tree: Tree, absent: set[str], nowhere: set[str]
) -> Finding:
    language, folder = english_name(tree.language), tree.language.folder
    source = handbook.source
    names = [name for name in source.pages if name in absent]
    first = next(name for name in names if name not in nowhere)
    note = f"the source has them in {_above([source.pages[name].path for name in names])}/"
    if nowhere:
        note += f"; {len(nowhere)} of them are in {english_name(source.language)} only"
    if site.fallback:
        note += f"; readers are shown {english_name(source.language)}"
    found = finding(
        "KB101",
        site.folder(folder),
        1,
        f"{len(absent)} of {len(source.pages)} pages are missing in {language} ({code(folder)})",
        note=note,
        help=f"write them, {site.path(folder, first)} for one",
    )
    return _warning(found) if site.fallback else found


def _named(place: str, group: Sequence[str]) -> str:
    if len(group) == 1:
        return f"page {code(group[0])} is"
    return f"all {len(group)} pages below {code(place)} are"


def _by_folder(names: set[str], every: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The pages, those of one folder together where all of that folder are among them."""
    whole: dict[str, list[str]] = {}
    broken: set[str] = set()
    for name in every:
        for folder in _parents(name):
            whole.setdefault(folder, []).append(name)
            if name not in names:
                broken.add(folder)
    told: set[str] = set()
    for name in every:
        if name not in names or name in told:
            continue
        folder = next((f for f in _parents(name) if f not in broken and len(whole[f]) > 1), "")
        group = whole[folder] if folder else [name]
        told.update(group)
        yield f"{folder}/", group


def _parents(name: str) -> list[str]:
    """The folders a page is in, the topmost first."""
    parts = name.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _extra(handbook: Handbook, tree: Tree, missing: set[str]) -> Iterator[Finding]:
    for name, page in tree.pages.items():
        if name in handbook.source.pages:
            continue
        close = difflib.get_close_matches(name, sorted(missing), n=1, cutoff=CLOSE)
        source = english_name(handbook.source.language)
        yield _warning(
            finding(
                "KB106",
                page.path,
                1,
                f"page {code(name)} is not there in {source}",
                help=f"did you mean {code(close[0])}?"
                if close
                else f"write it in {source}, or remove it",
            )
        )


# One page


def _file(page: Page) -> Iterator[Finding]:
    if page.fault:
        found = from_fault(TEXT_FAULTS.get(page.fault.kind, "KB801"), page.path, page.fault)
        # Engines pass over a mark; nothing that a reader sees is broken.
        is_mark = page.fault.kind is FaultKind.BYTE_ORDER_MARK
        yield _warning(found) if is_mark else found
    for fault in page.front_matter.faults:
        yield from_fault("KB816", page.path, fault)


def _headings(page: Page, source: Page | None) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for section in page.headed:
        if section.id is None:
            continue
        if section.id in first:
            yield finding(
                "KB305",
                page.path,
                section.line,
                f"id {code(section.id)} is used twice",
                note=f"its first place is {page.path}:{first[section.id]}",
                help="give this section an id of its own",
            )
        first.setdefault(section.id, section.line)
    empty = _empty(page)
    # What is empty in the source too is its finding.
    if source and len(_empty(source)) == len(empty):
        return
    accidental = accidents(page) if empty else {}
    for section in empty:
        # It, or the one after it, was to be no heading.
        after = next((each.line for each in page.sections if each.line > section.line), 0)
        cause = accidental.get(section.line) or accidental.get(after)
        yield _warning(
            finding(
                "KB821",
                page.path,
                cause.line if cause else section.line,
                f"section {_called(section)} is empty",
                note=cause.fault if cause else "",
                help=cause.mend if cause else _how_to_fill(page, section),
            )
        )


def _how_to_fill(page: Page, section: Section) -> str:
    after = next((each for each in page.sections if each.line > section.line), None)
    if after is None or after.level != section.level or section.level == 6:
        return "write its text, or remove the heading"
    deeper = "#" * (section.level + 1)
    return (
        "write its text, or remove the heading; where the next section belongs in it, "
        f"begin that one, on line {after.line}, with `{deeper}`"
    )


def _empty(page: Page) -> list[Section]:
    following = [*page.sections[1:], None][: len(page.sections)]
    return [
        section
        for section, after in zip(page.sections, following, strict=True)
        if section.level
        and section.is_empty
        and not (after and after.level > section.level)
        # A title alone: a template or a plugin fills the page.
        and not (section.level == 1 and len(page.headed) == 1)
    ]


def _called(section: Section) -> str:
    return code(section.id) if section.id else quoted(_shown(section.title))


def _shown(title: str) -> str:
    """A heading's words, without macros and the targets of links, and not too many."""
    words = LINKED.sub(r"\1", MACRO.sub("", title)).strip()
    return words if len(words) <= LONG else f"{words[: LONG - 1].rstrip()}…"


# Sections beside the source's


def _sections(alignment: Alignment, site: Site) -> Iterator[Finding]:
    here, there = alignment.here, alignment.there
    found = [
        *_absent(alignment),
        *_surplus(alignment),
        *_levels(alignment),
        *_order(alignment),
        *_stretches(alignment),
    ]
    # That a copy of the source follows was not concluded from pairs.
    if not alignment.is_exact and len(found) > bool(alignment.copy):
        yield finding(
            "KB191",
            here.path,
            1,
            "the page's sections are paired with the source's by order and level",
            note=f"the source is {there.path}",
            help=f"give each heading the same id in every language, {_ids(site)}, "
            "to make what is said of them exact",
        )
    yield from found if alignment.is_exact else map(_warning, found)
    yield from map(_warning, _contents(alignment))


def _ids(site: Site) -> str:
    if has_attributes(site):
        return "as in `## Heading {#heading}`"
    return (
        f"as in `## Heading {{#heading}}` (add `attr_list` to markdown_extensions in {site.config})"
    )


def _place(page: Page, section: Section) -> str:
    return f"{page.path}:{section.line} {quoted(_shown(section.title))}"


def _absent(alignment: Alignment) -> Iterator[Finding]:
    """Sections of the source that the page lacks; those in a missing one are named with it."""
    couples = [couple for couple in alignment.couples if couple.there]
    around: list[tuple[Section, bool]] = []
    for index, couple in enumerate(couples):
        section = couple.there
        assert section is not None
        while around and around[-1][0].level >= section.level:
            around.pop()
        is_missing = couple.here is None
        if is_missing and not (around and around[-1][1]):
            yield _absence(alignment, couples, index)
        around.append((section, is_missing))


def _absence(alignment: Alignment, couples: Sequence[Couple], index: int) -> Finding:
    section = couples[index].there
    assert section is not None
    inner = []
    for couple in couples[index + 1 :]:
        if couple.there is None or couple.there.level <= section.level:
            break
        if couple.here is None:
            inner.append(_called(couple.there))
    before = next((c.here for c in reversed(couples[:index]) if c.here), None)
    after = next((c.here for c in couples[index + 1 :] if c.here), None)
    page = alignment.here
    note = f"the source has it at {_place(alignment.there, section)}"
    if inner:
        more = f" and {len(inner) - 5} more" if len(inner) > 5 else ""
        note += f", with {', '.join(inner[:5])}{more} in it"
    name = english_name(page.language)
    id = f" {{#{section.id}}}" if section.id else ""
    return finding(
        "KB102",
        page.path,
        after.line if after else max(1, page.sections[-1].end),
        f"section {_called(section)} is missing",
        detail=expected(_bare(before), _bare(after)),
        note=note,
        help=f"add `{'#' * section.level} <heading in {name}>{id}`",
    )


def _bare(section: Section | None) -> str | None:
    return (section.id or isolated(_shown(section.title))) if section else None


def _surplus(alignment: Alignment) -> Iterator[Finding]:
    if alignment.copy:
        yield finding(
            "KB103",
            alignment.here.path,
            alignment.copy.line,
            f"the source's text follows the translation, from {_called(alignment.copy)} on",
            note=f"the source page is {alignment.there.path}",
            help="remove it",
        )
    around: list[tuple[Section, bool]] = []
    extra = {id(couple.here) for couple in alignment.couples if couple.there is None}
    accidental = accidents(alignment.here) if extra else {}
    for section in alignment.mine:
        while around and around[-1][0].level >= section.level:
            around.pop()
        is_extra = id(section) in extra
        if is_extra and not (around and around[-1][1]):
            cause = accidental.get(section.line)
            note = f"the source page is {alignment.there.path}"
            yield finding(
                "KB103",
                alignment.here.path,
                section.line,
                f"section {_called(section)} is not in the source",
                note=f"{cause.fault}; {note}" if cause else note,
                help=cause.mend
                if cause
                else "remove it, or add it to the source and to every language",
            )
        around.append((section, is_extra))


def _levels(alignment: Alignment) -> Iterator[Finding]:
    for couple in alignment.couples:
        here, there = couple.here, couple.there
        if here and there and here.level != there.level:
            yield finding(
                "KB105",
                alignment.here.path,
                here.line,
                f"section {_called(here)} is at level {here.level}, "
                f"in the source at level {there.level}",
                note=f"the source has it at {_place(alignment.there, there)}",
                help=f"begin the heading with `{'#' * there.level}`",
            )


def _order(alignment: Alignment) -> Iterator[Finding]:
    paired = [couple for couple in alignment.couples if couple.here and couple.there]
    for index, couple in enumerate(paired):
        if not couple.is_moved or not couple.here or not couple.there:
            continue
        before = paired[index - 1].here if index else None
        after = paired[index + 1].here if index + 1 < len(paired) else None
        names = _bare(before), _bare(after)
        yield finding(
            "KB104",
            alignment.here.path,
            couple.here.line,
            f"section {_called(couple.here)} is out of order",
            detail=expected(*names),
            note=f"the source has it at {_place(alignment.there, couple.there)}",
            help=move(*names),
        )


def _stretches(alignment: Alignment) -> Iterator[Finding]:
    for stretch in alignment.stretches:
        here, there = stretch.here, stretch.there
        numbers = f"{counted(len(here), 'section')}, the source has {len(there)}"
        if len(here) == len(there):
            numbers = f"{counted(len(here), 'section')} as the source, at other levels"
        names = _bare(stretch.before), _bare(stretch.after)
        where = "the page" if names == (None, None) else "this part of the page"
        titles = [quoted(_shown(section.title)) for section in there[:5]]
        more = f" and {len(there) - 5} more" if len(there) > 5 else ""
        note = f"the source is {alignment.there.path}"
        if there:
            begin = f"{alignment.there.path}:{there[0].line}"
            note = f"the source's begin at {begin}: {', '.join(titles)}{more}"
        found = finding(
            "KB192",
            alignment.here.path,
            here[0].line if here else 1,
            f"{where} has {numbers}",
            detail=_between(*names),
            note=note,
            help=_what_to_do(len(here), len(there)),
        )
        yield _caused(alignment, stretch, found)


def _what_to_do(here: int, there: int) -> str:
    if here < there:
        return "compare the two and write what is missing"
    if here > there:
        return "compare the two: remove what is too much, or add it to the source"
    return "compare the two and give each heading the level it has in the source"


def _caused(alignment: Alignment, stretch: Stretch, found: Finding) -> Finding:
    """The finding at the markup for which headings are lost or too many, where there is any."""
    here, there = alignment.here, alignment.there
    if len(stretch.here) == len(stretch.there):
        return _at_first_level(stretch, found)
    if len(stretch.here) > len(stretch.there) and (twice := _twice(alignment, stretch)):
        first, second = twice
        return replace(
            found,
            line=second.line,
            note=f"{_called(second)} stands on lines {first.line} and {second.line}; {found.note}",
            help="remove the heading that stands there twice",
        )
    surplus = len(stretch.here) - len(stretch.there)
    known = accidents(here), accidents(there)
    mine = [known[0][s.line] for s in stretch.here if s.line in known[0]]
    theirs = [known[1][s.line] for s in stretch.there if s.line in known[1]]
    if surplus > 0:
        own = mine[0] if len(mine) - len(theirs) >= surplus else None
        other = _hidden(there)
    else:
        own = _hidden(here)
        other = theirs[0] if len(theirs) - len(mine) >= -surplus else None
    if own:
        return replace(found, line=own.line, note=f"{own.fault}; {found.note}", help=own.mend)
    if other:
        return replace(
            found,
            note=f"{found.note}; in {there.path}:{other.line}, {other.fault}",
            help=f"mend the source: {other.mend}",
        )
    return found


def _at_first_level(stretch: Stretch, found: Finding) -> Finding:
    """As many sections at other levels: the first one that differs is where to begin."""
    pairs = zip(stretch.here, stretch.there, strict=True)
    mine, theirs = next((m, t) for m, t in pairs if m.level != t.level)
    return replace(
        found,
        line=mine.line,
        help=f"begin this heading with `{'#' * theirs.level}` if it is the source's "
        f"{quoted(_shown(theirs.title))} on line {theirs.line}, and go on from there",
    )


def _twice(alignment: Alignment, stretch: Stretch) -> tuple[Section, Section] | None:
    """A section of a stretch whose title the page has before it, oftener than the source."""
    theirs = Counter(section.title for section in alignment.theirs)
    lines = {section.line for section in stretch.here}
    seen: dict[str, Section] = {}
    for section in alignment.mine:
        if section.line in lines and section.title in seen and theirs[section.title] < 2:
            return seen[section.title], section
        seen.setdefault(section.title, section)
    return None


def _hidden(page: Page) -> Mangled | None:
    """The first markup of a page that keeps headings from being read."""
    every = [*swallowed(page), *(cause for each in page.sections for cause in mangled(each))]
    return next((cause for cause in every if cause.headings), None)


def _between(before: str | None, after: str | None) -> str:
    return expected(before, after).replace("expected ", "", 1)


def _contents(alignment: Alignment) -> Iterator[Finding]:
    pages = alignment.here, alignment.there
    intro = alignment.intro
    if intro.here and intro.there:
        name = "the text before the first section"
        yield from contents(Pair(*pages, *_unsized(intro.here, intro.there), name))
    for couple in alignment.couples:
        here, there = couple.here, couple.there
        # An empty section is a finding of its own.
        if here and there and couple.is_sure and not here.is_empty:
            yield from contents(Pair(*pages, *_unsized(here, there), f"section {_called(here)}"))


def _unsized(here: Section, there: Section) -> tuple[Section, Section]:
    """Two sections; where either has a table in HTML, the size of no table counts."""
    if not any(element.name == HTML for element in (*here.elements, *there.elements)):
        return here, there
    one, other = (
        replace(section, elements=tuple(e._replace(rows=0, columns=0) for e in section.elements))
        for section in (here, there)
    )
    return one, other
