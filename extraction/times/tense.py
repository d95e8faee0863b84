"""Whether the words around a date speak of what was or of what will be."""

import re
from functools import cache
from typing import Literal

from extraction import lexicon

Direction = Literal["past", "future", ""]

_WORD = re.compile(r"['’]?\w+")
_REACH = 160
"""Characters looked at on each side: about 25 words, more than most clauses have."""

_STOP = re.compile(r"[a-z0-9)\"”’]{3}[.!?][\"”’)]*\s+(?=[\"“A-Z])|[;\n]|[!?]\s")
_BE = frozenset("is are be being been was were am".split())
_MODAL = frozenset("will shall would may might could can must should ll won".split())


@cache
def _class(name: str) -> frozenset[str]:
    return frozenset(
        word
        for kind, words in lexicon.rows("tensewords.tsv")
        if kind == name
        for word in words.split()
    )


def direction(text: str, start: int, end: int) -> Direction:
    """Past or future by the nearest verb that has a say: before the date first, then after it.

    "said Friday that" is past, "will leave on Friday" is future, "On Friday, they will" too.
    """
    left, right = _clause_before(text, start), _clause_after(text, end)
    before = _nearest_left(left)
    after = _nearest_right(right)
    # A date that opens its sentence belongs to the verb that follows; so does one after a comma.
    if len(left) <= 3 or not before:
        return after or before
    return before


def _clause_before(text: str, start: int) -> list[str]:
    piece = text[max(0, start - _REACH) : start]
    cut = 0
    for stop in _STOP.finditer(piece):
        cut = stop.end()
    return [match[0].strip("'’").lower() for match in _WORD.finditer(piece[cut:])]


def _clause_after(text: str, end: int) -> list[str]:
    piece = text[end : end + _REACH]
    stop = _STOP.search(piece)
    if stop:
        piece = piece[: stop.start() + 3]
    return [match[0].strip("'’").lower() for match in _WORD.finditer(piece)]


def _nearest_left(words: list[str]) -> Direction:
    for at in range(len(words) - 1, max(-1, len(words) - 14), -1):
        found = _at(words, at)
        if found:
            return found
    return ""


def _nearest_right(words: list[str]) -> Direction:
    for at in range(min(len(words), 14)):
        found = _at(words, at)
        if found:
            return found
    return ""


def _at(words: list[str], at: int) -> Direction:
    """What the word at a place says, with the auxiliaries before it."""
    word = words[at]
    before = words[max(0, at - 4) : at]
    if word in _MODAL:
        # "could have been" and "would have" speak of what did not happen then.
        return (
            "past"
            if words[at + 1 : at + 2] == ["have"] and word not in ("will", "must")
            else "future"
        )
    if word in _class("future") and (word not in _class("past") or set(before[-2:]) & _BE):
        return "future" if word in _class("lead") or word in _class("future") else ""
    if not _is_past(word):
        return _infinitive(words, at)
    if any(one in _MODAL or one == "to" for one in before[-3:]):
        return _governed(words, at)
    return "past"


def _is_past(word: str) -> bool:
    if word in _class("past"):
        return True
    return len(word) > 3 and word.endswith("ed") and word not in _class("notpast")


def _infinitive(words: list[str], at: int) -> Direction:
    """ "to leave": of the future where what leads it looks ahead, otherwise for the next verb to say."""
    if words[at] != "to" or at == 0:
        return ""
    return "future" if set(words[max(0, at - 2) : at]) & _class("lead") else ""


def _governed(words: list[str], at: int) -> Direction:
    """Of "will have been completed", "due to be completed", "refused to be moved"."""
    before = words[max(0, at - 4) : at]
    if set(before) & _MODAL:
        return "future"
    if "to" in before[-2:]:
        lead = words[max(0, at - 5) : at]
        return "future" if set(lead) & (_class("lead") | _class("future")) else ""
    return "past"
