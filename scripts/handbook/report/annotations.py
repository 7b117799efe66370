"""Findings as GitHub's workflow commands, which it shows beside the lines of a change.

GitHub shows ten errors and ten warnings of a step and drops the rest without a word,
so no more are written, and a notice counts what is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.findings import Finding, Severity, counted
from handbook.report.terminal import visible

LIMIT = 10


def github_text(findings: Iterable[Finding], *, prefix: str = "") -> str:
    """One command a line; `prefix` is the way from the repository's root to the project's."""
    findings = tuple(findings)
    return "".join(f"{line}\n" for line in _commands(findings, prefix))


def _commands(findings: tuple[Finding, ...], prefix: str) -> Iterator[str]:
    left_out = []
    for severity in Severity:
        of_it = [found for found in findings if found.severity is severity]
        for found in of_it[:LIMIT]:
            yield _command(found, prefix)
        if len(of_it) > LIMIT:
            left_out.append(counted(len(of_it) - LIMIT, f"more {severity.value}"))
    if left_out:
        message = f"{' and '.join(left_out)} not shown here: run `handbook check` to see all"
        yield _line("notice", {"title": "handbook check"}, message)


def _command(found: Finding, prefix: str) -> str:
    properties = {
        "file": visible(prefix + found.path),
        "line": str(found.line),
        "col": str(found.column),
        "title": f"{found.alias} ({found.code})",
    }
    words = [visible(found.message)]
    words += [visible(found.detail)] if found.detail else []
    words += [f"note: {visible(found.note)}"] if found.note else []
    words += [f"help: {visible(found.help)}"] if found.help else []
    return _line(found.severity.value, properties, "\n".join(words))


def _line(command: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {written}::{_data(message)}"


def _data(text: str) -> str:
    """`text` as a command's message: it ends at the line's end."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """`text` as a property's value, which also ends at a comma or colon."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
