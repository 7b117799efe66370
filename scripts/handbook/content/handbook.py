"""The whole handbook as frozen values: languages, their pages, the pages' sections."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import Any, Generic, Protocol, TypeVar

from handbook.content import frontmatter
from handbook.content.catalogues import Interface, read_interface
from handbook.content.checks import Checks
from handbook.content.comments import Comment
from handbook.content.company import Company
from handbook.content.faults import Fault, FaultKind
from handbook.content.files import UnreadableText, decode, read_text
from handbook.content.fingerprint import section_text
from handbook.content.freshness import Freshness, read_freshness
from handbook.content.frontmatter import FrontMatter, Meta
from handbook.content.glossary import Glossary
from handbook.content.ignores import Ignore, ignores
from handbook.content.layout import CHECKS, COMPANY, DOCS, ENGINE, GLOSSARY, STRUCTURE
from handbook.content.markdown import (
    Element,
    Heading,
    Link,
    Scan,
    Text,
    Variable,
    scan,
)
from handbook.content.marks import is_unwritten, marks
from handbook.content.pages import Pages
from handbook.content.settings import Settings, read_settings, yaml_fault
from handbook.content.site import Site
from handbook.content.spans import PageProse, page_prose
from handbook.content.structure import Kind, Language, Structure
from handbook.content.wording import wording
from handbook.content.yamltext import YamlFault, YamlText, load

# The settings of the checks where the project has none.
NO_CHECKS = Settings(CHECKS, Checks())


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, up to the next heading.

    The text before the first heading is the section of level 0, with no id.
    Lines are those of the file, 1-based; `end` is the last one, inclusive. `marks`
    are the places in it that are still to be written.
    """

    id: str | None
    level: int
    title: str
    line: int
    end: int
    elements: tuple[Element, ...]
    links: tuple[Link, ...]
    variables: tuple[Variable, ...]
    is_empty: bool
    marks: tuple[Comment, ...] = ()
    scan: Scan = field(default=Scan(), repr=False, compare=False)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The running text, heading included."""
        return self.scan.texts_between(self.line, self.end)


@dataclass(frozen=True)
class Page:
    """One page in one language.

    `name` is its path below the language's folder, the same in every language;
    `path` its path below the project's root. Where the file could not be read
    as text, `fault` says why and the rest is empty.
    """

    language: Language
    name: str
    path: str
    front_matter: FrontMatter
    body: str
    sections: tuple[Section, ...]
    fault: Fault | None = None
    ignores: tuple[Ignore, ...] = ()
    scan: Scan = field(default=Scan(), repr=False, compare=False)

    @cached_property
    def prose(self) -> PageProse:
        """What a reader sees of the text, each character with its place in the file."""
        return page_prose(self.scan.texts)

    @property
    def meta(self) -> Meta | None:
        """The validated front matter."""
        return self.front_matter.meta

    @property
    def title(self) -> str:
        """The page's title, its name where the front matter is broken."""
        return self.meta.title if self.meta else self.name

    @cached_property
    def unwritten_keys(self) -> tuple[str, ...]:
        """The keys of the front matter whose text is still to be written."""
        texts = self.meta.model_dump(include={"title", "description", "owner"}) if self.meta else {}
        return tuple(key for key, text in texts.items() if is_unwritten(text))

    @property
    def variables(self) -> frozenset[str]:
        """The names of the variables in use."""
        return frozenset(used.name for section in self.sections for used in section.variables)

    @cached_property
    def headed(self) -> tuple[Section, ...]:
        """The sections that have a heading."""
        return tuple(section for section in self.sections if section.level > 0)

    @cached_property
    def by_id(self) -> Mapping[str, Section]:
        """The sections by id; the first where an id is written twice."""
        found: dict[str, Section] = {}
        for section in self.headed:
            if section.id:
                found.setdefault(section.id, section)
        return found

    @cached_property
    def _lines(self) -> list[str]:
        return self.body.split("\n")

    @cached_property
    def _normal_texts(self) -> dict[tuple[int, int], str]:
        return {}

    def normal_text(self, section: Section) -> str:
        """What a section itself says, without those in it, however it is laid out."""
        # The text before the first heading may be empty and share its line.
        key = (section.level, section.line)
        if key not in self._normal_texts:
            first = self.front_matter.body_line
            lines = self._lines[section.line - first : section.end - first + 1]
            self._normal_texts[key] = section_text(
                section.title, lines, section.line, section.elements
            )
        return self._normal_texts[key]

    @cached_property
    def _wording(self) -> tuple[str, ...]:
        return tuple(wording(self.body).split("\n"))

    @cached_property
    def _words(self) -> dict[tuple[int, int], str]:
        return {}

    def words_of(self, section: Section) -> str:
        """A section's heading and words, column for column; it begins on the section's line."""
        key = (section.level, section.line)
        if key not in self._words:
            first = self.front_matter.body_line
            lines = self._wording[section.line - first : section.end - first + 1]
            self._words[key] = "\n".join(lines)
        return self._words[key]

    def lines_of(self, section: Section) -> list[str]:
        """A section's lines, its heading first."""
        first = self.front_matter.body_line
        return self._lines[section.line - first : section.end - first + 1]

    def text_of(self, section: Section) -> str:
        """The Markdown of a section and of the deeper sections in it, without its heading."""
        end = section.end
        for other in self.sections[self.sections.index(section) + 1 :]:
            if other.level <= section.level:
                break
            end = other.end
        first = self.front_matter.body_line
        return "\n".join(self._lines[section.line - first + 1 : end - first + 1]).strip("\n")


@dataclass(frozen=True)
class Tree:
    """One language's pages by name, and the other files beside them."""

    language: Language
    pages: Mapping[str, Page]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handbook:
    """Everything that was read, valid or not; checks judge it.

    `escaping` are symbolic links that lead out of the project or to nothing,
    `top_folders` the folders at the top of docs/, `shared` the files below docs/
    that are of no language; all paths are relative to `root`.
    `engine_languages` are the folders the site engine is told of in mkdocs.yml,
    each with its line; None where that file names none, `engine_faults` why it cannot be
    read. `site_url` is where that file
    says the site stands, "" where it does not. `interface` are its texts.
    `site` is how a site of others is laid out, which has no contract: there
    `structure` is made up from what was found, without kinds. `known_kinds` are the
    `names_by_kind`, where they are known without reading every page. `is_part` says that
    this is what `only` makes, `whole` of what.
    """

    root: Path
    structure: Structure
    company: Settings[Company]
    glossary: Settings[Glossary]
    trees: Mapping[str, Tree]
    top_folders: tuple[str, ...] = ()
    escaping: tuple[str, ...] = ()
    engine_languages: Mapping[str, int] | None = None
    engine_faults: tuple[Fault, ...] = ()
    site_url: str = ""
    structure_settings: Settings[Structure] | None = None
    shared: tuple[str, ...] = ()
    checks_settings: Settings[Checks] = NO_CHECKS
    freshness: Freshness = field(default_factory=Freshness)
    site: Site | None = None
    is_part: bool = False
    whole: Handbook | None = field(default=None, repr=False)
    known_kinds: Mapping[str, frozenset[str]] | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all pages, of those too that have nothing left but a record."""
        names = (name for tree in self.trees.values() for name in tree.pages)
        return tuple(dict.fromkeys((*names, *self.freshness.names)))

    def only(self, name: str, whole: Handbook | None = None) -> Handbook:
        """The part that is one page, in all its languages: as if there were no other.

        What cannot be told from it is asked of `all`, which is the `whole` where one is given.
        It has nothing of what its findings are not remembered by (checks/memory.py).
        """
        pages = (name,) if name in self.contract_pages else ()
        found = {folder: _taken(tree.pages, name) for folder, tree in self.trees.items()}
        return replace(
            self,
            structure=self.structure.model_copy(update={"pages": pages}),
            trees={
                folder: Tree(self.trees[folder].language, {name: page} if page else {})
                for folder, page in found.items()
            },
            freshness=self.freshness.only(name),
            company=Settings(COMPANY, None),
            interface=None,
            engine_languages=None,
            shared=(),
            escaping=(),
            checks_settings=NO_CHECKS,
            is_part=True,
            whole=whole,
        )

    @property
    def all(self) -> Handbook:
        """The whole handbook, of which this may be a part. Raises NeedsAll."""
        if not self.is_part:
            return self
        if self.whole is None:
            raise NeedsAll
        return self.whole

    def page(self, path: str) -> Page | None:
        """The page at a path, if it is one."""
        folder = self.language_of(path)
        if folder is None:
            return None
        pages = self.trees[folder].pages
        if self.has_contract:
            return pages.get(path.removeprefix(f"{DOCS}/{folder}/"))
        return next((page for page in pages.values() if page.path == path), None)

    @cached_property
    def contract_pages(self) -> frozenset[str]:
        """The names of the pages that the contract lists."""
        return frozenset(self.structure.pages)

    @property
    def has_contract(self) -> bool:
        """Whether docs/structure.yml says what there should be; a site of others has none."""
        return self.site is None

    def language_of(self, path: str) -> str | None:
        """The folder of the language that a file or folder belongs to."""
        if self.site:
            return self.site.language_of(path, self.trees)
        top, _, rest = path.partition("/")
        folder = rest.partition("/")[0]
        return folder if top == DOCS and folder in self.trees else None

    def reread(self, path: str) -> tuple[str, str] | None:
        """Take a page in the version that its file has now: its language's folder, and its name.

        None where there is no such page, or no file of it any more.
        """
        folder = self.language_of(path)
        pages = self.trees[folder].pages if folder is not None else None
        if folder is None or not isinstance(pages, Pages):
            return None
        name = path.removeprefix(f"{DOCS}/{folder}/")
        if name not in pages:
            return None
        try:
            pages.edited(name, (self.root / path).read_bytes())
        except OSError:
            return None
        return folder, name

    interface: Interface | None = None

    @property
    def source(self) -> Tree:
        """The source language's tree."""
        return self.trees[self.structure.source]

    @property
    def translations(self) -> Iterator[Tree]:
        """The other languages' trees."""
        return (self.trees[language.folder] for language in self.structure.translations)

    @cached_property
    def names_by_kind(self) -> Mapping[str, frozenset[str]]:
        """The names of the pages that are of a kind in any language, by kind."""
        if self.known_kinds is not None:
            return self.known_kinds
        found: dict[str, set[str]] = {}
        for tree in self.trees.values():
            for name, page in tree.pages.items():
                if page.meta:
                    found.setdefault(page.meta.kind, set()).add(name)
        return {kind: frozenset(names) for kind, names in found.items()}

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file below docs/ that is no page."""
        beside = (name for tree in self.trees.values() for name in tree.others)
        return frozenset((*beside, *self.shared))

    @cached_property
    def worked_out(self) -> dict[object, dict[str, tuple[Page, Any]]]:
        """What `once` keeps, by function and page."""
        return {}

    def kind(self, page: Page) -> Kind | None:
        """The contract of a page's kind, where it names one there is."""
        return self.structure.kinds.get(page.meta.kind) if page.meta else None

    def pages_of_kind(self, folder: str, kind: str) -> list[Page]:
        """A language's pages of one kind, in reading order."""
        pages = self.trees[folder].pages
        found = (pages[name] for name in self.names_of_kind(kind) if name in pages)
        return [page for page in found if page.meta and page.meta.kind == kind]

    def names_of_kind(self, kind: str) -> tuple[str, ...]:
        """The names of the pages that are of a kind in any language, in reading order."""
        return self._order_by_kind.get(kind, ())

    @cached_property
    def _order_by_kind(self) -> Mapping[str, tuple[str, ...]]:
        """The names in `names_by_kind`, in reading order."""
        place = {name: number for number, name in enumerate(self.structure.pages)}
        return {
            kind: tuple(sorted(names & place.keys(), key=place.__getitem__))
            for kind, names in self.names_by_kind.items()
        }


def _taken(pages: Mapping[str, Page], name: str) -> Page | None:
    # Thousands of pages are judged one by one: none is kept for it.
    return pages.take(name) if isinstance(pages, Pages) else pages.get(name)


class NeedsAll(Exception):
    """What is asked of a part of the handbook can only be told from the whole."""


class InvalidStructure(Exception):
    """`structure.yml` is not usable, so nothing can be checked against it."""

    def __init__(self, settings: Settings[Structure]) -> None:
        super().__init__(settings.path)
        self.settings = settings


def read_handbook(root: Path) -> Handbook:
    """Read the handbook below `root`. Raises InvalidStructure."""
    settings = read_settings(root, STRUCTURE, Structure)
    structure = settings.model
    if structure is None:
        raise InvalidStructure(settings)
    docs = root / DOCS
    engine, engine_faults = _engine(root)
    return Handbook(
        root=root,
        structure=structure,
        company=read_settings(root, COMPANY, Company),
        glossary=read_settings(root, GLOSSARY, Glossary),
        trees={language.folder: _read_tree(root, language) for language in structure.languages},
        top_folders=tuple(sorted(entry.name for entry in docs.iterdir() if entry.is_dir())),
        escaping=tuple(sorted(_escaping_links(root, docs))),
        structure_settings=settings,
        engine_languages=_engine_languages(engine),
        engine_faults=engine_faults,
        site_url=_site_url(engine),
        shared=tuple(_shared_files(root, structure)),
        checks_settings=_read_checks(root),
        freshness=read_freshness(root, [language.folder for language in structure.translations]),
        interface=read_interface(root, structure.translations),
    )


def _read_checks(root: Path) -> Settings[Checks]:
    """The settings of the checks; the file need not be there."""
    if not os.path.lexists(root / CHECKS):
        return NO_CHECKS
    return read_settings(root, CHECKS, Checks)


def _engine(root: Path) -> tuple[YamlText, tuple[Fault, ...]]:
    """The site engine's settings, or why they cannot be read; nothing where there are none."""
    nothing = YamlText({}, {})
    try:
        loaded = load(read_text(root / ENGINE), allow_tags=True)
    except OSError:
        return nothing, ()
    except UnreadableText as error:
        return nothing, (error.fault,)
    except YamlFault as error:
        return nothing, (yaml_fault(error),)
    if isinstance(loaded.value, dict):
        return loaded, ()
    help = "write them as `key: value`, beginning with `site_name:`"
    return nothing, (Fault(FaultKind.BAD_VALUE, "the file holds no settings", help),)


def _plugins(engine: YamlText, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The options of a plugin of the site engine, and its place in their list."""
    plugins = engine.value.get("plugins")
    for number, plugin in enumerate(plugins if isinstance(plugins, list) else ()):
        if isinstance(plugin, dict) and isinstance(plugin.get(name), dict):
            yield number, plugin[name]


def _engine_languages(engine: YamlText) -> Mapping[str, int] | None:
    """The locales listed for mkdocs-static-i18n, with their lines."""
    for number, options in _plugins(engine, "i18n"):
        return {
            language["locale"]: engine.position(
                ("plugins", number, "i18n", "languages", index, "locale")
            ).line
            for index, language in enumerate(options.get("languages") or [])
            if isinstance(language, dict) and isinstance(language.get("locale"), str)
        }
    return None


def _site_url(engine: YamlText) -> str:
    """Where the site stands: our plugin's setting goes before the engine's own."""
    ours = [options.get("site_url") for _, options in _plugins(engine, "handbook")]
    for given in (*ours, engine.value.get("site_url")):
        # Of `!ENV [NAME, default]` the default counts.
        url = given[-1] if isinstance(given, list) and len(given) > 1 else given
        if isinstance(url, str) and url:
            return url
    return ""


def _read_tree(root: Path, language: Language) -> Tree:
    folder = f"{DOCS}/{language.folder}"
    is_linked = (root / folder).resolve() != root.resolve() / folder
    pages: dict[str, bytes] = {}
    others: list[str] = []
    for path in sorted(_files_below(root, folder), key=_parts):
        full = f"{root}/{path}"
        if not path.endswith(".md"):
            others.append(path)
        elif not ((is_linked or _is_link(full)) and _leads_out(root, Path(full))):
            pages[path.removeprefix(f"{folder}/")] = _bytes(full)
    return Tree(language, Pages(pages, partial(page_from_bytes, language)), tuple(others))


def _shared_files(root: Path, structure: Structure) -> Iterator[str]:
    languages = {language.folder for language in structure.languages}
    for path in sorted(_files_below(root, DOCS, languages), key=_parts):
        if path.split("/")[1] not in languages:
            yield path


def _files_below(root: Path, folder: str, besides: Container[str] = ()) -> Iterator[str]:
    """The files below a folder, relative to the root; not in the folders at its top `besides`."""
    top = str(root / folder)
    for parent, folders, names in os.walk(top):
        if parent == top:
            folders[:] = [name for name in folders if name not in besides]
        shown = folder + parent[len(top) :].replace(os.sep, "/")
        yield from (f"{shown}/{name}" for name in names)


# Of ten thousand files: a Path takes as long to make as the file to read.


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def _is_link(path: str) -> bool:
    return os.path.islink(path)  # noqa: PTH114


def _parts(path: str) -> list[str]:
    return path.split("/")


def _leads_out(root: Path, path: Path) -> bool:
    target = Path(os.path.realpath(path))
    return not target.is_relative_to(root.resolve()) or not target.exists()


def _escaping_links(root: Path, folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        for name in (*folders, *names):
            if _is_link(f"{parent}/{name}"):
                path = Path(parent, name)
                if _leads_out(root, path):
                    yield path.relative_to(root).as_posix()


def page_from_bytes(language: Language, name: str, data: bytes) -> Page:
    """One page of its file; one that is not text gives a page with a `fault`."""
    path = (PurePosixPath(DOCS) / language.folder / name).as_posix()
    try:
        text = decode(data)
    except UnreadableText as error:
        return Page(language, name, path, FrontMatter(None, (), None, 1), "", (), error.fault)
    return page_from_text(language, name, path, text)


def page_from_text(language: Language, name: str, path: str, text: str) -> Page:
    """A page from its text, with LF line ends."""
    head, body = frontmatter.split(text)
    found = scan(body, first_line=head.body_line)
    last = head.body_line + body.rstrip("\n").count("\n")
    return Page(
        language,
        name,
        path,
        head,
        body,
        tuple(sections_of(found, head.body_line, last, tuple(marks(body, head.body_line)))),
        ignores=tuple(ignores(body, head.body_line)),
        scan=found,
    )


def sections_of(
    found: Scan, first: int, last: int, open_places: tuple[Comment, ...] = ()
) -> Iterator[Section]:
    """The sections of what was found between two lines of a file."""
    headings: list[Heading | None] = [None, *found.headings]
    elements, links, variables = (
        _Shelf(found.elements),
        _Shelf(found.links),
        _Shelf(found.variables),
    )
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        line = heading.line if heading else first
        end = following.line - 1 if following else max(last, line)
        yield Section(
            id=heading.id if heading else None,
            level=heading.level if heading else 0,
            title=heading.text if heading else "",
            line=line,
            end=end,
            elements=elements.between(line, end),
            links=links.between(line, end),
            variables=variables.between(line, end),
            is_empty=found.is_empty(line, end),
            marks=tuple([mark for mark in open_places if line <= mark.line <= end]),
            scan=found,
        )


class _Placed(Protocol):
    @property
    def line(self) -> int: ...


Item = TypeVar("Item", bound=_Placed)


class _Shelf(Generic[Item]):
    """Items in the order of their lines; a long page has thousands of each."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.items = items
        self.lines = [item.line for item in items]

    def between(self, first: int, last: int) -> tuple[Item, ...]:
        return self.items[bisect_left(self.lines, first) : bisect_right(self.lines, last)]
