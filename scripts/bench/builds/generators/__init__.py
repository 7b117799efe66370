"""The generators that are compared, one module each; ours first, then what it is measured by."""

from __future__ import annotations

from bench.builds.generators.hugo import HUGO
from bench.builds.generators.ours import OURS
from bench.builds.generators.starlight import STARLIGHT
from bench.builds.generators.stock import PRUNED, STOCK
from bench.builds.generators.zensical import ZENSICAL

GENERATORS = (OURS, PRUNED, STOCK, HUGO, ZENSICAL, STARLIGHT)
