"""What a number is measured in: percent, kilometres, hours, and money with its ISO 4217 code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from extraction import lexicon


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit beside a number: the name ("percent", "hour", "USD"), the kind, and how far it reaches.

    `kind` is "share", "time", "measure", "times", "money" or "" for none; `edge` where the words of the
    unit end (or, before the number, begin).
    """

    name: str
    kind: str
    edge: int


@cache
def _forms() -> dict[str, tuple[str, str]]:
    """Forms in small letters, or as written where they are short -> (name, kind)."""
    found = {}
    for name, kind, forms in lexicon.rows("units.tsv"):
        for form in forms.split("|"):
            found[form if _is_short(form) else form.lower()] = (name, kind)
    return found


def _is_short(form: str) -> bool:
    return len(form) <= 2 and form.isalpha()


@cache
def _after() -> re.Pattern[str]:
    """Words of measure after a number, with the space or the hyphen between."""
    forms = sorted(
        (form for _, _, all_forms in lexicon.rows("units.tsv") for form in all_forms.split("|")),
        key=len,
        reverse=True,
    )
    words = "|".join(re.escape(form).replace(r"\ ", r"[\s-]") for form in forms)
    return re.compile(
        rf"(?P<gap>[\s\u00a0]|[-‑–])?(?P<form>{words})(?!\w)(?P<long>[-‑]long\b)?", re.IGNORECASE
    )


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """A name of money in small letters -> the codes that it can mean, the commonest first."""
    named: dict[str, list[str]] = {}
    for code, _, names, *_ in _currencies():
        for name in lexicon.split(names):
            named.setdefault(name.lower(), []).append(code)
    for name, plural, codes in lexicon.rows("sharedmoney.tsv"):
        named[name] = named[plural] = codes.split(" ")
    return {name: tuple(codes) for name, codes in named.items()}


def _currencies() -> Sequence[Sequence[str]]:
    return [(*row, "", "")[:4] for row in lexicon.rows("currencies.tsv")]


@cache
def _signs() -> dict[str, str]:
    return {sign: code for code, signs, *_ in _currencies() for sign in lexicon.split(signs)}


@cache
def _before() -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(_signs(), key=len, reverse=True))
    return re.compile(rf"(?<![\w$])(?P<sign>{signs})[\s\u00a0]?$")


@cache
def _owners() -> tuple[tuple[str, str], ...]:
    """Words for countries and what is theirs, each with the code of the money."""
    return tuple(
        (word, code) for code, _, _, owners in _currencies() for word in lexicon.split(owners)
    )


@cache
def _money_after() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _codes()), key=len, reverse=True))
    owners = "|".join(
        sorted({re.escape(word) for word, _ in _owners() if word}, key=len, reverse=True)
    )
    return re.compile(
        rf"(?:[\s\u00a0-]|(?P<of>\sof\s))(?:(?P<owner>{owners})\s)?(?P<name>{names})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _longest_sign() -> int:
    return max(map(len, _signs())) + 2


@dataclass(slots=True)
class Purse:
    """Which country's money a dispatch means by "pesos": that of the country it speaks of most."""

    texts: Sequence[str]
    _known: dict[str, str] = field(default_factory=dict)

    def code(self, name: str, owner: str) -> str:
        """The code of a name of money in small letters, its owner's adjective before it or ""."""
        if owner:
            for word, code in _owners():
                if word.lower() == owner.lower() and code in _codes().get(name, ()):
                    return code
        if name not in self._known:
            self._known[name] = self._likeliest(name)
        return self._known[name]

    def _likeliest(self, name: str) -> str:
        codes = _codes()[name]
        if len(codes) == 1 or codes[0] == "USD":
            return codes[0]
        counts = {
            code: sum(
                len(re.findall(rf"\b{re.escape(word)}\b", text))
                for word, whose in _owners()
                if whose == code
                for text in self.texts
            )
            for code in codes
        }
        return max(codes, key=lambda code: counts[code])


def money_before(text: str, start: int) -> Unit | None:
    """The currency sign or code just before a number: "$", "Rs ", "US$"."""
    match = _before().search(text, max(0, start - _longest_sign()), start)
    if match is None:
        return None
    sign = match["sign"]
    # One capital letter is a sign of money only right before the figure: "R500", not "plan R 500".
    if sign.isalpha() and len(sign) == 1 and match.end("sign") != start:
        return None
    return Unit(_signs()[sign], "money", match.start())


def after(text: str, end: int, purse: Purse, *, vague: bool = False) -> Unit | None:
    """The unit or the money just after a number; after a vague one with "of": "millions of dollars"."""
    money = _money_after().match(text, end)
    if money is not None and money["of"] and not vague:
        money = None
    if money is not None and (money["owner"] is None or money["owner"][0].isupper()):
        name = money["name"].lower()
        if not _is_weight(text, name, money.end()):
            return Unit(purse.code(name, money["owner"] or ""), "money", money.end())
    match = _after().match(text, end)
    if match is None:
        return None
    form, gap = match["form"].replace("-", " "), match["gap"] or ""
    if gap == " of " and not vague:
        return None
    known = _forms().get(form) or (
        None if _is_short(form) and form != form.lower() else _forms().get(form.lower())
    )
    if known is None or (_is_short(form) and form not in _forms()):
        return None
    if (
        not gap
        and not match["long"]
        and not (_is_short(form) or len(form) == 3 or not form.isalpha())
    ):
        return None
    name, kind = known
    if (
        name == "metre"
        and form == "m"
        and gap == " "
        and re.match(r"\s+[A-Z]", text[match.end() :])
    ):
        return None
    return Unit(name, kind, match.end())


def _is_weight(text: str, name: str, end: int) -> bool:
    """ "200 pounds of explosives" is no money."""
    return name in ("pound", "pounds") and bool(
        re.match(r"\s+of\s+(?!aid|debt|funding|investment|public|support)", text[end : end + 12])
    )
