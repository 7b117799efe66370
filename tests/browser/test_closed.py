"""No page asks anything of anyone but the site itself, and none complains.

`visitor` fails a test on any request to another origin, any error in the console
(the server sends a content-security policy, and a breach of it is one), any
status of 400 or more and any error of a script.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tour import addresses, loaded
from visitor import Visitor, settled


def test_pages_at_a_path_load_all_they_need_from_below_it(
    kb_visitor: Visitor, site_at_kb: Path, folder: str
) -> None:
    page = kb_visitor.page()
    page.on(
        "request",
        lambda request: kb_visitor.faults.extend(
            [] if request.url.startswith(kb_visitor.url) else [f"outside /kb/: {request.url}"]
        ),
    )
    for address in addresses(site_at_kb, folder)[:3]:
        page.goto(address, wait_until="load")
        assert loaded(page) >= 3


def test_neutral_pages_load_all_they_need_from_the_site(visitor: Visitor, site: Path) -> None:
    # A language that the handbook does not have keeps the page where it is.
    page = visitor.page(locale="ja-JP")
    languages = {path.name for path in site.iterdir() if (path / "404.html").is_file()}
    neutral = [a for a in addresses(site, ".") if a.split("/")[0] not in languages]
    assert len(neutral) > 10
    for address in neutral:
        page.goto(address, wait_until="load")
        expect(page.locator("h1")).to_be_visible()
        assert page.url == visitor.url + address.removeprefix("./")


@pytest.mark.parametrize("address", ["nope", "en/nope/", "ar/nope/", "pt/a/b/nope", "id/nope/"])
def test_a_missing_page_asks_only_for_what_is_there(visitor: Visitor, address: str) -> None:
    visitor.expects(rf"\b404\b.*{address}")
    page = visitor.open(address, wait_until="load")
    assert loaded(page) > 1


def test_the_server_sends_a_policy_without_inline_scripts_and_styles(page: Page) -> None:
    answer = page.goto("en/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")


def test_a_visitor_notes_what_is_wrong(visitor: Visitor) -> None:
    page = visitor.open("en/")
    page.evaluate("document.head.insertAdjacentHTML('beforeend', '<style>p{color:red}</style>')")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    page.evaluate("fetch('/nothing-here').then(answer => answer.text())")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') }) && null")
    settled(page)  # what the browser tells of it has come before this is answered
    faults = "\n".join(visitor.unexpected())
    for fault in ("inline style", "elsewhere.example", "status 404", "broken"):
        assert fault in faults
    visitor.expects("")
