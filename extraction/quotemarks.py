"""What stands in quotation marks, whichever marks a desk uses, and where marks go on from paragraph to paragraph.

Curly, straight, single, guillemets either way round, low-high. Apostrophes are told from single marks by
what stands around them. A mark that is never closed reaches no further than its paragraph.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DOUBLE = re.compile(r"``|''(?!')|[“”„\"«»〝〞‟]")
_SINGLE = re.compile(r"[‘’‚‹›']")
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[{—–\-/“”\"«„…>])$")
_CLOSED_BY = {
    "“": '”"',
    "„": '“”"',
    "‟": "”",
    "«": "»",
    "»": "«»",
    '"': '"”',
    "``": ("''", "”", '"'),
    "”": "”",
    "''": ("''", '"'),
}
_TURNED_OVER = re.compile(r"(?:\d\ds|em|im|er|tis|twas|til|cause|bout|round|n)\b", re.IGNORECASE)
"""What an apostrophe stands before at the beginning of a word: "'90s", "'em"."""
_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s|$)")

_TITLED = re.compile(
    r"(?:so[- ]called|dubbed|nicknamed|known as|titled|entitled|headlined|film|movie|book|novel|song|album|series|"
    r"memoir|documentary|hashtag|aka|podcast|single|play|programme|[A-Z]{2,4}['’]s|Fox News['’])[,:]? $",
    re.IGNORECASE,
)
"""What stands before the title of a work, a nickname, or a word that the desk does not make its own."""
_LED = re.compile(
    r"(?:\b(?:on|in|of|for|from|to|with|the|a|an|his|her|their|its|by|at|and|like|as)|['’]s) $"
)
_SMALL = frozenset("a an the of and or in on at to for with from by is vs de la le el".split())
_MOST_OF_A_TITLE = 12


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of one paragraph with its marks: `text[start:end]` is "“Go,”".

    `closed` is False where the closing mark is missing; then `end` is where the stretch must end.
    """

    start: int
    end: int
    closed: bool
    mark: str


def find(text: str) -> list[Marked]:
    """The outermost stretches in quotation marks, in order, none overlapping. Linear time."""
    double = list(_doubles(text))
    found = list(_with_singles(text, double)) if _SINGLE.search(text) else double
    return [one for one in found if one.end - one.start > 2]


def goes_on(text: str, mark: str) -> bool:
    """Whether a paragraph begins with the mark that another has left open."""
    return text.lstrip()[: len(mark)] == mark


def _doubles(text: str) -> Iterator[Marked]:
    signs = list(_DOUBLE.finditer(text))
    opened: re.Match[str] | None = None
    depth = 0
    for number, sign in enumerate(signs):
        if opened is None:
            if _opens(text, sign):
                opened, depth = sign, 1
            continue
        if sign[0] in _CLOSED_BY[opened[0]] and not (sign[0] in ('"', "''") and _opens(text, sign)):
            depth -= 1
            if depth == 0:
                yield Marked(opened.start(), sign.end(), True, opened[0])
                opened = None
        elif _opens(text, sign):
            closers = [one[0] in "”»" for one in signs[number + 1 : number + 3]]
            if sign[0] == opened[0] and sign[0] in "“«" and closers == [True, True]:
                depth += 1
            elif sign[0] == opened[0]:
                yield from _left_open(text, opened, sign.start())
                opened, depth = sign, 1
    if opened is not None:
        yield from _left_open(text, opened, len(text))


def _opens(text: str, sign: re.Match[str]) -> bool:
    if sign[0] in ("“", "„", "``", "«", "‟"):
        return sign[0] != "“" or sign.end() < len(text)
    follows = text[sign.end() : sign.end() + 1]
    return bool(
        follows
        and not follows.isspace()
        and follows not in ",.;:!?)"
        and _BEFORE_OPENING.search(text[max(0, sign.start() - 1) : sign.start()])
        and sign[0] in ('"', "»", "”", "''")
    )


def _left_open(text: str, opened: re.Match[str], until: int) -> Iterator[Marked]:
    """What a mark without its partner holds: all that follows where it begins the paragraph, else its sentence."""
    end = until
    begins = not text[: opened.start()].strip()
    if not begins or until < len(text):
        ended = _SENTENCE_ENDS.search(text, opened.end(), until)
        end = ended.end() if ended else until
    yield Marked(
        opened.start(), len(text[:end].rstrip()) if end < len(text) else end, False, opened[0]
    )


def _with_singles(text: str, double: list[Marked]) -> Iterator[Marked]:
    """Double stretches, and single ones that lie in none of them; doubles inside those are left out."""
    singles = list(_singles(text, double))
    taken = 0
    at = 0
    for one in double:
        while at < len(singles) and singles[at].start < one.start:
            yield singles[at]
            taken = singles[at].end
            at += 1
        if one.start >= taken:
            yield one
    yield from singles[at:]


def _singles(text: str, double: list[Marked]) -> Iterator[Marked]:
    signs = list(_SINGLE.finditer(text))
    spans = iter([*double, Marked(len(text) + 1, len(text) + 2, True, "")])
    span = next(spans)
    opened: re.Match[str] | None = None
    for number, sign in enumerate(signs):
        while span.end <= sign.start():
            span = next(spans)
        if span.start <= sign.start():
            continue
        if opened is None:
            if _opens_single(text, sign):
                opened = sign
        elif _closes_single(text, sign, opened[0]):
            if _is_possessive(text, sign) and _closes_later(
                text, signs[number + 1 : number + 4], opened[0]
            ):
                continue
            yield Marked(opened.start(), sign.end(), True, opened[0])
            opened = None
        elif _opens_single(text, sign) and sign[0] == opened[0]:
            opened = sign


def _opens_single(text: str, sign: re.Match[str]) -> bool:
    if sign[0] not in "‘‚‹'" or not _BEFORE_OPENING.search(
        text[max(0, sign.start() - 1) : sign.start()]
    ):
        return False
    follows = text[sign.end() : sign.end() + 1]
    return bool(follows and not follows.isspace() and not _TURNED_OVER.match(text, sign.end()))


def _closes_single(text: str, sign: re.Match[str], opened: str) -> bool:
    if sign[0] not in {"‘": "’'", "'": "'", "‚": "‘’", "‹": "›"}[opened]:
        return False
    before, follows = text[sign.start() - 1], text[sign.end() : sign.end() + 1]
    return not before.isspace() and not follows.isalnum()


def _is_possessive(text: str, sign: re.Match[str]) -> bool:
    """ "the soldiers' pay": an apostrophe that may be mistaken for a closing mark."""
    return text[sign.start() - 1] in "sSxz" and bool(
        re.match(r" [a-z]", text[sign.end() : sign.end() + 2])
    )


def _closes_later(text: str, signs: Iterable[re.Match[str]], opened: str) -> bool:
    for sign in signs:
        if _opens_single(text, sign):
            return False
        if _closes_single(text, sign, opened):
            return True
    return False


def unmarked(one: Marked, text: str) -> str:
    """The words of a stretch without its marks."""
    end = one.end - (len(one.mark) if one.closed else 0)
    return text[one.start + len(one.mark) : end]


def is_title(text: str, one: Marked) -> bool:
    """ "the film “Timbuktu”", "Mohamed “Hamed” Touré", "the so-called “caliphate”": marks around no speech."""
    inner = unmarked(one, text).strip()
    words = re.findall(r"[\w’'-]+", inner)
    before = text[max(0, one.start - 24) : one.start]
    if len(words) < _MOST_OF_A_TITLE and _TITLED.search(before):
        return True
    telling = [word for word in words if word.lower() not in _SMALL]
    capitals = bool(telling) and all(word[0].isupper() or word[0].isdigit() for word in telling)
    if not capitals or re.search(r"[,:] $", before) or inner[-1:] in ".!?":
        return False
    return not inner.endswith(",") or bool(_LED.search(before))
