"""Families of words: the forms that a search takes for one another.

English and Portuguese words are of one family where Snowball gives their lemmas one
stem: the lemma, from a dictionary, is what joins `sei`, `souber` and `saber`. A stem with
an ending that Snowball leaves, as of `payment`, joins that of the word it is derived from.
Arabic and Indonesian words are where they come from one word by the language's
affixes: of all that a word may come from, it is the one that most words of the
handbook may come from. Arabic families then join by the patterns of their words. Snowball's
stemmers for these two were measured and left: the Arabic one keeps `والعملاء` apart from
`العملاء`, the Indonesian one makes `luh` of `keluhan` and `eluh` of `mengeluh`. What no rule
gives is in the glossary's `families`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from typing import Any

from handbook.site.search.wordrules import (
    HYPHEN,
    PATTERNS,
    SHORTEST,
    derived,
    light,
    normalised,
    proposals,
)

SNOWBALL = {"en": "english", "pt": "portuguese"}
# British and American spellings of one word.
_SPELLINGS = (
    (re.compile("is(e|ed|es|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile("ys(e|ed|es|ing)$"), r"yz\1"),
    (re.compile("our(s|ed|ing|able|ful|ite|al|ally)?$"), r"or\1"),
    (re.compile("([aeiou][^aeiou]+[ae])ll(ed|ing|er|ers)$"), r"\1l\2"),
    (re.compile("tre(s?)$"), r"ter\1"),
    (re.compile("ogue(s?)$"), r"og\1"),
    (re.compile("enc(e|es)$"), r"ens\1"),
    (re.compile("dgement(s?)$"), r"dgment\1"),
)


# Portuguese plurals that Snowball leaves beside their singular.
_PLURALS = (
    (re.compile("(õ|ã)es$"), "ão"),
    (re.compile("([íá]v)eis$"), r"\1el"),
    (re.compile("([áéíóúâêô][^aeiou]{1,3})eis$"), r"\1il"),
    (re.compile("(...)ais$"), r"\1al"),
    (re.compile("éis$"), "el"),
    (re.compile("ns$"), "m"),
    # Not of a verb's first person: perguntamos.
    (re.compile("(..[ae]|..[^m]o)s$"), r"\1"),
)
# Endings that Snowball leaves: what a stem is derived from, where the handbook has that too.
_DERIVED = {
    "en": (
        (re.compile("(...+)ment$"), r"\1"),
        (re.compile("(...+)ement$"), r"\1"),  # agreement
        (re.compile("(....+)(ship|ist|anc|ens|ur|atur|ti|iti)$"), r"\1"),
        (re.compile("(....+)an$"), r"\1ain"),  # explanation
        (re.compile("(...+)iss$"), r"\1it"),  # permission
        (re.compile("(...+)is$"), r"\1id"),  # decision
        (re.compile("(..+)script$"), r"\1scrib"),  # description
        (re.compile("(.....+)i$"), r"\1"),  # faulty
    ),
    "pt": (
        (re.compile("(...+)([ai]ment|[ai]ca)$"), r"\1"),  # pagamento, gravação
        (re.compile("(....+)(anc|ent|[aei]dor|[ai]?tur|ur|izag|ari|ez)$"), r"\1"),
        (re.compile("(...+)enc$"), r"\1ent"),  # ausência
        (re.compile("(...+)isa$"), r"\1id"),  # decisão
        (re.compile("(...+)isa$"), r"\1is"),  # revisão
        (re.compile("(...+)issa$"), r"\1it"),  # permissão
        (re.compile("(...+)uss?a$"), r"\1ut"),  # discussão
        (re.compile("(...+)ensa$"), r"\1end"),  # compreensão
    ),
}
# A verb with its pronoun: procurá-lo, atendê-la, envie-me.
_PRONOUNS = (
    (re.compile("[áa]-l[oa]s?$"), "ar"),
    (re.compile("[êe]-l[oa]s?$"), "er"),
    (re.compile("[íi]-l[oa]s?$"), "ir"),
    (re.compile("-(me|te|se|nos|lhes?|n?[oa]s?)$"), ""),
)
Families = Sequence[Sequence[str]]


# The lemma of a word, as both are written.
Lemma = Callable[[str], str]
# The stem of a word as it is written, and as the glossary lists it or not.
Stem = Callable[[str, bool], str]


def heads(
    language: str,
    vocabulary: Mapping[str, str],
    families: Families,
    stem: Stem | None = None,
) -> dict[str, str]:
    """The head of each word's family, by word; words of one family have one head.

    `vocabulary` maps normalised words to one way they are written, which tells
    Portuguese stems; `families` are lists of words that no rule joins, or that a rule
    would join to others.
    """
    listed = {normalised(word): word for family in families for word in family}
    if language == "ar":
        families = [[*family, *_more(family, listed)] for family in families]
        listed = {normalised(word): word for family in families for word in family}
    known = {**listed, **vocabulary}
    if language in SNOWBALL:
        alone = [normalised(family[0]) for family in families if len(family) == 1]
        found = _by_stem(language, known, listed, alone, stem or partial(stem_of, language))
    else:
        found = _by_affixes(language, known, listed)
    joined: dict[str, str] = {}

    def top(head: str) -> str:
        while head in joined:
            head = joined[head]
        return head

    for family in families:
        first, *others = (found[normalised(word)] for word in family)
        for other in others:
            if top(other) != top(first):
                joined[top(other)] = top(first)
    return {word: top(head) for word, head in found.items()}


def _more(family: Sequence[str], listed: Collection[str]) -> list[str]:
    """More forms of an Arabic family's words, which the rules, wary of what is short, leave.

    Of its verbs in the third person the others: ترد, نرد, أرد of يرد; where a noun comes
    first that begins as they do, it is no verb. Of two letters, with the article or a
    pronoun: الرد, ردك.
    """
    verbs = [word for word in family[1:] if word.startswith("ي") and family[0][0] != "ي"]
    short = [word for word in family if len(word) == 2]
    more = [f"{person}{verb[1:]}" for verb in verbs for person in "تنأ"]
    more += [f"{article}{word}" for word in short for article in ("ال", "وال", "بال", "لل")]
    more += [f"{word}{pronoun}" for word in short for pronoun in ("ه", "ها", "هم", "ك", "كم", "نا")]
    return [word for word in more if normalised(word) not in listed]


def lemma_of(language: str, written: str) -> str:
    """The lemma of a word, by the dictionary of a language, which takes a second to load."""
    import simplemma

    # The same dictionary in a tenth of the memory.
    return simplemma.lemmatize(written, lang=language, low_memory=True).lower()


def stem_of(language: str, written: str, listed: bool, lemma: Lemma | None = None) -> str:
    """The stem of a word in lower case; of one that is not `listed`, its lemma's."""
    if language == "pt":
        for pattern, verb in _PRONOUNS:
            written = pattern.sub(verb, written)
    written = HYPHEN.sub("", written)
    # What a listed word belongs to is said by the list.
    if not listed:
        written = (lemma or partial(lemma_of, language))(written)
    for pattern, spelling in _SPELLINGS if language == "en" else _PLURALS:
        written = pattern.sub(spelling, written)
    stem: str = _stemmer(language).stemWord(written)
    return normalised(stem)


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(SNOWBALL[language])


def _by_stem(
    language: str,
    known: Mapping[str, str],
    listed: Collection[str],
    alone: Sequence[str],
    stem: Stem,
) -> dict[str, str]:
    stems = {word: stem(written.lower(), word in listed) for word, written in known.items()}
    # What a listed word is derived from is said by the list.
    curated = {stems[word] for word in listed}
    free = set(stems.values()) - curated
    stems = {word: _first(language, one, free) for word, one in stems.items()}
    # A word listed by itself is kept apart from those that have its stem.
    return stems | {word: f"{word}=" for word in alone}


def _first(language: str, stem: str, stems: Collection[str]) -> str:
    """What a stem is derived from, and that in its turn, as far as they are of `stems`."""
    seen = [stem]
    while stem in stems:
        bases = (pattern.sub(base, stem) for pattern, base in _DERIVED[language])
        base = next((base for base in bases if base not in seen and base in stems), None)
        if base is None:
            break
        seen.append(stem := base)
    return stem


def _by_affixes(language: str, known: Mapping[str, str], listed: Collection[str]) -> dict[str, str]:
    # A word that joins others is in many words by chance: أنه is not what تنهي comes from.
    joining = frozenset(light(language))
    options = {
        word: [base for base in proposals(language, word) if base == word or base not in joining]
        for word in known
    }
    support = Counter(base for found in options.values() for base in found)

    def head(found: Sequence[str]) -> str:
        # A listed word is never taken for a form of another; the least change comes first.
        for base in found:
            if base in listed:
                return base
        return max(found, key=lambda base: (support[base], base in known, len(base), base))

    found = {word: head(bases) for word, bases in options.items()}
    return _by_patterns(language, found, listed, joining) if language in PATTERNS else found


def _by_patterns(
    language: str, heads: Mapping[str, str], listed: Collection[str], joining: Collection[str]
) -> dict[str, str]:
    """Each Arabic family joined to the one that a word of it is derived from, if any is."""
    # A word as it stands or after its article: what is left of others may be no word.
    whole = dict(heads)
    for word, head in heads.items():
        for article in ("ال", "وال", "بال"):
            if word.startswith(article):
                whole.setdefault(word.removeprefix(article), head)
    curated = {heads[word] for word in listed}
    # What may as well be two words, one of them written to the other, tells nothing; and
    # what is listed is told by the list.
    sure = {
        word: head
        for word, head in whole.items()
        if len(word) >= SHORTEST and word not in joining and head not in curated
        if word[0] not in "وفبلك" or word[1:] not in whole
        if not word.endswith("ه") or f"ال{word}" in heads
    }
    joined: dict[str, str] = {}

    def top(head: str) -> str:
        while head in joined:
            head = joined[head]
        return head

    for word, head in sure.items():
        if word.startswith("ال") or top(head) != head:
            continue
        for base in derived(language, word):
            # Of a verb another person may be there, or what is asked of one.
            person = "ين" if word[0] == "و" else "ينا"
            persons = [f"{one}{base[1:]}" for one in person] if base[0] == "ي" else [base]
            of = next((sure[one] for one in persons if one in sure), None)
            if of is not None and top(of) != head:
                joined[head] = top(of)
                break
    return {word: top(head) for word, head in heads.items()}
