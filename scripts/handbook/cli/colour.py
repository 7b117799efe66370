"""Whether what is shown is shown in colours."""

from __future__ import annotations


def in_colour(*, err: bool = False) -> bool:
    """Whether the stream shows colours: NO_COLOR, FORCE_COLOR and a dumb terminal are heeded."""
    from rich.console import Console  # slow to load, and not asked for by programs

    console = Console(stderr=err)
    return console.color_system is not None and not console.no_color
