"""Titles and roles told beside a person's name, and what they are of.

"Niger's ousted president Mohamed Bazoum", "Sylvain Itte, the French ambassador,", "the defence minister,
Colonel Sadio Camara,", "Claire Lefort, president of France": the title in small letters, and the words
that say of what, as written. Looks at no more than 100 characters on either side of a name.
"""

import re
from dataclasses import dataclass

from extraction import gazetteer, titles

_REACH = 100
_IN_A_ROW = 2
"""Roles told one before the other: "the defence minister, Colonel Sadio Camara"."""
_PORTFOLIO = frozenset(("minister", "secretary", "commissioner", "spokesman", "spokeswoman"))
"""Titles before which other words say of what: "armed forces minister"."""
_NO_PORTFOLIO = frozenset(
    "ousted new outgoing veteran embattled late then longtime powerful next first second third exiled jailed current "
    "newly elected popular controversial retired previous younger elder fellow visiting disgraced toppled the a an "
    "his her their its our and by with to as said told says".split()
)
_KIN = frozenset(
    "wife husband son daughter widow widower brother sister father mother nephew niece uncle aunt".split()
)
_DETERMINERS = frozenset("the The his His her Her its Its their Their whose".split())
_WORD = r"(?:(?:[^\W\d_]\.)+|[^\W\d_]\w*(?:[-’'](?!s\b)\w+)*)"
_OWNER = rf"(?:{_WORD}(?: {_WORD}){{0,3}}?['’]s? )"
_ENDED = re.compile(r"(?<!\b[A-Z])\. ")
_AFTER = re.compile(
    rf",\s(?:(?:the|a|an|his|her|their|its)\s)?(?P<owner>{_OWNER})?(?P<role>{_WORD}(?: {_WORD}){{0,5}}?)"
    rf"(?P<of>\s(?:of|for)\s(?:the\s)?[^\W\d_a-z]\w*(?:[ -](?:of |and |the )?[^\W\d_a-z]\w*){{0,5}})?"
    r"(?=[,.;:)]|\s(?:who|whose|in|at|on|said|says|told|and|since|until|with|from|of)\b|$)"
)


@dataclass(frozen=True, slots=True)
class Role:
    """A title, "ambassador", and the whole with what it is of, "French ambassador", or ""."""

    title: str
    whole: str = ""


def beside(text: str, start: int, end: int) -> list[Role]:
    """The roles told directly before and after the name `text[start:end]`, as they stand."""
    found = []
    at = start
    for _ in range(_IN_A_ROW):
        before = _before(text, at)
        if before is None:
            break
        role, at = before
        found.append(role)
    after = _AFTER.match(text, end, min(len(text), end + _REACH))
    if after and (told := _of_words(after["role"].split())):
        owner, of = (after["owner"] or "").strip(), after["of"] or ""
        found.append(_whole(owner, told, of, after["role"]))
    return found


def _before(text: str, start: int) -> tuple[Role, int] | None:
    """The role that ends directly before an offset, and where its title begins."""
    window = text[max(0, start - _REACH) : start]
    # A sentence's end before the name leaves nothing to look at, but "Gen." does.
    cut = max(window.rfind(sign) for sign in ';:!?()\n“”"')
    window = window[cut + 1 :]
    ended = [end.end() for end in _ENDED.finditer(window, 0, max(0, len(window) - 1))]
    window = window[ended[-1] :] if ended else window
    shortened = re.search(r"([A-Z][a-z]{1,5})\. $", window)
    if shortened:
        title = shortened[1].casefold()
        begins = start - len(shortened[1]) - 2
        return (Role(title), begins) if titles.is_title(title) else None
    if window.endswith(". "):
        return None
    match = re.search(rf"((?:{_WORD}['’]s? |{_WORD} ){{0,7}}{_WORD})(,? )$", window)
    if match is None:
        return None
    parts = match[1].split(" ")
    if match[2] == ", ":
        # "the envoy, Sylvain Itte,": a role apposed before needs its article or its owner, and a comma after.
        owned = any(part.endswith(("'s", "’s")) for part in parts)
        if not owned and not _DETERMINERS & set(parts):
            return None
    owned_at = max((at for at, part in enumerate(parts) if part.endswith(("'s", "’s"))), default=-1)
    role = _of_words(parts[owned_at + 1 :])
    if role is None:
        return None
    owner = _owner(parts[: owned_at + 1])
    begins = start - len(match[2]) - len(role[1])
    return _whole(owner, role, "", " ".join(parts[owned_at + 1 :])), begins


def _owner(parts: list[str]) -> str:
    """The capitals at the end of the words before a possessive: "said South Korea's" -> "South Korea's"."""
    at = len(parts)
    while at > 0 and parts[at - 1][0].isupper():
        at -= 1
    return " ".join(parts[at:])


def _of_words(parts: list[str]) -> tuple[str, str] | None:
    """The title at the end of some words, in small letters, with the nationality before it: ("French", "ambassador")."""
    sizes = range(min(4, len(parts)), 0, -1)
    size = next((n for n in sizes if titles.is_title(" ".join(parts[-n:]))), 0)
    # The lists know "U.S. president" too.
    while size > 1 and gazetteer.lookup(parts[-size]):
        size -= 1
    if not size:
        return None
    first = len(parts) - size
    if parts[-1].casefold() in _PORTFOLIO:
        while first > 0 and len(parts) - first < 5 and _is_portfolio(parts[first - 1]):
            first -= 1
    title = " ".join(parts[first:]).casefold().rstrip(".")
    nation = ""
    # "France's ousted", "French former": an adjective or two may stand between.
    for at in range(first, max(-1, first - 4), -1):
        for size in (3, 2, 1):
            if at - size >= 0 and not nation:
                words = " ".join(parts[at - size : at])
                entry = gazetteer.lookup(words)
                if entry and entry.kind in ("demonym", "place") and words[0].isupper():
                    nation = " ".join(parts[at - size : first])
    return nation, title


def _is_portfolio(word: str) -> bool:
    if word.casefold() in _NO_PORTFOLIO or titles.is_title(word):
        return False
    entry = gazetteer.lookup(word)
    return word.isalpha() and not (entry and word[0].isupper())


def _whole(owner: str, role: tuple[str, str], of: str, words: str) -> Role:
    nation, title = role
    if title in _KIN:
        return Role(title)
    words = words.rstrip(".")
    said = words[-len(title) :]
    if owner:
        # "Niger's ousted president": all that stands after the owner belongs to it.
        return Role(title, f"{owner} {words}{of}")
    if nation:
        return Role(title, f"{nation} {said}{of}")
    return Role(title, f"{said}{of}" if of else "")
