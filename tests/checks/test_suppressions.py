"""What a project passes over, in a page or in docs/checks.yml, and how bad it calls the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook import report
from handbook.checks import Verdict, judge
from handbook.content.handbook import read_handbook
from handbook.content.ignores import Ignore, ignores
from handbook.findings import Severity, code_named

PHONE = "docs/ar/channels/phone.md"
HOLDS = "## وضع المتصل على الانتظار {#holds}\n"
STEP = "2. عُد خلال {{ company.reply_time.hold }}.\n"


def verdict(root: Path) -> Verdict:
    return judge(read_handbook(root))


def codes(verdict: Verdict) -> list[str]:
    return [found.code for found in verdict.findings]


def edit(root: Path, old: str, new: str, name: str = PHONE) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def configure(root: Path, text: str) -> None:
    (root / "docs/checks.yml").write_text(text, encoding="utf-8")


@pytest.fixture
def extra_step(sound: Path) -> Path:
    """A handbook with one list item too many in the section `holds`."""
    edit(sound, STEP, f"{STEP}3. ابتسم.\n")
    assert codes(verdict(sound)) == ["KB111"]
    return sound


@pytest.mark.parametrize("name", ["KB111", "list-items", "kb111", "KB112, list-items"])
def test_a_comment_covers_its_section(extra_step: Path, name: str) -> None:
    edit(extra_step, HOLDS, f"{HOLDS}\n<!-- handbook: ignore {name}: a step of our own -->\n")
    found = verdict(extra_step)
    assert codes(found) == (["KB852"] if "," in name else [])
    assert [(item.code, item.path) for item in found.suppressed] == [("KB111", PHONE)]


def test_a_comment_in_another_section_covers_nothing(extra_step: Path) -> None:
    edit(extra_step, HOLDS, f"<!-- handbook: ignore KB111: of our own -->\n\n{HOLDS}")
    assert codes(verdict(extra_step)) == ["KB852", "KB111"]


def test_a_comment_before_the_first_heading_covers_the_page(extra_step: Path) -> None:
    edit(extra_step, "---\n\n## ", "---\n\n<!-- handbook: ignore KB111, KB813: our own -->\n\n## ")
    edit(extra_step, "kind: channel\n", "kind: channel\nmood: warm\n")
    found = verdict(extra_step)
    assert codes(found) == []
    assert [item.code for item in found.suppressed] == ["KB813", "KB111"]


def test_without_a_reason_only_that_is_found(extra_step: Path) -> None:
    edit(extra_step, HOLDS, f"{HOLDS}\n<!-- handbook: ignore KB111 -->\n")
    assert codes(verdict(extra_step)) == ["KB851"]


@pytest.mark.parametrize("path", [PHONE, "docs/ar", "docs/ar/", "docs/ar/channels", "docs"])
def test_configuration_covers_a_file_or_folder(extra_step: Path, path: str) -> None:
    configure(extra_step, f"ignore: [{{code: KB111, path: {path}, reason: our own}}]\n")
    found = verdict(extra_step)
    assert codes(found) == []
    assert len(found.suppressed) == 1


@pytest.mark.parametrize("place", ["path: docs/a", "path: docs, section: greeting"])
def test_configuration_covers_no_more(extra_step: Path, place: str) -> None:
    configure(extra_step, f"ignore: [{{code: KB111, {place}, reason: our own}}]\n")
    assert codes(verdict(extra_step)) == ["KB111", "KB852"]


def test_configuration_covers_a_section_in_every_language(extra_step: Path) -> None:
    configure(extra_step, "ignore: [{code: KB111, path: docs, section: holds, reason: our own}]\n")
    assert codes(verdict(extra_step)) == []


def test_severities(extra_step: Path) -> None:
    configure(extra_step, "severity: {list-items: warning}\n")
    assert [found.severity for found in verdict(extra_step).findings] == [Severity.WARNING]
    configure(extra_step, "severity: {KB111: off}\n")
    assert (verdict(extra_step).findings, verdict(extra_step).suppressed) == ((), ())


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "severity: {}\nignore: []\n"])
def test_an_empty_configuration_changes_nothing(extra_step: Path, text: str) -> None:
    configure(extra_step, text)
    assert codes(verdict(extra_step)) == ["KB111"]


def test_the_summary_counts_what_is_suppressed(extra_step: Path) -> None:
    configure(extra_step, "ignore: [{code: KB111, path: docs, reason: our own}]\n")
    handbook = read_handbook(extra_step)
    found = judge(handbook)
    assert (
        report.text((), report.summarise(handbook, found.findings, found.suppressed))
        == """\
en     4 pages  18 sections  0 errors  0 warnings  0 suppressed
ar     4 pages  18 sections  0 errors  0 warnings  1 suppressed
total  8 pages  36 sections  0 errors  0 warnings  1 suppressed
"""
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<!-- handbook: ignore KB505: why -->", [Ignore(("KB505",), "why", 3, 1)]),
        (
            "a\n\n- b <!--handbook:ignore a-b,KB1:\n  two\n  lines-->",
            [Ignore(("a-b", "KB1"), "two lines", 5, 5)],
        ),
        ("<!-- Handbook: ignore KB505 -->", [Ignore(("KB505",), "", 3, 1)]),
        ("<!-- handbook: ignore -->", [Ignore((), "", 3, 1)]),
        ("<!-- handbook: KB505: why -->", [Ignore((), "", 3, 1)]),
        ("<!-- the handbook: ignore KB505: why -->", []),
        ("`<!-- handbook: ignore KB505: why -->`", []),
        ("```html\n<!-- handbook: ignore KB505: why -->\n```", []),
        ("- a\n\n    ~~~\n    <!-- handbook: ignore KB505: why -->\n    ~~~", []),
        ("<!-- handbook: ignore KB505: not closed", []),
    ],
)  # fmt: skip
def test_comments(body: str, found: list[Ignore]) -> None:
    assert list(ignores(body, 3)) == found


def test_a_code_is_named_by_number_or_alias() -> None:
    assert code_named("KB102") == code_named("kb102") == code_named("section-missing") == "KB102"
    assert code_named("section") is None
    assert code_named("") is None
