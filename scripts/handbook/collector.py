"""Memory: when it is looked for what is not needed, and when it is given back."""

from __future__ import annotations

import gc
from contextlib import suppress


def collect_seldom() -> None:
    """Look for garbage seldom, for what a command reads lives to the end, but not never.

    The collector would go through all of it again and again for nothing; but a page that has
    been judged or made does leave something to collect.
    """
    gc.set_threshold(50_000, 20, 20)


def collect_now() -> None:
    """Look for garbage while nobody waits: a handbook that was read again may hold itself."""
    gc.collect()
    give_back()


def give_back() -> None:
    """Give free memory back to the system, where that can be asked for (the GNU C library)."""
    import ctypes  # seldom needed

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
