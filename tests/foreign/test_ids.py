"""Which ids the headings of a site of others have, and what is said of a link to none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.content.extensions import extensions_of
from handbook.content.foreign import read_docs
from handbook.content.yamltext import load
from handbook.findings import Finding

from .sites import FOLDER, found, site, two

TITLES = ["Le Côté", "Usage: a & b", "العنوان", "Deux", "Deux"]
# What `!!python/object/apply:pymdownx.slugs.slugify` is called with.
APPLY = "toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: %s}}}"


def ids(extensions: str) -> list[str] | None:
    """The ids of TITLES where mkdocs.yml has these `markdown_extensions`."""
    settings = load(f"markdown_extensions: {extensions}\n", allow_tags=True).value
    slugs = extensions_of(settings, {}).slugs
    return None if slugs is None else slugs.ids(TITLES)


DEFAULT = ["le-cote", "usage-a-b", "_1", "deux", "deux_1"]


@pytest.mark.parametrize(
    ("extensions", "made"),
    [
        ("", DEFAULT),
        ("[attr_list]", DEFAULT),
        ("[toc, {toc: {permalink: true}}]", DEFAULT),
        ("{toc: {permalink: true}}", DEFAULT),
        (
            "[{markdown.extensions.toc: {separator: _}}]",
            ["le_cote", "usage_a_b", "_1", *DEFAULT[3:]],
        ),
        (
            "{toc: {slugify: !!python/name:markdown.extensions.toc.slugify_unicode ''}}",
            ["le-côté", "usage-a-b", "العنوان", "deux", "deux_1"],
        ),
        (f"{{{APPLY % 'lower'}}}", ["le-côté", "usage-a--b", "العنوان", "deux", "deux_1"]),
        (f"{{{APPLY % 'none'}}}", ["Le-Côté", "Usage-a--b", "العنوان", "Deux", "Deux_1"]),
        # Not below `kwds`, so PyYAML passes nothing on.
        (
            "{toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {case: lower}}}",
            ["Le-Côté", "Usage-a--b", "العنوان", "Deux", "Deux_1"],
        ),
        (
            "{toc: {slugify: !!python/name:pymdownx.slugs.uslugify ''}}",
            ["le-côté", "usage-a--b", "العنوان", "deux", "deux_1"],
        ),
        ("{toc: {slugify: !!python/name:our.own.slugs ''}}", None),
        ("{toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify [lower]}}", None),
        ("{toc: {slugify: [1]}}", None),
    ],
)
def test_ids_are_made_by_the_sites_own_function(extensions: str, made: list[str] | None) -> None:
    assert ids(extensions) == made


def of_links(
    root: Path, body: str, extensions: str = "", source: str = "# Tools\n"
) -> list[Finding]:
    files = two(source, body)
    files["mkdocs.yml"] = FOLDER.replace(
        "markdown_extensions:\n", f"markdown_extensions:\n{extensions}"
    )
    return [one for one in found(root, files) if one.code == "KB302"]


def test_a_link_in_other_letters_than_the_id(tmp_path: Path) -> None:
    (one,) = of_links(tmp_path, "# T\n\n## Scie\n\n[x](#Scie) [x](#scie)\n")
    assert one.note == "that heading, at docs/fr/index.md:3, has the id `scie` on this site"
    assert one.help == "write `#scie`"


def test_a_link_to_a_heading_whose_letters_the_site_drops(tmp_path: Path) -> None:
    (one,) = of_links(tmp_path, "# T\n\n## العنوان\n\n[x](#العنوان)\n")
    assert "has the id `_1` on this site" in one.note
    # `_1` is the first of a page today, and another one's tomorrow: it is not proposed.
    assert one.help.startswith("give that heading the id: `<a id=")


def test_what_is_proposed_exists(tmp_path: Path) -> None:
    (one,) = of_links(tmp_path, "# T\n\n## Le côté droit\n\n[x](#le-cote-drot)\n")
    assert one.help == "did you mean `#le-cote-droit`?"


def test_where_the_function_is_unknown_every_usual_id_will_do(tmp_path: Path) -> None:
    own = "  - toc: {slugify: !!python/name:our.own ''}\n"
    body = '# T\n\n## Le côté\n\n<a id="par-ici"></a>\n\n'
    assert of_links(tmp_path, body + "[x](#le-côté) [x](#Le-côté) [x](#le-cote)\n", own) == []
    first, second = of_links(tmp_path, body + "[x](#le-cotes) [x](#par-icy)\n", own)
    assert "did you mean" not in first.help  # nobody knows what that heading's id is
    assert second.help == "did you mean `#par-ici`?"


def test_an_anchor_of_the_sources_heading(tmp_path: Path) -> None:
    source = "# Tools\n\n## Saw\n\nx\n"
    (one,) = of_links(tmp_path, "# Outils\n\n## Scie\n\nx [x](#saw)\n", "", source)
    assert one.note == (
        "the source's page has it, at docs/en/index.md:3; here that section is at "
        "docs/fr/index.md:3"
    )
    assert one.help == "write `#scie`"


@pytest.mark.parametrize(
    ("extensions", "help"),
    [
        ("  - attr_list\n", "`## Heading {#zzz}`"),
        ("  - pymdownx.extra\n", "`## Heading {#zzz}`"),
        ("", '`<a id="zzz"></a>` on the line before the heading'),
    ],
)
def test_an_id_is_written_as_the_site_can_read_it(
    tmp_path: Path, extensions: str, help: str
) -> None:
    (one,) = of_links(tmp_path, "# T\n\nx [x](#zzz)\n", extensions)
    assert one.help == f"link to a section that is there, or name one so: {help}"


def test_a_hash_inside_an_id_is_the_cause(tmp_path: Path) -> None:
    (one,) = of_links(tmp_path, '# T\n\n<a id="#saw"></a>\n## Scie\n\n[x](#saw)\n')
    assert one.line == 6
    assert one.note == "the id at docs/fr/index.md:3 is `#saw`, with the hash in it"
    assert one.help == "write that id as `saw`, at docs/fr/index.md:3"


def test_a_tree_without_a_plugin_has_the_settings_nearest_above_its_pages(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/en/mkdocs.yml": "markdown_extensions: [attr_list]\n",
        "docs/en/docs/index.md": "x\n",
        "docs/fr/docs/index.md": "x\n",
    }
    site(tmp_path, files)
    extensions = (read_docs(tmp_path, "docs/{lang}/docs", "en").site or pytest.fail()).extensions
    assert extensions is not None
    assert extensions.has("attr_list")
    for text, known in (("a: [\n", False), (None, False)):
        path = tmp_path / "docs/en/mkdocs.yml"
        path.write_text(text) if text else path.unlink()
        handbook = read_docs(tmp_path, "docs/{lang}/docs", "en")
        assert handbook.site is not None
        assert (handbook.site.extensions is not None) is known


# Pages that others take in


def with_include(root: Path, include: str, part: str, plugin: str = "") -> list[str]:
    """Which pages of `part.md` by their folder have a finding for a link that leads nowhere."""
    files: dict[str, str | bytes] = {
        "docs/en/index.md": f"# T\n\n{include}\n",
        "docs/fr/index.md": f"# T\n\n{include}\n",
        f"docs/en/{part}": "# P\n\n[x](gone.md)\n",
        "docs/en/real/part.md": "# P\n\n[x](gone.md)\n",
    }
    files["mkdocs.yml"] = FOLDER.replace(
        "- search", f"- search\n{plugin}" if plugin else "- search"
    )
    return [one.path for one in found(root, files) if one.code == "KB301"]


REAL = "docs/en/real/part.md"


@pytest.mark.parametrize(
    ("include", "part", "plugin"),
    [
        ('{% include "sub/part.md" %}', "sub/part.md", ""),
        ('{% include "./sub/part.md" %}', "sub/part.md", ""),
        ('--8<-- "docs/en/sub/part.md"', "sub/part.md", ""),
        ("{! en/sub/part.md !}", "sub/part.md", ""),
        ("{% include 'part.md' %}", "sub/part.md", "  - macros: {include_dir: docs/en/sub}\n"),
    ],
)
def test_only_the_page_that_is_taken_in_is_passed_over(
    tmp_path: Path, include: str, part: str, plugin: str
) -> None:
    assert with_include(tmp_path, include, part, plugin) == [REAL]


def test_an_include_of_no_page_passes_over_none_that_has_the_same_name(tmp_path: Path) -> None:
    include = "{% include 'part.md' %}"
    assert with_include(tmp_path, include, "sub/part.md") == [REAL, "docs/en/sub/part.md"]


def test_an_include_relative_to_a_folder_named_elsewhere(tmp_path: Path) -> None:
    assert with_include(tmp_path, "{% include 'odd.md' %}", "sub/odd.md") == [REAL]
