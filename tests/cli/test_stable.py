"""The same handbook is told of in the same bytes, whoever asks, where and when."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.report import FORMS

SOUND = Path(__file__).parents[1] / "checks/fixtures/sound"
# Something for every family to find, in several files and languages, and more than once a line.
SPOILT = {
    "docs/ar/channels/phone.md": [("##", "###"), ("،", ","), (".", "..")],
    "docs/en/channels/phone.md": [
        (" the ", " the the "),
        ("\n\n## ", "\n\n[a](b.md) ![](c)\n\n## "),
    ],
    "docs/company.yml": [("phone:", "phoen:")],
    "docs/glossary.yml": [("    definition:", "    definiton:")],
}  # fmt: skip


def paths() -> list[Path]:
    return sorted(path for path in SOUND.rglob("*") if path.is_file())


def written(root: Path, files: list[Path]) -> Path:
    """The spoilt handbook, its files made in the order given."""
    for path in files:
        name = path.relative_to(SOUND).as_posix()
        data = path.read_bytes()
        for before, after in SPOILT.get(name, ()):
            assert before.encode() in data, (name, before)
            data = data.replace(before.encode(), after.encode())
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    for name in ("zz", "js", "aa"):
        (root / "docs" / name).mkdir()
        (root / "docs" / name / "كلمة.md").write_bytes(b"\xff")
    (root / "docs/ar/zz.md").write_bytes(b"\xff")
    return root


# Every form in one process: to start one costs more than to check.
EVERY_FORM = """
import sys
from click.testing import CliRunner
from handbook.cli import main
for form in sys.argv[2:]:
    options = ["--root", sys.argv[1]] if sys.argv[1] else []
    result = CliRunner().invoke(main, [*options, "check", "--on", "2026-11-22", "--format", form])
    assert result.exit_code == 1, result.output
    sys.stdout.buffer.write(result.stdout_bytes)
"""


def shown(root: Path, folder: Path, options: list[str], **environment: str) -> bytes:
    """What is printed in `folder`, in every form."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in ("LANG", "LC_ALL", "TZ", "GITHUB_WORKSPACE", "PYTHONUTF8")
    }
    command = [sys.executable, "-c", EVERY_FORM, *options, *FORMS]
    result = subprocess.run(
        command, cwd=folder, env=variables | environment, capture_output=True, check=False
    )
    assert result.returncode == 0, result.stderr.decode(errors="replace")
    return result.stdout


@pytest.mark.parametrize(
    "locale", ["C", "tr_TR.UTF-8", "ar_SA.UTF-8"]
)  # one that the machine has not is C to it, and still read by some libraries
def test_the_same_bytes_on_every_machine(tmp_path: Path, locale: str) -> None:
    one = written(tmp_path / "one", paths())
    other = written(tmp_path / "a" / "deeper" / "folder", paths()[::-1])
    plain = shown(one, one, [""], PYTHONHASHSEED="1", LANG="C.UTF-8", TZ="UTC")
    again = shown(
        other, tmp_path, [str(other)],
        PYTHONHASHSEED="4711", LC_ALL=locale, LANG=locale, TZ="Pacific/Kiritimati",
        COLUMNS="40", TERM="xterm-256color",
    )  # fmt: skip
    assert plain == again
    found = plain.decode()
    for code in ("KB105", "KB503", "KB511", "KB301", "KB842", "KB843", "KB801", "KB804"):
        assert code in found
