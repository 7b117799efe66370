"""Reads a site that others wrote, as a Handbook without a contract.

Its languages come from its mkdocs.yml, which is read as plain values and never run,
or from a pattern of folders. Its pages may use anything Python-Markdown has
extensions for, so some of that is put into the scanner's terms first.
"""

from __future__ import annotations

import codecs
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError

from handbook.content.company import Company
from handbook.content.extensions import Extensions, extensions_of
from handbook.content.faults import Fault, FaultKind
from handbook.content.files import UnreadableText, decode, read_text
from handbook.content.frontmatter import FrontMatter
from handbook.content.glossary import Glossary
from handbook.content.handbook import Handbook, Page, Tree, sections_of
from handbook.content.ignores import ignores
from handbook.content.markdown import Element, ElementKind, Scan, scan
from handbook.content.settings import Settings
from handbook.content.site import LANG, LOCALE, Site, is_below
from handbook.content.structure import Language, Structure
from handbook.content.yamltext import PythonTag, YamlFault, load

PLUGIN = "i18n"
# The name of a table written in HTML, whose rows are not counted.
HTML = "html"
# Plugins that write pages or files which are not on disk, by what mkdocs.yml calls them.
GENERATORS = frozenset(
    {
        "api-autonav",
        "autoapi",
        "blog",
        "blogging",
        "build_plantuml",
        "gen-files",
        "gen_pages",
        "material/blog",
        "material/tags",
        "mkdoxy",
        "mkdocs-jupyter",
        "mkdocs-simple",
        "monorepo",
        "multirepo",
        "redirects",
        "simple",
        "tags",
        "techdocs-core",
    }
)
# A folder that may be a language's, by its name alone.
TAG = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}\Z")
MAX_PARENTS = 10


class NoSite(Exception):
    """Why nothing could be read; the message is a sentence for the user."""


# mkdocs.yml


def read_site(config: Path) -> Handbook:
    """The site of an mkdocs.yml with mkdocs-static-i18n. Raises NoSite."""
    root = config.resolve().parent
    settings = _settings(config.resolve(), MAX_PARENTS)
    plugins = dict(_plugins(settings.get("plugins")))
    plugin = plugins.get(PLUGIN)
    if not isinstance(plugin, dict):
        raise NoSite(
            f"{config} does not use the plugin `i18n` (mkdocs-static-i18n); "
            "name its folders with --docs 'docs/{lang}' --source en"
        )
    listed = dict(_languages(plugin))
    if not listed:
        raise NoSite(f"{config} names no languages for the plugin `i18n`")
    source = _source(plugin, listed)
    docs = os.path.normpath(root / (_text(settings.get("docs_dir")) or "docs"))
    if not Path(docs).is_dir():
        raise NoSite(f"{config} names the folder {docs}, which does not exist")
    place = Path(os.path.relpath(docs, root)).as_posix()
    is_folder = _text(plugin.get("docs_structure")) == "folder"
    site = Site(
        config=config.name,
        source=source,
        docs=place,
        pattern=posixpath.join(place, LANG) if is_folder else "",
        fallback=_text(plugin.get("fallback_to_default")).lower() != "false",
        generators=tuple(sorted(GENERATORS & plugins.keys())),
        known=frozenset(listed),
        extensions=extensions_of(settings, plugins),
    )
    built = [source, *(name for name, is_built in listed.items() if is_built and name != source)]
    return _read(root, site, built)


def _settings(path: Path, parents: int) -> dict[str, Any]:
    """The settings of a file and of those it inherits from."""
    try:
        value = load(read_text(path), allow_tags=True).value
    except (OSError, UnreadableText) as error:
        raise NoSite(f"{path} cannot be read: {error}") from None
    except YamlFault as error:
        raise NoSite(f"{path}:{error.position.line}: {error.message}") from None
    if not isinstance(value, dict):
        raise NoSite(f"{path} holds no settings")
    parent = _text(value.pop("INHERIT", None))
    if parent and parents:
        return _merged(_settings(path.parent / parent, parents - 1), value)
    return value


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        inherited = merged.get(key)
        both = isinstance(inherited, dict) and isinstance(value, dict)
        merged[key] = _merged(inherited, value) if both else value  # type: ignore[arg-type]
    return merged


def _text(value: Any) -> str:
    """A setting as text; of `!ENV [NAME, default]` the default."""
    if isinstance(value, list):
        value = value[-1] if len(value) > 1 else None
    return "" if value is None or isinstance(value, dict | list | PythonTag) else str(value)


def _plugins(value: Any) -> Iterator[tuple[str, Any]]:
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        if isinstance(entry, dict):
            yield from entry.items()
        elif isinstance(entry, str):
            yield entry, {}


def _languages(plugin: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """The locales and whether each is built; before version 1 they were a mapping."""
    languages = plugin.get("languages")
    if isinstance(languages, dict):
        for locale, entry in languages.items():
            if locale != "default":
                yield str(locale), not isinstance(entry, dict) or _is_built(entry)
        return
    for entry in languages if isinstance(languages, list) else ():
        locale = _text(entry.get("locale")) if isinstance(entry, dict) else ""
        if locale and locale != "null":
            yield locale, _is_built(entry)


def _is_built(entry: Mapping[str, Any]) -> bool:
    return _text(entry.get("build")).lower() != "false"


def _source(plugin: Mapping[str, Any], listed: Mapping[str, bool]) -> str:
    named = _text(plugin.get("default_language"))
    if named in listed:
        return named
    languages = plugin.get("languages")
    for entry in languages if isinstance(languages, list) else ():
        if isinstance(entry, dict) and _text(entry.get("default")).lower() == "true":
            return _text(entry.get("locale"))
    return next(iter(listed))


# A tree without a plugin


def read_docs(root: Path, pattern: str, source: str) -> Handbook:
    """The languages of the folders that fit `pattern`. Raises NoSite."""
    root = root.resolve()
    pattern = posixpath.normpath(pattern)
    if pattern.split("/").count(LANG) != 1:
        raise NoSite(
            f"`{pattern}` does not say where the language is; "
            "write one folder as `{lang}`, as in 'docs/{lang}'"
        )
    before, _, after = pattern.partition(LANG)
    own = pattern.replace(LANG, source)
    if not (root / own).is_dir():
        raise NoSite(f"the source language's folder {own} does not exist in {root}")
    names = {path.relative_to(root / own) for path in _pages_below(root / own)}
    languages = [source]
    for entry in sorted((root / before).iterdir()):
        folder = entry / after.lstrip("/")
        # A folder of pictures may have a name like a language's, but none of its pages.
        if entry.name != source and TAG.match(entry.name) and folder.is_dir():
            pages = (path.relative_to(folder) for path in _pages_below(folder))
            if any(page in names for page in pages):
                languages.append(entry.name)
    extensions = _extensions_above(root, own)
    site = Site(pattern, source, own, pattern, known=frozenset(languages), extensions=extensions)
    return _read(root, site, languages)


def _extensions_above(root: Path, folder: str) -> Extensions | None:
    """What the mkdocs.yml says that is nearest above the source's pages; None without one."""
    places = [folder]
    while places[-1] not in ("", "."):
        places.append(posixpath.dirname(places[-1]))
    for place in places:
        config = root / place / "mkdocs.yml"
        if config.is_file():
            try:
                settings = _settings(config, MAX_PARENTS)
            except NoSite:
                return None
            return extensions_of(settings, dict(_plugins(settings.get("plugins"))))
    return None


# Trees and pages


def _read(root: Path, site: Site, languages: list[str]) -> Handbook:
    found: dict[str, dict[str, str]] = {language: {} for language in languages}
    others: list[str] = []
    symlinked: list[str] = []
    tops = sorted({site.docs, *(site.folder(language) for language in languages)})
    tops = [top for top in tops if not any(top != t and is_below(top, t) for t in tops)]
    for top in tops:
        for path in _files(root, top, symlinked):
            language = site.language_of(path, found)
            if not path.endswith(".md") or language is None or _is_stranger(site, path, found):
                others.append(path)
                continue
            name = _name(site, language, path)
            known = found[language].get(name)
            # Of `page.md` and `page.en.md`, of `page.md` and `en/page.md`, the plugin takes the
            # one that names its language.
            if known is None or len(path) > len(known):
                found[language][name] = path
    for pages in found.values():
        # The engine drops the one of the two.
        for name in [name for name in pages if posixpath.basename(name) == "README.md"]:
            if posixpath.join(posixpath.dirname(name), "index.md") in pages:
                others.append(pages.pop(name))
    models = {folder: _language(folder) for folder in languages}
    trees = {
        folder: Tree(
            models[folder],
            {name: read_page(root, models[folder], name, path) for name, path in pages.items()},
        )
        for folder, pages in found.items()
    }
    structure = Structure.model_construct(
        source=site.source,
        languages=tuple(models.values()),
        pages=tuple(trees[site.source].pages),
        kinds={},
    )
    company: Settings[Company] = Settings(site.config, None)
    glossary: Settings[Glossary] = Settings(site.config, None)
    site = replace(site, symlinked=tuple(symlinked), unlisted=tuple(_unlisted(root, site)))
    return Handbook(
        root=root,
        structure=structure,
        company=company,
        glossary=glossary,
        trees=trees,
        top_folders=tuple(folder for folder in languages if (root / site.folder(folder)).is_dir()),
        shared=tuple(others),
        site=site,
    )


def _is_stranger(site: Site, path: str, languages: Mapping[str, object]) -> bool:
    """Whether a page outside the languages' folders is in a folder that the plugin drops."""
    if not site.pattern or not is_below(path, site.docs):
        return False
    top, _, rest = path[len(site.docs) + 1 :].partition("/")
    return bool(rest) and site.pattern.endswith(LANG) and _is_dropped(site, top, languages)


def _is_dropped(site: Site, name: str, languages: Mapping[str, object]) -> bool:
    return name not in languages and (name in site.known or bool(LOCALE.match(name)))


def _unlisted(root: Path, site: Site) -> Iterator[str]:
    """Folders with pages whose name the plugin takes for a language it is not told of."""
    if site.pattern != posixpath.join(site.docs, LANG):
        return
    for entry in sorted((root / site.docs).iterdir()):
        is_dropped = entry.name not in site.known and LOCALE.match(entry.name)
        if is_dropped and entry.is_dir() and any(True for _ in _pages_below(entry)):
            yield posixpath.join(site.docs, entry.name)


def _name(site: Site, language: str, path: str) -> str:
    folder = site.folder(language)
    if not is_below(path, folder):
        folder = site.docs
    name = path if folder == "." else path[len(folder) + 1 :]
    if not site.pattern and site.suffix(path) == language:
        stem = name.removesuffix(".md")
        name = f"{stem.removesuffix(f'.{language}')}.md"
    return name


def _files(root: Path, top: str, symlinked: list[str]) -> Iterator[str]:
    for parent, folders, names in os.walk(root / top):
        folders.sort()
        place = Path(os.path.relpath(parent, root)).as_posix()
        prefix = "" if place == "." else f"{place}/"
        symlinked += [f"{prefix}{name}" for name in folders if Path(parent, name).is_symlink()]
        yield from (f"{prefix}{name}" for name in sorted(names))


def _pages_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names) if name.endswith(".md"))


def _language(folder: str) -> Language:
    """A language by its tag; CLDR need not know it."""
    locale = folder.replace("-", "_")
    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        locale = "root"
    tag = folder.replace("_", "-")
    return Language.model_construct(folder=folder, tag=tag, locale=locale, own_name=None)


def read_page(root: Path, language: Language, name: str, path: str) -> Page:
    """Read one page. A byte-order mark is a fault, and what is behind it is read all the same."""
    fault = None
    try:
        data = (root / path).read_bytes()
        text = decode(data.removeprefix(codecs.BOM_UTF8))
        if data.startswith(codecs.BOM_UTF8):
            decode(data)
    except UnreadableText as error:
        fault = error.fault
        if fault.kind is not FaultKind.BYTE_ORDER_MARK:
            return Page(language, name, path, FrontMatter(None, (), None, 1), "", (), fault)
    except OSError:
        # A symbolic link to nothing, or a file that must not be read.
        fault = Fault(FaultKind.ENCODING, "the file cannot be read", "put a file in its place")
        return Page(language, name, path, FrontMatter(None, (), None, 1), "", (), fault)
    return replace(page_from_text(language, name, path, text), fault=fault)


def page_from_text(language: Language, name: str, path: str, text: str) -> Page:
    """A page from its text, with LF line ends."""
    head, body = split(text)
    found = _scan(body, head.body_line)
    last = head.body_line + body.rstrip("\n").count("\n")
    return Page(
        language,
        name,
        path,
        head,
        body,
        tuple(sections_of(found, head.body_line, last)),
        ignores=tuple(ignores(body, head.body_line)),
    )


# Front matter

_FRONT_MATTER = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL)


def split(text: str) -> tuple[FrontMatter, str]:
    """Part a page into its front matter and its body, as MkDocs does; any keys will do."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return FrontMatter(None, (), None, 1), text
    faults: tuple[Fault, ...] = ()
    try:
        value = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        faults = (_yaml_fault(error),)
        value = {}
    if not isinstance(value, dict) and value is not None:
        # A line between two rules, for one.
        return FrontMatter(None, (), None, 1), text
    line = match[0].count("\n") + (0 if match[0].endswith("\n") else 1) + 1
    return FrontMatter(None, faults, None, line), text[match.end() :]


def _yaml_fault(error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0] or "nested too deep"
    return Fault(
        FaultKind.BAD_YAML,
        f"the front matter is not valid YAML: {problem}",
        "quote a value that holds `: `, `#` or a leading `*`, `&`, `@`; indent with spaces",
        mark.line + 2 if mark else 1,
        mark.column + 1 if mark else 1,
    )


# Markdown of many extensions

_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")
_TAB = re.compile(r'( *)===[!+]{0,2} ?(".*") *$')
_BLOCK = re.compile(r" *(/{3,}) *([\w-]+) *(?:\|.*)?$")
_TAB_MARK = "handbook-tab"
# Blocks of pymdownx.blocks that are no admonitions.
_NEUTRAL_BLOCKS = frozenset(
    {"tab", "html", "define", "caption", "figure-caption", "table-caption", "details"}
)


def _scan(body: str, first_line: int) -> Scan:
    lines = body.split("\n")
    blocks = [*_translated(lines, first_line), *_html_elements(body, first_line)]
    found = scan("\n".join(lines), first_line=first_line)
    elements = [element for element in found.elements if element.name != _TAB_MARK]
    links = [link for link in found.links if not link.text.startswith("^")]  # footnotes
    return replace(
        found,
        elements=tuple(sorted([*elements, *blocks], key=lambda found: found.line)),
        links=tuple(links),
    )


def _translated(lines: list[str], first_line: int) -> Iterator[Element]:
    """Puts tabs as admonitions, whose form they have; yields the blocks between slashes."""
    fence = ""
    for index, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" >`~"):
                fence = ""
        elif mark:
            fence = mark[1]
        elif match := _TAB.match(line):
            lines[index] = f"{match[1]}!!! {_TAB_MARK} {match[2]}"
        elif match := _BLOCK.match(line):
            name = match[2].lower()
            if name == "details":
                yield Element(ElementKind.FOLDED, first_line + index)
            elif name not in _NEUTRAL_BLOCKS:
                yield Element(ElementKind.ADMONITION, first_line + index, name)


# Pictures, tables and lists may be Markdown in one language and HTML in another.
_CODE = re.compile(
    r"^[ >]*(?P<fence>`{3,}|~{3,}).*?(?:^[ >]*(?P=fence)[`~]*[ ]*$|\Z)"
    r"|<!--.*?(?:-->|\Z)|(?P<ticks>`+).+?(?P=ticks)",
    re.DOTALL | re.MULTILINE,
)
_HTML = re.compile(r"<(?:(?P<image>img)|(?P<item>li)|table)\b", re.IGNORECASE)


def _html_elements(body: str, first_line: int) -> Iterator[Element]:
    if "<" not in body:
        return
    text = _CODE.sub(lambda code: "\n" * code[0].count("\n"), body)
    line, place = first_line, 0
    for match in _HTML.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        if match["image"]:
            yield Element(ElementKind.IMAGE, line)
        elif match["item"]:
            yield Element(ElementKind.LIST_ITEM, line)
        else:
            yield Element(ElementKind.TABLE, line, HTML)
