"""Tells English from other languages by its commonest words."""

import re
from functools import cache

from extraction import lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENOUGH = 12_000
"""Characters that are looked at; a dispatch does not change its language later."""

_SHARE = 0.12
"""Function words are 30 to 45 of 100 words of English news, and below 8 in lists of names."""

_FEWEST = 25
"""Words below which no language is told: "von der Leyen met" would be two."""
_FOREIGN_SHARE = 0.1
"""The same of other languages; their lists here are shorter."""


def detect(text: str) -> str:
    """ "en" where function words say so, else "": another language, or too little text to tell."""
    found = [word.lower() for word in _WORD.findall(text[:_ENOUGH])]
    if not found:
        return ""
    hits = {code: sum(word in known for word in found) for code, known in _function_words().items()}
    english = hits.pop("en")
    return "en" if english >= max(2, _SHARE * len(found), *hits.values()) else ""


def is_foreign(text: str) -> bool:
    """Whether a text is plainly in another language; a list of names or results is in none."""
    sample = text[:_ENOUGH]
    found = [word.lower() for word in _WORD.findall(sample)]
    if len(found) < _FEWEST:
        return False
    if sum(map(str.isascii, found)) < 0.3 * len(found):
        return True
    hits = {code: sum(word in known for word in found) for code, known in _function_words().items()}
    english = hits.pop("en")
    return max(hits.values()) > max(english, _FOREIGN_SHARE * len(found))


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in lexicon.rows("functionwords.tsv")}
