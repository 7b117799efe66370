"""Examines many pages on all processors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handbook.copies import Copy, processors

# What it costs to make a worker, and what it has to load, is lost on fewer pages a worker.
MANY = 16
MOST_WORKERS = 8

Examine = Callable[[str], bytes]


def examined(names: Sequence[str], examine: Examine) -> list[bytes]:
    """What `examine` tells of each name: one line."""
    found: dict[str, bytes] = {}
    count = _worker_count(len(names))
    shares = [names[start::count] for start in range(count)]
    workers: list[Copy] = []
    try:
        workers += (Copy(lambda share=share: _lines(share, examine)) for share in shares)  # type: ignore[misc]
        for worker, share in zip(workers, shares, strict=True):
            lines = (worker.result() or b"").split(b"\n")[:-1]
            found.update(zip(share, lines, strict=False))
    finally:
        for worker in workers:
            worker.end()
    return [found[name] if name in found else examine(name) for name in names]


def _lines(names: Sequence[str], examine: Examine) -> bytes:
    return b"".join(examine(name) + b"\n" for name in names)


def _worker_count(pages: int) -> int:
    """How many workers to make: none where that would be of no use, or not safe."""
    if pages < 2 * MANY:
        return 0
    count = processors()
    return min(count, MOST_WORKERS, pages // MANY) if count > 1 else 0
