"""Generated handbooks of any size, the same in every run: valid, and in real language.

    python -m bench.corpus ROOT PAGES

writes one of so many pages a language below ROOT.
"""

from __future__ import annotations

import posixpath
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench.pieces import Piece, Pool, Sort, pool
from bench.project import Contract, front_matter, write_settings
from handbook.checks.staleness import parts
from handbook.content.company import VARIABLES
from handbook.content.handbook import Handbook, read_handbook
from handbook.content.layout import DOCS, HOME
from handbook.content.recordfiles import RECORDS_NOTE, SOURCES_NOTE
from handbook.content.records import SOURCES, records_path

# The handbook whose texts are taken.
REAL = Path(__file__).resolve().parents[2]
SEED = 20261122
# Pages in a folder, its index among them.
FOLDER = 25
ACCEPTED = "2026-11-20"


@dataclass(frozen=True)
class Plan:
    """A page before it is written: its name and the ids of its sections."""

    name: str
    ids: tuple[str, ...]


def generate(root: Path, pages: int) -> None:
    """A handbook of so many pages a language below `root`."""
    pieces = pool(REAL)
    chance = random.Random(SEED)
    plans = [Plan(name, tuple(chance.sample(pieces.ids, len(SECTIONS)))) for name in names(pages)]
    write_settings(REAL, root, Contract(tuple(plan.name for plan in plans)))
    for number, plan in enumerate(plans):
        for folder, text in _page(pieces, plans, number, chance).items():
            path = root / DOCS / folder / plan.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    _accept(root, read_handbook(root))


def names(pages: int) -> Iterator[str]:
    """The home page, then folders of pages, each with an index."""
    yield HOME
    for number in range(pages - 1):
        folder, page = divmod(number, FOLDER)
        yield f"part-{folder + 1}/" + (f"page-{page}.md" if page else HOME)


# Pages


@dataclass(frozen=True)
class _Draw:
    """What a section is written from: pieces drawn by chance, the same in each language."""

    pieces: Pool
    plans: list[Plan]
    name: str
    chance: random.Random

    def some(self, sort: Sort, number: int) -> list[Piece]:
        return self.chance.sample(self.pieces.pieces[sort], number)

    def paragraph(self, sentences: int) -> Piece:
        return _joined(self.some(Sort.SENTENCE, sentences), " ".join)


# The blocks of a section, one after the other.
_Blocks = list[Piece]


def _joined(pieces: list[Piece], join: Callable[[list[str]], str]) -> Piece:
    return {folder: join([piece[folder] for piece in pieces]) for folder in pieces[0]}


def _lines(pieces: list[Piece], form: str) -> Piece:
    numbers = count(1)
    forms = [form.replace("#", str(next(numbers))) for _ in pieces]
    return {
        folder: "\n".join(
            form.format(piece[folder]) for form, piece in zip(forms, pieces, strict=True)
        )
        for folder in pieces[0]
    }


def _prose(draw: _Draw) -> _Blocks:
    return [draw.paragraph(3), draw.paragraph(3)]


def _list(draw: _Draw) -> _Blocks:
    return [draw.paragraph(2), _lines(draw.some(Sort.ITEM, 5), "- {}")]


def _steps(draw: _Draw) -> _Blocks:
    return [draw.paragraph(1), _lines(draw.some(Sort.STEP, 4), "#. {}")]


def _table(draw: _Draw) -> _Blocks:
    head, *rows = draw.some(Sort.ROW, 4)
    rule = dict.fromkeys(head, "--- | --- | ---")
    return [_lines([head, rule, *rows], "| {} |")]


def _tasks(draw: _Draw) -> _Blocks:
    return [_lines(draw.some(Sort.TASK, 6), "- [ ] {}")]


def _block(head: str) -> Callable[[_Draw], _Blocks]:
    def blocks(draw: _Draw) -> _Blocks:
        (title,) = draw.some(Sort.HEADING, 1)
        inner = draw.paragraph(3)
        text = {folder: f'{head} "{title[folder]}"\n    {inner[folder]}' for folder in inner}
        return [draw.paragraph(1), text]

    return blocks


def _links(draw: _Draw) -> _Blocks:
    """Links to sections of other pages, and a value that the company sets."""
    links = []
    for plan in draw.chance.sample(draw.plans, 3):
        id = draw.chance.choice(plan.ids)
        path = posixpath.relpath(plan.name, posixpath.dirname(draw.name) or ".")
        heading = draw.pieces.heading(id)
        links.append({folder: f"[{heading[folder]}]({path}#{id})" for folder in heading})
    value = dict.fromkeys(links[0], "{{ company.email }}")
    return [draw.paragraph(1), _lines([*links, value], "- {}")]


SECTIONS = (
    *(_prose, _list, _steps, _table),
    *(_tasks, _block("!!! note"), _block("??? success"), _links),
)


def _page(pieces: Pool, plans: list[Plan], number: int, chance: random.Random) -> Mapping[str, str]:
    """The text of a page in each language."""
    plan = plans[number]
    draw = _Draw(pieces, plans, plan.name, chance)
    title, description = draw.some(Sort.HEADING, 1)[0], draw.paragraph(1)
    texts = {
        folder: front_matter(
            f"{title[folder]} {number}" if number else title[folder],
            description[folder],
            "topic" if number else "home",
        )
        for folder in title
    }
    order = chance.sample(SECTIONS, len(SECTIONS))
    for id, section in zip(plan.ids, order, strict=True):
        blocks = section(draw)
        for folder in texts:
            body = "\n\n".join(block[folder] for block in blocks)
            texts[folder] += f"\n## {pieces.heading(id)[folder]} {{#{id}}}\n\n{body}\n"
    if not number:
        # Every setting is used somewhere.
        values = "".join(f"- {{{{ {name} }}}}\n" for name in sorted(VARIABLES))
        texts = {folder: f"{text}\n{values}" for folder, text in texts.items()}
    return texts


# Records


def _accept(root: Path, handbook: Handbook) -> None:
    """Record every section as accepted; as `handbook accept` writes it, for PyYAML is slow."""
    texts: dict[str, str] = {}
    for language in handbook.structure.translations:
        lines = [f"{RECORDS_NOTE}pages:\n"]
        for name in sorted(handbook.source.pages):
            lines.append(f"  {name}:\n")
            for part in sorted(parts(handbook, language.folder, name), key=lambda part: part.id):
                assert part.here
                texts[part.there.fingerprint] = part.there.text
                lines.append(
                    f"    {part.id}: {{accepted: {ACCEPTED}, "
                    f'source: "{part.there.fingerprint}", '
                    f'translation: "{part.here.fingerprint}"}}\n'
                )
        _write(root / records_path(language.folder), "".join(lines))
    kept = "".join(
        f'  "{key}": |-\n' + "".join(f"    {line}\n" for line in text.split("\n"))
        for key, text in sorted(texts.items())
    )
    _write(root / SOURCES, f"{SOURCES_NOTE}texts:\n{kept}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
