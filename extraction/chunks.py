"""Names that tell their kind by a word in them: "Armed Forces Ministry", "Bank of Ghana", "Lake Chad"."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extraction import lexicon, titles
from extraction.text import name_key
from extraction.tokens import Word, starts_sentence

_LINKS = frozenset("of for the and de du des del la da do dos das & on".split())
_INSIDE = frozenset((" ", "-", "’", "'", " & ", "/"))
_LONGEST = 12
"""Words in the longest name of this sort."""


class Chunk(NamedTuple):
    """A name from its first to its last word, and the kind that one of its words gives away."""

    first: int
    last: int
    kind: str


def find(found: list[Word], text: str) -> Iterator[Chunk]:
    """Chunks in the order of the text, none overlapping."""
    after = 0
    telling = _telling()
    for first, last in _runs(found, text):
        if not any(found[at].text in telling for at in range(first, last + 1)):
            continue
        at = max(first, after)
        while at <= last:
            chunk = _of(found, at, last) or _opening(found, at, last) or _mount(found, at, last)
            if chunk is None:
                chunk = _ending(found, at, last, text)
            if chunk and chunk.last > chunk.first:
                yield chunk
                at = after = chunk.last + 1
            else:
                at += 1


def kind_told(name: str) -> str:
    """The kind that a name's words tell: "Bank of Ghana" -> "organisation"; "" if they tell none."""
    parts = name.split()
    if len(parts) < 2:
        return ""
    heads = _heads()
    if "of" in parts[1:3] or "for" in parts[1:3]:
        for kind in ("organisation", "place"):
            if any(
                part in heads[kind, "of"]
                for part in parts[: parts.index("of") if "of" in parts else 2]
            ):
                return kind
    for kind in ("organisation", "place"):
        if parts[-1] in heads[kind, "last"]:
            return kind
    if parts[0] in heads["organisation", "first"]:
        return "organisation"
    return "place" if parts[0] in _GEOGRAPHIC else ""


def is_head(word: str) -> bool:
    """Whether a word tells a name's kind and is none by itself: "Ministry", "River"."""
    heads = _heads()
    return any(word in heads[kind, "last"] for kind in ("organisation", "place"))


def is_head_key(key: str) -> bool:
    """The same of a word by its key: "ministry"; "sa" of "S.A."."""
    return key in _head_keys()


def _runs(found: list[Word], text: str) -> Iterator[tuple[int, int]]:
    """First and last of every longest row of capitalised words, small linking words inside allowed."""
    at = 0
    while at < len(found):
        if not _is_capital(found[at]):
            at += 1
            continue
        first = last = at
        at += 1
        while (
            at < len(found)
            and at - first < 60
            and text[found[at - 1].end : found[at].start] in _INSIDE
        ):
            if _is_capital(found[at]):
                last = at
            elif found[at].text not in _LINKS or at - last > 2:
                break
            at += 1
        at = last + 1
        yield first, last


def _is_capital(word: Word) -> bool:
    return word.text[0].isupper()


def _of(found: list[Word], at: int, last: int) -> Chunk | None:
    """ "Ministry of Health and Sports", "National Council for the Safeguard of the Homeland"."""
    heads = _heads()
    kind = next(
        (kind for kind in ("organisation", "place") if found[at].text in heads[kind, "of"]), ""
    )
    if not kind or at + 2 > last or found[at + 1].text not in ("of", "for"):
        return None
    end = at
    step = at + 1
    while step <= min(last, at + _LONGEST):
        word = found[step].text
        if word == "and" and not (found[at].text in _JOINT and kind == "organisation"):
            break
        if word not in _LINKS:
            if (step > at + 2 and titles.is_title(word)) or _stops(found[step]):
                break
            end = step
        step += 1
    return Chunk(at, end, kind) if end > at else None


def _opening(found: list[Word], at: int, last: int) -> Chunk | None:
    """ "Movimiento Semilla", "Banque Misr", "Parti socialiste sénégalais": French, Spanish, Portuguese."""
    if found[at].text not in _heads()["organisation", "first"]:
        return None
    end = at
    for step in range(at + 1, min(last, at + 6) + 1):
        if _is_capital(found[step]):
            end = step
        elif found[step].text not in _LINKS or found[step].text in ("of", "and", "for"):
            break
    return Chunk(at, end, "organisation") if end > at else None


_POSTED = frozenset(("Force", "Mission", "Operation", "Office"))
"""Heads that go on with where they serve: "United Nations Interim Force in Lebanon"."""
_JOINT = frozenset(
    ("Ministry", "Department", "Committee", "Commission", "Office", "Institute", "Federation")
)
"""Heads whose names often hold an "and": "Ministry of Health and Sports"."""
_GEOGRAPHIC = frozenset(("Mount", "Lake", "Cape", "Fort", "Isle", "Port"))


def _mount(found: list[Word], at: int, last: int) -> Chunk | None:
    if found[at].text in _GEOGRAPHIC and at < last and _is_capital(found[at + 1]):
        return Chunk(at, at + 1, "place")
    return None


def _ending(found: list[Word], at: int, last: int, text: str) -> Chunk | None:
    """A row of capitals from `at` that ends in a telling word: the longest such row."""
    word = found[at]
    if _cannot_begin(word, text) or (
        word.key in _by_lower("notnames.txt") and starts_sentence(text, word.start)
    ):
        return None
    heads = _heads()
    best: Chunk | None = None
    step = at + 1
    while step <= min(last, at + _LONGEST) and _is_capital(found[step]):
        name = found[step].text
        if _stops(found[step]) or (
            titles.is_title(name) and name not in heads["organisation", "last"]
        ):
            break
        for kind in ("organisation", "place"):
            if name in heads[kind, "last"]:
                best = Chunk(at, step, kind)
        step += 1
    if best is None:
        return None
    if _is_posted(found, best.last, text):
        return Chunk(at, best.last + 2, best.kind)
    # "Armed Forces of Niger", "National League for Democracy"
    of = best.last + 1
    joined = of + 1 <= last and found[of].text in ("of", "for")
    # "Libyan National Army of Khalifa Haftar" is its owner's and not named for him.
    joined = joined and found[of + 1].text not in lexicon.words("givennames.txt")
    if joined and found[best.last].text in heads[best.kind, "of"]:
        whole = _of(found, best.last, last)
        if whole:
            return Chunk(at, whole.last, best.kind)
    return best


def _is_posted(found: list[Word], head: int, text: str) -> bool:
    if found[head].text not in _POSTED or head + 2 >= len(found) or found[head + 1].text != "in":
        return False
    return _is_capital(found[head + 2]) and text[found[head].end : found[head + 1].start] == " "


def _cannot_begin(word: Word, text: str) -> bool:
    if word.key in _by_lower("notnames.txt") and word.key not in _CAN_BEGIN:
        return True
    return titles.is_title(word.text) and word.key not in _CAN_BEGIN


def _stops(word: Word) -> bool:
    """Whether no name goes on with a word: "Court of Justice on Thursday"."""
    return word.key in _by_lower("notnames.txt") and word.key not in _CAN_BEGIN


_CAN_BEGIN = frozenset(
    "national north south east west northern southern eastern western central republican democratic new great "
    "muslim christian islamic jewish catholic orthodox hindu socialist communist liberal conservative first second "
    "supreme state army military police defence justice foreign general united people world international black "
    "republic white red big big long high low short old good good sunday indigenous sun god lord roma major king "
    "queen prince president presidential parliament government city capital day next".split()
)
"""Words that are no name alone, or a title, and still begin many: "National Assembly", "Police Service"."""


@cache
def _heads() -> dict[tuple[str, str], frozenset[str]]:
    """Telling words by the kind they tell and where they stand."""
    return {
        (kind, where): frozenset(lexicon.split(words))
        for kind, where, words in lexicon.rows("orgwords.tsv")
    }


@cache
def _head_keys() -> frozenset[str]:
    heads = _heads()
    return frozenset(
        name_key(word) for kind in ("organisation", "place") for word in heads[kind, "last"]
    )


@cache
def _telling() -> frozenset[str]:
    return frozenset().union(*_heads().values(), _GEOGRAPHIC)


@cache
def _by_lower(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in lexicon.words(name))
