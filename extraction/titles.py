"""Titles and roles before a name: "President-elect", "Gen.", "the French Ambassador,"."""

from functools import cache

from extraction import lexicon
from extraction.tokens import Word, words

_LONGEST = 4
"""Words in the longest title, counting the halves of hyphened ones."""

_MOST_TITLES = 4
"""Titles in a row that one name has: "former Prime Minister General Dr"."""

# Where what looks like a title is the first part of a name.
_NAMES = {
    "sen": frozenset(["gupta"]),
    "sheikh": frozenset(["hasina", "mujibur", "mujib", "rehana", "selim", "kamal", "jamal"]),
}
# Titles that are as often the first word of something else ("General Electric", "King Street").
_LOOSE = frozenset(
    "private major count justice king queen prince princess mother father brother sister captain coach manager "
    "director leader editor founder general chief officer author writer deputy chair lady lord saint fr rep "
    "candidate nominee forward winger ruler engineer judge speaker master cardinal sultan chancellor premier "
    "lawyer attorney solicitor commander marshal baron duke miss don secretary minister governor commissioner "
    "representative sheriff detective constable inspector doctor professor journalist reporter".split()
)
# Kept in the fullest form of a name, for whom nobody calls by the name alone: "Pope Francis".
_REGNAL = frozenset(
    (
        "pope",
        "king",
        "queen",
        "prince",
        "princess",
        "crown prince",
        "emperor",
        "empress",
        "sultan",
        "emir",
    )
)


def before(found: list[Word], at: int, text: str) -> tuple[int, str]:
    """The title that ends directly before word `at`: index of its first word and the title, or (at, "").

    Several in a row are one: "former Prime Minister Dr" before "Ann Lee".
    """
    first, title = at, ""
    for _ in range(_MOST_TITLES):
        size = _size_before(found, first, text)
        if not size:
            break
        first -= size
        title = text[found[first].start : found[at - 1].end]
    return first, title


def leading(found: list[Word], first: int, last: int, text: str) -> int:
    """How many words from `first` are title, leaving at least the word at `last`."""
    at = first
    while at < last:
        size = next(
            (
                size
                for size in range(min(_LONGEST, last - at), 0, -1)
                if _is_title(found, at, at + size, text)
            ),
            0,
        )
        if not size:
            break
        at += size
    return at - first


def belongs(found: list[Word], at: int) -> bool:
    """Whether the title-like word before word `at` is part of the name: "Sheikh" in "Sheikh Hasina"."""
    return at > 0 and found[at].key in _NAMES.get(found[at - 1].key, ())


def is_loose(title: str) -> bool:
    """Whether a title alone does not make what follows a person."""
    return title.casefold().rstrip(".") in _LOOSE


def is_regnal(title: str) -> bool:
    """Whether a title belongs to the fullest form of a single name: "Pope" in "Pope Francis"."""
    return title.casefold() in _REGNAL


def is_title(words: str) -> bool:
    """Whether some words, however written, are a title: "Foreign Minister", "Gen."."""
    return words.casefold().rstrip(".") in _titles()


def _size_before(found: list[Word], end: int, text: str) -> int:
    if end == 0:
        return 0
    for size in range(min(_LONGEST, end), 0, -1):
        if _is_title(found, end - size, end, text) and _touches(found, end, text):
            return size
    return 0


def _touches(found: list[Word], at: int, text: str) -> bool:
    """Whether only a space, or a full stop and a space, lies before word `at`."""
    if at >= len(found):
        return False
    gap = text[found[at - 1].end : found[at].start]
    if gap == ". ":
        # "Gen. Tiani", but not "... said the president. Macron left".
        return found[at - 1].key in _ABBREVIATED
    return gap == " "


_ABBREVIATED = frozenset(
    "mr mrs ms dr prof gen col lt maj capt sgt cpl sen gov rep adm cmdr brig rev hon st fr pvt sr jr msgr "
    "supt insp pres "
    "e".split()
)


def _is_title(found: list[Word], first: int, end: int, text: str) -> bool:
    if end < len(found) and belongs(found, end):
        return False
    parts = [found[first].key]
    for one, two in zip(found[first:end], found[first + 1 : end], strict=False):
        gap = text[one.end : two.start]
        if gap not in (" ", "-", ". ", ".", "’", "'"):
            return False
        parts.append(two.key)
    return tuple(parts) in _by_words()


@cache
def _titles() -> frozenset[str]:
    return lexicon.lines("titles.txt")


@cache
def _by_words() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(word.key for word in words(title)) for title in _titles())
