"""Kinds of defect in what is not a page's text: settings, catalogues, records, files.

Each gives the files that change, where the finding is to be, and reads nothing but texts.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

STRUCTURE = "docs/structure.yml"
COMPANY = "docs/company.yml"
GLOSSARY = "docs/glossary.yml"
CHECKS = "docs/checks.yml"
ENGINE = "mkdocs.yml"
SOURCES = "docs/freshness/sources.yml"
LOCALE = "overrides/locale/{locale}/LC_MESSAGES/handbook.po"
RECORDS = "docs/freshness/{folder}.yml"
# The picture that the copy of the handbook has in its channels' first sections.
PICTURE = "docs/picture.svg"
ILLUSTRATED = "docs/{folder}/channels/{name}.md"
LOCALES = {"ar": "ar", "pt": "pt_BR", "id": "id"}

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Changed:
    """Files by their path, None where one goes, and the place of the finding.

    `line` is 0 where it may be any of the file.
    """

    files: Mapping[str, bytes | str | None]
    path: str
    line: int = 0


Make = Callable[[Texts, str, random.Random], Changed | None]


def at(path: str, folder: str) -> str:
    """A path of a language."""
    return path.format(folder=folder, locale=LOCALES.get(folder))


def changed(path: str, lines: list[str], line: int = 0) -> Changed:
    return Changed({path: "\n".join(lines)}, path, line)


def drawn(lines: list[str], pattern: str, rng: random.Random) -> int:
    """The index of one of the lines that `pattern` matches."""
    return rng.choice([n for n, line in enumerate(lines) if re.match(pattern, line)])


def line_set(path: str, pattern: str, new: str, *, exact: bool = True) -> Make:
    """A line of a file that `pattern` matches, with what it matches replaced by `new`."""

    def make(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
        there = at(path, folder)
        lines = texts[there].split("\n")
        number = drawn(lines, pattern.format(folder=folder), rng)
        text = re.sub(pattern.format(folder=folder), new, lines[number], count=1)
        return changed(there, [*lines[:number], text, *lines[number + 1 :]],
                       number + 1 if exact else 0)  # fmt: skip

    return make


def text_appended(path: str, text: str) -> Make:
    def make(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
        there = at(path, folder)
        before = texts.get(there, "")
        return Changed({there: before + text}, there)

    return make


def file_set(path: str, data: bytes | str | None, found: str = "", line: int = 0) -> Make:
    def make(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
        there = at(path, folder)
        return Changed({there: data}, found or there, line)

    return make


def engine_without(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    """The site engine does not know a language of the contract, and is told so there."""
    lines = [line for line in texts[ENGINE].split("\n") if f"locale: {folder}," not in line]
    place = next(
        n for n, line in enumerate(texts[STRUCTURE].split("\n"), 1) if f"folder: {folder}," in line
    )
    return Changed({ENGINE: "\n".join(lines)}, STRUCTURE, place)


# Catalogues


def entries(text: str, pattern: str = "") -> list[tuple[int, list[str]]]:
    """The entries but the head, each with the index of its first line."""
    found = []
    start = 0
    for block in text.split("\n\n"):
        lines = block.split("\n")
        if start and re.search(pattern, block, re.MULTILINE) and "msgid" in block:
            found.append((start, lines))
        start += len(lines) + 1
    return found


def entry(change: Callable[[list[str]], list[str]], pattern: str = "") -> Make:
    """One entry of a catalogue, changed."""

    def make(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
        path = at(LOCALE, folder)
        lines = texts[path].split("\n")
        start, block = rng.choice(entries(texts[path], pattern))
        new = change(block)
        place = next((n for n, line in enumerate(new) if line.startswith("msgid ")), None)
        return changed(path, [*lines[:start], *new, *lines[start + len(block) :]],
                       0 if place is None else start + place + 1)  # fmt: skip

    return make


def emptied(block: list[str]) -> list[str]:
    return [re.sub(r'^(msgstr(?:\[\d\])?) ".*"', r'\1 ""', line) for line in block
            if not line.startswith('"')]  # fmt: skip


def made_fuzzy(block: list[str]) -> list[str]:
    return ["#, fuzzy", *block]


def placeholder_renamed(block: list[str]) -> list[str]:
    return [line.replace("%(", "%(x") if line.startswith("msgstr") else line for line in block]


def form_emptied(block: list[str]) -> list[str]:
    last = max(n for n, line in enumerate(block) if line.startswith("msgstr["))
    return [*block[:last], re.sub(r'".*"', '""', block[last]), *block[last + 1 :]]


def stretched(block: list[str]) -> list[str]:
    return [re.sub(r'^(msgstr(?:\[\d\])?) "(.+)"', r'\1 "\2,,"', line) for line in block]


# Records


def record(change: Callable[[str], list[str]], *, exact: bool = True) -> Make:
    """One line of a language's records, changed."""

    def make(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
        path = at(RECORDS, folder)
        lines = texts[path].split("\n")
        number = drawn(lines, r"    [a-z]", rng)
        new = change(lines[number])
        return changed(path, [*lines[:number], *new, *lines[number + 1 :]],
                       number + 1 if exact else 0)  # fmt: skip

    return make


def record_deleted(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    """The record of one section goes: the section was never accepted."""
    path = at(RECORDS, folder)
    lines = texts[path].split("\n")
    number = drawn(lines, r"    [a-z]", rng)
    id = lines[number].split(":")[0].strip()
    name = next(line for line in reversed(lines[:number]) if line.startswith("  ") and
                not line.startswith("   ")).strip().rstrip(":")  # fmt: skip
    page = f"docs/{folder}/{name}"
    heading = next(n for n, line in enumerate(texts[page].split("\n"), 1) if f"{{#{id}}}" in line)
    left = "\n".join([*lines[:number], *lines[number + 1 :]])
    return Changed({path: left}, page, heading)


def page_unrecorded(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    """All records of one page go."""
    path = at(RECORDS, folder)
    lines = texts[path].split("\n")
    start = drawn(lines, r"  [a-z]", rng)
    end = next((n for n in range(start + 1, len(lines)) if not lines[n].startswith("    ")),
               len(lines))  # fmt: skip
    name = lines[start].strip().rstrip(":")
    left = "\n".join([*lines[:start], *lines[end:]])
    return Changed({path: left}, f"docs/{folder}/{name}", 1)


def source_text_changed(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    """A text of the source that was kept is not the one that was accepted."""
    lines = texts[SOURCES].split("\n")
    number = drawn(lines, r'  "[0-9a-f]{12}": ', rng)
    key, value = lines[number].split(": ", 1)
    if value.startswith(("|", ">")):
        following = lines[number + 1]
        new = [*lines[: number + 1], f"{following} altered", *lines[number + 2 :]]
    else:
        new = [*lines[:number], f'{key}: "altered"', *lines[number + 1 :]]
    return changed(SOURCES, new, number + 1)


def all_records_deleted(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    files = {at(RECORDS, each): None for each in LOCALES} | {SOURCES: None}
    return Changed(files, at(RECORDS, folder), 1)


# Glossary and company


def preferred_word_forbidden(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    """A term without forbidden words comes to forbid what it prefers."""
    lines = texts[GLOSSARY].split("\n")
    starts = [n for n, line in enumerate(lines) if re.match(r"  [a-z-]+:\Z|[a-z]+:\Z", line)]
    blocks = [
        (start, end)
        for start, end in itertools.pairwise(starts)
        if lines[start + 1] == "    term:" and "    forbidden:" not in lines[start:end]
    ]
    start, end = rng.choice(blocks)
    term = next(line for line in lines[start:end] if line.startswith(f"      {folder}: "))
    word = term.partition(": ")[2]
    new = ["    forbidden:", f"      {folder}: [{word}]"]
    lines[start + 1 : start + 1] = new
    return changed(GLOSSARY, lines, start + 3)


# Images


def image_removed(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    path, number = image_line(texts, folder, rng)
    lines = texts[path].split("\n")
    heading = max(n for n in range(number) if lines[n].startswith("#"))
    return changed(path, [*lines[:number], *lines[number + 1 :]], heading + 1)


def image_text(change: Callable[[str, str], str]) -> Make:
    """The alternative text, from what it was and from the source's."""

    def make(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
        path, number = image_line(texts, folder, rng)
        lines = texts[path].split("\n")
        source = next(line for line in texts[path.replace(f"/{folder}/", "/en/")].split("\n")
                      if line.startswith("!["))  # fmt: skip
        text, theirs = (line[2:].partition("](")[0] for line in (lines[number], source))
        lines[number] = lines[number].replace(f"![{text}]", f"![{change(text, theirs)}]")
        return changed(path, lines, number + 1)

    return make


def image_line(texts: Texts, folder: str, rng: random.Random) -> tuple[str, int]:
    """A page with a picture, and the index of its line."""
    name = rng.choice(["in-person", "phone-voicemail", "letters-memos", "email-web-forms"])
    path = ILLUSTRATED.format(folder=folder, name=name)
    lines = texts[path].split("\n")
    return path, next(n for n, line in enumerate(lines) if line.startswith("!["))


# Pages as files


def page_path(texts: Texts, folder: str, rng: random.Random) -> str:
    return rng.choice([path for path in sorted(texts) if path.startswith(f"docs/{folder}/")])


def page_bytes(change: Callable[[bytes], bytes]) -> Make:
    def make(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
        path = page_path(texts, folder, rng)
        return Changed({path: change(texts[path].encode())}, path)

    return make


def review_passed(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    """A page was last reviewed long ago, in every language: the source's is found."""
    name = page_path(texts, "en", rng).removeprefix("docs/en/")
    files = {
        path: re.sub(r"(?m)^reviewed: .*$", "reviewed: 2020-01-31", texts[path], count=1)
        for path in (f"docs/{each}/{name}" for each in ("en", "ar", "pt", "id"))
    }
    path = f"docs/en/{name}"
    place = next(n for n, line in enumerate(files[path].split("\n"), 1) if "reviewed:" in line)
    return Changed(files, path, place)


def too_few_rows(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    """A table of model phrases keeps three rows, in the source."""
    paths = [path for path in sorted(texts) if re.match(r"docs/en/(channels|ethics)/[^i]", path)]
    path = rng.choice(paths)
    lines = texts[path].split("\n")
    heading = next(n for n, line in enumerate(lines) if "{#phrases}" in line)
    first = next(n for n in range(heading, len(lines)) if lines[n].startswith("|"))
    end = next(n for n in range(first, len(lines)) if not lines[n].startswith("|"))
    return changed(path, [*lines[: first + 5], *lines[end:]], heading + 1)


def section_out_of_contract(texts: Texts, folder: str, rng: random.Random) -> Changed | None:
    """A section of the source that its page's kind has no room for."""
    path = "docs/en/index.md"
    lines = [*texts[path].rstrip("\n").split("\n"), "", "## Seven things {#seven-things}", "",
             "What we do is told here.", ""]  # fmt: skip
    return changed(path, lines, len(lines) - 3)
