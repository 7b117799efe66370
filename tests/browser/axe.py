"""axe-core, run on a page as it is: every rule of WCAG 2.2 A and AA, and the best practices.

It comes with axe-playwright-python and is given to the page by the browser's own protocol,
so the site's content-security policy stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = (
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice",
)  # fmt: skip
# What may differ in another scheme of colours.
COLOURS = ("color-contrast", "link-in-text-block")

_RUN = """([context, only]) => axe.run(context, {
  runOnly: only, resultTypes: ["violations"], elementRef: false,
}).then(({ violations }) => violations)"""


@cache
def _script() -> str:
    return str(Axe().axe_script)


def faults(page: Page, *, rules: Sequence[str] = (), within: str = "") -> list[str]:
    """What is against a rule on the page as it stands: the rule and the element, a line each.

    `rules` are those to look at, all of them where none is named; `within` selects
    the parts of the page to look at.
    """
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_script())
    context: Any = {"include": within.split(", ")} if within else {"exclude": []}
    return [
        f"{found['id']}: {node['target']}: {node['html'][:120]}"
        for found in page.evaluate(_RUN, [context, only])
        for node in found["nodes"]
    ]
