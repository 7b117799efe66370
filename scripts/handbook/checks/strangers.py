"""What stands in another language than its place has: the facts of one page, in all languages.

`facts` depends on the texts of one name's pages, the list of languages and nothing else,
so that it can be kept and need not be worked out again. What it cannot tell by itself,
whether a word of a short text is a common one anywhere on the site, is left open: each
`Facts` brings its page's share of the `vocabulary`, and whoever has them all decides.

Three steps, each for what the one before leaves in doubt: the common words of a block
clear it; lingua identifies it; its counterparts in other languages confirm that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import NamedTuple, TypeAlias

from handbook.checks.commonwords import STRANGE, CommonWords, tokens
from handbook.checks.identify import Answers, Guess, Identifier, language_code, script_of
from handbook.checks.items import Item, Place, of_front_matter, of_text, place_of
from handbook.checks.outline import english_name
from handbook.checks.samples import FEW, SENTENCE, count, words
from handbook.content.handbook import Page, Section
from handbook.content.markdown import Text
from handbook.content.prose import GAP, unquoted
from handbook.content.structure import Structure
from handbook.findings import code as code_of

# Above this lingua was never wrong about a text of ours, of whatever length.
SURE = 0.9
# For a copy of the source of several words so much is enough, though they are few.
FAIRLY_SURE = 0.7
SEVERAL = 3
# How much of a text a message quotes.
SHOWN = 50

# A language's folder and a place.
_Here: TypeAlias = tuple[str, Place]


class Stranger(NamedTuple):
    """A text in the language `code` where `own` is expected, both by their ISO 639 codes.

    `size` is how much of the page it is, 0 for what is not of the page's text. `twin`
    is the file and line of the same text where it is at home, `copied` whether that is
    the source. A short text is one only if one of its `words` is known in `code` and
    not in `own`: the words of others are empty.
    """

    path: str
    line: int
    column: int
    place: Place
    noun: str
    section_id: str | None
    is_label: bool
    keyed: bool
    own: str
    code: str
    excerpt: str
    is_part: bool
    size: int
    twin: tuple[str, int] | None
    copied: bool
    words: tuple[str, ...] = ()


class Facts(NamedTuple):
    """What is known of one page in all languages, or of the settings, as it can be kept.

    `sizes` are the lengths of the longer texts by file. `vocabulary` has the words of the
    longer texts of each language, as `vocabulary_text` writes them: to look for one is a
    search in bytes, and those of thousands of pages are not taken apart at all.
    """

    strangers: tuple[Stranger, ...]
    sizes: tuple[tuple[str, int], ...]
    vocabulary: memoryview


NO_FACTS = Facts((), (), memoryview(b""))


class Languages:
    """The languages of a site, and what tells them apart."""

    def __init__(self, structure: Structure) -> None:
        self.source = structure.source
        self.codes = {each.folder: language_code(each.cldr) for each in structure.languages}
        self.scripts = {
            language_code(each.cldr): script_of(each.cldr) for each in structure.languages
        }
        self.names = {language_code(each.cldr): english_name(each) for each in structure.languages}
        self.identifier = Identifier(list(self.scripts.items()))
        self.common = {code: CommonWords(code, self.scripts) for code in self.scripts}

    def recalling(self, known: Answers) -> Languages:
        """The same, where it is known in which language some texts are."""
        recalling = copy(self)
        recalling.identifier = self.identifier.recalling(known)
        return recalling


def facts(languages: Languages, pages: Iterable[Page], settings: Iterable[Item] = ()) -> Facts:
    """The facts of the pages of one name, one a language; or of texts that are on no page."""
    if len(languages.scripts) < 2:
        return NO_FACTS
    reader = _Reader(languages)
    reader.read_pages(pages)
    for item in settings:
        reader.read_item(item)
    strangers = (*reader.long(), *reader.short())
    vocabulary = vocabulary_text(reader.vocabulary())
    return Facts(strangers, tuple(reader.sizes.items()), memoryview(vocabulary))


def vocabulary_text(words: Mapping[str, Iterable[str]]) -> bytes:
    """Words by language code as one line: no word has a space of any kind in it."""
    parts = (f"{code}\v {' '.join(sorted(found))} " for code, found in sorted(words.items()))
    return "\f".join(parts).encode("utf-8", "surrogatepass")


def vocabulary_of(text: memoryview) -> Iterator[tuple[str, bytes]]:
    """The languages of such a line, and the words of each, with a space before and after."""
    for part in filter(None, bytes(text).split(b"\f")):
        code, _, words = part.partition(b"\v")
        yield code.decode(), words


class _Block(NamedTuple):
    """A block of a page as it is written, and what its words say."""

    section: Section
    text: Text
    raw: str
    tokens: list[str]
    marks: str


class _Reader:
    """Some texts, and which of them are in doubt."""

    def __init__(self, languages: Languages) -> None:
        self.languages = languages
        self.codes = languages.codes
        self.doubtful: list[Item] = []
        self.sizes: dict[str, int] = {}
        self._words: dict[str, set[str]] = {code: set() for code in languages.scripts}
        self._shown: dict[str, set[str]] = {code: set() for code in languages.scripts}
        self._seen: dict[str, set[str]] = {}
        self._sections: dict[_Here, list[tuple[Page, Section]]] = {}
        self._keyed: dict[_Here, list[Item]] = {}
        self._written: dict[_Here, str] = {}
        self._same: dict[Item, Mapping[str, Item]] = {}
        self._source_words: dict[Place, set[str]] = {}

    # Reading

    def read_pages(self, pages: Iterable[Page]) -> None:
        """First clear what is plainly right; what those texts show of a language clears more."""
        left = [(page, list(self.read_page(page))) for page in pages]
        for page, blocks in left:
            code = self.codes[page.language.folder]
            common = self.languages.common[code]
            typical = self.typical(code) if blocks and not common.is_alone else frozenset()
            for block in blocks:
                if common.clears_beside(block.tokens, block.marks, typical):
                    self.clear(page, block)
                else:
                    self.doubt(page, block)

    def read_page(self, page: Page) -> Iterator[_Block]:
        """Clears what it can and gives the rest."""
        self.sizes[page.path] = 0
        for item in of_front_matter(page):
            self.read_item(item)
        code = self.codes[page.language.folder]
        common = self.languages.common[code]
        seen = self._seen.setdefault(code, set())
        for section in page.sections:
            here = (page.language.folder, place_of(page, section))
            self._sections.setdefault(here, []).append((page, section))
            for text in section.texts:
                raw = _raw(text)
                found = tokens(raw)
                seen.update(found)
                block = _Block(section, text, raw, found, common.marks(found))
                if common.clears(block.marks):
                    self.clear(page, block)
                else:
                    yield block

    def clear(self, page: Page, block: _Block) -> None:
        """Note what is in its own language."""
        self.sizes[page.path] += len(block.raw)
        found = block.tokens
        if STRANGE in block.marks:  # most often what it quotes
            found = tokens(unquoted(block.raw))
        shown = self._shown[self.codes[page.language.folder]]
        # That a sentence begins with a word makes no name of it.
        shown.update(found, [found[0].casefold()] if found else [])

    def doubt(self, page: Page, block: _Block) -> None:
        """Note what is to be identified."""
        known = self._words[self.codes[page.language.folder]]
        for item in of_text(page, block.section, block.text):
            self.doubtful.append(item)
            if item.samples:
                self.sizes[page.path] += len(item.text)
                known.update(_words(item))

    def typical(self, code: str) -> frozenset[str]:
        """The words of a language's cleared texts that are in those of no other."""
        found = set(map(str.casefold, self._shown[code]))
        scripts = self.languages.scripts
        for other, seen in self._seen.items():
            if other != code and scripts[other] == scripts[code]:
                found.difference_update(map(str.casefold, seen))
        return frozenset(found)

    def read_item(self, item: Item) -> None:
        """Note a setting, or a key of the front matter."""
        code = self.codes[item.folder]
        self._keyed.setdefault((item.folder, item.place), []).append(item)
        found = tokens(item.text)
        marks = self.languages.common[code].marks(found)
        if not self.languages.common[code].clears(marks):
            self.doubtful.append(item)
            if item.samples:
                self._words[code].update(_words(item))
        elif STRANGE not in marks:
            self._words[code].update(found, [found[0].casefold()])

    def vocabulary(self) -> Mapping[str, set[str]]:
        found = {code: (self._words[code] | self._shown[code]) - {""} for code in self._words}
        return {code: known for code, known in found.items() if known}

    def is_cleared(self, item: Item, text: str) -> bool:
        common = self.languages.common[self.codes[item.folder]]
        return common.clears(common.marks(tokens(text)))

    # Counterparts

    def items(self, folder: str, place: Place, word: str = "") -> Iterator[Item]:
        """What one language says at a place, of that only what is written with `word`."""
        here = (folder, place)
        for page, section in self._sections.get(here, ()):
            for text in section.texts:
                if word in _raw(text).casefold():
                    yield from of_text(page, section, text)
        yield from self._keyed.get(here, ())

    def written(self, folder: str, place: Place) -> str:
        """The same, as it is written, without regard to case."""
        here = (folder, place)
        if here not in self._written:
            sections = self._sections.get(here, ())
            found = [_raw(text) for _, section in sections for text in section.texts]
            found += [item.text for item in self._keyed.get(here, ())]
            self._written[here] = "\n".join(found).casefold()
        return self._written[here]

    def same(self, item: Item) -> Mapping[str, Item]:
        """The same text at this place in other languages, by folder."""
        if item not in self._same:
            self._same[item] = dict(self._find_same(item))
        return self._same[item]

    def _find_same(self, item: Item) -> Iterator[tuple[str, Item]]:
        own, place = self.codes[item.folder], item.place
        # Where its longest word does not stand, neither does the whole.
        word = max(item.key.split(), key=len, default="")
        for folder, code in self.codes.items():
            if word and code != own and word in self.written(folder, place):
                others = self.items(folder, place, word)
                if other := next((each for each in others if each.key == item.key), None):
                    yield folder, other

    def twin(self, item: Item, guess: Guess) -> Item | None:
        """The same text where its language is at home, in the source rather than elsewhere.

        In another script than the item's own the guess need not be right: it was asked
        which of the others it is, and all of them are wrong.
        """
        scripts = self.languages.scripts
        script = scripts[guess.code]
        foreign = script != scripts[self.codes[item.folder]]
        at_home = [
            twin
            for twin in self.same(item).values()
            if (code := self.codes[twin.folder]) == guess.code
            or (foreign and scripts[code] == script)
        ]
        return min(at_home, key=lambda twin: twin.folder != self.languages.source, default=None)

    def is_copy(self, item: Item, twin: Item | None) -> bool:
        """Whether a twin is a sign by itself: two translations may agree by right.

        Not so where one is in another script.
        """
        if twin is None:
            return False
        scripts = {self.languages.scripts[self.codes[one.folder]] for one in (item, twin)}
        return len(scripts) > 1 or self.languages.source in (item.folder, twin.folder)

    # What a guess is worth

    def is_wrong(self, item: Item, guess: Guess | None) -> bool:
        return guess is not None and guess.code != self.codes[item.folder]

    def is_sure(self, item: Item, guess: Guess) -> bool:
        """Whether the item is not in its own language, whichever else it is in."""
        scripts = self.languages.scripts
        foreign = scripts[guess.code] != scripts[self.codes[item.folder]]
        return guess.confidence >= SURE or foreign

    def is_surely(self, item: Item, guess: Guess, text: str) -> bool:
        """The same of a text that has no twin: asked again without what it may have borrowed.

        A word that the source has at the same place may be a name or a term. Where most
        of the words are the source's, it is the source that was copied.
        """
        if not self.is_sure(item, guess):
            return False
        known = self.source_words(item.place) if item.folder != self.languages.source else ()
        whole = words(text)
        rest = [word.text for word in whole if word.text.casefold() not in known]
        if len(rest) == len(whole) or not rest:
            return True
        if len(whole) >= SENTENCE and len(rest) < len(whole) / 2:
            return True
        return self.is_wrong(item, self.languages.identifier.guesses([" ".join(rest)])[0])

    def source_words(self, place: Place) -> set[str]:
        """The words of the source at a place."""
        if place not in self._source_words:
            there = self.items(self.languages.source, place)
            self._source_words[place] = {w.text.casefold() for i in there for w in words(i.text)}
        return self._source_words[place]

    # Texts of more than a few words

    def long(self) -> Iterator[Stranger]:
        guesses: dict[Item, list[tuple[str, Guess]]] = {}
        asked: list[tuple[Item, str]] = []
        for item in self.doubtful:
            for sample in item.samples:
                if self.is_cleared(item, sample.text):
                    sure = Guess(self.codes[item.folder], 1.0)
                    guesses.setdefault(item, []).append((sample.text, sure))
                else:
                    asked.append((item, sample.text))
            # A quoted phrase is judged, as a whole, only where it is the same elsewhere.
            if not item.samples and count(item.text) >= FEW and self.same(item):
                asked.append((item, item.text))
        answers = self.languages.identifier.guesses([text.replace(GAP, " ") for _, text in asked])
        for (item, text), guess in zip(asked, answers, strict=True):
            if guess:
                guesses.setdefault(item, []).append((text, guess))
        for item, found in guesses.items():
            if wrong := self.judged(item, found):
                yield wrong

    def judged(self, item: Item, guesses: Sequence[tuple[str, Guess]]) -> Stranger | None:
        strange = [(text, guess) for text, guess in guesses if self.is_wrong(item, guess)]
        for text, guess in strange:
            twin = self.twin(item, guess)
            copied = self.is_copy(item, twin) or (twin and self.is_sure(item, guess))
            if copied or (item.samples and self.is_surely(item, guess, text)):
                is_part = len(strange) < len(guesses)
                found = self.codes[twin.folder] if twin else guess.code
                return self.stranger(item, found, twin, text if is_part else "", is_part=is_part)
        return None

    # Texts of a few words

    def short(self) -> Iterator[Stranger]:
        asked = [item for item in self.doubtful if self.is_short(item)]
        answers = self.languages.identifier.guesses([item.text for item in asked])
        for item, guess in zip(asked, answers, strict=True):
            if guess and self.is_wrong(item, guess) and self.is_sure_of_copy(item, guess):
                twin = self.twin(item, guess)
                if twin and self.is_copy(item, twin):
                    its = tuple(word.text.casefold() for word in words(item.text))
                    yield self.stranger(item, self.codes[twin.folder], twin, words=its)

    def is_sure_of_copy(self, item: Item, guess: Guess) -> bool:
        is_several = count(item.text) >= SEVERAL
        return self.is_sure(item, guess) or (is_several and guess.confidence >= FAIRLY_SURE)

    def is_short(self, item: Item) -> bool:
        """Whether the item is one of a few words, without code, and the same elsewhere."""
        if item.samples or GAP in item.text or count(item.text) >= FEW:
            return False
        following = words(item.text)[1:]
        if following and all(word.is_name for word in following):
            return False
        others = len(self.same(item))
        # A name, or a word of the trade, where every language has it.
        return others > 0 and not 2 <= others == len(self.codes) - 1

    def stranger(
        self,
        item: Item,
        code: str,
        twin: Item | None,
        part: str = "",
        *,
        is_part: bool = False,
        words: tuple[str, ...] = (),
    ) -> Stranger:
        return Stranger(
            item.path,
            item.line,
            item.column,
            item.place,
            code_of(item.noun) if item.keyed else item.noun,
            item.section_id,
            item.is_label,
            item.keyed,
            self.codes[item.folder],
            code,
            _excerpt(part or item.text),
            is_part,
            len(item.text) if item.samples and not item.keyed else 0,
            (twin.path, twin.line) if twin else None,
            twin is not None and twin.folder == self.languages.source,
            words,
        )


def _raw(text: Text) -> str:
    return "\n".join([line for _, _, line in text.lines])


def _words(item: Item) -> Iterator[str]:
    """Its words as a vocabulary has them: only a name has a capital."""
    for word in words(unquoted(item.text)):
        yield word.text if word.is_name else word.text.casefold()


def _excerpt(text: str) -> str:
    text = " ".join(text.replace(GAP, "…").split()).strip('“”«»"')
    if len(text) <= SHOWN:
        return text
    return text[:SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
