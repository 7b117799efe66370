"""`handbook nginx` prints a configuration; tests/browser/test_hosting.py has nginx run it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import main


def nginx(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "nginx", *arguments])


def test_without_an_address_it_serves_the_root_of_every_host(root: Path) -> None:
    answer = nginx(root)
    assert answer.exit_code == 0
    for line in (
        "listen 80 default_server;",
        "server_name _;",
        "location / {",
        "root /srv/handbook/site;",
        '"~^/(?<handbook_language>en|ar|pt|id)(/|$)" /$handbook_language/404.html;',
    ):
        assert line in answer.output
    assert "alias" not in answer.output


def test_the_host_and_the_path_are_those_the_site_was_built_for(root: Path) -> None:
    answer = nginx(
        root, "--site-url", "https://kb.example/a/b", "--root", "/srv/kb", "--listen", "[::1]:81"
    )
    assert answer.exit_code == 0
    for line in (
        "listen [::1]:81;",
        "server_name kb.example;",
        "location = /a/b {",
        "location /a/b/ {",
        "alias /srv/kb/;",
        "default /a/b/404.html;",
    ):
        assert line in answer.output
    assert "default_server" not in answer.output


def test_a_path_is_taken_to_the_letter(root: Path) -> None:
    answer = nginx(root, "--site-url", "https://kb.example/v1.0/")
    assert r"~^/v1\.0/(?<" in answer.output
    assert "location /v1.0/ {" in answer.output


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--site-url", "kb.example"),
        ("--site-url", "https://kb.example/a;b/"),
        ("--root", "site"),
        ("--root", "/srv/a b"),
        ("--root", "/srv/site; deny all"),
        ("--listen", "80; deny all"),
    ],
)
def test_what_nginx_would_misread_is_refused(root: Path, option: str, value: str) -> None:
    answer = nginx(root, option, value)
    assert answer.exit_code == 2
    assert option in answer.output
