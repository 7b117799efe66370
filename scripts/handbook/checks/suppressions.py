"""85x: what is passed over, and how bad the rest is, as pages and docs/checks.yml say.

A pure step after all families: a suppression can only be called unused when every
finding is known.
"""

from __future__ import annotations

import posixpath
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from handbook.checks.facts import PageFacts
from handbook.checks.files import without_slips
from handbook.content.handbook import Handbook
from handbook.content.settings import did_you_mean
from handbook.findings import (
    CODES,
    Finding,
    Severity,
    Suppression,
    code,
    code_named,
    finding,
    from_fault,
)

OFF = "off"
COMMENT = "<!-- handbook: ignore {}: why this is right here -->"
# Findings about suppressions themselves: to suppress one would only hide the other.
OWN = frozenset({"KB850", "KB851", "KB852"})


@dataclass(frozen=True)
class Verdict:
    """What is to be shown, and what a suppression keeps from being shown.

    `sections` is how many there are in each language.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    sections: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class _Suppression:
    """One code, as written, that is passed over: below `path`, or on the `lines` of some pages.

    It stands itself at `file`, `line` and `column`; `form` is how a reason is given there.
    """

    code: str
    reason: str
    path: str
    lines: Mapping[str, range] | None
    file: str
    line: int
    column: int
    form: str

    @property
    def number(self) -> str | None:
        """The code that may be suppressed; None where it is none or may not."""
        number = code_named(self.code)
        return None if number in OWN else number

    @property
    def is_in_page(self) -> bool:
        """Whether it is a comment of a page."""
        return self.file in (self.lines or ())

    def covers(self, found: Finding) -> bool:
        """Whether a finding of its code is passed over."""
        if self.lines is not None:
            return found.line in self.lines.get(found.path, ())
        return found.path == self.path or found.path.startswith(f"{self.path}/")

    def finding(self, number: str, message: str, help: str) -> Finding:
        """A finding of the suppression itself."""
        return finding(number, self.file, self.line, message, column=self.column, help=help)


def judge(
    handbook: Handbook, pages: Mapping[str, PageFacts], findings: Iterable[Finding]
) -> Verdict:
    """The findings as the project wants them: without those it passes over, as bad as it says.

    `pages` are all of them, by path.
    """
    suppressions = tuple(_suppressions(handbook, pages))
    by_code: dict[str, list[_Suppression]] = {}
    for item in suppressions:
        if item.number:
            by_code.setdefault(item.number, []).append(item)
    shown: list[Finding] = []
    suppressed: list[Finding] = []
    used: set[_Suppression] = set()
    for found in findings:
        covering = [item for item in by_code.get(found.code, ()) if item.covers(found)]
        used.update(covering)
        if covering:
            reasons = tuple(Suppression(item.reason, item.is_in_page) for item in covering)
            suppressed.append(replace(found, suppressions=reasons))
        else:
            shown.append(found)
    levels = _levels(handbook)
    shown += _setting_faults(handbook)
    for item in suppressions:
        shown += _faults(item)
        # A code that is off is looked for in vain; that says nothing of its suppressions.
        if item.number and item.reason and item not in used and levels.get(item.number) != OFF:
            message = f"there is no {code(item.code)} here to suppress"
            shown.append(item.finding("KB852", message, "remove the suppression"))
    sections = Counter(dict.fromkeys(handbook.trees, 0))
    for path, facts in pages.items():
        sections[handbook.language_of(path) or ""] += len(facts.sections)
    return Verdict(
        tuple(sorted(set(_levelled(shown, levels)))),
        tuple(_levelled(suppressed, levels)),
        sections,
    )


def passed_over(handbook: Handbook, pages: Mapping[str, PageFacts]) -> Callable[[Finding], bool]:
    """Tells of a finding whether the project passes it over, or has its code off.

    `pages` are, by path, those in which it is asked.
    """
    suppressions = tuple(item for item in _suppressions(handbook, pages) if item.number)
    levels = _levels(handbook)

    def is_passed_over(found: Finding) -> bool:
        return levels.get(found.code) == OFF or any(
            item.number == found.code and item.covers(found) for item in suppressions
        )

    return is_passed_over


# Severities


def _levels(handbook: Handbook) -> dict[str, str]:
    """The severity that docs/checks.yml gives to a code."""
    model = handbook.checks_settings.model
    named = ((code_named(name), level) for name, level in (model.severity if model else {}).items())
    return {number: level for number, level in named if number}


def _levelled(findings: Iterable[Finding], levels: Mapping[str, str]) -> Iterator[Finding]:
    for found in findings:
        level = levels.get(found.code)
        if level is None:
            yield found
        elif level != OFF:
            yield replace(found, severity=Severity(level))


def _setting_faults(handbook: Handbook) -> Iterator[Finding]:
    settings = handbook.checks_settings
    for fault in without_slips(settings.faults):
        yield from_fault("KB850", settings.path, fault)
    for name in settings.model.severity if settings.model else ():
        if code_named(name) is None:
            line = settings.line("severity", name)
            message = f"there is no code {code(name)}"
            yield finding("KB851", settings.path, line, message, help=_meant(name))


# Suppressions


def _suppressions(handbook: Handbook, pages: Mapping[str, PageFacts]) -> Iterator[_Suppression]:
    """Every one of docs/checks.yml, then every one of the pages, in their order."""
    settings = handbook.checks_settings
    for index, item in enumerate(settings.model.ignore if settings.model else ()):
        path = posixpath.normpath(item.path)
        yield _Suppression(
            code=item.code,
            reason=item.reason.strip(),
            path=path,
            lines=None if item.section is None else _section_lines(pages, path, item.section),
            file=settings.path,
            line=settings.line("ignore", index),
            column=1,
            form="reason: why this is right here",
        )
    for path, facts in pages.items():
        for ignored in facts.ignores:
            for name in ignored.codes or ("",):
                yield _Suppression(
                    code=name,
                    reason=ignored.reason,
                    path=path,
                    lines={path: _lines(ignored.first, ignored.last)},
                    file=path,
                    line=ignored.line,
                    column=ignored.column,
                    form=COMMENT.format(name or "KB102"),
                )


def _lines(first: int, last: int) -> range:
    return range(first, last + 1 if last else sys.maxsize)


def _section_lines(pages: Mapping[str, PageFacts], path: str, id: str) -> dict[str, range]:
    """The lines of the section `id` on each page at or below `path`."""
    return {
        place: _lines(*facts.by_id[id])
        for place, facts in pages.items()
        if (place == path or place.startswith(f"{path}/")) and id in facts.by_id
    }


def _faults(item: _Suppression) -> Iterator[Finding]:
    number = code_named(item.code)
    if not item.code:
        message = "the comment says nothing that the checks understand"
        yield item.finding("KB851", message, f"write `{item.form}`")
    elif number is None:
        yield item.finding("KB851", f"there is no code {code(item.code)}", _meant(item.code))
    elif number in OWN:
        message = f"{code(item.code)} is about suppressions and cannot be suppressed"
        yield item.finding("KB851", message, "remove it, and mend what is found")
    elif not item.reason:
        message = f"the suppression of {code(item.code)} gives no reason"
        yield item.finding("KB851", message, f"write `{item.form}`")


def _meant(name: str) -> str:
    aliases = [registered.alias for registered in CODES.values()]
    close = did_you_mean(name.lower(), aliases) or did_you_mean(name.upper(), CODES)
    return close or "use one that `handbook explain` lists"
