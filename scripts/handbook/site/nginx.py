"""nginx's configuration for the built site: what README's section on hosting hands out.

One file for the `http` level, as /etc/nginx/conf.d/ and sites-enabled/ are: two maps, so
that each header and each page of "not found" is chosen in one place, and a server.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from handbook.site.headers import ASK, FOR_EVER, HEADERS, NAMED_BY_CONTENT
from handbook.site.html import base_path

# nginx takes text/html for granted.
TEXTS = (
    "text/css",
    "text/javascript",
    "text/plain",
    "text/xml",
    "application/javascript",
    "application/json",
    "application/xml",
)
# A browser refuses WebAssembly whose type names a character set. Typefaces, other
# pictures and Pagefind's own files are compressed already.
COMPRESSED = (*TEXTS, "application/wasm", "image/svg+xml")

_TEMPLATE = """\
# The handbook's site{where}, by `handbook nginx`.
# Put it into /etc/nginx/conf.d/, then: nginx -t && systemctl reload nginx{default}
# For HTTPS, add to the server: listen 443 ssl; ssl_certificate ...; ssl_certificate_key ...;

# A file whose name tells its content is kept for ever; the rest is asked about each time.
map $uri $handbook_caching {{
    default "{ask}";
    "~{named}" "{forever}";
}}

# A missing page is answered in the language of its address.
map $uri $handbook_missing {{
    default {base}404.html;
    "~^{pattern}(?<handbook_language>{languages})(/|$)" {base}$handbook_language/404.html;
}}

server {{
    listen {listen};
    server_name {name};
    server_tokens off;
    charset utf-8;
    charset_types {texts};

    # Redirects name the path alone, so they hold behind a proxy and on any port.
    absolute_redirect off;

    gzip on;
    gzip_comp_level 6;
    gzip_vary on;
    gzip_proxied any;
    gzip_min_length 256;
    gzip_types {compressed};

{location}
}}
"""

_DEFAULT = """
# It answers for every host: remove Debian's own sites-enabled/default."""

_AT_ROOT = """\
    location / {{
        root {root};
{inside}
    }}"""

_AT_PATH = """\
    location = {bare} {{
        return 301 {base}$is_args$args;
    }}

    location {base} {{
        alias {root}/;
{inside}
    }}"""

_INSIDE = """\
        index index.html;
        etag on;
        error_page 403 404 =404 $handbook_missing;
{headers}
        add_header Cache-Control $handbook_caching always;"""


def configuration(
    languages: Sequence[str], root: PurePosixPath, site_url: str = "", listen: str = "80"
) -> str:
    """The configuration for a site in `root`, built for `site_url`.

    The path and the host's name are those of `site_url`, as in the build: the pages
    of "not found" carry that path.
    """
    base = base_path(site_url)
    headers = "\n".join(
        f'        add_header {name} "{value}" always;' for name, value in HEADERS.items()
    )
    location = _AT_ROOT if base == "/" else _AT_PATH
    host = urlsplit(site_url).hostname
    return _TEMPLATE.format(
        default="" if host else _DEFAULT,
        where=f" at {site_url}" if site_url else "",
        ask=ASK,
        named=NAMED_BY_CONTENT,
        forever=FOR_EVER,
        base=base,
        pattern=re.escape(base),
        languages="|".join(languages),
        listen=listen if host else f"{listen} default_server",
        name=host or "_",
        texts=" ".join(TEXTS),
        compressed=" ".join(COMPRESSED),
        location=location.format(
            base=base,
            bare=base.rstrip("/"),
            root=root,
            inside=_INSIDE.format(headers=headers),
        ),
    )
