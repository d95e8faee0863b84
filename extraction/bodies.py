"""Which organisation a short name means: acronyms, "Labour" for the Labour Party, the ministry's word order."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from extraction import gazetteer, lexicon
from extraction.spreading import is_acronym, stands_for
from extraction.text import name_key

_MANY = 40
"""Names of one initial that an acronym is held against; more would make long lists slow."""
_EMPTY = frozenset("of for the and de du des del la".split())


def resolve(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The key of the organisation that each name (by its key) belongs to.

    `pairs`: names that stood beside each other as "European Union (EU)", in either order. Other acronyms are
    tied only where the letters fit exactly one name. Linear in the number of names.
    """
    surfaces = {name_key(name): name for name in names}
    parent: dict[str, str] = {key: key for key in surfaces}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    def tie(one: str, two: str) -> None:
        first, second = root(one), root(two)
        if first != second:
            parent[second] = first

    for one, two in pairs:
        if name_key(one) in parent and name_key(two) in parent:
            tie(name_key(one), name_key(two))
    shapes = _shapes(surfaces)
    order = {key: at for at, key in enumerate(surfaces)}
    by_initial: dict[str, list[str]] = defaultdict(list)
    for key in surfaces:
        if " " in key:
            by_initial[key[0]].append(key)
    for key, name in surfaces.items():
        for shape in _shorter(key, name):
            fuller = {root(other) for other in shapes.get(shape, ()) if other != key}
            if len(fuller) == 1:
                tie(fuller.pop(), key)
                break
        else:
            called = [
                other
                for other in _called(key, surfaces, shapes, by_initial)
                if order[other] < order[key]
            ]
            if len({root(other) for other in called}) == 1:
                tie(root(called[0]), key)
    return {key: root(key) for key in surfaces}


def _shapes(surfaces: dict[str, str]) -> dict[str, list[str]]:
    """Full names by each form that a shorter or turned one may take."""
    shapes: dict[str, list[str]] = defaultdict(list)
    generic = _generic()
    for key, name in surfaces.items():
        words = key.split()
        if len(words) < 2:
            continue
        shapes["words " + _bag(words)].append(key)
        shapes["letters " + _letters(name, every=False)].append(key)
        shapes["letters " + _letters(name, every=True)].append(key)
        end = len(words)
        while end > 1 and words[end - 1] in generic:
            end -= 1
            shapes["start " + " ".join(words[:end])].append(key)
        if words[0] in _openers():
            shapes["start " + " ".join(words[1:])].append(key)
        whose = _whose(words)
        if whose:
            shapes["rest " + " ".join(words[whose:])].append(key)
            shapes["words " + _bag(words[whose:])].append(key)
        if end == 2:
            for at in (0, 1):
                if not gazetteer.lookup(words[at]) and words[at] not in generic:
                    shapes["part " + words[at]].append(key)
    return shapes


def _whose(words: list[str]) -> int:
    """How many words at the start say whose it is, before two or more: 1 of "Vietnam Red Cross"."""
    for size in (3, 2, 1):
        entry = gazetteer.lookup(" ".join(words[:size])) if len(words) > size + 1 else None
        if entry and entry.kind in ("demonym", "place"):
            return size
    return 0


def _called(
    key: str,
    surfaces: dict[str, str],
    shapes: dict[str, list[str]],
    by_initial: dict[str, list[str]],
) -> list[str]:
    """Names that a later single word may be short for: "Northrop" for Northrop Grumman, "ZINWA"."""
    name = surfaces[key]
    if " " in key or gazetteer.lookup(name):
        return []
    if not is_acronym(name):
        return shapes.get("part " + key, [])
    named = by_initial.get(key[0], [])
    if len(key) < 4 or len(named) > _MANY:
        return []
    return [other for other in named if stands_for(name, surfaces[other])]


def _shorter(key: str, name: str) -> list[str]:
    words = key.split()
    forms = []
    if is_acronym(name) and len(key) > 2:
        forms.append("letters " + key.replace(" ", ""))
    forms.append("start " + key)
    if len(words) > 1:
        forms += ["rest " + key, "words " + _bag(words)]
    return forms


def _bag(words: list[str]) -> str:
    return " ".join(sorted(word for word in words if word not in _EMPTY))


def _letters(name: str, *, every: bool) -> str:
    return "".join(
        part[0].casefold() for part in name.replace("-", " ").split() if every or part[0].isupper()
    )


@cache
def _openers() -> frozenset[str]:
    """Words that open names in other languages: "Movimiento" of "Movimiento Semilla"."""
    return _told("first")


@cache
def _generic() -> frozenset[str]:
    """Words that close names and only say what is named: "Party" of "Labour Party"."""
    return _told("last")


def _told(where: str) -> frozenset[str]:
    return frozenset(
        name_key(word)
        for kind, place, words in lexicon.rows("orgwords.tsv")
        if kind == "organisation" and place == where
        for word in lexicon.split(words)
    )


def fits(short: str, full: str) -> bool:
    """Whether two names that stood side by side, one in brackets, are one: letters fit, or capitals only."""
    return is_acronym(short) and (stands_for(short, full) or short.isupper())
