"""What generated pages are made of: pieces of this handbook, each in every language.

A piece may stand beside any other: those about which the checks have something to say
when they stand alone (a number given further up, a word that another piece takes back)
are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.project import SETTINGS, Contract, front_matter, write_settings
from handbook import checks
from handbook.checks.phrases import phrases
from handbook.content.handbook import Handbook, Page, Section, read_handbook

# A piece by language.
Piece = Mapping[str, str]

# What ties a text to its place.
_BOUND = re.compile(r"---|\]\(|\{\{|<|`|^ |\A[!?#|>]")
_SENTENCE = re.compile(r"(?<=[.!?؟])\s+")
_BLOCKS = {
    "item": re.compile(r"- (?!\[)(.+)"),
    "step": re.compile(r"\d+\. (.+)"),
    "task": re.compile(r"- \[ \] (.+)"),
    "row": re.compile(r"\| (.+ \| .+ \| .+) \|"),
}


class Sort(StrEnum):
    """What a piece is."""

    HEADING = "heading"
    SENTENCE = "sentence"
    ITEM = "item"
    STEP = "step"
    TASK = "task"
    ROW = "row"


@dataclass(frozen=True)
class Pool:
    """The pieces of each sort, and the headings' ids."""

    pieces: Mapping[Sort, tuple[Piece, ...]]
    ids: tuple[str, ...]

    def heading(self, id: str) -> Piece:
        """The heading of an id."""
        return self.pieces[Sort.HEADING][self.ids.index(id)]


def pool(root: Path) -> Pool:
    """The pieces of the handbook at `root`."""
    handbook = read_handbook(root)
    headings: dict[str, Piece] = {}
    found: dict[Sort, dict[str, Piece]] = {sort: {} for sort in Sort}
    for id, sections in _sections(handbook):
        titles = {folder: section.title for folder, (_, section) in sections.items()}
        if not any(_BOUND.search(title) for title in titles.values()):
            headings.setdefault(id, titles)
        texts = {folder: _texts(page, section) for folder, (page, section) in sections.items()}
        source = texts[handbook.structure.source]
        for sort in source:
            if len({len(each[sort]) for each in texts.values()}) > 1:
                continue
            for index, text in enumerate(source[sort]):
                piece = {folder: each[sort][index] for folder, each in texts.items()}
                if not any(_BOUND.search(part) for part in piece.values()):
                    found[sort].setdefault(text, piece)
    titled = list(headings.items())
    kept = _accepted(root, handbook, [piece for _, piece in titled])
    pieces = {
        sort: tuple(_accepted(root, handbook, list(each.values()))) for sort, each in found.items()
    }
    pieces[Sort.HEADING] = tuple(kept)
    return Pool(pieces, tuple(id for id, piece in titled if piece in kept))


def _sections(handbook: Handbook) -> Iterator[tuple[str, Mapping[str, tuple[Page, Section]]]]:
    """Every section of the source with those of the translations."""
    for name, source in handbook.source.pages.items():
        pages = {folder: tree.pages[name] for folder, tree in handbook.trees.items()}
        for id in source.by_id:
            yield id, {folder: (page, page.by_id[id]) for folder, page in pages.items()}


def _texts(page: Page, section: Section) -> Mapping[Sort, list[str]]:
    """The texts of a section by their sort."""
    found: dict[Sort, list[str]] = {sort: [] for sort in Sort if sort is not Sort.HEADING}
    for line in page.lines_of(section)[1:]:
        for name, form in _BLOCKS.items():
            if match := form.fullmatch(line):
                found[Sort(name)].append(match[1])
                break
        else:
            if line and not line.startswith("|"):
                found[Sort.SENTENCE] += _SENTENCE.split(line)
    return found


def _accepted(root: Path, handbook: Handbook, pieces: list[Piece]) -> list[Piece]:
    """The pieces that give no finding where each is a section of its own."""
    folders = list(handbook.trees)
    with TemporaryDirectory() as folder:
        probe = Path(folder)
        write_settings(root, probe, Contract(("index.md",)))
        for language in folders:
            path = probe / "docs" / language / "index.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            head = front_matter("Handbook", "Handbook", "home")
            body = "".join(
                f"## {n} {{#piece-{n}}}\n\n{piece[language]}\n\n" for n, piece in enumerate(pieces)
            )
            path.write_text(f"{head}\n{body}", encoding="utf-8")
        found = checks.check(read_handbook(probe))
    first = front_matter("Handbook", "Handbook", "home").count("\n") + 2
    amiss = {
        (line - first) // 4
        for finding in found
        if not finding.path.endswith(SETTINGS)
        # A finding names the other place in its note.
        for line in (finding.line, *map(int, re.findall(r"\.md:(\d+)", finding.note)))
    }
    return [
        piece
        for n, piece in enumerate(pieces)
        if n not in amiss and not _is_one_sided(handbook, piece)
    ]


def _is_one_sided(handbook: Handbook, piece: Piece) -> bool:
    """Whether a piece has words of contrary meaning that it has not in every language.

    Alone they say nothing; beside those of another piece they would seem its opposite.
    """
    glossary = handbook.glossary.model
    sides = []
    for language in handbook.structure.languages:
        words = tuple(
            ((id, side), word)
            for id, pair in (glossary.opposites if glossary else {}).items()
            for side, texts in enumerate((pair.one, pair.other))
            for word in texts.get(language.folder, ())
        )
        uses = phrases(language.cldr.language, words).find(piece[language.folder])
        sides.append(Counter(side for use in uses for side in use.keys))
    return any(side != sides[0] for side in sides)
