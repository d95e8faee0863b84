"""Whether the words around a date speak of what was or of what will be."""

import re
from functools import cache
from typing import Literal

from extraction import lexicon

Direction = Literal["past", "future", ""]

_WORD = re.compile(r"['’]?\w+")
_REACH = 160
"""Characters looked at on each side: about 25 words, more than most clauses have."""

_NEAR = 14
"""Words within which a verb has a say."""

_STOP = re.compile(r"[a-z0-9)\"”’]{3}[.!?][\"”’)]*\s+(?=[\"“A-Z])|[;\n]|[!?]\s")
_BE = frozenset("is are be being been was were am".split())
_MODAL = frozenset("will shall would may might could can must should ll won".split())
_HELD = frozenset("is are being stay stays remain remains keep keeps".split())
_DEADLINE = re.compile(r"\s(?:deadline|due date|ultimatum expires)\b", re.IGNORECASE)
_HOUR = r"(?:(?:the|about|around|late|early|at)\s|(?:noon|midnight)\s(?:on\s)?|[0-9:.]+\s?(?:[ap]\.?m\.?\s)?(?:[A-Z]{3}\s)?(?:on\s)?)?$"
_BY = re.compile(r"\b[Bb]y\s" + _HOUR)
_UNTIL = re.compile(r"\b(?:[Uu]ntil|till|to)\s" + _HOUR)


@cache
def _class(name: str) -> frozenset[str]:
    return frozenset(
        word
        for kind, words in lexicon.rows("tensewords.tsv")
        if kind == name
        for word in words.split()
    )


def direction(text: str, start: int, end: int) -> Direction:
    """Past or future by the nearest verb that has a say.

    "said Friday that" is past, "will leave on Friday" is future, so is "On Friday, they will"; a verb that
    follows at once has the first say ("the ministry on Friday announced"), then what stands before.
    """
    if _DEADLINE.match(text, end):
        return "future"
    left, right = _clause_before(text, start), _clause_after(text, end)
    if _UNTIL.search(text[max(0, start - 24) : start]) and set(left[-12:]) & _class("extending"):
        return "future"
    if _BY.search(text[max(0, start - 24) : start]):
        done = {"had", "was", "were"} & {*left[-_NEAR:], *right[:_NEAR]}
        return "past" if done and not _MODAL & set(left[-_NEAR:]) else "future"
    if text[end : end + 1] == " " and right and (right[0] in _MODAL or _is_past(right[0])):
        return _at(right, 0)
    return _nearest_left(left) or _nearest_right(right)


def _clause_before(text: str, start: int) -> list[str]:
    piece = text[max(0, start - _REACH) : start]
    cut = 0
    for stop in _STOP.finditer(piece):
        cut = stop.end()
    return _words(piece[cut:])


def _clause_after(text: str, end: int) -> list[str]:
    piece = text[end : end + _REACH]
    stop = _STOP.search(piece)
    return _words(piece[: stop.start() + 3] if stop else piece)


def _words(piece: str) -> list[str]:
    """In small letters; a name counts as no word, for "May" and "Open" are no verbs."""
    found = [match[0].strip("'’") for match in _WORD.finditer(piece)]
    named = len(found) > 1 and found[1][:1].isupper()
    return [
        word.lower() if word.islower() or (not at and not named) else ""
        for at, word in enumerate(found)
    ]


def _nearest_left(words: list[str]) -> Direction:
    for at in range(len(words) - 1, max(-1, len(words) - _NEAR), -1):
        found = _at(words, at)
        if found:
            return found
    return ""


def _nearest_right(words: list[str]) -> Direction:
    for at in range(min(len(words), _NEAR)):
        found = _at(words, at)
        if found:
            return found
    return ""


def _at(words: list[str], at: int) -> Direction:
    """What the word at a place says, with the auxiliaries before it."""
    word = words[at]
    before = words[max(0, at - 4) : at]
    if word == "won" and words[at + 1 : at + 2] != ["t"]:
        return "past"
    if word in ("is", "are") and words[at + 1 : at + 2] in (["on"], ["in"], ["for"]):
        return "future"
    if word in _MODAL:
        # "could have been" and "would have" speak of what did not happen then.
        if word == "could" and _could_not([*before, *words[at : at + 3]]):
            return "past"
        missed = words[at + 1 : at + 2] == ["have"] and word not in ("will", "must")
        return "past" if missed else "future"
    if word in _class("future") and _looks_ahead(words, at):
        return "past" if "had" in before[-2:] else "future"
    if not _is_past(word):
        return _present(words, at)
    if any(one in _MODAL or one == "to" for one in before[-3:]):
        return _governed(words, at)
    if word == "set" and words[at + 1 : at + 2] == ["for"]:
        return "future"
    # "is heard", "are being held": of neither.
    return "" if before and before[-1] in _HELD else "past"


def _looks_ahead(words: list[str], at: int) -> bool:
    """Whether a word such as "plans", "due" or "vowed" leads to what is to come."""
    word, after = words[at], words[at + 1 : at + 2]
    if word in _class("leading"):
        # "expect it to reach the coast", but not "announced the plan on Friday"
        return "to" in words[at + 1 : at + 5]
    if word in _class("past") or word in _class("vowing"):
        planned = word == "planned" and after in (["a"], ["the"], ["more"], ["another"])
        return planned or after in (["to"], ["for"]) or bool(set(words[max(0, at - 2) : at]) & _BE)
    return True


def _is_past(word: str) -> bool:
    if word in _class("past"):
        return True
    return len(word) > 3 and word.endswith("ed") and word not in _class("notpast")


def _present(words: list[str], at: int) -> Direction:
    """ "opens" and "is to leave" look ahead, "to leave" where what leads it does; else the next verb says."""
    word = words[at]
    if word in _class("scheduled") and "to" not in words[max(0, at - 1) : at]:
        return "future"
    if word != "to" or at == 0:
        return ""
    lead = words[max(0, at - 2) : at]
    if "had" in words[max(0, at - 4) : at]:
        return ""
    return "future" if set(lead) & _class("lead") or lead[-1] in _BE else ""


def _could_not(words: list[str]) -> bool:
    """Of "could not be reached": that it was tried, and is past."""
    return "could" in words and bool({"not", "t", "neither", "nor", "none", "no"} & set(words))


def _governed(words: list[str], at: int) -> Direction:
    """Of "will have been completed", "due to be completed", "refused to be moved"."""
    before = words[max(0, at - 4) : at]
    if _could_not(before):
        return "past"
    if set(before) & _MODAL or before[-2:] == ["to", "be"]:
        return "future"
    if "to" in before[-2:]:
        lead = words[max(0, at - 5) : at]
        return "future" if set(lead) & (_class("lead") | _class("future")) else ""
    return "past"
