"""What a check finds: one record, and the registry of every code."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from handbook.content.faults import Fault

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"


class Severity(StrEnum):
    """How bad a finding is; warnings alone let a check pass."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Code:
    """A code's readable alias, its severity and what it is about, in one line."""

    alias: str
    severity: Severity
    summary: str


def _error(alias: str, summary: str) -> Code:
    return Code(alias, Severity.ERROR, summary)


def _warning(alias: str, summary: str) -> Code:
    return Code(alias, Severity.WARNING, summary)


CODES: dict[str, Code] = {
    # 1xx: parity
    "KB101": _error("page-missing", "a page of the contract is missing in a language"),
    "KB102": _error("section-missing", "a section of the source page is missing"),
    "KB103": _error("section-extra", "a section is not in the source page"),
    "KB104": _error("section-out-of-order", "a section stands elsewhere than in the source page"),
    "KB105": _error("section-level", "a section's heading has another level than it should"),
    "KB106": _error("page-extra", "a page is not listed in the contract"),
    "KB107": _error("contract-section-missing", "a section that its kind requires is missing"),
    "KB108": _error("section-not-in-contract", "the page's kind has no room for a section"),
    "KB109": _error("contract-order", "a section stands elsewhere than the page's kind has it"),
    "KB110": _error("needs-not-met", "a section holds less than the page's kind requires"),
    "KB111": _error("list-items", "a section has another number of list items than the source"),
    "KB112": _error("tasks", "a section has another number of tasks than the source"),
    "KB113": _error("tables", "a section's tables differ in number or size from the source's"),
    "KB114": _error("admonitions", "a section's admonitions differ in number or type"),
    "KB115": _error("folded-blocks", "a section's folded blocks differ in number or type"),
    "KB116": _error("images", "a section has another number of images than the source"),
    "KB117": _error("code-blocks", "a section has another number of code blocks than the source"),
    "KB118": _error("variables", "a section uses other variables than the source"),
    "KB119": _error("link-targets", "a section links to other places than the source"),
    "KB120": _error("front-matter-differs", "a key that is the same in every language differs"),
    "KB121": _error("languages-differ", "mkdocs.yml and docs/structure.yml list other languages"),
    # 19x: sites without a contract
    "KB191": _warning("paired-by-order", "sections without ids are paired by order and level"),
    "KB192": _warning("sections-differ", "a part of a page has other sections than the source"),
    # 2xx: freshness
    "KB201": _warning("section-stale", "the source has changed since a section was accepted"),
    "KB202": _warning("never-accepted", "nobody has said that a section is translated right"),
    "KB203": _warning("record-obsolete", "a record is of a section that no longer exists"),
    "KB204": _error("record-invalid", "a file of docs/freshness does not fit its schema"),
    "KB131": _warning("numbers-differ", "a section has another number or time than the source"),
    "KB132": _warning("opposite", "a section says the opposite of what the source says"),
    "KB133": _warning("negation", "a point is negated here and not in the source, or the reverse"),
    "KB141": _error("alt-missing", "an image has no alternative text"),
    "KB142": _warning("alt-same-as-source", "an image's alternative text is the source's"),
    # 3xx: links and anchors
    "KB301": _error("link-page-missing", "a link leads to a file that does not exist"),
    "KB302": _error("link-anchor-missing", "a link leads to a section that its page has not"),
    "KB303": _error("link-other-language", "a link leads into another language's folder"),
    "KB304": _error("heading-without-id", "a heading has no explicit id"),
    "KB305": _error("duplicate-id", "an id is used twice on one page"),
    "KB306": _error("id-form", "an id is not made of lower-case ASCII words joined by hyphens"),
    "KB307": _error(
        "link-not-relative", "a link within the site is not relative, or its scheme is not allowed"
    ),
    "KB308": _error("image-missing", "an image is not a file of the handbook"),
    "KB309": _error("link-to-html", "a link leads to the built page instead of the .md file"),
    # 4xx: language
    "KB401": _error("passage-untranslated", "a passage is the source's, left in its language"),
    "KB402": _error("passage-in-wrong-language", "a passage is in another of the languages"),
    "KB403": _error("page-in-wrong-language", "a page is in another of the languages"),
    "KB404": _warning("heading-untranslated", "a heading or a short text is left untranslated"),
    "KB405": _error("setting-untranslated", "a key's text is in another of the languages"),
    # 5xx: script and typography
    "KB501": _warning("run-order", "a left-to-right run would be drawn in another order"),
    "KB502": _error("direction-control", "a direction control is unpaired or does nothing"),
    "KB503": _error("script-punctuation", "a mark is not of the text's script"),
    "KB504": _error("quotation-marks", "quotation marks are not the language's"),
    "KB505": _error("quotation-unbalanced", "a quotation mark has no fellow in its paragraph"),
    "KB506": _error("digit-system", "digits are of another system than the language's"),
    "KB507": _error("tatweel", "a word is stretched with tatweel"),
    "KB508": _error("presentation-form", "characters encode shapes instead of letters"),
    "KB509": _error("not-normal", "text is not in Unicode's normal form C"),
    "KB510": _error("mixed-script", "a letter is of another script than its word"),
    "KB511": _warning("doubled-word", "a word stands twice in a row"),
    "KB512": _warning("doubled-punctuation", "two marks stand where one is meant"),
    "KB513": _error("punctuation-spacing", "a space is missing or one too many beside a mark"),
    "KB514": _error("invisible-character", "a character that nobody sees hides in the text"),
    "KB515": _warning("no-break-space", "a no-break space is needless, or missing"),
    "KB310": _error("external-link-malformed", "an outside link cannot lead anywhere"),
    # 6xx: terms
    "KB601": _error("term-forbidden", "a word that docs/glossary.yml forbids is used"),
    "KB602": _warning("term-not-used", "a section does not use the term that the source uses"),
    "KB603": _error("glossary-conflict", "docs/glossary.yml forbids a word that it prefers"),
    # 7xx: interface texts
    "KB701": _error("text-missing", "an interface text is not translated"),
    "KB702": _error("text-fuzzy", "an interface text's translation is marked as uncertain"),
    "KB703": _warning("text-unused", "a catalogue has a text that nothing uses"),
    "KB704": _error("placeholders-differ", "a translated text fills in other values"),
    "KB705": _error("plural-form-missing", "a text lacks a plural form of its language"),
    "KB706": _error("catalogue-unreadable", "a message catalogue cannot be read"),
    # 8xx: files, front matter and settings
    "KB801": _error("encoding", "a file is not UTF-8 text"),
    "KB802": _error("byte-order-mark", "a file begins with a byte-order mark"),
    "KB803": _error("link-out-of-tree", "a symbolic link leads out of the project"),
    "KB804": _error("folder-swallowed", "a folder is dropped, being taken for a language"),
    "KB805": _error("language-folder-missing", "a language has no folder below docs/"),
    "KB811": _error("front-matter-missing", "a page has no front matter"),
    "KB812": _error("key-missing", "the front matter lacks a key"),
    "KB813": _error("key-unknown", "the front matter has a key that is not in the schema"),
    "KB814": _error("value-wrong", "a value of the front matter is not of its form"),
    "KB815": _error("kind-unknown", "a page is of a kind that docs/structure.yml does not have"),
    "KB816": _error("yaml-wrong", "the front matter is not valid YAML"),
    "KB821": _error("section-empty", "a heading has nothing below it"),
    "KB822": _error("level-1-heading", "the text has a level-1 heading"),
    "KB823": _error("heading-level-skipped", "a heading skips a level"),
    "KB824": _error("not-yet-written", "a place of a skeleton is still to be written"),
    "KB831": _error("variable-unknown", "a variable does not exist"),
    "KB832": _warning("setting-unused", "no page uses a setting of docs/company.yml"),
    "KB833": _error("generated-not-alone", "a generated part shares its line with other text"),
    "KB834": _error("variable-malformed", "double braces do not hold the name of a variable"),
    "KB841": _error("structure-invalid", "docs/structure.yml does not fit its schema"),
    "KB842": _error("company-invalid", "docs/company.yml does not fit its schema"),
    "KB843": _error("glossary-invalid", "docs/glossary.yml does not fit its schema"),
    "KB861": _warning("review-due", "the day by which a page was to be reviewed again has passed"),
    "KB844": _error("language-text-missing", "a setting's texts and the languages do not match"),
    "KB845": _error("engine-unreadable", "mkdocs.yml cannot be read"),
    "KB850": _error("checks-invalid", "docs/checks.yml does not fit its schema"),
    "KB851": _error("suppression-wrong", "a suppression has no reason, or its code is not one"),
    "KB852": _warning("suppression-unused", "a suppression suppresses nothing"),
}

_BY_ALIAS = {registered.alias: code for code, registered in CODES.items()}


def code_named(name: str) -> str | None:
    """The code that `name` is, or is the alias of, in any case; None where it is neither."""
    return name.upper() if name.upper() in CODES else _BY_ALIAS.get(name.lower())


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding is passed over, and whether the page itself says so or docs/checks.yml."""

    reason: str
    is_in_page: bool


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A slice of a file's line (1-based; columns 0-based), and what to write for it."""

    path: str
    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and how to mend it.

    `path` is relative to the project's root, `line` and `column` are 1-based.
    The message states the fault, `note` names the other place, `help` the mend,
    `detail` what is expected on that line. One that is passed over has `suppressions`.
    `fixable` says that `check --fix` mends it, `edits` how, where that does not wait for
    another mend.
    """

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    note: str = ""
    help: str = ""
    detail: str = ""
    suppressions: tuple[Suppression, ...] = ()
    fixable: bool = False
    edits: tuple[Edit, ...] = ()

    @property
    def alias(self) -> str:
        """The code's readable name."""
        return CODES[self.code].alias

    def sort_key(self) -> tuple[str | int, ...]:
        """By path, line, column, code, message; the rest only to be stable."""
        place = (self.path, self.line, self.column, self.code, self.message)
        return (*place, self.detail, self.note, self.help)

    def __lt__(self, other: Finding) -> bool:
        return self.sort_key() < other.sort_key()


def finding(
    code: str,
    path: str,
    line: int,
    message: str,
    *,
    column: int = 1,
    note: str = "",
    help: str = "",
    detail: str = "",
) -> Finding:
    """A finding with the severity of its code."""
    return Finding(code, CODES[code].severity, path, line, column, message, note, help, detail)


def from_fault(code: str, path: str, fault: Fault) -> Finding:
    """A fault met while reading, as a finding."""
    return finding(
        code,
        path,
        fault.line,
        isolate_quotes(fault.message),
        column=fault.column,
        help=isolate_quotes(fault.help),
    )


def isolated(text: str) -> str:
    """`text`, in an isolate of its own where any of it runs right to left.

    Without it a terminal's bidirectional algorithm pulls the quotation marks and
    the English around an Arabic heading into the heading's own order.
    """
    if text.isascii():
        return text
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
    return text


def quoted(text: str) -> str:
    """A heading or other running text, quoted within a message."""
    return f"“{isolated(text)}”"


def code(text: str) -> str:
    """A name or value, quoted within a message."""
    return f"`{isolated(text)}`"


_QUOTES = re.compile(r"`([^`]*)`|'([^']*)'")


def isolate_quotes(message: str) -> str:
    """A message made elsewhere, with what it quotes isolated where that is needed."""
    return _QUOTES.sub(lambda found: found[0][0] + isolated(found[0][1:-1]) + found[0][0], message)


def counted(number: int, noun: str) -> str:
    """`1 task`, `2 tasks`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
