"""Numbers in figures and in words: "1,346", "2.5bn", "twenty-three", "one and a half million", "dozens"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from extraction import lexicon

_MOST_DIGITS = 24
"""No number of a dispatch is longer; a longer one is a code, and slow to reckon with."""

_MOST_DIGITS_ALONE = 9
"""Longer without commas is a number of a telephone, an account or a message."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at a place of a text. `vague` is "dozens", whose value is the least it can mean.

    `kind` is "digits", "words", "vague", "fraction" or, in "less than a mile" and "week-long", "article"; `letter` a scale in one letter that only money
    has ("90m", "40k"; then the value is without it); `spelt` whether there is no figure in it.
    """

    start: int
    end: int
    value: Fraction
    kind: str
    letter: str = ""

    @property
    def spelt(self) -> bool:
        return self.kind != "digits"


@cache
def _values(kind: str) -> dict[str, int]:
    for row_kind, pairs in lexicon.rows("numberwords.tsv"):
        if row_kind == kind:
            return {
                word: int(value) for word, value in (pair.split("=") for pair in pairs.split(" "))
            }
    raise KeyError(kind)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """For what may begin a number, and for the scale after figures."""
    counting = "|".join((*_values("unit"), *_values("teen"), *_values("ten")))
    scale, vague = "|".join(_values("scale")), "|".join(_values("vague"))
    fraction = "|".join(_values("fraction"))
    digits = r"\d{1,3}(?:,\d{2,3}){0,7},\d{3}(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,7}(?!\d)|\d+(?:\.\d+)?"
    one = (
        rf"(?<![\w.])(?:(?P<digits>{digits})(?P<half>[½¼¾⅓⅔])?(?![\d])"
        rf"|(?P<glyph>[½¼¾⅓⅔])"
        rf"|(?P<vague>(?:(?:tens|dozens|scores|hundreds|thousands)\s+of\s+)?(?:{vague}))\b"
        rf"|(?P<several>(?:several|a\s+few|a\s+couple\s+of|some\s+few)\s+(?:{scale}))s?\b"
        rf"|(?P<halfof>half\s+an?\s+(?:{scale}))\b"
        rf"|(?P<part>(?:(?:an?|one|{counting})[\s-])?(?:{fraction}))\b"
        rf"|(?P<words>(?:an?\s+(?:{scale})|{counting})(?:(?:[\s-]+(?:and\s+)?)(?:{counting}|{scale}))*)\b"
        r"|(?P<article>(?<=than\s)an?(?=\s)|(?<!-)(?=(?:hour|day|week|month|year|decade|century)-long\b)))"
    )
    after = rf"(?:[\s\u00a0-]?(?P<scale>{scale})\b|\s?(?P<short>{'|'.join(_values('short'))})\b|(?P<letter>[mkMKbB])\b(?!²|³))"
    return re.compile(one, re.IGNORECASE), re.compile(after)


_GLYPHS = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
}
_AND_A_HALF = re.compile(
    r"\s+and\s+(?:a\s+half|(?:a\s+|one\s+)?(?P<quarter>quarter)|three[\s-]quarters)\b",
    re.IGNORECASE,
)
_IN_MANY = re.compile(r"\s+(?:in|out\s+of)\s+(?:every\s+)?", re.IGNORECASE)


def numbers(text: str) -> list[Number]:
    """All numbers of a text, in order and apart. "between 20 and 30" has two."""
    found: list[Number] = []
    at = 0
    while (number := _next(text, at)) is not None:
        at = max(number.end, number.start + 1)
        found.append(number)
    return list(_ratios(text, found))


def _next(text: str, at: int) -> Number | None:
    pattern, _ = _patterns()
    for match in pattern.finditer(text, at):
        number = _read(text, match)
        if number is not None:
            return number
    return None


def _read(text: str, match: re.Match[str]) -> Number | None:
    kind = match.lastgroup if match.lastgroup != "half" else "digits"
    start, end = match.span()
    if kind == "digits":
        return _of_digits(text, match)
    if kind == "glyph":
        return Number(start, end, _GLYPHS[match[0]], "fraction")
    words = match[0].lower().replace("-", " ").split()
    if kind == "vague":
        return Number(start, end, _of_vague(words), "vague")
    if kind == "several":
        return Number(start, end, Fraction(3 * _values("scale")[words[-1]]), "vague")
    if kind == "halfof":
        return Number(start, end, Fraction(_values("scale")[words[-1]], 2), "words")
    if kind == "article":
        return Number(start, end, Fraction(1), "article")
    if kind == "part":
        return _part(text, match, words)
    return _of_words(text, start, match[0])


def _of_digits(text: str, match: re.Match[str]) -> Number | None:
    written = match["digits"]
    if len(written) > (_MOST_DIGITS if "," in written else _MOST_DIGITS_ALONE):
        return None
    start, end = match.span()
    value = Fraction(re.sub(r"[^\d.]", "", written)) + _GLYPHS.get(match["half"] or "", 0)
    halved = _AND_A_HALF.match(text, end)
    if halved:
        value, end = value + _beyond(halved), halved.end()
    _, after = _patterns()
    letter = ""
    while scale := after.match(text, end):
        if scale["letter"]:
            letter, end = scale["letter"].lower(), scale.end()
            break
        if scale["scale"]:
            value *= _values("scale")[scale["scale"]]
        else:
            value *= _values("short")[scale["short"]]
        end = scale.end()
        if value > 10**_MOST_DIGITS:
            return None
    return Number(start, end, value, "digits", letter)


def _beyond(match: re.Match[str]) -> Fraction:
    if match["quarter"]:
        return Fraction(1, 4)
    return Fraction(3, 4) if "three" in match[0].lower() else Fraction(1, 2)


def _of_vague(words: list[str]) -> Fraction:
    """ "hundreds of thousands" is 100 times 2,000 at least... of which 200,000 is what is meant."""
    value = 2
    for word in words:
        if word != "of":
            value *= 10 if word == "tens" else _values("vague")[word]
    return Fraction(value)


def _part(text: str, match: re.Match[str], words: list[str]) -> Number | None:
    """A fraction; "third" and its like alone are ordinals, "a quarter" may be of a year or a town."""
    start, end = match.span()
    *front, name = words
    below = _values("fraction")[name]
    if not front and name != "half":
        return None
    above = 1 if not front or front[0] in ("a", "an") else _count(front[0])
    if above >= below or (above > 1) != name.endswith(("s", "halves")):
        return None
    follows = text[end : end + 12].lower()
    before = text[max(0, start - 10) : start].lower()
    if name == "half":
        # Not a half of a match, a half-brother, half past ten, half an hour.
        if re.match(r"-|\s+(?:an?|past|time|brother|sister|way)\b", follows) or re.search(
            r"(?:first|second|final|other|better)\s$", before
        ):
            return None
    elif above == 1 and not (
        re.match(r"\s+(?:of|more|less|high|low|few|larg|small|bigg|fast)|\s*[,.;:!?)]|$", follows)
        or re.search(r"\bby\s$", before)
        or front[0] == "one"
    ):
        return None
    return Number(start, end, Fraction(above, below), "fraction")


def _count(word: str) -> int:
    return next(_values(kind)[word] for kind in ("unit", "teen", "ten") if word in _values(kind))


def _of_words(text: str, start: int, written: str) -> Number | None:
    """The longest beginning of the words that is one number: "two hundred and five", not "two three"."""
    total, current, last_scale = 0, 0, 10**15
    end, value = 0, None
    joined = False
    for word in re.finditer(r"\w+", written.lower()):
        one = word[0]
        if one in ("a", "an"):
            continue
        if one == "and":
            joined = True
            continue
        step = _add(one, current, joined=joined)
        if step is None:
            scale = _values("scale").get(one)
            if scale is None or joined:
                break
            if scale in (100, 12):
                if current >= 100 or (scale == 100 and total and not current):
                    break
                current = max(current, 1) * scale
            elif scale >= last_scale:
                break
            else:
                total, current, last_scale = total + max(current, 1) * scale, 0, scale
        else:
            current = step
        joined = False
        end, value = word.end(), total + current
    if value is None:
        return None
    at = start + end
    return _halved(text, Number(start, at, Fraction(value), "words"))


def _add(word: str, current: int, *, joined: bool) -> int | None:
    """`current` with a word below a hundred added, None where they do not make one number."""
    if joined and (current == 0 or current % 100):
        return None
    below = current % 100
    if word in _values("unit") and (below == 0 or (below % 10 == 0 and below >= 20)):
        return current + _values("unit")[word]
    if (word in _values("teen") or word in _values("ten")) and below == 0:
        return current + _count(word)
    return None


def _halved(text: str, number: Number) -> Number:
    """ "two and a half", "one and a half million"."""
    halved = _AND_A_HALF.match(text, number.end)
    if halved is None or number.value >= 1000:
        return number
    value, end = number.value + _beyond(halved), halved.end()
    scale = re.match(r"\s+(\w+)", text[end : end + 20])
    if scale and scale[1].lower() in _values("scale"):
        value, end = value * _values("scale")[scale[1].lower()], end + scale.end()
    return Number(number.start, end, value, "words")


def _ratios(text: str, found: list[Number]) -> Iterator[Number]:
    """The numbers with "four in ten" and "nine out of 10" made one."""
    at = 0
    while at < len(found):
        one = found[at]
        two = found[at + 1] if at + 1 < len(found) else None
        if two is not None and _IN_MANY.fullmatch(text[one.end : two.start]):
            whole = two.value
            round_enough = whole <= 10 or whole in (12, 20, 50, 100, 1000, 10000)
            if 0 < one.value < whole and round_enough and one.value.denominator == 1:
                yield Number(one.start, two.end, one.value / whole, "fraction")
                at += 2
                continue
        yield one
        at += 1
