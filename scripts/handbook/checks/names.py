"""The names a page may write between double braces."""

from __future__ import annotations

from handbook.content.company import VARIABLES

# What the build writes into a page, alone on a line.
GENERATED = frozenset(
    {"generated.matrix", "generated.channels", "generated.links", "generated.glossary"}
)
NAMES = tuple(sorted(VARIABLES.keys() | GENERATED))
