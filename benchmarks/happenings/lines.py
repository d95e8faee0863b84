"""Lines of a gold file: what they point at in the dispatch, and what is said where one is amiss."""

import calendar
import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORDS = re.compile(r'"(?P<words>(?:(?!"@\d).)+)"@(?P<paragraph>\d+)(?:\.(?P<nth>\d+))?')
_BETWEEN = re.compile(r"\s*\[\.\.\.\]\s*")


class Amiss(ValueError):
    """A gold file is not as it must be. The message has its file and line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a gold file and where it stands."""

    file: str
    number: int
    text: str

    def amiss(self, why: str) -> Amiss:
        """What to raise."""
        return Amiss(f"{self.file}:{self.number}: {self.text.strip()!r}: {why}")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words at a place; `paragraph` counts from 0, offsets are half-open as in `extraction.types`."""

    paragraph: int
    start: int
    end: int
    text: str


def leading_span(rest: str, line: Line, texts: Sequence[str]) -> tuple[Span, str]:
    """The words at the beginning of `rest` where they stand in the text, and what follows them."""
    matched = _WORDS.match(rest.strip())
    if matched is None:
        raise line.amiss('has no "words"@paragraph where they are needed')
    paragraph = int(matched["paragraph"]) - 1
    if not 0 <= paragraph < len(texts):
        raise line.amiss(f"there is no paragraph {paragraph + 1}; they count from 1")
    places = list(_places(matched["words"], texts[paragraph]))
    nth = int(matched["nth"] or 1)
    if not 1 <= nth <= len(places):
        raise line.amiss(
            f"{matched['words']!r} is {len(places)} times in paragraph {paragraph + 1}, not {nth}"
        )
    start, end = places[nth - 1]
    return Span(paragraph, start, end, texts[paragraph][start:end]), rest.strip()[
        matched.end() :
    ].strip()


def nearest(words: str, beside: Span, line: Line, texts: Sequence[str]) -> Span:
    """The words where they stand nearest to `beside` in its paragraph, after it rather than before."""
    text = texts[beside.paragraph]
    places = list(_places(words, text))
    if not places:
        raise line.amiss(f"{words!r} is not in paragraph {beside.paragraph + 1}")
    start, end = min(
        places, key=lambda place: (place[0] < beside.start, abs(place[0] - beside.start))
    )
    return Span(beside.paragraph, start, end, text[start:end])


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the words stand, as whole words; `[...]` stands for as little as there can be."""
    pattern = ".*?".join(re.escape(part) for part in _BETWEEN.split(words))
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    for found in re.finditer(f"{before}{pattern}{after}", text):
        yield found.span()


def checked_days(value: str, line: Line) -> str:
    """The value itself, where `days` can read it."""
    try:
        first, last = days(value)
    except ValueError:
        first = last = None
    if first is None and last is None:
        raise line.amiss(f"{value!r} is no day, month or year, nor two of them with a slash")
    return value


def days(value: str) -> tuple[datetime.date | None, datetime.date | None]:
    """ "2023-10/2023-12-22" -> its first and last day; open ends and "" are None. Raises ValueError."""
    first, slash, last = value.partition("/")
    earliest, latest = _ends(first), _ends(last if slash else first)
    return (earliest[0] if earliest else None), (latest[1] if latest else None)


def _ends(value: str) -> tuple[datetime.date, datetime.date] | None:
    if not value:
        return None
    year, month, day = [*(int(part) for part in value.split("-")), 0, 0][:3]
    first = datetime.date(year, month or 1, day or 1)
    if day:
        return first, first
    month = month or 12
    return first, datetime.date(year, month, calendar.monthrange(year, month)[1])
