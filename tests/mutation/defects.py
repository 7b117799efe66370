"""Kinds of defect, each a small pure function from a page's text to a spoilt one.

A defect is made at a place that `rng` draws. It gives the new text and the line where
the finding is to be; None where the page has no place for it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handbook.content.glossary import Opposites
from handbook.content.handbook import Page, Section
from handbook.content.markdown import Element, ElementKind, TextKind


@dataclass(frozen=True)
class Spot:
    """A page with its lines, the same page of the source and of another language."""

    page: Page
    lines: list[str]
    source: Page
    source_lines: list[str]
    stranger: Page
    stranger_lines: list[str]
    fixed: frozenset[str]
    linked: frozenset[str]
    opposites: tuple[Opposites, ...]
    forbidden: Mapping[str, list[str]]
    expected: tuple[Mapping[str, str], ...]

    @property
    def leaves(self) -> list[Section]:
        """The sections with no deeper one in them, whose id no link names."""
        following = [*self.page.headed[1:], None]
        pairs = zip(self.page.headed, following, strict=True)
        return [
            section
            for section, after in pairs
            if section.id not in self.linked and (after is None or after.level <= section.level)
        ]

    @property
    def own(self) -> list[Section]:
        return [section for section in self.leaves if section.id not in self.fixed]

    def elements(self, kind: ElementKind) -> list[tuple[Section, Element]]:
        return [(s, e) for s in self.page.headed for e in s.elements if e.kind is kind]


# The new lines, the line of the finding (0: any of the page).
Spoilt = tuple[list[str], int]
Make = Callable[[Spot, random.Random], Spoilt | None]


def cut(lines: list[str], section: Section) -> list[str]:
    return lines[: section.line - 1] + lines[section.end :]


def with_line(spot: Spot, number: int, text: str) -> list[str]:
    return [*spot.lines[: number - 1], text, *spot.lines[number:]]


def inserted(spot: Spot, number: int, *texts: str) -> list[str]:
    return [*spot.lines[: number - 1], *texts, *spot.lines[number - 1 :]]


# Sections


def section_deleted(spot: Spot, rng: random.Random) -> Spoilt | None:
    if not spot.own:
        return None
    section = rng.choice(spot.own)
    return cut(spot.lines, section), 0


def fixed_section_deleted(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [section for section in spot.leaves if section.id in spot.fixed]
    return (cut(spot.lines, rng.choice(found)), 0) if found else None


def section_duplicated(spot: Spot, rng: random.Random) -> Spoilt | None:
    section = rng.choice(spot.leaves or [*spot.page.headed])
    block = spot.lines[section.line - 1 : section.end]
    copy = [*block, ""] if block[-1].strip() else block
    lines = spot.lines[: section.line - 1] + copy + spot.lines[section.line - 1 :]
    return lines, section.line + len(copy)


def section_moved(spot: Spot, rng: random.Random) -> Spoilt | None:
    top = [s for s in spot.page.headed if s.level == 2]
    if len(top) < 3 or len(top) != len(spot.page.headed) or spot.page.name == "glossary.md":
        return None
    first, *_, last = top
    block = spot.lines[last.line - 1 :]
    if block[-1] == "":
        block = block[:-1]
    before = spot.lines[: first.line - 1]
    rest = spot.lines[first.line - 1 : last.line - 1]
    return [*before, *block, "", *rest], first.line


def id_renamed(spot: Spot, rng: random.Random) -> Spoilt | None:
    if not spot.own:
        return None
    section = rng.choice(spot.own)
    line = spot.lines[section.line - 1].replace(f"{{#{section.id}}}", "{#zzz-qqq-vvv}")
    return with_line(spot, section.line, line), section.line


def id_misspelt(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [section for section in spot.own if len(section.id or "") > 5]
    if not found:
        return None
    section = rng.choice(found)
    line = spot.lines[section.line - 1].replace(f"{{#{section.id}}}", f"{{#{section.id}x}}")
    return with_line(spot, section.line, line), section.line


def level_changed(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [s for s in spot.leaves if s is not spot.page.headed[0] and s.level == 2]
    if not found:
        return None
    section = rng.choice(found)
    return with_line(spot, section.line, "#" + spot.lines[section.line - 1]), section.line


def level_skipped(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [s for s in spot.leaves if s.level == 2]
    if not found:
        return None
    section = rng.choice(found)
    return with_line(spot, section.line, "##" + spot.lines[section.line - 1]), section.line


def id_removed(spot: Spot, rng: random.Random) -> Spoilt | None:
    if not spot.leaves:
        return None
    section = rng.choice(spot.leaves)
    line = spot.lines[section.line - 1].replace(f" {{#{section.id}}}", "")
    return with_line(spot, section.line, line), section.line


def id_malformed(spot: Spot, rng: random.Random) -> Spoilt | None:
    if not spot.leaves:
        return None
    section = rng.choice(spot.leaves)
    line = spot.lines[section.line - 1].replace(f"{{#{section.id}}}", f"{{#{section.id}_X}}")
    return with_line(spot, section.line, line), section.line


def section_emptied(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [s for s in spot.leaves if not s.variables and not s.is_empty]
    if not found:
        return None
    section = rng.choice(found)
    return [*spot.lines[: section.line], "", *spot.lines[section.end :]], section.line


def section_added(spot: Spot, rng: random.Random) -> Spoilt | None:
    last = rng.choice(spot.page.headed)
    if last.level != 2:
        return None
    first = next(text for s in spot.page.headed for text in s.texts if text.kind.value != "heading")
    words = " ".join(first.lines[0][2].split()[:3]).strip("*|")
    heading = spot.lines[last.line - 1].partition(" {#")[0]
    return (
        inserted(spot, last.line, f"{heading} {{#zzz-extra}}", "", f"{words}.", ""),
        last.line,
    )


def level_one(spot: Spot, rng: random.Random) -> Spoilt | None:
    section = rng.choice(spot.page.headed)
    text = spot.lines[section.line - 1].lstrip("#").partition(" {#")[0]
    return inserted(spot, section.line, f"#{text}", ""), section.line


# Elements


def removed(kind: ElementKind) -> Make:
    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        found = [
            (section, element)
            for section, element in spot.elements(kind)
            if "{{" not in spot.lines[element.line - 1] and "](" not in spot.lines[element.line - 1]
            and len([e for e in section.elements if e.kind is kind]) > 1
            and not spot.lines[element.line].startswith("  ")
        ]  # fmt: skip
        if not found:
            return None
        section, element = rng.choice(found)
        return spot.lines[: element.line - 1] + spot.lines[element.line :], section.line

    return make


def added(kind: ElementKind) -> Make:
    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        found = [
            (section, element)
            for section, element in spot.elements(kind)
            if "{{" not in spot.lines[element.line - 1] and "](" not in spot.lines[element.line - 1]
            and not spot.lines[element.line].startswith("  ")
        ]  # fmt: skip
        if not found:
            return None
        section, element = rng.choice(found)
        last = [e for e in section.elements if e.kind is kind][-1]
        lines = inserted(spot, element.line, spot.lines[element.line - 1])
        return lines, last.line + 1

    return make


def task_to_item(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = spot.elements(ElementKind.TASK)
    if not found:
        return None
    section, element = rng.choice(found)
    line = re.sub(r"\[[ x]\] ", "", spot.lines[element.line - 1])
    return with_line(spot, element.line, line), section.line


def row_removed(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [
        (s, e.line, n)
        for s, e in spot.elements(ElementKind.TABLE)
        for n in range(e.line + 2, e.line + 2 + e.rows)
        if "{{" not in spot.lines[n - 1] and "](" not in spot.lines[n - 1]
    ]
    if not found:
        return None
    _, line, number = rng.choice(found)
    return spot.lines[: number - 1] + spot.lines[number:], line


def row_added(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [
        (e.line, n)
        for s, e in spot.elements(ElementKind.TABLE)
        for n in range(e.line + 2, e.line + 2 + e.rows)
        if "{{" not in spot.lines[n - 1] and "](" not in spot.lines[n - 1]
    ]
    if not found:
        return None
    line, number = rng.choice(found)
    return inserted(spot, number, spot.lines[number - 1]), line


def column_added(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = spot.elements(ElementKind.TABLE)
    if not found:
        return None
    _, element = rng.choice(found)
    lines = list(spot.lines)
    for number in range(element.line, element.line + 2 + element.rows):
        lines[number - 1] += " --- |" if number == element.line + 1 else " 7 |"
    return lines, element.line


def column_removed(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = []
    for _, element in spot.elements(ElementKind.TABLE):
        last = [
            spot.lines[n - 1].rstrip("|").rpartition("|")[2]
            for n in range(element.line, element.line + 2 + element.rows)
        ]
        if element.columns > 2 and not any("{{" in cell or "](" in cell for cell in last):
            found.append(element)
    if not found:
        return None
    element = rng.choice(found)
    lines = list(spot.lines)
    for number in range(element.line, element.line + 2 + element.rows):
        lines[number - 1] = lines[number - 1].rstrip().removesuffix("|").rpartition("|")[0] + "|"
    return lines, element.line


def block_removed(kind: ElementKind) -> Make:
    """The mark of the block goes, and its text stays as it is."""

    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        found = spot.elements(kind)
        if not found:
            return None
        section, element = rng.choice(found)
        lines = list(spot.lines)
        del lines[element.line - 1]
        for number in range(element.line - 1, section.end - 1):
            if not lines[number].strip():
                continue
            if not lines[number].startswith("    "):
                break
            lines[number] = lines[number][4:]
        return lines, section.line

    return make


def before_text(*texts: str) -> Make:
    """Puts something below a heading that has a text."""

    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        found = [s for s in spot.leaves if not s.is_empty and not spot.lines[s.line].strip()]
        if not found:
            return None
        section = rng.choice(found)
        return inserted(spot, section.line + 1, "", *texts), section.line + 2

    return make


# Variables


def variable(change: Callable[[str], str], *, at_heading: bool = False) -> Make:
    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        found = [
            (section, item)
            for section in spot.page.headed
            for item in section.variables
            if item.name.startswith("company.") and item.name not in spot.linked
        ]
        if not found:
            return None
        section, item = rng.choice(found)
        line = spot.lines[item.line - 1]
        start = item.column - 1
        end = line.index("}}", start) + 2
        text = line[:start] + change(line[start:end]) + line[end:]
        return with_line(spot, item.line, text), section.line if at_heading else item.line

    return make


def generated_shared(spot: Spot, rng: random.Random) -> Spoilt | None:
    found = [v for s in spot.page.sections for v in s.variables if v.name.startswith("generated.")]
    if not found:
        return None
    item = rng.choice(found)
    return with_line(spot, item.line, f"… {spot.lines[item.line - 1]}"), item.line


# Links

LINK = re.compile(r"\]\(([^():#\s]*\.md)(#[a-z0-9-]+)?\)")


def link(
    change: Callable[[Spot, str, str], str], *, anchored: bool = True, anywhere: bool = False
) -> Make:
    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        found = [
            (number, match)
            for number, line in enumerate(spot.lines, 1)
            for match in LINK.finditer(line)
            if not anchored or match[2]
        ]
        if not found:
            return None
        number, match = rng.choice(found)
        target = change(spot, match[1], match[2] or "")
        line = spot.lines[number - 1]
        text = f"{line[: match.start()]}]({target}){line[match.end() :]}"
        return with_line(spot, number, text), 0 if anywhere else number

    return make


def changed_target(spot: Spot, path: str, anchor: str) -> str:
    """Another page that there is."""
    up = "../" * spot.page.name.count("/")
    return f"{up}{'overview.md' if not path.endswith('overview.md') else 'glossary.md'}"


# Front matter


def key_line(spot: Spot, key: str) -> int:
    return spot.page.front_matter.line(key)


def key_removed(spot: Spot, rng: random.Random) -> Spoilt | None:
    number = key_line(spot, rng.choice(["title", "description", "owner", "review_interval"]))
    return spot.lines[: number - 1] + spot.lines[number:], 0


def key_unknown(spot: Spot, rng: random.Random) -> Spoilt | None:
    number = key_line(spot, "owner")
    return inserted(spot, number, "zzz: 1"), number


def key_set(key: str, value: str) -> Make:
    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        number = key_line(spot, key)
        return with_line(spot, number, f"{key}: {value}"), number

    return make


def fence_unclosed(spot: Spot, rng: random.Random) -> Spoilt | None:
    number = spot.page.front_matter.body_line - 1
    return [
        line
        for line in with_line(spot, number, "")
        if line.strip() != "---" or line is spot.lines[0]
    ], 1


# Languages


def paragraph_of(stranger: bool) -> Make:
    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        other = spot.stranger if stranger else spot.source
        found = []
        for section in spot.page.headed:
            there = other.by_id.get(section.id or "")
            if there is None or len(there.texts) != len(section.texts):
                continue
            for text, its in zip(section.texts, there.texts, strict=True):
                words = its.lines[0][2]
                if (
                    text.kind is its.kind is TextKind.PARAGRAPH
                    and len(text.lines) == len(its.lines) == 1
                    and len(words.split()) >= 8
                    and "“" not in words and "«" not in words
                    and [e for e in section.variables if e.line == text.lines[0][0]] == []
                    and "](" not in words + text.lines[0][2]
                    and "{{" not in words
                ):  # fmt: skip
                    found.append((text.lines[0], words))
        if not found:
            return None
        (number, column, _), words = rng.choice(found)
        return with_line(spot, number, spot.lines[number - 1][: column - 1] + words), number

    return make


# Suppressions


def comment(words: str) -> Make:
    def make(spot: Spot, rng: random.Random) -> Spoilt | None:
        section = rng.choice(spot.page.headed)
        return inserted(spot, section.line + 1, "", f"<!-- handbook: {words} -->"), section.line + 2

    return make


def word_changed(spot: Spot, rng: random.Random) -> Spoilt | None:
    """One word of the source: its translations are out of date."""
    found = [
        text.lines[0]
        for section in spot.page.headed
        for text in section.texts
        if text.kind in (TextKind.PARAGRAPH, TextKind.LIST_ITEM) and len(text.lines) == 1
        and len(text.lines[0][2].split()) > 6 and text.lines[0][2].split()[-1].isascii()
    ]  # fmt: skip
    if not found:
        return None
    number, _, words = rng.choice(found)
    first = next((word for word in words.split() if word.isalpha() and word.islower()), None)
    if first is None:
        return None
    line = spot.lines[number - 1]
    return with_line(spot, number, line.replace(f" {first} ", " always ", 1)), 0
