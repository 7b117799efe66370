"""Every code has an explanation, a defect named after it, and a clean twin of that defect."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.cli import main
from handbook.explanations import FOLDER, PAGE, ExplanationError, explanation, page
from handbook.findings import CODES

from .handbooks import EXPECTED, FIXTURES, SOUND, findings_in
from .test_defects import MADE_IN_CODE

UNEXPLAINED = "KB000"


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained(code: str) -> None:
    explained = explanation(code)
    assert explained.title == f"{code} {CODES[code].alias}"
    assert "```" in explained.defect + explained.mend or code in MADE_IN_CODE | {"KB106"}
    for fence in re.findall(r"^(`{3,})", explained.text, re.MULTILINE):
        assert explained.text.count(f"\n{fence}") % 2 == 0, "a fence is not closed"


def test_no_code_but_those_there_are_is_explained() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} - {PAGE.stem} == set(CODES)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make explanations`"


def test_an_explanation_that_is_missing_says_so() -> None:
    with pytest.raises(ExplanationError, match=r"KB000\.md is missing"):
        explanation(UNEXPLAINED)


@pytest.mark.parametrize("code", sorted(CODES.keys() - MADE_IN_CODE))
def test_every_code_has_a_defect_named_after_it(code: str) -> None:
    expected = FIXTURES / CODES[code].alias / EXPECTED
    assert f"[{code}]: " in expected.read_text(encoding="utf-8")


def test_the_clean_twin_of_every_defect_is_silent(copy_of: Callable[[str], Path]) -> None:
    """A defect is laid over `sound`; what remains when it is taken off has no finding."""
    root = copy_of("section-missing")
    assert findings_in(root)
    for path in (FIXTURES / "section-missing/docs").rglob("*.md"):
        name = path.relative_to(FIXTURES / "section-missing")
        (root / name).write_bytes((SOUND / name).read_bytes())
    assert findings_in(root) == ()


@pytest.mark.parametrize("name", ["KB102", "kb102", "section-missing", "Section-Missing"])
def test_explain(name: str) -> None:
    shown = CliRunner().invoke(main, ["explain", name])
    assert (shown.exit_code, shown.output) == (0, explanation("KB102").text)


def test_explain_lists_all() -> None:
    shown = CliRunner().invoke(main, ["explain"])
    assert shown.exit_code == 0
    assert [line.split()[:2] for line in shown.output.splitlines()] == [
        [code, registered.alias] for code, registered in sorted(CODES.items())
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("section-mising", "did you mean `section-missing`?"),
        ("KB1022", "did you mean `KB102`?"),
        ("weather", "`handbook explain` lists all"),
    ],
)
def test_explain_does_not_know(name: str, hint: str) -> None:
    shown = CliRunner().invoke(main, ["explain", name])
    assert (shown.exit_code, shown.output) == (2, f"Error: there is no code `{name}`: {hint}\n")
