"""Whether a person is "he" or "she": by title, or by a given name that is nearly always a man's or a woman's."""

import re
from collections.abc import Iterable
from functools import cache

from extraction import lexicon
from extraction.text import name_key

_HE = frozenset(
    "mr sir king prince pope father brother husband son lord emperor sultan emir spokesman widower chairman "
    "congressman councilman grandfather uncle nephew stepson señor herr monsieur actor sheikh imam bishop "
    "archbishop cardinal ayatollah".split()
)
_SHE = frozenset(
    "mrs ms miss mme madame madam queen princess sister mother wife widow daughter lady dame "
    "actress spokeswoman chairwoman congresswoman councilwoman grandmother aunt niece empress duchess señora "
    "frau".split()
)


def by_titles(known: Iterable[str]) -> str:
    """ "he" or "she" where titles say so and do not contradict each other, else ""."""
    parts = {part for title in known for part in re.split(r"[\W_]+", title.casefold())}
    he, she = bool(parts & _HE), bool(parts & _SHE)
    return "he" if he and not she else "she" if she and not he else ""


def by_name(name: str) -> str:
    """ "he" or "she" by the given name of a full name, first or after the family name; "" where it tells none."""
    parts = [name_key(part) for part in name.split()]
    if len(parts) < 2:
        return ""
    told = [_given().get(part, "") for part in parts]
    # "Tran Van Duc", "Yoon Ji-hoon": only where the first word is no given name do later ones count.
    if told[0]:
        return told[0]
    rest = {one for one in told[1:] if one}
    return rest.pop() if len(rest) == 1 else ""


@cache
def _given() -> dict[str, str]:
    return {
        name_key(name): who
        for who, names in lexicon.rows("givengenders.tsv")
        for name in names.split()
    }
