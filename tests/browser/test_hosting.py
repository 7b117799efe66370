"""nginx with the configuration that `handbook nginx` prints: headers, caching, 404 pages.

The rest of the browser tests run behind it too; here its answers are read by themselves.
"""

from __future__ import annotations

import gzip
import http.client
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import nginx
import pytest

from handbook.content.handbook import Handbook
from handbook.site.nginx import configuration

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; "
    "base-uri 'self'; frame-ancestors 'self'"
)
PHONE = "channels/phone-voicemail/"


@dataclass(frozen=True)
class Answer:
    """A server's answer; the names of its headers are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    """Ask once, following no redirect; `if_none_match="x"` is a header."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), None, given)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body)


@pytest.fixture(params=["server", "kb_server"], ids=["at-root", "at-kb"])
def at(request: pytest.FixtureRequest) -> str:
    """The site's address, at the root of a host and below a path."""
    return str(request.getfixturevalue(request.param))


def assets(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in (site / "assets").iterdir())


@pytest.mark.parametrize(
    "path", ["", "ar/", "en/nope/", "nope", "assets/", "ar/channels", "en/pagefind/pagefind.js"]
)
def test_every_answer_carries_the_policies(at: str, path: str) -> None:
    headers = ask(at + path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert not re.search(r"\d", headers["server"]), "the server tells its version"


def test_shared_assets_are_kept_for_ever(at: str, site: Path) -> None:
    for name in assets(site):
        headers = ask(at + name).headers
        assert headers["cache-control"] == "public, max-age=31536000, immutable", name


@pytest.mark.parametrize(
    "path",
    ["", "ar/", f"pt/{PHONE}", PHONE, "404.html", "en/pagefind/pagefind.js",
     "ar/pagefind/pagefind-entry.json"],
)  # fmt: skip
def test_what_may_change_under_its_name_is_asked_about_each_time(at: str, path: str) -> None:
    first = ask(at + path)
    assert first.status == 200
    assert first.headers["cache-control"] == "no-cache"
    again = ask(at + path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["content-security-policy"] == POLICY


def test_texts_are_compressed(at: str, site: Path) -> None:
    names = [name for name in assets(site) if name.endswith((".css", ".js", ".svg"))]
    assert len(names) >= 5
    for name in ("ar/", f"id/{PHONE}", "nope", "en/pagefind/pagefind.js", *names):
        plain = ask(at + name)
        small = ask(at + name, Accept_Encoding="gzip")
        assert "content-encoding" not in plain.headers
        assert small.headers["content-encoding"] == "gzip", name
        assert small.headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(small.body) == plain.body
        again = ask(at + name, Accept_Encoding="gzip", If_None_Match=small.headers.get("etag", "-"))
        assert again.status == (404 if name == "nope" else 304)


def test_what_is_compressed_already_is_left_alone(at: str, site: Path) -> None:
    faces = [name for name in assets(site) if name.endswith(".woff2")]
    assert faces
    for name in faces:
        answer = ask(at + name, Accept_Encoding="gzip")
        assert "content-encoding" not in answer.headers
        assert answer.headers["content-type"] == "font/woff2"


def test_every_text_names_its_character_set(at: str, site: Path) -> None:
    named = {"": "text/html", "ar/pagefind/pagefind-entry.json": "application/json"}
    types = {".css": "text/css", ".js": "application/javascript"}
    named |= {
        name: types[PurePosixPath(name).suffix]
        for name in assets(site)
        if PurePosixPath(name).suffix in types
    }
    for name, type in named.items():
        assert ask(at + name).headers["content-type"] == f"{type}; charset=utf-8", name


@pytest.mark.parametrize(
    "path", ["nope", "nope/a/b.html", "assets/", "english/", "assets/gone.0123456789.css"]
)
def test_a_missing_address_without_a_language_is_answered_in_all(
    at: str, site: Path, path: str
) -> None:
    answer = ask(at + path)
    assert answer.status == 404
    assert b'lang="mul"' in answer.body
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["nope", "a/b/c/", "channels/nope.html", "pagefind/"])
def test_a_missing_address_of_a_language_is_answered_in_it(
    at: str, handbook: Handbook, folder: str, path: str
) -> None:
    answer = ask(f"{at}{folder}/{path}")
    assert answer.status == 404
    assert f'<html lang="{handbook.structure.language(folder).tag}"'.encode() in answer.body


@pytest.mark.parametrize("path", ["ar", "en/channels", "channels"])
def test_a_folder_without_its_slash_leads_to_itself_on_any_host_and_port(
    at: str, path: str
) -> None:
    answer = ask(at + path, Host="intranet.example")
    assert answer.status == 301
    assert answer.headers["location"] == urlsplit(at).path + f"{path}/"


def test_the_path_without_its_slash_leads_to_the_site(kb_server: str) -> None:
    answer = ask(f"{kb_server.rstrip('/')}?from=mail")
    assert (answer.status, answer.headers["location"]) == (301, "/kb/?from=mail")


def test_only_the_site_is_served(at: str) -> None:
    for path in ("../", "..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/etc/passwd"):
        assert ask(at + path).status in (400, 404)
    # Below a path, what stands beside the site is not the site's.
    if urlsplit(at).path == "/kb/":
        assert ask(at.replace("/kb/", "/kb../")).status == 404
    assert ask(at, method="POST").status == 405


def test_nginx_finds_no_fault_with_it(tmp_path: Path, handbook: Handbook) -> None:
    program = nginx.find()
    assert program is not None, nginx.MISSING
    languages = [language.folder for language in handbook.structure.languages]
    for number, url in enumerate(("", "https://intranet.example/a/b/", "https://kb.example/")):
        folder = tmp_path / str(number)
        folder.mkdir()
        text = configuration(languages, PurePosixPath("/srv/handbook/site"), url, "127.0.0.1:8080")
        (folder / "handbook.conf").write_text(text, encoding="utf-8")
        nginx.write_whole(folder, program)
        done = subprocess.run(
            [program, "-t", "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "warn" not in done.stderr
