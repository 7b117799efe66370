"""What the pages of a kind have in common, so that a new one need not be told it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from handbook.checks.names import GENERATED
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.markdown import Element, ElementKind
from handbook.content.structure import SectionRule
from handbook.skeletons.parts import ANSWER, COLUMNS, Shape

# One page's heading may be its own; what so many say is the kind's.
COMMON = 2
INTERVAL = "6 months"


@dataclass(frozen=True)
class Siblings:
    """The pages of one kind."""

    handbook: Handbook
    kind: str

    def owner(self, folder: str) -> str:
        """Who owns most pages of the kind in a language, else most pages; empty for nobody."""
        pages = self._pages(folder) or list(self.handbook.trees[folder].pages.values())
        owners = Counter(
            page.meta.owner for page in pages if page.meta and "owner" not in page.unwritten_keys
        )
        return owners.most_common(1)[0][0] if owners else ""

    @property
    def interval(self) -> str:
        """How often most pages of the kind are reviewed."""
        pages = self._pages(self.handbook.structure.source)
        found = Counter(page.meta.review_interval for page in pages if page.meta)
        return found.most_common(1)[0][0] if found else INTERVAL

    def heading(self, folder: str, id: str) -> str:
        """The heading that all of them give a section; empty where they do not agree."""
        pages = self._with(folder, id)
        return _common("" if s.marks else s.title for _, s in pages)

    def shape(self, folder: str, rule: SectionRule) -> Shape:
        """What a section of a new page holds in a language."""
        source = self._with(self.handbook.structure.source, rule.id)
        here = self._with(folder, rule.id)
        tables = [element for _, s in source for element in _of(s, ElementKind.TABLE)[:1]]
        columns = tables[0].columns if tables else COLUMNS
        heads = [
            _line(page, element.line)
            for page, s in here
            for element in _of(s, ElementKind.TABLE)[:1]
            if element.columns == columns
        ]
        answers = [e.name for _, s in source for e in _of(s, ElementKind.FOLDED)[:1]]
        answer = Counter(answers).most_common(1)[0][0] if answers else ANSWER
        title = _common(
            _line(page, e.line).partition(answer)[2].strip()
            for page, s in here
            for e in _of(s, ElementKind.FOLDED)[:1]
        )
        return Shape(
            rule.needs,
            columns,
            _common(heads) if len(heads) == len(here) else "",
            f"{answer} {title}".strip(),
            _generated([s for _, s in source]),
        )

    def _pages(self, folder: str) -> list[Page]:
        return self.handbook.pages_of_kind(folder, self.kind)

    def _with(self, folder: str, id: str) -> list[tuple[Page, Section]]:
        return [(page, page.by_id[id]) for page in self._pages(folder) if id in page.by_id]


def _of(section: Section, kind: ElementKind) -> list[Element]:
    return [element for element in section.elements if element.kind is kind]


def _line(page: Page, number: int) -> str:
    return page.body.split("\n")[number - page.front_matter.body_line].strip()


def _common(texts: Iterable[str]) -> str:
    found = list(texts)
    return found[0] if len(found) >= COMMON and len(set(found)) == 1 else ""


def _generated(sections: list[Section]) -> tuple[str, ...]:
    """What the build writes into the section on all of the pages."""
    names = [[v.name for v in s.variables if v.name in GENERATED] for s in sections]
    return tuple(names[0]) if names and all(found == names[0] for found in names) else ()
