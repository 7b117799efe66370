"""The project that a command is about, and the exit code of one that is wrong.

Nothing heavy is imported here: an unchanged build loads this and no check.
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import click

from handbook.content.layout import STRUCTURE

USAGE = 2


class ConfigurationError(click.ClickException):
    """The project or its settings are not usable; exit code 2."""

    exit_code = USAGE


def project_root(given: Path | None) -> Path:
    """The folder that holds docs/structure.yml, at or above the current one."""
    start = (given or Path.cwd()).resolve()
    for folder in (start,) if given else (start, *start.parents):
        if (folder / STRUCTURE).is_file():
            return folder
    raise ConfigurationError(
        f"no handbook in {start}: {STRUCTURE} is not there; change to the project's folder "
        "or name it with --root"
    )


def today(given: datetime.datetime | None = None) -> datetime.date:
    """The day that reviews are held against, and that is recorded.

    As in other programs, SOURCE_DATE_EPOCH (seconds since 1970) says when now is, for who
    wants to have on another day what comes of this one. Raises ConfigurationError.
    """
    if given:
        return given.date()
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if not told:
        return datetime.date.today()
    try:
        return datetime.datetime.fromtimestamp(int(told), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise ConfigurationError(
            f"SOURCE_DATE_EPOCH is {told!r}, which is no time: give it in whole seconds since "
            "1970, or take it out of the environment"
        ) from None
