"""What each language does to its words, as rules that the build and the browser read alike.

A rule is a pattern and what it becomes. Rules stand in stages, of which a word may
take one each, so that `وبالشكاوى` loses its clitics and its ending in turn. The rules
only propose; a proposal counts where the handbook has that word (see families.py). So
they may be generous: what is no word is never looked up.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

Rule = tuple[str, str]
Stage = tuple[Rule, ...]

# Shorter than this, a proposal is more likely part of another word.
SHORTEST = 3
WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
HYPHEN = re.compile("[-\u2010\u2011]")
# Letters that writers of Arabic put for one another; the rest is Unicode's own NFKD.
LETTERS = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": ""}
_LETTERS = str.maketrans(LETTERS)
# Where Unicode has marks that stand above or below a letter.
_PLANES = (range(0x20000), range(0xE0100, 0xE01F0))
_DROPPED: dict[int, None] = {
    **dict.fromkeys(map(ord, "'’‘ʼ")),
    **{n: None for plane in _PLANES for n in plane if unicodedata.category(chr(n))[0] == "M"},
}


def normalised(text: str) -> str:
    """`text` without case, accents, vowel signs, hamza seats and apostrophes."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).lower()
    return plain.translate(_DROPPED)


def words(text: str) -> list[str]:
    """The words of a text, normalised; one with hyphens whole, and then each of its parts."""
    return [word for stretch in text.split() for word in _words(stretch)]


# Between spaces a handbook has the same few thousand stretches again and again.
@lru_cache(maxsize=1 << 16)
def _words(stretch: str) -> tuple[str, ...]:
    found: list[str] = []
    for word in WORD.findall(normalised(stretch)):
        parts = HYPHEN.split(word)
        found += [word] if len(parts) == 1 else ["".join(parts), *parts]
    return tuple(found)


def _endings(*pairs: str) -> Stage:
    """Rules for endings, each written `ending` or `ending>what stands for it`."""
    return tuple(
        (f"{ending}$", base) for ending, _, base in (pair.partition(">") for pair in pairs)
    )


def _starts(*pairs: str) -> Stage:
    return tuple((f"^{start}", base) for start, _, base in (pair.partition(">") for pair in pairs))


# Stemmed by Snowball; these are for forms the handbook has not, typed by readers.
_ENGLISH = (
    (
        *_endings(
            *("s", "es", "ed", "ed>e", "ing", "ing>e", "er", "er>e", "ers", "or"),
            *("est", "est>e"),
            *("ies>y", "ied>y", "ier>y", "iest>y", "ily>y", "iness>y", "ying>ie", "ies>ie"),
            *("ly", "ally", "ment", "ments", "ness", "ful", "fully", "able", "ation", "ation>e"),
            *("e", "ate", "ates", "ated", "ating", "ator", "ise", "ised", "ising", "ize"),
            *("ized", "izing", "isation", "ization", "ity", "ive", "al"),
        ),
        # A doubled letter: committed, planning.
        (r"([^aeiou])\1(ed|ing|er|est)$", r"\1"),
    ),
)
# What a Portuguese verb may end in, without accents, in each of its three conjugations.
_VERBS = {
    "ar": "o a as amos am ei aste ou aram ava avas avamos avam arei aras ara aremos arao aria arias"
    " ariamos ariam e es emos em asse asses assemos assem ares armos arem ando ado ada ados adas",
    "er": "o e es emos em i este eu eram ia ias iamos iam erei eras era eremos erao eria erias"
    " eriamos eriam a as amos am esse esses essemos essem eres ermos erem endo ido ida idos idas",
    "ir": "o e es imos em i iste iu iram ia ias iamos iam irei iras ira iremos irao iria irias"
    " iriamos iriam a as amos am isse isses issemos issem ires irmos irem indo ido ida idos idas",
}
_PORTUGUESE = (
    _endings(
        *("s", "es", "oes>ao", "aes>ao", "ais>al", "eis>el", "eis>il", "ois>ol", "ns>m", "is>il"),
        *("a>o", "as>o", "o>a", "os>a", "acao>ar", "acoes>ar", "mento>r", "mentos>r"),
        *(f"{ending}>{verb}" for verb, endings in _VERBS.items() for ending in endings.split()),
        # Before e, c is written qu and g gu: explique, chegue.
        *("que>car", "quei>car", "quem>car", "quemos>car", "gue>gar", "guei>gar", "guem>gar"),
        *("mente", "amente>o", "inho>o", "inha>a", "zinho", "oso", "osa", "dor>r", "dora>r"),
        *("lo", "la", "los", "las", "se", "me", "nos", "eza>o", "idade>o", "ivel>er", "avel>ar"),
    ),
)
_INDONESIAN = (
    _endings(
        *(f"{clitic}" for clitic in ("nya", "ku", "mu", "lah", "kah", "pun", "kan", "i", "an"))
    ),
    _endings("kan", "i", "an"),
    _starts(
        *("me", "mem", "mem>p", "men", "men>t", "meng", "meng>k", "menge", "meny>s"),
        *("pe", "pem", "pem>p", "pen", "pen>t", "peng", "peng>k", "penge", "peny>s"),
        *("ber", "be", "di", "ter", "ke", "se", "per", "memper", "diper", "keber", "penye>se"),
    ),
)
# و and ف may stand before all; ب, ك, ل and the article before nouns, س before verbs.
_ARABIC_NOUNS = (
    _starts(
        *("و", "ف", "ال", "وال", "فال", "بال", "وبال", "كال", "لل", "ولل", "فلل", "ب", "وب", "فب"),
        *("ل", "ول", "فل", "ك", "وك"),
    ),
    _endings(
        *("ه", "ها", "هم", "هما", "هن", "ك", "كم", "كما", "ي", "نا", "ا", "ات", "ون", "ين", "ان"),
        # Before what it belongs to, a plural has no ن: فنيو الصيانة.
        "و",
        *("تي>ه", "ته>ه", "تها>ه", "تهم>ه", "تك>ه", "تكم>ه", "تنا>ه", "تان>ه", "تين>ه", "ات>ه"),
        # Of a woman, where the handbook may have the man: زميلتي.
        *("تي", "تك", "تنا", "ته", "تها", "تهم"),
        *("اته", "اتك", "اتها", "اتنا", "اتهم", "اتي", "اته>ه", "اتك>ه", "اتها>ه", "اتنا>ه"),
        *("اتهم>ه", "اتي>ه", "يه", "يا", "يات", "يين", "يون", "يتك", "يته"),
        # A hamza has a seat before a pronoun: زملائك, عملاؤنا.
        *(f"ا{seat}{one}>اء" for seat in "يو" for one in ("ه", "ها", "هم", "ك", "كم", "نا")),
        # شكوى before a pronoun: شكواه.
        *("اه>ي", "اها>ي", "اهم>ي", "اك>ي", "اكم>ي", "انا>ي"),
    ),
    # Verbal nouns and participles: اعتذار of اعتذر, إنهاء of أنهى, كتابة of كتب, وصول of
    # وصل, تحويل of حول, مقاطعة of قاطع, صادق of صدق, محفوظ of حفظ, ملتزم of التزم.
    (
        ("^ا(..+)ا(.)$", r"ا\1\2"),
        ("^ا(.+)اء$", r"ا\1ي"),
        ("^(..)ا(.)ه$", r"\1\2"),
        ("^(..)و(.)ه?$", r"\1\2"),
        ("^ت(..)ي(.)$", r"\1\2"),
        ("^م(.ا..)ه?$", r"\1"),
        ("^(.)ا([^وي][^وي])$", r"\1\2"),
        ("^م(..)و(.)$", r"\1\2"),
        ("^م(...+)$", r"ا\1"),
        ("^م(ت..+)$", r"\1"),
    ),
)
_ARABIC_VERBS = (
    _starts("و", "ف", "س", "ل", "وس", "فس", "ول", "فل"),
    _endings(
        *("ه", "ها", "هم", "هما", "ك", "كم", "ني", "نا", "ي", "ت", "وا", "ون", "ين", "ان", "ا"),
        *("تم", "تما", "ته", "تها", "تك", "تني", "ناك", "ناه", "ونه", "ونها", "ونهم", "يني", "ينه"),
    ),
    _starts("ي", "ي>ا", "ت", "ت>ا", "ن", "ن>ا", "ا"),
)
# Each language's ways from a form to a word: stages to be gone through in their order.
WAYS: dict[str, tuple[tuple[Stage, ...], ...]] = {
    "en": (_ENGLISH,),
    "pt": (_PORTUGUESE,),
    "id": (_INDONESIAN,),
    "ar": (_ARABIC_NOUNS, _ARABIC_VERBS),
}


# Words that join others, deny or colour a sentence: a query of more than these is not held
# to them.
LIGHT = {
    "en": "a about am an and any are arent as at be been being but by can cannot cant could couldnt"
    " did didnt do does doesnt doing dont for from had has hasnt have havent how i if in is isnt it"
    " its just may me might must my not of on or our shall she should shouldnt so some someone that"
    " the their them then there these they this those to too us very was wasnt we were what when"
    " where which who whom whose why will with without wont would wouldnt you your he him her his",
    "ar": "في من على عن إلى الى مع عند عندما بعد قبل أو ثم أن إن أنه أنها إنه إنها كأنه لأنه"
    " إذ أنا أنت هو هي هم نحن ما ماذا لماذا كيف متى أين هل لا لم لن ليس ليست قد كل هذا هذه"
    " ذلك تلك التي الذي الذين حتى إذا"
    " بين و يا لو به بها له لها فيه فيها عليه عليها كان كانت يكون تكون لدى لدي أي حين",
    "pt": "a o as os um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas"
    " para pra com sem sob sobre e ou mas nem que se ao aos à às como quando onde qual quais quem"
    " eu ele ela eles elas nós você vocês me lhe meu minha seu sua seus suas é são foi ser está"
    " estou estão porque por quê não já também muito mais só isso isto este esta esse essa"
    " posso pode devo deve tem há",
    "id": "dan atau yang di ke dari pada kepada untuk dengan tanpa oleh dalam atas tentang saat"
    " ini itu adalah apa apakah bagaimana kapan mengapa kenapa siapa mana saya kita kami anda dia"
    " mereka ada akan sudah belum tidak bukan jangan tak bisa dapat harus jika kalau bila agar"
    " karena bagi para nya gimana dengan lewat secara juga saja lebih sangat seperti ketika",
}


# Verbs that mean little beside their object, put on hold: they need not be found.
WEAK = {
    "en": "do give have make take put get",
    "ar": "قام أجرى وضع أعطى",
    "pt": "dar fazer ter tomar pôr",
    "id": "membuat memberi melakukan mengambil",
}


def light(language: str) -> list[str]:
    """The light words of a language, normalised."""
    return sorted(set(normalised(LIGHT.get(language, "")).split()))


def weak(language: str) -> list[str]:
    """The verbs of a language that mean little by themselves, normalised."""
    return normalised(WEAK.get(language, "")).split()


def proposals(language: str, word: str) -> list[str]:
    """The words that `word` may be a form of, itself first; `language` is a primary tag."""
    return list(_proposals(language, word))


@lru_cache(maxsize=1 << 16)
def _proposals(language: str, word: str) -> tuple[str, ...]:
    found = [word]
    for way in _compiled(language):
        reached = [word]
        for stage in way:
            for one in tuple(reached):
                for pattern, base in stage:
                    other, count = pattern.subn(base, one, count=1)
                    if count and len(other) >= SHORTEST and other not in reached:
                        reached.append(other)
        found += (other for other in reached if other not in found)
    return tuple(found)


@cache
def _compiled(language: str) -> list[list[list[tuple[re.Pattern[str], str]]]]:
    return [
        [[(re.compile(rule), base) for rule, base in stage] for stage in way]
        for way in WAYS.get(language, ())
    ]
