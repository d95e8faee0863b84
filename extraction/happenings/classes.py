"""What kind of thing a phrase speaks of: a leader, troops, a border, a law."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from extraction import inflections, lexicon
from extraction.happenings.token import Phrase
from extraction.happenings.words import Line, Token

_OF_KIND = {
    "person": ("person", "victim", "hostage", "group", "team"),
    "place": ("place", "country", "government", "team"),
    "organisation": ("organisation", "company", "group", "government", "body", "media", "team"),
}
_ONE = ("person",)
_MANY = ("person", "crowd", "force", "group", "refugee", "hostage")
_PRONOUNS = {
    **dict.fromkeys(
        ("he", "she", "him", "her", "himself", "herself", "i", "me", "who", "whom"), _ONE
    ),
    **dict.fromkeys(("they", "them", "we", "us", "themselves", "others"), _MANY),
    **dict.fromkeys(("nobody", "everyone", "someone", "somebody", "anyone"), ("person",)),
}
_ENDS_OF_PEOPLE = (
    "man", "men", "woman", "women", "people", "child", "children", "worker", "workers", "fighter", "fighters",
    "player", "players", "driver", "drivers", "officer", "officers", "student", "students",
)  # fmt: skip
_SUMS = frozenset(("million", "billion", "trillion", "m", "bn"))
_DEMONYM = ("person", "crowd", "country", "force", "group", "team", "staff", "refugee")


@cache
def members(name: str) -> frozenset[str]:
    """The words of a class with their plurals; of an "@" class the words as they stand."""
    return _classes().get(name, frozenset())


@cache
def _classes() -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = defaultdict(set)
    for name, words in lexicon.rows("nounclasses.tsv"):
        for word in lexicon.split(words):
            classes[name].add(word)
            if not name.startswith("@"):
                classes[name].add(inflections.plural(word))
    return {name: frozenset(words) for name, words in classes.items()}


@cache
def _by_word() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, words in _classes().items():
        if not name.startswith("@"):
            for word in words:
                found[word].add(name)
    return {word: frozenset(names) for word, names in found.items()}


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> frozenset[str]:
    known = _by_word().get(word)
    if known is not None:
        return known
    # "schoolchildren", "steelworkers"
    if word.endswith(_ENDS_OF_PEOPLE) and len(word) > 6:
        return frozenset(("person", "victim"))
    return frozenset()


def of_token(token: Token) -> frozenset[str]:
    """All classes of a token that is the head of a phrase."""
    if token.mention is not None:
        if token.tag == "DEM":
            return frozenset(_DEMONYM)
        by_name = (
            _of_word(token.key.rpartition(" ")[2])
            if token.mention.kind == "organisation"
            else frozenset()
        )
        titled = frozenset(name for title in token.titles for name in _of_word(title.split()[-1]))
        return frozenset(_OF_KIND.get(token.mention.kind, ())) | by_name | titled
    found = _of_word(token.key)
    if token.tag == "PRO":
        titled = frozenset(name for title in token.titles for name in _of_word(title.split()[-1]))
        return found | titled | frozenset(_PRONOUNS.get(token.key, ()))
    if token.tag == "NUM":
        return frozenset(("number", "person", "victim", "refugee", "crowd", "sum"))
    if not found and "-" in token.key:
        found = _of_word(token.key.rpartition("-")[2])
    if token.key.endswith(("men", "women")) and not found:
        found = frozenset(("person", "victim"))
    return found


def of_phrase(line: Line, phrase: Phrase) -> frozenset[str]:
    """The classes of a phrase: of its head, of two words at its end, and of a name right before "of"."""
    token = line.tokens[phrase.head]
    found = of_token(token)
    if any(
        one.key in _SUMS or one.key[:1] in "$€£¥"
        for one in line.tokens[phrase.first : phrase.after]
    ):
        found |= frozenset(("sum", "money"))
    if phrase.head > phrase.first and token.mention is None:
        before = line.tokens[phrase.head - 1]
        found |= _of_word(f"{before.key} {token.key}")
    return found


def holds(names: frozenset[str], wanted: tuple[str, ...]) -> bool:
    """Whether any of the wanted classes is among some."""
    return any(one in names for one in wanted)


def near(keys: frozenset[str], wanted: tuple[str, ...]) -> Iterator[str]:
    """The words or "@" classes asked for that a sentence has."""
    for one in wanted:
        if one.startswith("@"):
            yield from keys & members(one)
        elif one in keys:
            yield one
