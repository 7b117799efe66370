"""Every kind of defect: how it is made, in which languages, and what is to be found of it.

`codes` are what may be the finding; `with_it` what comes with it because it is something
else that somebody has to do, and why is said beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from handbook.content.markdown import ElementKind as E
from handbook.content.markdown import TextKind

from . import defects as d
from . import settings as s
from . import wording as w

ALL = ("en", "ar", "pt", "id")
OTHERS = ("ar", "pt", "id")
SOURCE = ("en",)
LATIN = ("en", "pt", "id")
ARABIC = ("ar",)
SEEDS = 2


@dataclass(frozen=True)
class Kind:
    """A kind of defect of a page, made by `make`, or of other files, made by `files`.

    `folders` are the languages it is made in. With `anywhere`, the finding is in another
    file than the defect; with `many`, one defect is found in several places.
    """

    name: str
    make: d.Make | None
    codes: str
    folders: tuple[str, ...] = OTHERS
    with_it: str = ""
    anywhere: bool = False
    many: bool = False
    files: s.Make | None = None
    seeds: int = SEEDS


def page(
    name: str,
    make: d.Make,
    codes: str,
    folders: tuple[str, ...] = OTHERS,
    with_it: str = "",
    *,
    anywhere: bool = False,
    many: bool = False,
) -> Kind:
    return Kind(name, make, codes, folders, with_it, anywhere, many)


def file(
    name: str,
    files: s.Make,
    codes: str,
    folders: tuple[str, ...] = SOURCE,
    with_it: str = "",
    *,
    many: bool = False,
    seeds: int = 1,
) -> Kind:
    return Kind(name, None, codes, folders, with_it, False, many, files, seeds)


reworded = w.reworded
HEADINGS = (TextKind.HEADING,)

# A section that is changed in the source is out of date in the translations: KB201, of
# which the harness demands that it is in all of them or in none. Where its id is no longer
# known, its record is of nothing (KB203) and what has the new id was never accepted (KB202).
SECTIONS = (
    page("section deleted", d.section_deleted, "KB102", with_it="KB113"),
    page("required section deleted", d.fixed_section_deleted, "KB107"),
    page(
        "section deleted from the source",
        d.section_deleted,
        "KB103",
        SOURCE,
        anywhere=True,
        many=True,
    ),
    page("required section deleted from the source", d.fixed_section_deleted, "KB107", SOURCE),
    page("section duplicated", d.section_duplicated, "KB305", ALL),
    page("section moved", d.section_moved, "KB104 KB109"),
    page("section added", d.section_added, "KB103"),
    page("section emptied", d.section_emptied, "KB821"),
    page("section emptied in the source", d.section_emptied, "KB821", SOURCE, "KB201"),
    # Nothing tells that the two are one: a section too many, another too few.
    page("id renamed", d.id_renamed, "KB103", with_it="KB102"),
    page("id misspelt", d.id_misspelt, "KB103"),
    page("id removed", d.id_removed, "KB304", ALL),
    page("id malformed", d.id_malformed, "KB306", ALL),
    page("level changed", d.level_changed, "KB105"),
    page("level skipped", d.level_skipped, "KB105"),
    page("level skipped in the source", d.level_skipped, "KB823", SOURCE, "KB105 KB104"),
    page("level-1 heading", d.level_one, "KB822", ALL, "KB201 KB821"),
    file(
        "section that its kind has no room for",
        s.section_out_of_contract,
        "KB108",
        with_it="KB102 KB202",
    ),
    file("too few rows", s.too_few_rows, "KB110", with_it="KB201", seeds=2),
)
ELEMENTS = (
    page("list item removed", d.removed(E.LIST_ITEM), "KB111"),
    page("list item added", d.added(E.LIST_ITEM), "KB111"),
    page("task removed", d.removed(E.TASK), "KB112"),
    page("task added", d.added(E.TASK), "KB112"),
    page("task without its box", d.task_to_item, "KB112", with_it="KB111"),
    page("row removed", d.row_removed, "KB113"),
    page("row added", d.row_added, "KB113"),
    page("column removed", d.column_removed, "KB113"),
    page("column added", d.column_added, "KB113"),
    page("admonition removed", d.block_removed(E.ADMONITION), "KB114"),
    page("admonition added", d.before_text("!!! danger", "    7", ""), "KB114"),
    page("folded block removed", d.block_removed(E.FOLDED), "KB115"),
    page("folded block added", d.before_text('??? note "7"', "    7", ""), "KB115"),
    page("code block added", d.before_text("```", "7", "```", ""), "KB117"),
    page(
        "image of a file that is not there",
        d.before_text("![7](none.svg)", ""),
        "KB308",
        with_it="KB116",
    ),
    page("fence of a code block unclosed", d.before_text("```", "7", "```", "", "```"), "KB117"),
    file("image removed", s.image_removed, "KB116", OTHERS),
    file("image without its text", s.image_text(lambda text, source: ""), "KB141", OTHERS),
    file(
        "image with the source's text", s.image_text(lambda text, source: source), "KB142", OTHERS
    ),
)
VARIABLES = (
    page("variable removed", d.variable(lambda text: "7", at_heading=True), "KB118"),
    page("variable added", d.before_text("{{ company.website }}", ""), "KB118"),
    page(
        "variable misspelt",
        d.variable(lambda t: t.replace("company.", "company.x")),
        "KB831",
        with_it="KB118",
    ),
    page(
        "variable misspelt in the source",
        d.variable(lambda t: t.replace("company.", "company.x")),
        "KB831",
        SOURCE,
        "KB201 KB118",
    ),
    page(
        "braces unclosed", d.variable(lambda t: t.replace("}}", "}")), "KB834", ALL, "KB201 KB118"
    ),
    page("generated part sharing its line", d.generated_shared, "KB833", ALL, "KB201"),
)
MEANING = (
    page("number changed", reworded(w.number_changed), "KB131"),
    # Arabic says its times in words.
    page("time changed", reworded(w.time_changed), "KB131", ("pt", "id")),
    page("number dropped", reworded(w.number_dropped, at_heading=True), "KB131"),
    page("number added", reworded(w.number_added), "KB131"),
    page("telephone number added", reworded(w.telephone_added), "KB131"),
    # In Arabic what is left of a point denies, by one of many words, wherever it did before.
    page("negation dropped", w.negation_dropped, "KB133", ("pt", "id")),
    page("negation added", w.negation_added, "KB133"),
    page("opposite said", w.opposite_said, "KB132"),
)
LINKS = (
    # One too many and one too few, at the last of those like it and at the heading.
    page("link changed", d.link(d.changed_target, anywhere=True), "KB119", many=True),
    page(
        "link to a missing page",
        d.link(lambda s, path, a: path.replace(".md", "-zzz.md")),
        "KB301",
        ALL,
        "KB201",
    ),
    page(
        "link to a missing section",
        d.link(lambda s, path, a: f"{path}#zzz-qqq"),
        "KB302",
        ALL,
        "KB201",
    ),
    page(
        "link into another language",
        d.link(
            lambda s, path, a: (
                "../" * (s.page.name.count("/") + 1) + f"{s.stranger.language.folder}/index.md"
            )
        ),
        "KB303",
        ALL,
        "KB201 KB119",
    ),
    page("absolute link", d.link(lambda s, path, a: "/index.md"), "KB307", ALL, "KB201 KB119"),
    page(
        "link to the built page",
        d.link(lambda s, path, a: path.replace(".md", ".html") + a),
        "KB309",
        ALL,
        "KB201",
    ),
    page(
        "outside link without a host", reworded(w.outside_link("https://")), "KB310", ALL, "KB201"
    ),
    page(
        "outside link of two schemes",
        reworded(w.outside_link("http://https://a.example")),
        "KB310",
        ALL,
        "KB201",
    ),
)
FRONT_MATTER = (
    page("key removed", d.key_removed, "KB812", ALL, "KB201"),
    page("key unknown", d.key_unknown, "KB813", ALL, "KB201"),
    page("value of a wrong type", d.key_set("title", "[7]"), "KB814", ALL, "KB201"),
    page("interval of a wrong form", d.key_set("review_interval", "often"), "KB814", ALL, "KB201"),
    page("date out of range", d.key_set("reviewed", "2026-13-45"), "KB814 KB816", ALL, "KB201"),
    page("kind unknown", d.key_set("kind", "zzz"), "KB815", ALL, "KB201 KB120"),
    page("reviewed differs", d.key_set("reviewed", "2026-10-01"), "KB120"),
    page("YAML broken", d.key_set("title", "a: b: c"), "KB816", ALL, "KB201"),
    page("front matter unclosed", d.fence_unclosed, "KB811", ALL, "KB201"),
    file("review passed", s.review_passed, "KB861", with_it="KB201", seeds=2),
)
LANGUAGE = (
    page("paragraph of the source", d.paragraph_of(stranger=False), "KB401"),
    page("paragraph of another language", d.paragraph_of(stranger=True), "KB402"),
    page("list item of the source", w.item_of_the_source, "KB401"),
    page("paragraph half translated", w.half_translated, "KB401 KB402"),
    page("heading of the source", w.heading_of_the_source, "KB404"),
    page("page of another language", w.page_of_another, "KB403"),
    page("description of the source", w.description_of_the_source, "KB405"),
)
SCRIPT = (
    page("number in an attribute not isolated", w.run_in_description, "KB501", ARABIC),
    page("embedding that is not ended", reworded(w.within("\u202b")), "KB502", ALL, "KB201"),
    page("override", reworded(w.within("\u202e")), "KB502", ALL, "KB201"),
    page("end of no isolate", reworded(w.within("\u2069")), "KB502", ALL, "KB201"),
    page("mark of the Latin script", reworded(w.latin_mark), "KB503", ARABIC),
    page("mark of the Arabic script", reworded(w.arabic_mark), "KB503", LATIN, "KB201"),
    page("straight quotation marks", reworded(w.straight_quotes), "KB504", ALL, "KB201"),
    page("quotation mark without its fellow", reworded(w.quote_lost), "KB505", ALL, "KB201"),
    page("digits of another system", reworded(w.other_digits), "KB506", ALL, "KB201"),
    page("tatweel", reworded(w.within("\u0640")), "KB507", ARABIC),
    page("presentation form", reworded(w.presentation_form), "KB508", ARABIC),
    page("ligature", reworded(w.ligature), "KB508", LATIN, "KB201"),
    page("letters taken apart", reworded(w.decomposed), "KB509", ("ar", "pt")),
    page("Cyrillic letter", reworded(w.cyrillic), "KB510", LATIN, "KB201"),
    page("word doubled", reworded(w.doubled_word), "KB511", ALL, "KB201"),
    page("mark doubled", reworded(w.doubled_mark), "KB512", ALL, "KB201"),
    page("space before a mark", reworded(w.space_before), "KB513", ALL, "KB201"),
    page("no space after a mark", reworded(w.no_space_after), "KB513", ALL, "KB201"),
    page("space of no width", reworded(w.within("\u200b")), "KB514", ALL, "KB201"),
    page("soft hyphen", reworded(w.within("\u00ad")), "KB514", ALL, "KB201"),
    # Where letters have no case, a name cannot be told from two words.
    page("no-break space", reworded(w.no_break_space), "KB515", LATIN, "KB201"),
)
TERMS = (
    page("word that is forbidden", w.forbidden_used, "KB601", ALL, "KB201"),
    page("word that is forbidden in a phrase to say", w.forbidden_shown(1), "KB601", ALL, "KB201"),
    page("term not used", w.term_not_used, "KB602"),
    file("preferred word forbidden", s.preferred_word_forbidden, "KB603", ALL),
)
CATALOGUES = (
    file("text emptied", s.entry(s.emptied), "KB701", OTHERS),
    file("entry deleted", s.entry(lambda block: []), "KB701", OTHERS),
    file("entry fuzzy", s.entry(s.made_fuzzy), "KB702", OTHERS),
    file(
        "entry of no text",
        s.text_appended(s.LOCALE, '\nmsgid "Zzz qqq"\nmsgstr "7"\n'),
        "KB703",
        OTHERS,
    ),
    file(
        "obsolete entry",
        s.text_appended(s.LOCALE, '\n#~ msgid "Zzz qqq"\n#~ msgstr "7"\n'),
        "KB703",
        OTHERS,
    ),
    file(
        "placeholder renamed",
        s.entry(s.placeholder_renamed, r"msgstr.*%\("),
        "KB704",
        OTHERS,
        many=True,
    ),
    # Indonesian has one form: without it the text is missing.
    file("plural form emptied", s.entry(s.form_emptied, "msgid_plural"), "KB705", ("ar", "pt")),
    file(
        "plural rule of another language",
        s.line_set(
            s.LOCALE, r'"Plural-Forms: nplurals=\d;', '"Plural-Forms: nplurals=4;', exact=False
        ),
        "KB705 KB706",
        OTHERS,
        many=True,
    ),
    file("catalogue that is not UTF-8", s.file_set(s.LOCALE, b"\xff\xfe"), "KB706", OTHERS),
    file("catalogue deleted", s.file_set(s.LOCALE, None), "KB706", OTHERS),
)
FRESHNESS = (
    page("source changed", d.word_changed, "KB201", SOURCE, anywhere=True, many=True),
    file("record deleted", s.record_deleted, "KB202", OTHERS),
    file("records of a page deleted", s.page_unrecorded, "KB202", OTHERS),
    file("records of a language deleted", s.file_set(s.RECORDS, None), "KB202", OTHERS),
    # Each of the other languages is told of by a finding of its own.
    file("all records deleted", s.all_records_deleted, "KB202", OTHERS, "KB202"),
    file(
        "record of no section",
        s.record(lambda line: [line, line.replace(":", "-zzz:", 1)], exact=False),
        "KB203",
        OTHERS,
    ),
    file("records of no language", s.file_set("docs/freshness/zz.yml", "pages: {}\n"), "KB203"),
    file(
        "fingerprint broken",
        s.record(lambda line: [line.replace('source: "', 'source: "z')]),
        "KB204",
        OTHERS,
    ),
    file("records that are no YAML", s.file_set(s.RECORDS, "pages: [\n"), "KB204", OTHERS),
    file("text of the source altered", s.source_text_changed, "KB204"),
)
FILES = (
    file("page that is not UTF-8", s.page_bytes(lambda data: data + b"\xff"), "KB801", ALL),
    file("byte-order mark", s.page_bytes(lambda data: b"\xef\xbb\xbf" + data), "KB802", ALL),
    file("folder taken for a language", s.file_set("docs/js/a.js", "1", "docs/js"), "KB804"),
    page("to be written", w.to_be_written, "KB824", ALL, "KB201"),
    file(
        "contract of a wrong type", s.line_set(s.STRUCTURE, "source: en", "source: [en]"), "KB841"
    ),
    file(
        "locale of no language",
        s.line_set(s.STRUCTURE, "(  - .*)locale: {folder}", r"\1locale: zz_ZZ"),
        "KB841",
        OTHERS,
    ),
    file(
        "value of the company of a wrong type",
        s.line_set(s.COMPANY, "  letter: .*", "  letter: soon"),
        "KB842",
    ),
    file(
        "opening time that is none",
        s.line_set(s.COMPANY, "  opens: .*", '  opens: "25:61"'),
        "KB842",
    ),
    file(
        "key of the company unknown",
        s.line_set(s.COMPANY, "phone: ", "phoen: ", exact=False),
        "KB842",
        many=True,
    ),
    file(
        "term of a wrong type",
        s.line_set(s.GLOSSARY, "    expected: true", "    expected: 7"),
        "KB843",
    ),
    file("duplicate key", s.line_set(s.GLOSSARY, "    definition:", "    term:"), "KB843"),
    file(
        "text of a language missing",
        s.line_set(s.GLOSSARY, "      {folder}: [^\\[].*", "", exact=False),
        "KB844",
        ALL,
    ),
    file(
        "severity that is none",
        s.file_set(s.CHECKS, "severity:\n  KB102: awful\n", line=2),
        "KB850",
    ),
    file("language that the site engine has not", s.engine_without, "KB121", OTHERS),
    file(
        "settings of the site engine that are no YAML",
        s.line_set(s.ENGINE, "site_name: ", "site_name: a: "),
        "KB845",
    ),
)
SUPPRESSIONS = (
    page("suppression without a reason", d.comment("ignore KB102"), "KB851", ALL),
    page("suppression of no code", d.comment("ignore KB999: why"), "KB851", ALL),
    page("suppression not understood", d.comment("ignroe KB102: why"), "KB851", ALL),
    page("suppression unused", d.comment("ignore KB102: why"), "KB852", ALL),
    file(
        "suppression of the settings without a reason",
        s.file_set(s.CHECKS, "ignore:\n  - {code: KB102, path: docs/ar}\n", line=2),
        "KB851",
    ),
    file(
        "suppression of the settings unused",
        s.file_set(s.CHECKS, "ignore:\n  - {code: KB102, path: docs/ar, reason: why}\n", line=2),
        "KB852",
    ),
)

KINDS = (
    *SECTIONS, *ELEMENTS, *VARIABLES, *MEANING, *LINKS, *FRONT_MATTER, *LANGUAGE, *SCRIPT,
    *TERMS, *CATALOGUES, *FRESHNESS, *FILES, *SUPPRESSIONS,
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}

# Codes that no kind makes, and why.
NOT_MADE = {
    "KB101": "a test of its own takes a page away",
    "KB106": "a test of its own adds a page",
    "KB191": "only sites without a contract are paired by order",
    "KB192": "only sites without a contract have parts of other sections",
    "KB803": "a symbolic link is no text: tests/checks/test_files.py makes one",
    "KB805": "a folder that goes is no text: tests/checks/test_files.py takes one away",
    "KB832": "a test of its own takes every use of a setting away",
}
