"""The web server of the tests: Debian's nginx with the configuration that `handbook nginx` prints.

python tests/browser/nginx.py [--install]
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import debian

from handbook.site.nginx import configuration

MISSING = (
    "The browser tests need nginx. Debian or Ubuntu: sudo apt-get install nginx-light; "
    "macOS: brew install nginx; or name one with NGINX=/path/to/nginx"
)
# On the path, or where Debian puts it, which is on root's path alone.
PLACES = ("nginx", "/usr/sbin/nginx")
# What Debian's nginx.conf has around the server's own file, without what needs root.
WHOLE = """\
{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log notice;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    include {types};
    default_type application/octet-stream;
    sendfile on;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/handbook.conf;
}}
"""


def find() -> Path | None:
    """The nginx to use: `$NGINX`, else the first there is."""
    named = os.environ.get("NGINX")
    found = filter(None, map(shutil.which, [named] if named else PLACES))
    return next(map(Path, found), None)


@contextmanager
def serving(
    site: Path, languages: Sequence[str], folder: Path, site_url: str = ""
) -> Iterator[str]:
    """Run nginx for `site`, with its own files in `folder`; yields the site's address.

    It listens on a free port of 127.0.0.1, and ends with the block. Raises
    RuntimeError where there is none, or where it does not start.
    """
    program = find()
    if program is None:
        raise RuntimeError(MISSING)
    # It is given a socket that listens already: nobody else can take the port before it does.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        text = configuration(languages, PurePosixPath(site), site_url, f"127.0.0.1:{port}")
        (folder / "handbook.conf").write_text(text, encoding="utf-8")
        write_whole(folder, program)
        process = subprocess.Popen(
            [program, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"],
            env={**os.environ, "NGINX": f"{listening.fileno()};"},
            pass_fds=[listening.fileno()],
        )
    try:
        _wait(process, folder)
        path = re.search(r"location (/\S*) {", text.replace("location = ", ""))
        assert path is not None
        yield f"http://127.0.0.1:{port}{path[1]}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def write_whole(folder: Path, program: Path) -> None:
    """Write the configuration around that in `folder`."""
    # Who runs the tests can read the site; nginx's usual user might not.
    user = "user root;\n" if debian.is_root() else ""
    whole = WHOLE.format(user=user, folder=folder, types=_types(program))
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")


def _types(program: Path) -> Path:
    """The list of types that came with the program."""
    built = subprocess.run([program, "-V"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"--conf-path=(\S+)", built)
    return Path(found[1] if found else "/etc/nginx/nginx.conf").with_name("mime.types")


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Until it has read its configuration and writes which process it is."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if (folder / "nginx.pid").exists():
            return
        time.sleep(0.05)
    process.kill()
    log = (folder / "error.log").read_text(encoding="utf-8")
    raise RuntimeError(f"nginx did not start:\n{log}")


def main(arguments: list[str]) -> int:
    """Print the program's path; with `--install`, install it where that can be done unasked."""
    if arguments not in ([], ["--install"]):
        print(__doc__, file=sys.stderr)
        return 2
    if find() is None and arguments and not os.environ.get("NGINX"):
        debian.install("nginx-light")
    found = find()
    print(found or MISSING, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
