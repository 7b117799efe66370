"""What each language does to its words, as rules that the build and the browser read alike.

A rule is a pattern and what it becomes. Rules stand in stages, of which a word may
take one each, so that `وبالشكاوى` loses its clitics and its ending in turn. The rules
only propose; a proposal counts where the handbook has that word (see families.py). So
they may be generous: what is no word is never looked up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
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
_APOSTROPHES = "'’‘ʼ"


class _Dropped(dict[int, int | None]):
    """What is left of each character that was met: nothing of a mark above or below a letter."""

    def __missing__(self, number: int) -> int | None:
        character = chr(number)
        mark = character in _APOSTROPHES or unicodedata.category(character)[0] == "M"
        return self.setdefault(number, None if mark else number)


_DROPPED = _Dropped()


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
            # What is derived: decision, permission, guidance, preference, difficulty, failure.
            *("ision>ide", "isions>ide", "ission>it", "issions>it", "ance", "ance>e", "ances"),
            *("ence", "ences", "ence>ent", "ence>e", "y", "ty", "ure", "ure>e", "ship", "ist"),
            *("ion", "ions", "ion>e", "ions>e", "ative", "ative>e", "ous", "less", "en", "ened"),
        ),
        # A doubled letter: committed, planning.
        (r"([^aeiou])\1(ed|ing|er|est)$", r"\1"),
    ),
    _starts("un", "dis", "mis", "non"),
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
        # Verbs whose stem changes: dirija, proteja, transfira, sirva, mantenha, proponha.
        *("ija>igir", "ijam>igir", "eja>eger", "ejam>eger", "ira>erir", "iram>erir", "irva>ervir"),
        *("enha>er", "enham>er", "onha>or", "onham>or"),
        # What is derived: decisão, permissão, discussão, compreensão, confiança, preferência.
        *("isao>idir", "isoes>idir", "issao>itir", "issoes>itir", "ussao>utir", "ussoes>utir"),
        *("ensao>ender", "icao>ir", "icoes>ir", "ucao>uir", "anca>ar", "ancas>ar", "agem>ar"),
        *("encia>ir", "encia>er", "encia>ente", "encias>ente", "ancia>ar", "tura>r", "ura>o"),
    ),
    # What Snowball leaves of them.
    _endings("ar", "er", "ir", "or", "a", "e", "o", "ante", "ente", "ador", "edor", "idor", "avel"),
)
_INDONESIAN = (
    _endings(
        *(f"{clitic}" for clitic in ("nya", "ku", "mu", "lah", "kah", "pun", "kan", "i", "an"))
    ),
    _endings("kan", "i", "an"),
    _starts(
        # Before what it is written to, me- has a sound of its own, or takes the place of one.
        *("me(?=[lmnrwy])", "mem(?=[bfpv])", "mem(?=[aeiou])>p", "men(?=[cdjstz])"),
        *("men(?=[aeiou])>t", "meng(?=[aeioughk])", "meng(?=[aeiou])>k", "menge", "meny>s"),
        *("pe(?=[^aeiou])", "pem(?=[bfpv])", "pem(?=[aeiou])>p", "pen(?=[cdjstz])"),
        *("pen(?=[aeiou])>t", "peng(?=[aeioughk])", "peng(?=[aeiou])>k", "penge", "peny>s"),
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
        # Two of it, before a pronoun: سؤاليها.
        *("يها", "يهم", "يكم"),
        # A hamza has a seat before a pronoun: زملائك, عملاؤنا.
        *(f"ا{seat}{one}>اء" for seat in "يو" for one in ("ه", "ها", "هم", "ك", "كم", "نا")),
        # شكوى before a pronoun: شكواه.
        *("اه>ي", "اها>ي", "اهم>ي", "اك>ي", "اكم>ي", "انا>ي"),
    ),
    # Verbal nouns and participles: اعتذار of اعتذر, إنهاء of أنهى, كتابة of كتب, وصول of
    # وصل, تحويل of حول, مقاطعة of قاطع, صادق of صدق, محفوظ of حفظ, ملتزم of التزم.
    (
        ("^ا(?!ل[^ت])(..+)ا(.)$", r"ا\1\2"),
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
# Arabic derives words within the word: by the pattern of one, what it may be derived from.
_ARABIC_PATTERNS = (
    # Plurals.
    (r"^(..)(.)اء$", r"\1ي\2"),  # عملاء, عميل
    (r"^ا(..)(.)اء$", r"\1ي\2"),  # أصدقاء, صديق
    (r"^ا([^يت][^ت])ا(.)$", r"\1\2"),  # أسعار, سعر
    (r"^ا([^يت][^ت])ا(.)$", r"\1\2ه"),  # أوراق, ورقة
    (r"^ا(..)(.)ه$", r"\1ا\2"),  # أجهزة, جهاز
    (r"^(..)ا(.)$", r"\1\2ه"),  # نقاط, نقطة
    (r"^(.)(.)ا(.)$", r"\1ا\2\3"),  # زوار, زائر
    (r"^(.)وا(.[^ه])$", r"\1ا\2"),  # هواتف, هاتف
    (r"^(.)وا(.[^ه])$", r"\1ا\2ه"),  # قواعد, قاعدة
    (r"^(.)وا(.)ي(.)$", r"\1ا\2و\3"),  # طوابير, طابور
    (r"^(.)وا(.)ي(.)$", r"\1ا\2و\3ه"),  # فواتير, فاتورة
    (r"^(.)وا(.)ي(.)$", r"\1ا\2ي\3"),  # تواريخ, تاريخ
    (r"^(..)اي(.)$", r"\1ا\2ه"),  # رسائل, رسالة
    (r"^(..)اي(.)$", r"\1ي\2ه"),  # حقائق, حقيقة
    (r"^(م.)ا(.)ي?(.)$", r"\1\2\3"),  # مكاتب, مكتب; مواعيد, موعد
    (r"^(م.)ا(.)ي?(.)$", r"\1\2\3ه"),  # مشاكل, مشكلة
    (r"^(ت.)ا(.)ي?(.)$", r"\1\2\3ه"),  # تجارب, تجربة; تكاليف, تكلفة
    (r"^(..)ا(.)ي(.)$", r"\1\2ا\3"),  # مفاتيح, مفتاح
    (r"^(..)ا(.)ي?([^ه])$", r"\1\2و\3"),  # نماذج, نموذج; مواضيع, موضوع
    (r"^(..)ا(.)ي(.)$", r"\1\2ي\3"),  # تفاصيل, تفصيل
    (r"^(..)وات$", r"\1اه"),  # قنوات, قناة
    (r"^(..)اوي$", r"\1وي"),  # شكاوى, شكوى
    (r"^([^ايتن].)و(.)$", r"\1\2"),  # وعود, وعد
    # Verbal nouns and participles of a verb, which stands in the third person.
    (r"^ا(.+)ا(.)ه?$", r"ي\1ي\2"),  # إعادة, أعاد: يعيد
    (r"^ا(..+)ا(.)$", r"ي\1\2"),  # اعتذار: يعتذر
    (r"^ا(.+)اء$", r"ي\1ي"),  # إنهاء: ينهي
    (r"^(..)ا(.)ه?$", r"ي\1\2"),  # صراخ: يصرخ; كتابة: يكتب
    (r"^(..)و(.)$", r"ي\1\2"),  # وضوح: يوضح
    (r"^(..)اءه?$", r"ي\1ا"),  # قراءة: يقرأ
    (r"^(..)[وي]?ء$", r"ي\1ا"),  # هدوء: يهدأ; بدء: يبدأ
    (r"^ت(..)(.)ه$", r"ي\1\2"),  # تجربة: يجرب
    (r"^ت(..)ي(.)$", r"ي\1\2"),  # تهديد: يهدد
    (r"^(.)ا(.)ي$", r"ي\1\2ا"),  # هادئ: يهدأ
    (r"^(.)ا(.[^ي])$", r"ي\1\2"),  # ناجح: ينجح
    (r"^(.)ا(.)$", r"ي\1و\2"),  # قال: يقول
    (r"^مت(..+)$", r"يت\1"),  # متأخر: يتأخر
    # Comparatives.
    (r"^ا(..)(.)$", r"\1ي\2"),  # أكبر, كبير
)
# The three letters that most Arabic words come from, by the patterns they stand in. Words of
# one root mean different things: عمل, عميل, معاملة.
_ARABIC_ROOTS = (
    (r"^[ايتنم]?ست(.)(.)ا?(.)ه?$", r"\1\2\3"),  # استفعال
    (r"^[ايتنم](.)ت(.)ا?(.)ه?$", r"\1\2\3"),  # افتعال
    (r"^[ايتم]ن(.)(.)ا?(.)$", r"\1\2\3"),  # انفعال
    (r"^[ايتنم]?ت(.)ا?(.)[وي]?(.)ه?$", r"\1\2\3"),  # تفعيل, تفعلة, متفاعل
    (r"^[ايتنم](.)ا?(.)[ايو]?(.)ه?$", r"\1\2\3"),  # مفعول, مفاعلة, أفعال
    (r"^(.)[او]?(.)[ايو]?(.)ه?$", r"\1\2\3"),  # فاعل, فعيل, فعول, فعلة
    (r"^(.)وا(.)ي?(.)$", r"\1\2\3"),  # فواعل
    (r"^(.)(.)اي(.)$", r"\1\2\3"),  # فعائل
)
# Each language's ways from a form to a word: stages to be gone through in their order.
Ways = tuple[tuple[Stage, ...], ...]
WAYS: dict[str, Ways] = {
    "en": (_ENGLISH,),
    "pt": (_PORTUGUESE,),
    "id": (_INDONESIAN,),
    "ar": (_ARABIC_NOUNS, _ARABIC_VERBS),
}
# What a word may be derived from, where the handbook has both.
PATTERNS: dict[str, Stage] = {"ar": _ARABIC_PATTERNS}
# The ways from a word that the handbook does not have to one that it has.
GUESSES: dict[str, Ways] = {
    **WAYS,
    "ar": (
        (*_ARABIC_NOUNS, _ARABIC_PATTERNS),
        (*_ARABIC_VERBS,),
        (*_ARABIC_NOUNS[:2], _ARABIC_ROOTS),
    ),
}
ROOTS: dict[str, Stage] = {"ar": _ARABIC_ROOTS}


# Words that join others, deny or colour a sentence: a query of more than these is not held
# to them.
LIGHT = {
    "en": "a about am an and any are arent as at be been being but by can cannot cant could couldnt"
    " did didnt do does doesnt doing dont for from had has hasnt have havent how i if in is isnt it"
    " its just may me might must my not of on or our shall she should shouldnt so some someone that"
    " the their them then there these they this those to too us very was wasnt we were what when"
    " where which who whom whose why will with without wont would wouldnt you your he him her his"
    " myself yourself himself herself itself ourselves yourselves themselves oneself",
    "ar": "في من على عن إلى الى مع عند عندما بعد قبل أو ثم أن إن أنه أنها إنه إنها كأنه لأنه"
    " إلا ألا بل حيث بحيث منذ لكن لست إذ أنا أنت هو هي هم نحن ما ماذا لماذا كيف متى أين هل لا لم"
    " لن ليس ليست قد كل هذا هذه"
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
    " karena bagi para nya gimana dengan lewat secara juga saja lebih sangat seperti ketika"
    " diri dirinya",
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
    return tuple(_reached(_compiled(language), word))


def guesses(language: str, word: str) -> list[str]:
    """What a word that the handbook does not have may be a form of, derived from, or akin to."""
    return _reached(_guessing(language), word)


def derived(language: str, word: str) -> Iterator[str]:
    """What `word` may be derived from by the patterns of its language, the likeliest first."""
    for pattern, base in _patterns(language):
        other, count = pattern.subn(base, word)
        if count and other != word and len(other) >= SHORTEST:
            yield other


def roots(language: str, word: str) -> set[str]:
    """The roots that `word` may be of."""
    found = (rule.subn(base, word) for rule, base in _roots(language))
    return {root for root, count in found if count and len(root) == SHORTEST}


def _reached(ways: Sequence[Sequence[_Stage]], word: str) -> list[str]:
    found = {word: None}
    for way in ways:
        reached = {word: None}
        for stage in way:
            for one in tuple(reached):
                for other in stage.taken(one):
                    if len(other) >= SHORTEST:
                        reached[other] = None
        found |= reached
    return list(found)


class _Stage:
    """The rules of a stage, those for plain beginnings and endings by their letters."""

    def __init__(self, rules: Stage) -> None:
        self._plain: dict[str, list[tuple[int, str]]] = {}
        self._others: list[tuple[int, re.Pattern[str], str]] = []
        for number, (rule, base) in enumerate(rules):
            if _PLAIN.fullmatch(rule):
                self._plain.setdefault(rule, []).append((number, base))
            else:
                self._others.append((number, re.compile(rule), base))
        self._longest = max(map(len, self._plain), default=1) - 1

    def taken(self, word: str) -> list[str]:
        """What each rule that `word` fits makes of it, in the order of the rules."""
        found = []
        for size in range(1, min(self._longest, len(word)) + 1):
            for number, base in self._plain.get(f"{word[-size:]}$", ()):
                found.append((number, word[:-size] + base))
            for number, base in self._plain.get(f"^{word[:size]}", ()):
                found.append((number, base + word[size:]))
        for number, rule, base in self._others:
            other, count = rule.subn(base, word, count=1)
            if count:
                found.append((number, other))
        return [other for _, other in sorted(found)]


_PLAIN = re.compile(r"\^[^\W\d_]+|[^\W\d_]+\$")


@cache
def _compiled(language: str) -> list[list[_Stage]]:
    return [[_Stage(stage) for stage in way] for way in WAYS.get(language, ())]


@cache
def _guessing(language: str) -> list[list[_Stage]]:
    return [[_Stage(stage) for stage in way] for way in GUESSES.get(language, ())]


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rule), base) for rule, base in PATTERNS.get(language, ())]


@cache
def _roots(language: str) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rule), base) for rule, base in ROOTS.get(language, ())]
