"""A new language: the source's outline, its lines in the settings, and an empty catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from gettext import c2py
from io import BytesIO

from babel import Locale
from babel.localedata import locale_identifiers
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import write_po
from babel.plural import PluralRule, to_gettext

from handbook.checks.names import GENERATED
from handbook.checks.outline import english_name
from handbook.content.handbook import Handbook, Page, Tree, page_from_text
from handbook.content.layout import DOCS, ENGINE, STRUCTURE
from handbook.content.marks import MARK
from handbook.content.settings import did_you_mean
from handbook.content.structure import Language
from handbook.content.yamltext import KeyPath, YamlFault, load
from handbook.skeletons.listing import with_item
from handbook.skeletons.parts import blocks, front_matter, heading
from handbook.skeletons.plans import (
    File,
    Plan,
    PlanError,
    Project,
    parsed_structure,
    planned,
    structure_text,
)
from handbook.texts import DOMAIN, LOCALE_DIR

# The numbers that tell one plural form from another; CLDR's forms for millions alone are
# beyond what a reply takes.
NUMBERS = range(201)


@dataclass(frozen=True, slots=True)
class LanguageRequest:
    """A language to be made."""

    folder: str
    tag: str
    locale: str


def plan_language(project: Project, request: LanguageRequest) -> Plan:
    """Every page as the source's outline, and what else a language has. Raises PlanError."""
    handbook = project.handbook
    _refuse_existing(handbook, request)
    _refuse_locale(request.locale)
    item = {"folder": request.folder, "tag": request.tag, "locale": request.locale}
    last = len(handbook.structure.languages) - 1
    text = with_item(STRUCTURE, structure_text(project), ("languages",), last, item)
    structure = parsed_structure(text)
    language = structure.language(request.folder)
    changed = [File(STRUCTURE, text, is_new=False), *_engine(project, language)]
    pages = {}
    for name, page in handbook.source.pages.items():
        path = f"{DOCS}/{request.folder}/{name}"
        skeleton = _skeleton(page)
        changed.append(File(path, skeleton, is_new=True))
        pages[name] = page_from_text(language, name, path, skeleton)
    changed.append(File(catalogue(language), catalogue_text(project, language), is_new=True))
    engine = handbook.engine_languages
    after = replace(
        handbook,
        structure=structure,
        trees={**handbook.trees, request.folder: Tree(language, pages)},
        top_folders=tuple(sorted({*handbook.top_folders, request.folder})),
        engine_languages=None if engine is None else {**engine, request.folder: 1},
    )
    return planned(changed, handbook, after)


def _refuse_existing(handbook: Handbook, request: LanguageRequest) -> None:
    if request.folder in handbook.trees:
        raise PlanError(f"language `{request.folder}` exists already", "choose another folder")
    if request.folder in handbook.top_folders:
        raise PlanError(
            f"{DOCS}/{request.folder} exists already", "move it away, or choose another folder"
        )


def _refuse_locale(locale: str) -> None:
    known = locale_identifiers()
    if locale not in known:
        hint = did_you_mean(locale.replace("-", "_"), known)
        raise PlanError(f"Babel has no locale `{locale}`", hint or "use one such as `pt_BR`")


# Pages


def _skeleton(source: Page) -> str:
    meta = source.meta
    if meta is None or source.fault:
        raise PlanError(f"{source.path} cannot be followed", "mend what `handbook check` finds")
    intro, *_ = source.sections
    texts = [] if intro.is_empty else [MARK]
    for section, following in zip(source.headed, [*source.headed[1:], None], strict=True):
        if section.id is None:
            raise PlanError(
                f"a heading has no id at {source.path}:{section.line}", "give it one first"
            )
        texts.append(heading(section.level, section.id))
        is_parent = following is not None and following.level > section.level
        if not (section.is_empty and is_parent and not section.marks):
            texts.append(MARK)
        names = (used.name for used in section.variables if used.name in GENERATED)
        texts += [f"{{{{ {name} }}}}" for name in names]
    head = front_matter(meta.kind, meta.reviewed, meta.review_interval)
    return f"{head}\n{blocks(texts)}"


# Settings


def _engine(project: Project, language: Language) -> Iterator[File]:
    """mkdocs.yml with the language, where it lists any."""
    if not project.handbook.engine_languages or ENGINE not in project.texts:
        return
    text = project.texts[ENGINE]
    place = _engine_list(text)
    if place is None:
        return
    path, number = place
    item = {"locale": language.folder, "name": language.name}
    yield File(ENGINE, with_item(ENGINE, text, path, number - 1, item), is_new=False)


def _engine_list(text: str) -> tuple[KeyPath, int] | None:
    """Where mkdocs-static-i18n's languages stand, and how many they are."""
    try:
        plugins = load(text, allow_tags=True).value["plugins"]
    except (YamlFault, KeyError, TypeError):
        return None
    for index, plugin in enumerate(plugins if isinstance(plugins, list) else ()):
        settings = plugin.get("i18n") if isinstance(plugin, dict) else None
        listed = settings.get("languages") if isinstance(settings, dict) else None
        if isinstance(listed, list) and listed:
            return ("plugins", index, "i18n", "languages"), len(listed)
    return None


# The catalogue


def catalogue(language: Language) -> str:
    """The path of a language's catalogue."""
    return (LOCALE_DIR / language.locale / "LC_MESSAGES" / f"{DOMAIN}.po").as_posix()


def catalogue_text(project: Project, language: Language) -> str:
    """Every message of the interface, untranslated."""
    name = english_name(language)
    catalog = Catalog(locale=language.locale, domain=DOMAIN)
    for message in project.messages:
        catalog.add(message if len(message) > 1 else message[0])
    written = BytesIO()
    write_po(written, catalog, width=100, omit_header=True, sort_output=True)
    return (
        f"# Interface texts of the handbook, {name}.\n"
        'msgid ""\n'
        'msgstr ""\n'
        '"Project-Id-Version: handbook\\n"\n'
        f'"Language: {language.locale}\\n"\n'
        f'"Language-Team: {name}\\n"\n'
        f'"Plural-Forms: {plural_forms(language.cldr)}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        "\n"
        f"{written.getvalue().decode().strip()}"
    ).rstrip() + "\n"


def plural_forms(locale: Locale) -> str:
    """gettext's plural rule as CLDR has it, a form for each category that `NUMBERS` meet.

    Babel's own table is easier to read, and used where it says the same; for some
    languages (Indonesian, Turkish) it does not.
    """
    rule = locale.plural_form
    met = {rule(number) for number in NUMBERS}
    order = [tag for tag in ("zero", "one", "two", "few", "many", "other") if tag in met]
    forms, expression = get_plural(str(locale))
    own = c2py(expression)
    if forms == len(order) and all(order[own(number)] == rule(number) for number in NUMBERS):
        return f"nplurals={forms}; plural={expression};"
    kept = PluralRule({tag: text for tag, text in rule.rules.items() if tag in met})
    return to_gettext(kept)
