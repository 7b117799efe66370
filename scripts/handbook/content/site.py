"""How a site that others wrote is laid out: where each language's pages stand."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from handbook.content.extensions import Extensions

LANG = "{lang}"

# What mkdocs-static-i18n takes for a language, in a folder's name or before a file's suffix.
LOCALE = re.compile(r"(?:[a-z]{2}(?:-[A-Za-z]{4})?(?:-[A-Z]{2})?|[a-z]{2}_[A-Z]{2})\Z")


@dataclass(frozen=True, slots=True)
class Site:
    """A site's layout; paths are relative to the project's root.

    `docs` is where all pages are, `pattern` a language's folder (`docs/{lang}`), empty
    where the language is in the file's name (`page.fr.md`). Pages of the source language
    may stand in `docs` itself. `fallback` says that a page a language lacks is shown in
    the source language. `generators` are the plugins that may make pages of their own,
    `symlinked` the folders that were not looked into, `unlisted` the folders that the
    plugin drops, being of a language it is not told of. `extensions` is None where no
    mkdocs.yml tells them.
    """

    config: str
    source: str
    docs: str
    pattern: str
    fallback: bool = True
    generators: tuple[str, ...] = ()
    symlinked: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    known: frozenset[str] = field(default=frozenset())
    extensions: Extensions | None = None

    def folder(self, language: str) -> str:
        """Where a language's pages are; the whole tree where that is told by file names."""
        return self.pattern.replace(LANG, language) if self.pattern else self.docs

    def path(self, language: str, name: str) -> str:
        """Where a page of a language is expected."""
        if self.pattern:
            return posixpath.join(self.folder(language), name)
        if language == self.source:
            return posixpath.join(self.docs, name)
        stem, suffix = posixpath.splitext(name)
        return posixpath.join(self.docs, f"{stem}.{language}{suffix}")

    def language_of(self, path: str, languages: Collection[str]) -> str | None:
        """The language that a file belongs to, None for what all share."""
        if not self.pattern:
            if not is_below(path, self.docs):
                return None
            written = self.suffix(path)
            if written:
                return written if written in languages else None
            return self.source if path.endswith(".md") else None
        for language in languages:
            if is_below(path, self.folder(language)):
                return language
        return self.source if is_below(path, self.docs) and path.endswith(".md") else None

    def suffix(self, path: str) -> str | None:
        """The language in a file's name: `fr` of `page.fr.md`."""
        stem = posixpath.splitext(posixpath.basename(path))[0]
        written = posixpath.splitext(stem)[1].removeprefix(".")
        return written if written in self.known or LOCALE.match(written) else None

    def candidates(self, language: str, path: str) -> Iterator[str]:
        """Where the plugin looks for the file that a page of a language links to."""
        if not self.pattern:
            stem, suffix = posixpath.splitext(path)
            yield f"{stem}.{language}{suffix}"
            yield f"{stem}.{self.source}{suffix}"
            yield path
            return
        yield path
        folders = [self.folder(language), self.folder(self.source)]
        rest = next((below(path, folder) for folder in folders if is_below(path, folder)), None)
        if rest is None and is_below(path, self.docs):
            rest = below(path, self.docs)
        if rest is not None:
            yield from (posixpath.join(folder, rest) for folder in (*folders, self.docs))


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or in it."""
    return folder in ("", ".") or path == folder or path.startswith(f"{folder}/")


def below(path: str, folder: str) -> str:
    """A path relative to a folder it is in."""
    return path if folder in ("", ".") else path[len(folder) + 1 :]
