"""Tells English from other languages by its commonest words."""

import re
from functools import cache

from extraction import lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENOUGH = 12_000
"""Characters that are looked at; a dispatch does not change its language later."""

_SHARE = 0.12
"""Function words are 30 to 45 of 100 words of English news, and below 8 in lists of names."""


def detect(text: str) -> str:
    """ "en" where function words say so, else "": another language, or too little text to tell."""
    found = [word.lower() for word in _WORD.findall(text[:_ENOUGH])]
    if not found:
        return ""
    hits = {code: sum(word in known for word in found) for code, known in _function_words().items()}
    english = hits.pop("en")
    return "en" if english >= max(2, _SHARE * len(found), *hits.values()) else ""


def is_foreign(text: str) -> bool:
    """Whether the text is long enough to be known for something else than English."""
    return not detect(text) and len(_WORD.findall(text[:_ENOUGH])) >= 30


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in lexicon.rows("functionwords.tsv")}
