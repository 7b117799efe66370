"""What the commands that read a whole handbook tell the garbage collector."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Look for garbage seldom, for what is read lives to the end, but not never.

    The collector would go through all of it again and again for nothing; but a page that has
    been judged or made does leave something to collect.
    """
    gc.set_threshold(50_000, 20, 20)
