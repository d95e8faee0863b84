"""What part each word plays: closed classes are listed, verbs known by their forms and the words beside."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from extraction import inflections, lexicon
from extraction.happenings.token import NOMINAL, Token
from extraction.inflections import BASE, ING, PARTICIPLE, PAST, PRESENT

_BEFORE_NOUN = frozenset(("DET", "OWN", "GEN", "ADJ", "DEM"))


_ALONE = frozenset("both all many some few most others these those".split())


_STARTS_OBJECT = frozenset(("DET", "OWN", "PRO", "NUM", "NAME", "DEM"))


_CLOSED: dict[str, str] = {}


for _each, _words in (
    ("DET", "the a an this these those some any each every another both several many few all most no such either "
            "neither more less other"),
    ("OWN", "his her its their our my your whose"),
    ("PRO", "he she it they we i you him them us me who whom himself herself itself themselves someone somebody "
            "everyone nobody anyone others there"),
    ("REL", "which that"),
    ("PREP", "of in on at by for from with into onto over under against during between among amid amidst near toward "
             "towards within without about around across through throughout despite following including like along "
             "outside inside behind beyond per via upon off above below beside besides alongside aboard versus since "
             "until till after before ahead past down up out"),
    ("CONJ", "and or but nor &"),
    ("SUB", "because although though if unless while when where as whether once so whereas why how what than"),
    ("NEG", "not never n't"),
    ("MODAL", "will would can could may might shall should must wo ca 'll won't can't cannot couldn't wouldn't "
              "shouldn't mustn't mightn't"),
    ("BE", "is are was were be been being am isn't aren't wasn't weren't"),
    ("HAVE", "has have had having hasn't haven't hadn't"),
    ("DO", "do does did don't doesn't didn't"),
    ("ADV", "also already then now soon again ever just still even only yet too very almost nearly about roughly "
            "allegedly later earlier ago away back together here however therefore meanwhile instead perhaps often "
            "twice once forward apart abroad home today"),
    ("ADJ", "new old first last next former early late military civilian foreign local national international "
            "presidential political senior top main major other own armed public private second third least "
            "low high long short big small free good bad great young hard strong large serious open full white black red "
            "green central northern southern eastern western huge major minor recent fresh further "
            "possible potential so-called popular peaceful violent armed heavy light fierce bloody brutal massive "
            "key joint social economic financial federal regional bilateral urgent "
            "transparent historic annual monthly controversial illegal legal mass final initial total fatal "
            "deadly daily weekly monthly friendly likely only early elderly unlikely"),
    ("NUM", "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty "
            "forty fifty sixty hundred thousand million billion dozen dozens hundreds thousands scores"),
):  # fmt: skip
    for _word in _words.split():
        _CLOSED.setdefault(_word, _each)


_NO_ADVERB = frozenset(
    "family ally supply assembly reply italy july rally monopoly anomaly butterfly fly lily bully jelly belly "
    "ugly holy silly lonely lovely costly timely orderly".split()
)


_NO_PARTICIPLE = frozenset(
    "hundred seed need speed feed breed indeed red bed shed creed deed greed weed sacred naked wicked embed".split()
)


_NO_ING = frozenset(
    "lightning offspring king thing nothing something everything anything morning evening building during spring string ring wing "
    "ceiling sibling beijing viking darling sterling being meaning wedding clothing housing funding training".split()
)


_ROUGHLY = frozenset("about around over under nearly almost roughly some between".split())


_PARTICLES = frozenset("out up down back off away over in on".split())


_ENDS = frozenset(
    ("DET", "OWN", "PRO", "REL", "PREP", "CONJ", "SUB", "NEG", "MODAL", "BE", "HAVE", "DO", "ADV")
)


@cache
def verb_forms() -> dict[str, tuple[tuple[str, str], ...]]:
    """The verbs that a word can be a form of: "left" -> (("leave", "past"), ("leave", "participle"))."""
    bases = (
        set(lexicon.words("verbs.txt"))
        | set(lexicon.words("reporting.txt"))
        | set(inflections.irregular_verbs())
        | {
            phrase.split()[0]
            for row in lexicon.rows("triggers.tsv")
            if row[1] == "v"
            for phrase in lexicon.split(row[4])
        }
    )
    forms: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for base in sorted(bases - {"be", "have", "do"}):
        for form, tag in inflections.verb_forms(base):
            forms[form].append((base, tag))
    return {form: tuple(meanings) for form, meanings in forms.items()}


def tag(tokens: list[Token], at: int, nouns: frozenset[str]) -> None:
    token = tokens[at]
    if token.tag:
        return
    key = token.key
    if key in ("'s", "'"):
        token.tag = "GEN"
    elif not key[0].isalnum() and len(key) == 1:
        token.tag = key
    elif key[0].isdigit() or any(sign in key for sign in "$€£¥"):
        token.tag = "NUM"
    elif " " in key:
        token.tag = "ADV"
    elif key == "to":
        token.tag = "TO" if _is_infinitive(tokens, at) else "PREP"
    elif key in _ROUGHLY and at + 1 < len(tokens) and _ahead(tokens, at + 1) == "NUM":
        token.tag = "ADV"
    elif key in _CLOSED:
        token.tag = _closed(tokens, at, _CLOSED[key])
    elif key.endswith("ly") and key not in _NO_ADVERB and len(key) > 4:
        token.tag = "ADV"
    elif not _tag_verb(tokens, at, nouns):
        token.tag = "N"


def _ahead(tokens: list[Token], at: int) -> str:
    """The tag that a token not yet looked at will have, "" for an open word."""
    if at >= len(tokens):
        return ""
    token = tokens[at]
    if token.tag:
        return token.tag
    key = token.key
    if key[0].isdigit() or " " in key or any(sign in key for sign in "$€£¥"):
        return "NUM"
    if not key[0].isalnum():
        return key
    if key in _ROUGHLY and _ahead(tokens, at + 1) == "NUM":
        return "NUM"
    return "TO" if key == "to" else _CLOSED.get(key, "")


def _is_infinitive(tokens: list[Token], at: int) -> bool:
    after = at + 1
    while (
        after < len(tokens)
        and after < at + 3
        and (tokens[after].key.endswith("ly") or tokens[after].key in ("not", "also", "then"))
    ):
        after += 1
    if after >= len(tokens) or tokens[after].tag:
        return False
    key = tokens[after].key
    return key in ("be", "have", "do") or any(form == BASE for _, form in verb_forms().get(key, ()))


def _closed(tokens: list[Token], at: int, tag: str) -> str:
    key = tokens[at].key
    before = tokens[at - 1] if at else None
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if key == "that" and (before is None or (before.tag not in NOMINAL and before.tag != ",")):
        return "SUB"
    if key in ("who", "whom"):
        return "REL"
    if key == "her" and (
        not after[:1].isalpha() or _CLOSED.get(after) in ("PREP", "CONJ", "SUB", "DET")
    ):
        return "PRO"
    if (
        key in _PARTICLES
        and before is not None
        and before.tag == "V"
        and key in ("out", "up", "down", "off", "back", "away")
    ):
        return "ADV"
    if key == "as" and after in ("part", "a", "many", "much"):
        return "PREP"
    if key in ("after", "before", "since", "until") and before is None:
        return "PREP"
    return tag


def _previous(tokens: list[Token], at: int) -> int:
    """The token before, adverbs and negations left out; -1 for none in the sentence."""
    at -= 1
    while at >= 0 and tokens[at].tag in ("ADV", "NEG"):
        at -= 1
    return at


def _tag_verb(tokens: list[Token], at: int, nouns: frozenset[str]) -> bool:
    token = tokens[at]
    forms = verb_forms().get(token.key, ()) or _guessed(token.key)
    if not forms:
        return False
    before = _previous(tokens, at)
    left = tokens[before] if before >= 0 else None
    form = _form_here(tokens, at, left, forms, nouns)
    if not form:
        participle = any(one in (PARTICIPLE, ING) for _, one in forms)
        if token.key in nouns and at + 1 < len(tokens) and not tokens[at + 1].tag:
            # "the bombing wounded four"
            following = verb_forms().get(tokens[at + 1].key, ())
            participle = participle and not any(one in (PAST, PRESENT) for _, one in following)
        if participle and not _ends_noun(tokens, at):
            token.tag, token.form, token.lemma = "ADJ", "", _lemma(forms, (PARTICIPLE, ING))
            return True
        return False
    token.tag, token.form, token.lemma = "V", form, _lemma(forms, (form,))
    return True


def _lemma(forms: Sequence[tuple[str, str]], wanted: tuple[str, ...]) -> str:
    return next((base for base, form in forms if form in wanted), forms[0][0])


def _guessed(key: str) -> tuple[tuple[str, str], ...]:
    if key.endswith("ed") and len(key) > 4 and key not in _NO_PARTICIPLE:
        return ((key, PAST), (key, PARTICIPLE))
    if key.endswith("ing") and len(key) > 5 and key not in _NO_ING:
        return ((key, ING),)
    return ()


def _ends_noun(tokens: list[Token], at: int) -> bool:
    """Whether nothing that a noun could begin with follows directly."""
    after = at + 1
    if after >= len(tokens):
        return True
    following = tokens[after]
    if following.tag:
        return following.tag not in ("NAME", "DEM", "EVENT")
    key = following.key
    return not key[0].isalpha() or _CLOSED.get(key) in _ENDS or key == "to"


def _form_here(
    tokens: list[Token],
    at: int,
    left: Token | None,
    forms: Sequence[tuple[str, str]],
    nouns: frozenset[str],
) -> str:
    """The form that a word has as a verb here, "" where it is none."""
    can = {form for _, form in forms}
    tag = left.tag if left else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    next_tag = _ahead(tokens, at + 1)
    if tag == "TO" or tag in ("MODAL", "DO"):
        return BASE if BASE in can else ""
    if tag == "BE" or (left and left.key in ("got", "gets", "get")):
        return PARTICIPLE if PARTICIPLE in can else ING if ING in can else ""
    if tag == "HAVE":
        return PARTICIPLE if PARTICIPLE in can else ""
    if (
        left
        and left.key in _ALONE
        and next_tag in ("SUB", "REL", *_STARTS_OBJECT)
        and not can & {ING}
    ):
        return BASE if BASE in can else PAST if PAST in can else ""
    if tag == "SUB" and PARTICIPLE in can and next_tag in (",", "PREP", "."):
        return PARTICIPLE
    if tag == "GEN" and PAST in can and next_tag in ("NUM", "PRO", "NAME"):
        # "the one before Tuesday's killed 44"
        return PAST
    if tag in _BEFORE_NOUN or (tag == "NUM" and BASE in can):
        return ""
    if PAST in can or PARTICIPLE in can:
        if tag == "PREP" and not (PAST in can and next_tag in _STARTS_OBJECT):
            return ""
        if tag in ("", ",", "(") and PARTICIPLE in can and next_tag == "PREP":
            moved = tag == "," and PAST in can and after and after.key in _PARTICLES
            return PAST if moved else PARTICIPLE
        return PAST if PAST in can else PARTICIPLE
    if ING in can:
        if tokens[at].key in nouns and next_tag not in _STARTS_OBJECT:
            return ""
        return ING
    return _present_here(tokens, at, left, next_tag, can, nouns)


def _present_here(
    tokens: list[Token],
    at: int,
    left: Token | None,
    next_tag: str,
    can: set[str],
    nouns: frozenset[str],
) -> str:
    """Whether a word in its base form or with -s is a verb in the present: "rebels attack the town"."""
    tag = left.tag if left else ""
    if tag not in ("N", "NAME", "PRO", "REL", "CONJ", ",", "NUM"):
        return ""
    key = tokens[at].key
    is_noun = key in nouns or key.removesuffix("s") in nouns
    if left and left.tag == "PRO" and left.key in ("him", "them", "us", "me", "himself"):
        return ""
    takes = (
        next_tag in _STARTS_OBJECT
        or next_tag in ("TO", "SUB")
        or (not is_noun and next_tag in ("PREP", "ADV", "REL", ".", ",", "NEG", "TIME", ""))
    )
    if not takes:
        return ""
    if PRESENT in can and (tag in ("N", "NAME", "PRO", "REL") or (tag == "CONJ" and not is_noun)):
        return PRESENT
    if (
        BASE in can
        and left
        and (
            (tag == "PRO" and left.key in ("they", "we", "i", "you", "who"))
            or tag == "REL"
            or (tag == "N" and left.key.endswith("s") and not left.key.endswith("ss"))
        )
    ):
        return BASE
    return ""
