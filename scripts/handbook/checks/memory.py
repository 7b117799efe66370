"""What was found of each page, for as long as all that it was found from stays the same.

Of a page nothing is remembered but under a key of everything that a family of `PAGES`
is given: its text in every language, its records, the contract, the glossary, the site's
own address and the program itself. So too of the files beside the pages: the settings, the
interface's, the records'. A key that differs in anything is another key, so that what is
remembered may be lost but not be wrong. What lingua said of a text is kept with its page, and
known still when the page has changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from handbook.checks.facts import Examined, Ignored, PageFacts
from handbook.checks.identify import Answers
from handbook.checks.strangers import Facts, Stranger
from handbook.content.handbook import Handbook
from handbook.content.pages import Pages
from handbook.content.recordfiles import told as told_records
from handbook.findings import Finding, Severity

DIGEST = 16
# Under what names the files beside the pages are remembered; no page can have one of them.
SETTINGS, INTERFACE, RECORDS = BESIDE = ("\0settings", "\0interface", "\0records")


@dataclass(frozen=True, slots=True)
class Keys:
    """What a handbook's pages are remembered under.

    `beside` stands for the files beside them. `lines` stands for the files of which
    findings name lines: it is of no account to a page of which nothing is found.
    """

    handbook: Handbook
    settings: bytes
    beside: Mapping[str, str]
    lines: bytes

    def of(self, name: str) -> bytes | None:
        """The key of one page; None where its files are not known."""
        digest = blake2b(self.settings, digest_size=DIGEST)
        beside = self.beside.get(name)
        digest.update(repr((name, name in self.handbook.contract_pages, beside)).encode())
        for folder, tree in self.handbook.trees.items() if beside is None else ():
            if not isinstance(tree.pages, Pages):
                return None
            digest.update(tree.pages.digest(name) if name in tree.pages else b"-" * DIGEST)
            records = told_records(self.handbook.freshness.page(folder, name))
            digest.update(repr(list(records.items())).encode())
        return digest.hexdigest().encode()


@dataclass
class Memory:
    """What is remembered, by the pages' names: an entry is a line of the file.

    `version` stands for the program. `used` is what a run came by, and all that is kept.
    """

    version: str = ""
    known: Mapping[str, bytes] = field(default_factory=dict)
    used: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether a run came by other things than are known."""
        return self.used != self.known

    def keys(self, handbook: Handbook) -> Keys:
        """The keys of a handbook's pages."""
        freshness, interface = handbook.freshness, handbook.interface
        contract, glossary = handbook.structure_settings, handbook.glossary
        settings = (
            self.version,
            handbook.structure.model_dump_json(exclude={"pages"}),
            glossary.digest,
            handbook.site_url,
            handbook.top_folders,
            freshness.is_kept,
            sorted(folder for folder, each in freshness.records.items() if each.model),
        )
        files = (contract, glossary, handbook.company, *freshness.records.values())
        beside = {
            SETTINGS: handbook.company.digest,
            INTERFACE: interface.digest if interface else "",
            RECORDS: freshness.digest,
        }
        lines = repr([each.digest for each in files if each])
        return Keys(handbook, _digest(repr(settings)), beside, _digest(lines).hex().encode())

    def recalled(self, name: str, keys: Keys) -> Examined | None:
        """What is known of a page as it is now."""
        line = self.known.get(name)
        if line is None:
            return None
        key, lines, _ = line.split(b"\t", 2)
        if key != keys.of(name) or lines not in (b"", keys.lines):
            return None
        self.used[name] = line
        return understood(line, len(key) + len(lines) + 2)

    def answers(self, name: str) -> Answers:
        """In which languages the texts of a page as it was are."""
        line = self.known.get(name)
        return understood(line.split(b"\t", 2)[2]).answers if line else {}

    def keep(self, name: str, keys: Keys, found: Examined, line: bytes) -> None:
        """Remember what is found of a page, and its line."""
        if key := keys.of(name):
            self.used[name] = b"\t".join((key, keys.lines if found.findings else b"", line))


def told(found: Examined) -> bytes:
    """What is found of a page: JSON and, after a tab, its vocabulary, on one line."""
    return b"%s\t%s" % (_encoded(_plain(found)), found.strangers.vocabulary)


def understood(line: bytes, start: int = 0) -> Examined:
    """What `told` told, from `start` on."""
    end = line.index(b"\t", start)
    return _examined(json.loads(line[start:end]), memoryview(line)[end + 1 :])


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


# As a file


def written(memory: Memory) -> bytes:
    """What a run came by, as the text of a file."""
    return b"".join(b"%s\t%s\n" % (_encoded(name), line) for name, line in memory.used.items())


def read(text: bytes, version: str) -> Memory:
    """What such a text says."""
    lines = (line.partition(b"\t") for line in text.splitlines())
    return Memory(version, {json.loads(name): line for name, _, line in lines})


def _encoded(value: Any) -> bytes:
    """JSON, on one line."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def _plain(found: Examined) -> list[Any]:
    return [
        [_told(each) for each in found.findings],
        [(day, _told(late)) for day, late in found.due],
        found.undecided,
        found.pages,
        found.strangers[:-1],
        found.answers,
    ]


def _told(found: Finding) -> tuple[str | int, ...]:
    """All that a check says; whether it is passed over, or can be mended, is found later."""
    place = (found.path, found.line, found.column)
    return (found.code, found.severity, *place, found.message, found.note, found.help, found.detail)


def _examined(plain: list[Any], vocabulary: memoryview) -> Examined:
    findings, due, undecided, pages, (strangers, sizes), answers = plain
    return Examined(
        tuple(map(_finding, findings)),
        tuple((day, _finding(late)) for day, late in due),
        undecided,
        {folder: _facts(facts) for folder, facts in pages.items()},
        Facts(tuple(map(_stranger, strangers)), sizes, vocabulary),
        answers,
    )


def _finding(plain: list[Any]) -> Finding:
    code, severity, *rest = plain
    return Finding(code, Severity(severity), *rest)


def _facts(plain: list[Any]) -> PageFacts:
    facts = PageFacts._make(plain)
    return facts._replace(ignores=[Ignored._make(each) for each in facts.ignores])


def _stranger(plain: list[Any]) -> Stranger:
    found = Stranger._make(plain)
    return found._replace(place=tuple(found.place))
