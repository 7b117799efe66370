"""Small mends of rendered HTML, and the theme's own texts in our words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import urlsplit

from handbook.content.structure import Language
from handbook.site.icons import icon
from handbook.texts import N_, Texts

# The theme's text keys that our templates and its own use, in English. Material's
# translations of these are partly missing and partly wrong, so the catalogues
# carry them all.
THEME_TEXTS: dict[str, str] = {
    "action.skip": N_("Skip to content"),
    "footer": N_("Previous and next page"),
    "footer.next": N_("Next page"),
    "footer.previous": N_("Previous page"),
    "nav": N_("Pages"),
    "toc": N_("On this page"),
}

# What the `toc` extension calls a heading's link to itself; it has one name for all languages.
PERMALINK = N_("Permanent link")

_TASK = re.compile(
    r'<li class="task-list-item">(?P<open><p>)?<label class="task-list-control">'
    r'(?P<box><input type="checkbox"[^>]*/?>)<span class="task-list-indicator"></span></label>'
    r"(?P<text>.*?)(?P<close></p>)?(?=</li>|<ul|<ol|<p>)",
    re.DOTALL,
)
_NOTE = re.compile(r"<!--\s*handbook:.*?-->\n?", re.DOTALL | re.IGNORECASE)


def without_notes(content: str) -> str:
    """`content` without the comments that are for the check and not for readers."""
    return _NOTE.sub("", content)


def accessible(content: str, texts: Texts) -> str:
    """Give every tick box its text as its name, and every wide table a place to scroll in."""
    content = _TASK.sub(_labelled, content)
    name = escape(texts.gettext(PERMALINK))
    content = content.replace(f'title="{PERMALINK}"', f'title="{name}" aria-label="{name}"')
    return _TABLE.sub(_framed, content)


_TABLE = re.compile(r"<table>(?P<head>.*?)(?P<body><tbody>.*?</tbody>)\s*</table>", re.DOTALL)
_HEAD_CELL = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr[^>]*>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)([^>]*)>")


def _framed(table: re.Match[str]) -> str:
    """A table in a frame it can scroll in, each cell with its column's name for narrow screens.

    A class of our own keeps the theme's script from wrapping the table once more.
    """
    names = [re.sub(r"<[^>]*>", "", cell).strip() for cell in _HEAD_CELL.findall(table["head"])]

    def named(row: re.Match[str]) -> str:
        columns = iter(names)

        def cell(tag: re.Match[str]) -> str:
            name = next(columns, "")
            return f'<{tag[1]}{tag[2]} data-label="{name}">' if tag[1] == "td" else tag[0]

        return _CELL.sub(cell, row[0])

    body = _ROW.sub(named, table["body"])
    return f'<div class="hb-table"><table class="hb-grid">{table["head"]}{body}</table></div>'


def _labelled(task: re.Match[str]) -> str:
    return (
        f'<li class="task-list-item">{task["open"] or ""}<label class="task-list-control">'
        f'{task["box"]}<span class="task-list-indicator"></span>'
        f'<span class="hb-task">{task["text"].strip()}</span></label>{task["close"] or ""}'
    )


_NOTE_TITLE = re.compile(
    r'(<(?:div|details) class="(?:admonition )?(\w+)[^>]*>\s*'
    r'(?:<p class="admonition-title">|<summary>))'
)
_PHRASES = re.compile(r'(<h2 id="phrases".*?</h2>\s*<div class="hb-table)(?=")', re.DOTALL)
_HEADING = re.compile(r'<(h[23]) id="([^"]+)">')


def drawn(content: str, marked: Mapping[str, str]) -> str:
    """`content` with a sign on each note, a mark on each section listed in `marked`, and
    the table of model phrases known as one.
    """

    def heading(found: re.Match[str]) -> str:
        mark = marked.get(found[2])
        if mark is None:
            return found[0]
        return f'<{found[1]} id="{found[2]}" class="hb-marked hb-ethic--{mark}">{icon(mark)}'

    content = _NOTE_TITLE.sub(lambda found: found[1] + icon(found[2]), content)
    content = _PHRASES.sub(r"\1 hb-phrases", content)
    return _HEADING.sub(heading, content) if marked else content


_SECTION = re.compile(r'<(h[2-6]) id="([^"]+)".*?</\1>', re.DOTALL)


def noted(content: str, notices: Mapping[str, str]) -> str:
    """`content` with the notice of each section below its heading; that of "" stands first."""

    def section(found: re.Match[str]) -> str:
        return found[0] + notices.get(found[2], "")

    return notices.get("", "") + _SECTION.sub(section, content) if notices else content


_HTML = re.compile(r'<html lang="[^"]*"')


def rooted(output: str, language: Language, page: str | None) -> str:
    """The document with language and direction on `<html>`, where CSS and readers look.

    Material writes a language without its region and puts the direction on
    `<body>` only. Raises ValueError where its template no longer fits.
    """
    named = f' data-handbook-page="{page}"' if page is not None else ""
    root = f'<html lang="{language.tag}" dir="{language.direction}"{named}'
    output, count = _HTML.subn(root, output, count=1)
    if count != 1:
        raise ValueError("the theme's <html> element has changed")
    return output


def base_path(site_url: str) -> str:
    """The path at which the site stands on its server: `/` or, say, `/kb/`."""
    path = urlsplit(site_url).path
    return path if path.endswith("/") else f"{path}/"
