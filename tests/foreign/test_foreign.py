"""Sites of others: their settings, their layouts, what is found in them, and what is not.

Each site is a few files written out here, with the traits of real ones.
"""

from __future__ import annotations

import codecs
import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import report
from handbook.checks import check, judge
from handbook.cli import main
from handbook.content.foreign import NoSite, page_from_text, read_docs, read_site
from handbook.content.slugs import slugs_of
from handbook.findings import Severity

from .sites import FOLDER, PAGE, PAGE_FR, SUFFIX, codes, found, site, two

# Settings and layouts


def test_a_sound_folder_site(tmp_path: Path) -> None:
    assert found(tmp_path, two(PAGE, PAGE_FR)) == ()


def test_a_sound_suffix_site_whose_links_leave_the_suffix_out(tmp_path: Path) -> None:
    link = "\n[x](sub/other.md#saw) ![x](p.png)\n"
    files: dict[str, str | bytes] = {
        "mkdocs.yml": SUFFIX,
        "docs/index.md": PAGE + link,
        "docs/index.fr.md": PAGE_FR + link.replace("saw", "scie"),
        "docs/sub/other.en.md": PAGE,
        "docs/sub/other.fr.md": PAGE_FR,
        "docs/p.fr.png": b"",
        "docs/p.png": b"",
    }
    assert found(tmp_path, files) == ()
    handbook = read_site(tmp_path / "mkdocs.yml")
    assert list(handbook.trees["fr"].pages) == ["index.md", "sub/other.md"]
    assert not handbook.has_contract


def test_pages_of_the_default_language_outside_its_folder(tmp_path: Path) -> None:
    files = {"mkdocs.yml": FOLDER, "docs/index.md": PAGE, "docs/fr/index.md": PAGE_FR}
    assert found(tmp_path, {**files, "docs/pic.png": b""}) == ()


def test_settings_that_are_inherited_and_of_version_0(tmp_path: Path) -> None:
    old = "docs_dir: text\nplugins:\n  i18n:\n    default_language: fr\n"
    old += "    languages:\n      en: English\n      fr: {name: F}\n      default: {name: x}\n"
    files: dict[str, str | bytes] = {
        "base/mkdocs.yml": old,
        "mkdocs.yml": "INHERIT: base/mkdocs.yml\nsite_name: x\n",
        "text/index.md": PAGE,
        "text/index.en.md": PAGE_FR,
    }
    handbook = read_site(site(tmp_path, files))
    assert handbook.structure.source == "fr"
    assert check(handbook) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site_name: x\n", "--docs"),
        ("plugins: [i18n]\n", "names no languages"),
        ("a: [\n", "not valid YAML"),
        ("- a\n", "holds no settings"),
        ("INHERIT: gone.yml\n", "cannot be read"),
        (FOLDER + "docs_dir: gone\n", "does not exist"),
    ],
)
def test_settings_that_say_nothing_are_a_usage_error(
    tmp_path: Path, text: str, message: str
) -> None:
    path = site(tmp_path, {"mkdocs.yml": text})
    with pytest.raises(NoSite, match=message):
        read_site(path)
    assert CliRunner().invoke(main, ["check", "--config", str(path)]).exit_code == 2


def test_a_file_that_inherits_from_itself(tmp_path: Path) -> None:
    with pytest.raises(NoSite):
        read_site(site(tmp_path, {"mkdocs.yml": "INHERIT: mkdocs.yml\n"}))


def test_settings_are_never_run(tmp_path: Path) -> None:
    trap = f"x: !!python/object/apply:os.mkdir ['{tmp_path}/made']\n"
    assert found(tmp_path, {**two(PAGE, PAGE_FR), "mkdocs.yml": trap + FOLDER}) == ()
    assert not (tmp_path / "made").exists()


def test_a_language_that_cldr_does_not_know(tmp_path: Path) -> None:
    files = {**two(PAGE, PAGE_FR), "mkdocs.yml": FOLDER.replace("locale: fr", "locale: xq")}
    found_here = found(tmp_path, files)
    assert codes(found_here) == ["KB804", "KB805"]
    assert "`docs/fr`" in found_here[0].message
    assert "xq (`xq`)" in found_here[1].message


def test_a_tree_without_a_plugin(tmp_path: Path) -> None:
    text = "# Saw { #saw }\n\n/// tip | Tip\n\nText {* ../../src/a.py hl[1] *}\n\n///\n"
    files: dict[str, str | bytes] = {
        "docs/en/docs/index.md": text,
        "docs/de/docs/index.md": text.replace("tip | Tip", "warning | Achtung"),
        "docs/img/docs/readme.txt": "no language",
        "docs/xq/docs/index.md": text.replace("#saw", "#säge"),
    }
    site(tmp_path, files)
    handbook = read_docs(tmp_path, "docs/{lang}/docs", "en")
    assert list(handbook.trees) == ["en", "de", "xq"]
    assert codes(check(handbook)) == ["KB114"]
    for pattern, source in (("docs", "en"), ("docs/{lang}/docs", "it")):
        with pytest.raises(NoSite):
            read_docs(tmp_path, pattern, source)


# Pages


def test_pages_missing_and_extra(tmp_path: Path) -> None:
    files = two(PAGE, PAGE_FR)
    files |= {f"docs/{path}.md": PAGE for path in ("en/a/b", "en/a/c", "en/d", "fr/dd")}
    files |= {f"docs/{lang}/{n}.md": "# T\n\nx\n" for lang in ("en", "fr") for n in "xyz"}
    found_here = found(tmp_path, files)
    assert [(f.code, f.path) for f in found_here] == [
        ("KB101", "docs/fr/a"),
        ("KB101", "docs/fr/d.md"),
        ("KB106", "docs/fr/dd.md"),
    ]
    assert found_here[0].message == "all 2 pages below `a/` are missing in French (`fr`)"
    assert {f.severity for f in found_here} == {Severity.WARNING}
    strict = FOLDER.replace("folder\n", "folder\n      fallback_to_default: false\n")
    (tmp_path / "mkdocs.yml").write_text(strict)
    first = check(read_site(tmp_path / "mkdocs.yml"))[0]
    assert first.severity is Severity.ERROR


def test_what_no_language_has_is_one_finding(tmp_path: Path) -> None:
    files = {**two(PAGE, PAGE_FR), "docs/de/index.md": PAGE, "docs/en/log.md": PAGE}
    files["mkdocs.yml"] = FOLDER + "        - {locale: de, name: Deutsch}\n"
    found_here = found(tmp_path, files)
    assert [(f.code, f.path) for f in found_here] == [("KB101", "docs/en/log.md")]
    assert found_here[0].message == "page `log.md` is in English only"


def test_a_language_that_has_hardly_begun_is_one_finding(tmp_path: Path) -> None:
    files = {**two(PAGE, PAGE_FR), **{f"docs/en/{n}.md": PAGE for n in "abcd"}}
    assert [f.message for f in found(tmp_path, files)] == [
        "4 of 5 pages are missing in French (`fr`)"
    ]


def test_files_and_front_matter(tmp_path: Path) -> None:
    odd = "---\ntags: [a, b]\nx: &y 1\nz: *y\nx: 2\n---\n"
    files = two(odd + PAGE, "---\n\nA line between rules\n\n---\n\n" + PAGE_FR)
    files |= {"docs/en/a.md": PAGE, "docs/fr/a.md": codecs.BOM_UTF8 + PAGE_FR.encode()}
    files |= {"docs/en/b.md": PAGE, "docs/fr/b.md": "é".encode("latin-1")}
    files |= {"docs/en/c.md": PAGE, "docs/fr/c.md": "---\ntitle: a: b\n---\n" + PAGE_FR}
    files |= {"docs/en/d.md": PAGE, "docs/fr/d.md": PAGE_FR.replace("\n", "\r\n")}
    assert [(f.code, f.path, f.line, f.severity) for f in found(tmp_path, files)] == [
        ("KB802", "docs/fr/a.md", 1, Severity.WARNING),
        ("KB801", "docs/fr/b.md", 1, Severity.ERROR),
        ("KB816", "docs/fr/c.md", 2, Severity.ERROR),
    ]


# Sections


def test_sections_by_id_are_exact(tmp_path: Path) -> None:
    source = "## A {#a}\n\nx\n\n## B {#b}\n\nx\n\n### B1 {#b1}\n\nx\n\n## C {#c}\n\nx\n"
    here = "## C {#c}\n\nx\n\n### A {#a}\n\nx\n\n## D {#d}\n\nx\n"
    found_here = found(tmp_path, two(source, here))
    assert sorted(codes(found_here)) == ["KB102", "KB103", "KB104", "KB105"]
    missing = next(f for f in found_here if f.code == "KB102")
    assert missing.message == "section `b` is missing"
    assert missing.note.endswith("with `b1` in it")
    assert missing.severity is Severity.ERROR


def test_a_section_missing_among_titles_that_tell(tmp_path: Path) -> None:
    names = ["Install pip", "Set PATH", "Run tests", "Use Docker"]
    source = "\n".join(f"## {name}\n\nx\n" for name in names)
    here = source.replace("## Set PATH\n\nx\n", "").replace("Install pip", "Installer pip")
    found_here = found(tmp_path, two(source, here))
    assert [(f.code, f.severity) for f in found_here] == [
        ("KB191", Severity.WARNING),
        ("KB192", Severity.WARNING),
    ]
    assert "“Set PATH”" in found_here[1].note


def test_where_nobody_can_tell_only_the_numbers_are_told(tmp_path: Path) -> None:
    source = "".join(f"## {name}\n\nx\n\n" for name in ("One", "Two", "Three"))
    here = "".join(f"## {name}\n\nx\n\n" for name in ("Un", "Trois"))
    found_here = found(tmp_path, two(source, here))
    assert codes(found_here) == ["KB191", "KB192"]
    assert found_here[1].message == "the page has 2 sections, the source has 3"


def test_a_missing_section_at_the_end(tmp_path: Path) -> None:
    source = "## API v2\n\nx\n\n## CLI\n\nx\n\n## Docker\n\nx\n"
    here = "## API v2\n\nx\n\n## CLI\n\nx\n"
    found_here = found(tmp_path, two(source, here))
    assert codes(found_here) == ["KB191", "KB102"]
    assert found_here[1].message == "section “Docker” is missing"


def test_a_title_in_the_front_matter_or_as_a_heading(tmp_path: Path) -> None:
    head = "---\ntitle: Outils\n---\n"
    assert found(tmp_path, two(PAGE, PAGE_FR.replace("# Outils\n", head, 1))) == ()


def test_a_copy_of_the_source_behind_the_translation(tmp_path: Path) -> None:
    source = PAGE + "\n## Rasp\n\nText.\n"
    here = PAGE_FR + "\n## Râpe\n\nTexte.\n\n" + source
    found_here = found(tmp_path, two(source, here))
    assert [(f.code, f.line) for f in found_here] == [("KB103", 18)]


def test_counts_know_tabs_blocks_and_html(tmp_path: Path) -> None:
    source = (
        '=== "A"\n\n    - one\n    - two\n\n    ```\n    === "no tab"\n    ```\n\n'
        "## Saw\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![x](p.png)\n\n/// tip | T\nx\n///\n"
    )
    here = (
        '=== "Ä"\n\n    - un\n    - deux\n\n    ```\n    code\n    ```\n\n'
        "## Scie\n\n<table><tr><td>1</td></tr></table>\n\n"
        '<img src="p.png" alt="">\n\n`<img>` <!-- <img> -->\n\n/// tip | A\nx\n///\n'
    )
    assert found(tmp_path, {**two(source, here), "docs/en/p.png": b""}) == ()
    short = here.replace("    - deux\n", "").replace("/// tip | A\nx\n///\n", "")
    found_here = found(tmp_path, two(source.replace("![x](p.png)", "<img>"), short))
    assert codes(found_here) == ["KB111", "KB114"]


def test_an_empty_section_is_told_once(tmp_path: Path) -> None:
    source = PAGE + "\n## Void\n\n## Last\n\nx\n"
    here = PAGE_FR + "\n## Vide\n\n## Fin\n\nx\n"
    found_here = found(tmp_path, two(source, here))
    assert [(f.code, f.path) for f in found_here] == [("KB821", "docs/en/index.md")]
    assert found(tmp_path, two("# A page that a template fills\n", "# T\n")) == ()


def test_an_id_used_twice(tmp_path: Path) -> None:
    source = "## A {#a}\n\nx\n\n## B {#a}\n\nx\n"
    assert codes(found(tmp_path, two(source, source))) == ["KB305", "KB305"]


# Links


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    links = "[a](gone.md) [b](#gone) [c](index.md#scie) [d](index.md#saw) ![e](gone.png)\n"
    found_here = found(tmp_path, two(PAGE, PAGE_FR + "\n" + links))
    assert [(f.code, f.column) for f in found_here if f.code != "KB116"] == [
        ("KB301", 1),
        ("KB308", 1),
        ("KB302", 14),
        ("KB302", 44),
    ]


@pytest.mark.parametrize(
    "link",
    [
        "[x](https://example.org) [x](mailto:a@b.c) [x](//example.org/x) [x](/absolute/)",
        "[x](../elsewhere/) [x](page.html) [x]({{ url }}.md) [x]({% link %}) [x](<a b.md>)",
        "[x](#) [x](?q=1#scie) [x](other.md) [x](index.md) [^1] [x](shared.md)",
        "[x](#fn:1) [x](#__tabbed_1_1) [x](#by-hand) [x](#by-name) [x](#on-a-list)",
        "[x](#scie) [x](#le-cote) [x](#deux_1) [x](#code)",
        "`[x](gone.md)` <!-- [x](gone.md) -->",
    ],
)
def test_links_that_are_right_or_not_ours_to_judge(tmp_path: Path, link: str) -> None:
    here = PAGE_FR + (
        "\n## Le côté\n\nx\n\n## Deux\n\nx\n\n## Deux\n\nx\n\n## `code` [lié](index.md)\n\n"
        f'<a id="by-hand"></a><a name=by-name></a>\n\n{link}\n\n- x\n{{: #on-a-list }}\n\n'
        "## Code\n\nx\n\n[^1]: index\n"
    )
    files: dict[str, str | bytes] = {
        "mkdocs.yml": FOLDER,
        "docs/en/other.md": PAGE,
        "docs/fr/index.md": here,
        "docs/shared.md": PAGE,
    }
    assert [f for f in found(tmp_path, files) if f.code.startswith("KB3")] == []


def test_a_page_that_takes_text_in_may_have_any_anchor(tmp_path: Path) -> None:
    include = '\n{% include "part.md" %}\n'
    files = two(PAGE + include, PAGE_FR + include + "\n[x](#from-the-part)\n")
    files |= {f"docs/{lang}/part.md": "[x](../elsewhere/gone.md)\n" for lang in ("en", "fr")}
    assert found(tmp_path, files) == ()


def test_a_link_into_another_language(tmp_path: Path) -> None:
    files = two(PAGE, PAGE_FR + "\n[English](../en/index.md) [x](../en/other.md)\n")
    files |= {"docs/en/other.md": PAGE, "docs/fr/other.md": PAGE_FR}
    found_here = found(tmp_path, files)
    assert [(f.code, f.help) for f in found_here] == [("KB303", "write `other.md`")]


def test_what_a_plugin_may_make_is_a_warning(tmp_path: Path) -> None:
    files = two(PAGE + "\n[x](gone.md)\n", PAGE_FR)
    files["mkdocs.yml"] = FOLDER.replace("- search", "- blog")
    assert [(f.code, f.severity) for f in found(tmp_path, files)] == [("KB301", Severity.WARNING)]


def test_slugs_as_python_markdown_makes_them() -> None:
    made = slugs_of(["Le côté", "Use `--detach` now", "العنوان", "A & B", "Deux", "Deux"])
    assert {"le-cote", "le-côté", "Le-côté", "use---detach-now", "العنوان", "a-b"} <= made
    assert {"a--b", "deux_1"} <= made


# Robustness


def test_a_large_page_takes_no_long_time(tmp_path: Path) -> None:
    part = "## Section {n}\n\nText [x](index.md#section-1).\n\n- a\n- b\n\n<div>\n\n</div>\n\n"
    source = "".join(part.replace("{n}", str(n)) for n in range(15_000))
    here = "".join(part.replace("{n}", str(n)) for n in range(15_000) if n % 7)
    assert len(source) > 1_000_000
    start = time.process_time()
    found_here = found(tmp_path, two(source, here))
    assert time.process_time() - start < 60
    assert "KB302" not in codes(found_here)


ODD = st.lists(
    st.sampled_from(
        [
            "# a", "## b {#b}", "### c { #b }", "## {{ m }}", "a\n---", "a\n===", "---", "```",
            "~~~", '=== "t"', '    === "u"', "/// tip", "///", "//// details | x", "- a", "    - b",
            "1. c", "<Tabs>", "</Tabs>", "<div markdown>", "</div>", "<table>", "<img", "<!--",
            "-->", "{% x %}", "{#", "#}", "[x](", "[x](a.md#b)", "[^1]: x", "| a |", "|---|", "\t",
            "", "![](", "import x", "{* a *}", "!!! note", "    code", "[x]: y.md", "\u202e",
            "\x0b", "\x85",
        ]
    ),
    max_size=25,
)  # fmt: skip


@given(ODD, ODD)
@settings(max_examples=150, deadline=None)
def test_no_arrangement_is_a_crash(
    tmp_path_factory: pytest.TempPathFactory, one: list[str], other: list[str]
) -> None:
    root = tmp_path_factory.mktemp("odd")
    found_here = found(root, two("\n".join(one), "\n".join(other)))
    assert all(f.line >= 1 and f.column >= 1 and f.help for f in found_here)
    assert bool(report.text(found_here, ())) == bool(found_here)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_bytes_are_a_crash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    found(tmp_path_factory.mktemp("bytes"), {**two(PAGE, ""), "docs/fr/index.md": data})


def test_a_page_keeps_its_lines(tmp_path: Path) -> None:
    language = read_site(site(tmp_path, two(PAGE, PAGE_FR))).source.language
    page = page_from_text(language, "a.md", "a.md", "---\na: 1\n...\n\n# A\n\n## B\n")
    assert [section.line for section in page.headed] == [5, 7]


# The command


def test_the_command(tmp_path: Path) -> None:
    files = two(PAGE, PAGE_FR + "\n[x](#gone)\n")
    path = site(tmp_path, files)
    run = CliRunner().invoke(main, ["check", "--config", str(path), "--format", "json"])
    assert run.exit_code == 1
    value = json.loads(run.stdout)
    assert [f["code"] for f in value["findings"]] == ["KB302"]
    assert [(s["name"], s["errors"]) for s in value["summary"]] == [
        ("en", 0),
        ("fr", 1),
        ("total", 1),
    ]
    tree = ["--root", str(tmp_path), "check", "--docs", "docs/{lang}", "--source", "en"]
    assert CliRunner().invoke(main, tree).exit_code == 1
    assert CliRunner().invoke(main, [*tree[:-2]]).exit_code == 2


def test_a_comment_suppresses_what_is_found_on_a_page(tmp_path: Path) -> None:
    comment = "<!-- handbook: ignore KB111: the third is sold here only -->"
    more = PAGE_FR.replace("- deux\n", f"- deux\n- trois\n\n{comment}\n")
    verdict = judge(
        read_site(
            site(
                tmp_path, {"mkdocs.yml": FOLDER, "docs/en/index.md": PAGE, "docs/fr/index.md": more}
            )
        )
    )
    assert codes(verdict.findings) == []
    assert codes(verdict.suppressed) == ["KB111"]
