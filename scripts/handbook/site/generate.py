"""What the build writes into a page: company values and generated sections.

Everything here is a pure function from the handbook to Markdown (with HTML where
Markdown has no word for it), so that another site engine could use it as it is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from babel.dates import format_date

from handbook.content.addresses import page_address, relink, slug, to_root
from handbook.content.company import values
from handbook.content.handbook import Handbook, Page, Section
from handbook.content.layout import HOME
from handbook.content.markdown import ElementKind, Scan, Variable, scan
from handbook.content.structure import Language
from handbook.site.icons import icon
from handbook.site.outlines import (
    CHANNEL,
    CHANNELS,
    ETHIC,
    ETHICS,
    ONBOARDING,
    Listed,
    Outline,
    Outlines,
    stem,
)
from handbook.texts import N_, Texts

GENERATED = "generated."

# Whether a text may have a block of those; the scanner tells.
_BLOCK = re.compile(r"^\s*(?:!!!|\?\?\?)", re.MULTILINE)
BLOCKS = (ElementKind.ADMONITION, ElementKind.FOLDED)
# What an admonition is called where its author gave it no title.
ADMONITIONS = {
    "note": N_("Note"),
    "tip": N_("Tip"),
    "warning": N_("Warning"),
    "example": N_("Example"),
    "success": N_("Answer"),
}


@dataclass(frozen=True)
class Edition:
    """The handbook in one language, with what its text is filled from."""

    handbook: Handbook
    language: Language
    texts: Texts
    site_url: str = ""
    known_outlines: Mapping[str, Outline] | None = None

    @property
    def outlines(self) -> Mapping[str, Outline]:
        """The outlines of this language's pages, by name."""
        return Outlines(self.pages) if self.known_outlines is None else self.known_outlines

    def listed(self, kind: str) -> list[Listed]:
        """This language's pages of one kind as a list names them, in reading order."""
        outlines = self.outlines
        return [
            Listed(name, outlines[name].title)
            for name in self.handbook.names_of_kind(kind)
            if name in outlines and outlines[name].kind == kind
        ]

    def plural_forms(self, one: str, other: str) -> dict[str, str]:
        """The message in each plural category of the language, its number left open."""
        forms = self.texts.translations.ngettext
        return {category: forms(one, other, number) for category, number in self._plurals.items()}

    @cached_property
    def _plurals(self) -> dict[str, int]:
        """A number of each plural category."""
        found: dict[str, int] = {}
        for number in range(120):
            found.setdefault(self.language.cldr.plural_form(number), number)
        return found

    def search_others(self, root: str) -> list[dict[str, str]]:
        """The other languages as the search has them; `root` leads to the site's own."""
        names = self.language.cldr.languages
        by = self.texts.gettext("Found by a word in %(language)s")
        return [
            {
                "folder": other.folder,
                "base": f"{root}{other.folder}/",
                "by": by % {"language": names.get(other.cldr.language, other.name)},
            }
            for other in self.handbook.structure.languages
            if other.folder != self.language.folder
        ]

    def date(self, day: datetime.date) -> str:
        """A day as this language writes it out."""
        return format_date(day, "long", locale=self.language.cldr)

    @cached_property
    def company_values(self) -> Mapping[str, str]:
        """The company's variables as this language writes them."""
        company = self.handbook.company.model
        return values(company, self.language, self.texts) if company else {}

    @property
    def pages(self) -> Mapping[str, Page]:
        """The pages of this language by name."""
        return self.handbook.trees[self.language.folder].pages

    def of_kind(self, kind: str) -> list[Page]:
        """This language's pages of one kind, in reading order."""
        return self.handbook.pages_of_kind(self.language.folder, kind)


def page_markdown(edition: Edition, page: Page) -> str:
    """The page's Markdown with everything filled in that the build provides."""
    body = home_body(edition, page) if page.name == HOME else across(edition, page)
    if body is page.body:
        return _filled(edition, page, body, page.scan, page.front_matter.body_line)
    return filled(edition, page, body)


def filled(edition: Edition, page: Page, body: str) -> str:
    """Some Markdown of a page with its variables replaced and its admonitions titled."""
    if "{{" not in body and not _BLOCK.search(body):
        return body
    return _filled(edition, page, body, scan(body), 1)


def _filled(edition: Edition, page: Page, body: str, found: Scan, first: int) -> str:
    """The same, of what was found in it; `first` is the number of its first line there.

    Unknown variables are left for the reader to see. An admonition that has no title of its
    own is given one in the page's language.
    """
    lines = body.split("\n")
    for variable in reversed(found.variables):
        text = _value(edition, page, variable)
        if text is not None:
            number = variable.line - first
            lines[number] = _replaced(lines[number], variable, text)
    for element in found.elements:
        if element.kind in BLOCKS and not element.titled and element.name in ADMONITIONS:
            number = element.line - first
            title = edition.texts.gettext(ADMONITIONS[element.name])
            lines[number] = f'{lines[number].rstrip()} "{title}"'
    return "\n".join(lines)


def _value(edition: Edition, page: Page, variable: Variable) -> str | None:
    if variable.name.startswith(GENERATED):
        make = GENERATORS.get(variable.name.removeprefix(GENERATED))
        return make(edition, page) if make else None
    return edition.company_values.get(variable.name)


def _replaced(line: str, variable: Variable, text: str) -> str:
    start = variable.column - 1
    end = line.index("}}", start) + 2
    return line[:start] + text + line[end:]


def home_body(edition: Edition, page: Page) -> str:
    """The home page's body: its doors as cards, then the first week, the channels and the ethics.

    A door is a section of level 3; a company without doors has a home page without cards.
    """
    doors = [section for section in page.headed if section.level == 3]
    if not doors:
        return page.body
    lines = page.body.split("\n")
    first = page.front_matter.body_line
    start, end = doors[0].line - first, doors[-1].end - first + 1
    framed = [line for door in doors for line in _door(page, door)]
    cards = ["", first_week(edition, page), "", entrances(edition, page), ""]
    return "\n".join(
        [*lines[:start], *_frame("hb-doors", framed), *cards, *lines[end:]],
    )


def _door(page: Page, door: Section) -> list[str]:
    first = page.front_matter.body_line
    text = page.body.split("\n")[door.line - first : door.end - first + 1]
    mark = f'<div class="hb-door__mark">{icon(door.id or "")}</div>'
    return _frame("hb-door", [mark, "", *text])


def _frame(name: str, lines: list[str]) -> list[str]:
    return [f'<div class="{name}" markdown="1">', "", *lines, "", "</div>", ""]


def first_week(edition: Edition, page: Page) -> str:
    """The new hire's days, each a link to its section."""
    parts = []
    for path in edition.of_kind(ONBOARDING):
        days = "".join(
            f'<li><a href="{_href(page, path)}#{section.id}">{_day(section.title)}</a></li>'
            for section in path.headed
            if section.id and section.id.startswith("day-")
        )
        title = f'<a href="{_href(page, path)}">{escape(path.title)}</a>'
        parts.append(f'<p class="hb-group">{title}</p><ol class="hb-days">{days}</ol>')
    return "\n\n".join(parts)


def _day(title: str) -> str:
    """`Day 1: what service means here`, its first part set apart."""
    day, colon, subject = title.partition(":")
    return (
        f"<b>{escape(day)}</b> <span>{escape(subject.strip())}</span>" if colon else escape(title)
    )


def entrances(edition: Edition, page: Page) -> str:
    """A card for each channel and each ethic, under the title of the page that lists them."""
    return "\n\n".join(
        f'<p class="hb-group"><a href="{_href(page, group)}">{escape(group.title)}</a></p>'
        f'<ul class="hb-cards">{"".join(_card(page, one) for one in edition.of_kind(kind))}</ul>'
        for kind, groups in ((CHANNEL, CHANNELS), (ETHIC, ETHICS))
        for group in edition.of_kind(groups)
    )


def _card(page: Page, target: Page) -> str:
    about = escape(target.meta.description) if target.meta else ""
    return (
        f'<li class="{_hue(target)}"><a href="{_href(page, target)}">{icon(stem(target.name))}'
        f"<b>{escape(target.title)}</b> <span>{about}</span></a></li>"
    )


def _hue(page: Page) -> str:
    """The class that gives a part its ethic's hue; of a channel, the handbook's own applies."""
    kind = page.meta.kind if page.meta else ""
    return f"hb-{kind}--{stem(page.name)}"


def matrix(edition: Edition, page: Page) -> str:
    """The table of channels and ethics: each cell leads to where the two meet."""
    ethics = edition.of_kind(ETHIC)
    columns = "".join(
        f'<th scope="col" class="{_hue(ethic)}"><a href="{_href(page, ethic)}">'
        f"{icon(stem(ethic.name))}{escape(ethic.title)}</a></th>"
        for ethic in ethics
    )
    rows = "".join(
        f'<tr><th scope="row"><a href="{_href(page, channel)}">{icon(stem(channel.name))}'
        f"{escape(channel.title)}</a></th>"
        + "".join(_cell(page, channel, stem(ethic.name)) for ethic in ethics)
        + "</tr>"
        for channel in edition.of_kind(CHANNEL)
    )
    corner = escape(edition.texts.gettext("Channel"))
    return (
        f'<div class="hb-matrix"><table><thead><tr><th scope="col">{corner}</th>{columns}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(page: Page, channel: Page, ethic: str) -> str:
    section = channel.by_id.get(ethic)
    title = section.title if section else ethic
    return (
        f'<td class="hb-ethic--{ethic}"><a href="{_href(page, channel)}#{ethic}">'
        f"{icon(ethic)}{escape(title)}</a></td>"
    )


def across(edition: Edition, page: Page) -> str:
    """The body of a channel's page, each of its ethics' sections with the ways on at its end.

    They lead to the ethic's own page and to the same section of the other channels' pages.
    A page of another kind is as it is.
    """
    lines = page.body.split("\n")
    if not page.meta or page.meta.kind != CHANNEL:
        return page.body
    ethics = {stem(ethic.name): ethic for ethic in edition.of_kind(ETHIC)}
    for section in reversed(page.headed):
        if section.id in ethics:
            end = section.end - page.front_matter.body_line + 1
            lines[end:end] = ["", _ways_on(edition, page, ethics[section.id]), ""]
    return "\n".join(lines)


def _ways_on(edition: Edition, page: Page, ethic: Page) -> str:
    others = " · ".join(
        f'<a href="{_href(page, channel)}#{stem(ethic.name)}">{escape(channel.title)}</a>'
        for channel in edition.of_kind(CHANNEL)
        if channel != page and stem(ethic.name) in channel.by_id
    )
    elsewhere = escape(edition.texts.gettext("On other channels:"))
    return (
        f'<p class="hb-across {_hue(ethic)}" data-pagefind-ignore>'
        f'<a href="{_href(page, ethic)}">{icon(stem(ethic.name))}{escape(ethic.title)}</a> '
        f"<span>{elsewhere} {others}</span></p>"
    )


def channels(edition: Edition, page: Page) -> str:
    """What the four channel pages say on the ethic of this page."""
    ethic = stem(page.name)
    parts = []
    for channel in edition.of_kind(CHANNEL):
        section = channel.by_id.get(ethic)
        if section is None:
            continue
        text = relink(_demoted(channel.text_of(section)), channel.name, page.name)
        text = filled(edition, channel, text)
        target = relink(f"](#{ethic})", channel.name, page.name)
        parts += [
            f"### {channel.title} {{#on-{stem(channel.name)}}}",
            text,
            f"[{section.title}{target}{{ .hb-source }}",
        ]
    return "\n\n".join(parts)


def _demoted(markdown: str) -> str:
    """Deeper headings as plain bold text: their ids belong to the page they come from."""
    return re.sub(r"^#{3,6} (.*?)\s*(?:\{[^}]*\})?$", r"**\1**", markdown, flags=re.MULTILINE)


def links(edition: Edition, page: Page) -> str:
    """Every section with its link in this language and its neutral link."""
    gettext = edition.texts.gettext
    head = "".join(
        f'<th scope="col">{escape(gettext(title))}</th>'
        for title in (
            N_("Section"),
            N_("Link in this language"),
            N_("Link in each reader's language"),
        )
    )
    parts = []
    for name in edition.handbook.structure.pages:
        listed = edition.pages.get(name)
        if listed is None:
            continue
        rows = "".join(
            _link_row(edition, page, listed, section)
            for section in (None, *(s for s in listed.headed if s.id and s.level == 2))
        )
        parts += [
            f"### {listed.title} {{#{slug(name)}}}",
            f'<div class="hb-links"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>",
        ]
    return "\n\n".join(parts)


def _link_row(edition: Edition, page: Page, listed: Page, section: Section | None) -> str:
    address = page_address(listed.name) + (f"#{section.id}" if section else "")
    title = section.title if section else edition.texts.gettext("The whole page")
    root = edition.site_url or to_root(f"{edition.language.folder}/{page_address(page.name)}")
    shown = edition.site_url or "/"
    cells = "".join(
        f'<td><a href="{escape(root + link)}"><code>{escape(shown + link)}</code></a></td>'
        for link in (f"{edition.language.folder}/{address}", address)
    )
    return f'<tr><th scope="row">{escape(title)}</th>{cells}</tr>'


def glossary(edition: Edition, page: Page) -> str:
    """The terms in the language's dictionary order, each with its name in the others."""
    model = edition.handbook.glossary.model
    folder = edition.language.folder
    parts = []
    for id, term in model.in_order(folder) if model else ():
        others = "".join(
            f'<li lang="{other.tag}" dir="{other.direction}"><span>{escape(other.name)}</span> '
            f"{escape(term.term[other.folder])}</li>"
            for other in edition.handbook.structure.languages
            if other.folder != folder and other.folder in term.term
        )
        parts += [
            f"### {term.term.get(folder, id)} {{#{id}}}",
            term.definition.get(folder, ""),
            f'<ul class="hb-other-languages">{others}</ul>',
        ]
    return "\n\n".join(parts)


GENERATORS: dict[str, Callable[[Edition, Page], str]] = {
    "matrix": matrix,
    "channels": channels,
    "links": links,
    "glossary": glossary,
}


def _href(page: Page, target: Page) -> str:
    """A relative address from one page to another of the same language."""
    return to_root(page_address(page.name)) + page_address(target.name)
