"""What is asked of every page of a language, each of which is visited once for all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tour import Visit, addresses, overflowing, tour
from visitor import Contexts, Visitor


@pytest.fixture(scope="module")
def visits(contexts: Contexts, server: str, site: Path, folder: str) -> list[Visit]:
    """Every page of a language and its 404 page, each visited once."""
    visitor = Visitor(contexts, server)
    found = list(tour(visitor, [*addresses(site, folder), f"{folder}/404.html"]))
    visitor.leave()
    assert len(found) > 10
    return found


def test_it_loads_all_it_needs_from_the_site(visits: list[Visit]) -> None:
    assert not [fault for visit in visits for fault in visit.faults]
    for visit in visits:
        assert visit.loaded >= 3, f"{visit.address} loaded neither style nor script"


def test_it_does_not_scroll_sideways(visits: list[Visit]) -> None:
    assert not overflowing(visits)
