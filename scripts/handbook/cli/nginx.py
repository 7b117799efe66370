"""`handbook nginx`: the configuration of a web server for the site."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import click

from handbook.cli.build import site_address
from handbook.cli.common import read
from handbook.cli.project import project_root
from handbook.site.nginx import configuration


@click.command("nginx")
@click.option("--site-url", default="", metavar="URL", help="Where the site stands; as in `build`.")
@click.option(
    "--root",
    "folder",
    default="/srv/handbook/site",
    show_default=True,
    metavar="PATH",
    help="The site's folder on the server.",
)
@click.option("--listen", default="80", show_default=True, help="Port, or address:port.")
@click.pass_obj
def nginx_command(root: Path | None, site_url: str, folder: str, listen: str) -> None:
    """Print nginx's configuration for the built site.

    Headers, compression, caching, and the 404 page of each language. The path is
    that of --site-url; give the one the site was built with.
    """
    address = site_address(site_url)
    if not re.fullmatch(r"[\w.:/~-]*", address):
        raise click.BadParameter("give a plain address and path", param_hint="--site-url")
    if not re.fullmatch(r"/[^\s;{}\"'\\$]*", folder):
        raise click.BadParameter("give an absolute path without spaces", param_hint="--root")
    if not re.fullmatch(r"[\w.:\[\]]+", listen):
        raise click.BadParameter("give a port, or address:port", param_hint="--listen")
    handbook = read(project_root(root), "text")
    languages = [language.folder for language in handbook.structure.languages]
    click.echo(configuration(languages, PurePosixPath(folder), address, listen), nl=False)
