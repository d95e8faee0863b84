"""What comes before a quantity and says what it is of: "a toll of", "exports worth", "Turnout was"."""

import re

from extraction.quantities import nouns
from extraction.quantities.nouns import PEOPLE, Noun, words_of

_FAR = 100
_NOUN_OF = re.compile(r"(?P<noun>[^\W\d_][\w'’-]*),?\s+of\s+(?:a\s+total\s+of\s+)?$")
_WORTH = re.compile(
    r"(?P<noun>[^\W\d_][\w'’-]*)(?P<of>\s+of\s+\w+(?:\s+and\s+\w+)?)?,?\s+(?:worth|valued\s+at|estimated\s+at|put\s+at)\s+$"
)
_NUMBER_OF = re.compile(
    r"\bnumber\s+of\s+(?P<noun>[^\W\d_][\w'’ -]{1,40}?)\s+(?:\w+\s+)?"
    r"(?:at|to|as|is|was|had|reached|stood\s+at|rose\s+to)\s+[\"'“‘]?$",
    re.IGNORECASE,
)
_THE_NUMBER = re.compile(
    r"\b(?:number|figure|count|total|tally)\b[^.;:,]{0,30}\s(?:at|to|as|of|is|was)\s+[\"'“‘]?$",
    re.IGNORECASE,
)
_PEOPLE_BEFORE = re.compile(
    r"(?P<word>[^\W\d_]+)"
    r"(?:\s+(?:another|a\s+further|an\s+additional|a\s+total\s+of|only|nearly|up\s+to))?\s+$"
)
_ONLY_NUMBERS = frozenset(
    "total age maximum minimum average record all most some out one number sum rate spoken spoke end start equivalent figure amount value pace tune".split()
)
_BESIDE = re.compile(r"(?P<noun>[^\W\d_][\w'’-]*)\s(?:[–—-]\s|\()$")
_PUT_AT = re.compile(
    r"\b(?:put|estimated|set)\s+(?:the|its|their|his|her)\s+(?P<noun>[^\W\d_][\w'’-]*)\s+at\s+$"
)
_TOLL = re.compile(
    r"\b(?:tolls?|dead|deaths?|missing|casualties|fatalities|injured|wounded|displaced|homeless|killed|arrested)\b"
    r"(?:[^.;:]{0,60}?\s(?:at|to|of|as|is|was|reached|with)\s+|[^.;:]{0,40}:\s)[\"'“‘]?$",
    re.IGNORECASE,
)
_SUBJECT_VERB = re.compile(
    r"\b(?:is|was|were|are|stood\s+at|stands\s+at|reached|totall?ed|last(?:s|ed)|costs?|(?:sells?|sold)\s+(?:for|at)|has\s+(?:risen|fallen|grown)|"
    r"(?:rose|rises|risen|fell|falls|fallen|grew|grown|dropped|climbed|increased|decreased|jumped|slipped|shrank|declined|"
    r"gained|lost|slid|surged|soared|tumbled|put\s+their\s+\w+)(?:\s+(?:by|to|from|at))?)\s+$",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(
    r"(?:^|[.;:!?,]\s+|\b(?:and|but|while|that|as|when)\s+)(?:(?:the|an|a|its|their|his|her)\s+)?(?=\w)",
    re.IGNORECASE,
)
_CONTROLLED = re.compile(r"(?P<noun>[^\W\d_][\w'’-]*),\s+which\s+\w+\s+$")
_HAD = re.compile(
    r"(?:\bhad|\bwon|\bgot|\breceived|\btook|\btaken|\bagainst|\bwith|\bto|\bpolled|\band\s+[A-ZÀ-Þ]\w+|['’]s|^[A-ZÀ-Þ]\w+|\b[A-ZÀ-Þ]\w+)\s+$"
)


_PRONOUNS = ("it ", "he ", "she ", "they", "that", "this", "who ", "whic")


def of_count(text: str, start: int) -> Noun | None:
    """ "killed 12", "a toll of 12", "put the number of dead at 44", "a team of 40"."""
    front = max(0, start - _FAR)
    if _TOLL.search(text, front, start):
        return PEOPLE
    number_of = _NUMBER_OF.search(text, front, start)
    if number_of:
        words = number_of["noun"].split()
        if words[0].lower() in words_of("people") | words_of("toll"):
            return PEOPLE
        return Noun(nouns.lemma(words[-1]), number_of.start("noun"), number_of.end("noun"))
    word = _PEOPLE_BEFORE.search(text, front, start)
    if word and word["word"].lower() in words_of("people_verb"):
        return PEOPLE
    beside = _BESIDE.search(text, front, start)
    if beside and nouns.is_plural(beside["noun"]):
        return Noun(nouns.lemma(beside["noun"]), beside.start("noun"), beside.end("noun"))
    of = _NOUN_OF.search(text, front, start)
    if of is None or of["noun"].lower() in _ONLY_NUMBERS | words_of("stop") | words_of("numbered"):
        return None
    if of["noun"].lower() in words_of("group"):
        return PEOPLE
    return Noun(nouns.lemma(of["noun"]), of.start("noun"), of.end("noun"))


def is_the_number(text: str, start: int) -> bool:
    """Whether a number is said of what was counted before: "Police gave the number as 47"."""
    return _THE_NUMBER.search(text, max(0, start - _FAR), start) is not None


def of_measure(text: str, start: int) -> Noun | None:
    """ "a depth of 11 km", "the accord, worth 480 billion yen", "exports of copper and fruit worth"."""
    front = max(0, start - _FAR)
    for pattern in (_WORTH, _PUT_AT, _NOUN_OF):
        match = pattern.search(text, front, start)
        if match and match["noun"].lower() not in words_of("stop") | _ONLY_NUMBERS:
            return Noun(nouns.lemma(match["noun"]), match.start("noun"), match.end("noun"))
    return None


def is_money_of(text: str, start: int) -> bool:
    """Whether a bare number is of money: "a profit of 95 million"."""
    of = _NOUN_OF.search(text, max(0, start - _FAR), start)
    return of is not None and of["noun"].lower() in words_of("money")


def subject(text: str, start: int) -> Noun | None:
    """The subject of a verb right before: "Shares in Halden rose 29%", "the hearing, which lasted"."""
    front = max(0, start - _FAR)
    verb = _SUBJECT_VERB.search(text, front, start)
    if verb is None:
        return None
    controlled = _CONTROLLED.search(text, front, verb.end())
    if controlled:
        return Noun(
            nouns.lemma(controlled["noun"]), controlled.start("noun"), controlled.end("noun")
        )
    begins = [match.end() for match in _CLAUSE_START.finditer(text, front, verb.start())]
    for at in reversed(begins):
        words = [word for word in nouns.run(text, at) if word.end() <= verb.start()][:4]
        if not words:
            if text[at : at + 4].lower().startswith(_PRONOUNS):
                return None
            continue
        phrase = nouns.plural_phrase(words) or nouns.single_phrase(words)
        if phrase is None or text[phrase.start : phrase.end].endswith(("'s", "’s")):
            return None
        return phrase
    return None


def is_of_votes(text: str, start: int, end: int) -> bool:
    """Whether a share is of the votes: "Torres had 15.8 percent" where the paragraph speaks of a vote."""
    if not _HAD.search(text, max(0, start - 30), start):
        return False
    near = text[max(0, start - 250) : end + 150].lower()
    return any(word in words_of("vote") for word in re.findall(r"[a-z]+", near))
