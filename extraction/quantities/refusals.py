"""What looks like a quantity and is none: dates, ages, clock times, telephone numbers, numbers in names and lists."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.quantities.amounts import Amount
from extraction.quantities.nouns import is_plural, run, single_phrase, words_of
from extraction.tokens import starts_sentence
from extraction.types import Mention, Timex

_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?|January|February|March|April|May|June|July|August|September|"
    r"October|November|December"
)
_NEVER = re.compile(
    # a day with its month, a clock time, a telephone number, dates in figures, fractions of a day or a year
    rf"\b(?:{_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTH})\b(?:\s\d{{4}}\b)?"
    r"|\b(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?(?!\s?(?:percent|per\scent|%|[a-z]*[mb]illion|\d))(?=\s?(?:[ap]\.?\s?m\b|(?:GMT|UTC|EST|EDT|CET|CEST|BST|IST|WAT|EAT|CAT|JST|local)\b))"
    r"|\b\d{1,2}:\d\d\b|\b\d{1,2}(?:\s|-)?[ap]\.?\s?m\b\.?|\b\d{4}\s(?:GMT|UTC|hours|hrs)\b|\b\d{1,2}\so['’]clock\b"
    r"|(?<!\w)\+\d[\d\s().-]{6,18}\d\b|\b0\d{2,4}[\s-]\d{3,4}[\s-]?\d{3,4}\b|\b\d{3}[-.]\d{3,4}[-.]\d{4}\b"
    r"|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\b\d{1,2}/\d{1,2}\b|\b(?:1[5-9]|20)\d\d\s?[-–/]\s?(?:(?:1[5-9]|20)\d\d|\d\d)\b"
    r"|\bhttps?://\S{1,200}|\bwww\.\S{1,200}",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:^|\n)\s*\(?(\d{1,2})[.)](?=\s)")
_GLUED_BEFORE = re.compile(r"[^\W\d_][-‑]$|[#№/_]$|\bNos?\.\s?$|\b(?:under|over)-$", re.IGNORECASE)
_GLUED_AFTER = re.compile(
    r"[^\W\d_]|[-‑](?:way|fold|times?|tier|star|sided|dimensional|part|piece|digit|door|wheel|pronged|year-old|yr-old|month-old|week-old|day-old|years?[\s-]olds?)|[/–‑-]\d|\s+o['’]clock\b",
    re.IGNORECASE,
)
_OLD_AFTER = re.compile(
    r"\s+and\s+(?:older|over|under|younger|above|up)\b|[\s-](?:years?|months?|weeks?|days?)?[\s-]?(?:old|olds|of\s+age)\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\b(?:aged?|ages|age\s+of|aged\s+between|turn(?:s|ed|ing)|(?:younger|older)\s+than|children\s+under|aged\s+under)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*|\))(?:,\s|\s\()$")
_CLOSED = re.compile(r"\s*(?:[,.;)]|$)")
_IS_AGE = re.compile(r"\b(?:who|he|she)(?:\s+(?:is|was|turned)|['’]s)\s+$", re.IGNORECASE)
_OF_AGE = re.compile(r"\b(?P<noun>[^\W\d_]+)\s+of\s+$")
_PREVIOUS = re.compile(r"(?P<word>[^\W\d_][\w'’-]*)\s$")
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_WHEN_AFTER = re.compile(
    r"\s+(?:after|before|later|ago|earlier|since|hence|from\s+now|on|prior|old|previously|into)\b",
    re.IGNORECASE,
)
_WHEN_BEFORE = re.compile(
    r"\b(?:in|every|after|since|(?:the|these|those|his|her|its|their|our|over|for)\s+(?:last|past|next|first|previous|recent|coming))\s+(?:\w+\s+than\s+|about\s+|some\s+|nearly\s+|almost\s+|over\s+)?$",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    r"\b(?:no|the|this|that|any|every|each|only|which|another|as|first|or|by|at|not|than|on)\s+$",
    re.IGNORECASE,
)
_ONE_AFTER = re.compile(
    r"\s+(?:\w+\s+and\s+(?:one|the\s+other)|of|another|who|that|which|day|thing|way|side|hand|point|such|or|by|and|more|last|final)\b|-|['’]|\s+\w+['’]s?\b",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(
    r"\b(?:the|these|those|all|both|other|in|into|by|of|at)\s+$", re.IGNORECASE
)

_LONGEST_HEADING = 60
_ENDED = re.compile(r"[.!?:;,…][\"'”’)]*\s*$")


@dataclass(slots=True)
class Refusals:
    """What is no figure in one paragraph, for its names, its dates and its text."""

    text: str
    never: list[tuple[int, int]]
    names: list[tuple[int, int]]
    durations: list[tuple[int, int]]

    @classmethod
    def of(
        cls, text: str, mentions: Sequence[Mention] = (), timexes: Sequence[Timex] = ()
    ) -> "Refusals":
        """From the names and the expressions of time of the paragraph; both may be missing."""
        spans = [match.span() for match in _NEVER.finditer(text)]
        spans += [match.span(1) for match in _LISTED.finditer(text)]
        spans += [
            (timex.start, timex.end) for timex in timexes if timex.kind in ("date", "time", "set")
        ]
        return cls(
            text,
            _merged(spans),
            _merged((mention.start, mention.end) for mention in mentions),
            _merged((timex.start, timex.end) for timex in timexes if timex.kind == "duration"),
        )

    def refuses(self, amount: Amount) -> bool:
        """Whether an amount is no figure."""
        return (
            _meets(self.never, amount.number, amount.end)
            or _meets(self.names, amount.number, amount.number + 1)
            or self._is_glued(amount)
            or self._is_age(amount)
            or (amount.kind == "time" and self._tells_when(amount))
            or (not amount.kind and (self._is_label(amount) or self._is_span_of_years(amount)))
            or (not amount.kind and amount.spelt and self._is_pronoun(amount))
            or (amount.spelt and (self._is_heading or self._is_name(amount)))
        )

    @property
    def _is_heading(self) -> bool:
        """A short line that ends no sentence: "Four letters, one of them real"."""
        return len(self.text) < _LONGEST_HEADING and not _ENDED.search(self.text)

    def _is_name(self, amount: Amount) -> bool:
        """ "The Gang of Eight": a number in words with a capital inside a sentence."""
        at = amount.number
        return (
            amount.start == at
            and self.text[at : at + 1].isupper()
            and not starts_sentence(self.text, at)
        )

    def _is_glued(self, amount: Amount) -> bool:
        """ "F-16", "1990s", "5th", "Covid-19"."""
        text = self.text
        before = text[max(0, amount.number - 6) : amount.number]
        return bool(
            (amount.start == amount.number and _GLUED_BEFORE.search(before))
            or _GLUED_AFTER.match(text, amount.end)
        )

    def _is_age(self, amount: Amount) -> bool:
        text, start = self.text, amount.start
        if amount.kind not in ("", "time") or amount.unit not in (
            "",
            "year",
            "month",
            "week",
            "day",
        ):
            return False
        if _OLD_AFTER.match(text, amount.end) or _AGED.search(text, max(0, start - 24), start):
            return True
        low = amount.low if amount.low is not None else amount.high
        if amount.kind or low is None or low.denominator != 1 or not 1 <= low <= 115:
            return False
        closed = _CLOSED.match(text, amount.end) is not None
        front = text[max(0, start - 40) : start]
        if closed and (_AFTER_NAME.search(front) or _IS_AGE.search(front)):
            return True
        of = _OF_AGE.search(front)
        return (
            of is not None
            and of["noun"].lower() in words_of("person")
            and not is_plural_after(text, amount.end)
        )

    def _tells_when(self, amount: Amount) -> bool:
        """ "five weeks before", "in 15 years", "the last two days": no length of anything."""
        if _meets(self.never, amount.start, amount.end):
            return True
        if amount.hyphened:
            return False
        if amount.spelt and amount.low == amount.high == 1 and amount.unit == "day":
            # "one day"
            return True
        if _WHEN_AFTER.match(self.text, amount.end):
            return True
        return _WHEN_BEFORE.search(self.text, max(0, amount.start - 30), amount.start) is not None

    def _is_span_of_years(self, amount: Amount) -> bool:
        """ "from 1977 to 2020"; "between 1500 and 2000 people" is none."""
        years = re.findall(r"\d[\d,.]*", self.text[amount.start : amount.end])
        return (
            len(years) == 2
            and all(_YEAR.fullmatch(year) for year in years)
            and not is_plural_after(self.text, amount.end)
        )

    def _is_label(self, amount: Amount) -> bool:
        """ "Article 144", "Route 66", "Gabon 24", "in 2019"."""
        text = self.text
        written = text[amount.number : amount.end]
        if amount.start != amount.number or re.match(r"\s+of\b", text[amount.end : amount.end + 4]):
            return False
        word = _PREVIOUS.search(text, max(0, amount.start - 30), amount.start)
        if word and word["word"].lower() in words_of("numbered"):
            return True
        if amount.spelt or not written.isdigit():
            return False
        if _YEAR.fullmatch(written):
            return True
        if word is None or not word["word"][0].isupper() or is_plural_after(text, amount.end):
            return False
        at_start = (
            not text[: word.start()].rstrip(" \"'“‘(")[-1:]
            or text[: word.start()].rstrip()[-1:] in ".!?:"
        )
        return not at_start

    def _is_pronoun(self, amount: Amount) -> bool:
        """ "one of them", "no one", "the two staged": words that count nothing."""
        text = self.text
        before = text[max(0, amount.start - 24) : amount.start]
        if amount.low == amount.high == 1:
            if _NOT_COUNTED.search(before) or _ONE_AFTER.match(text, amount.end):
                return True
            words = run(text, amount.end)
            if words and words[0][0].endswith(("ed", "ing")):
                return True
            # "how one governs": no man
            return single_phrase(words) is None or (len(words) == 1 and is_plural(words[0][0]))
        if amount.about or (amount.low is not None and amount.low.denominator != 1):
            return False
        return (
            bool(_ALL_OF_THEM.search(before))
            and not run(text, amount.end)
            and not re.match(r"\s+of\b", text[amount.end : amount.end + 4])
        )


def is_plural_after(text: str, end: int) -> bool:
    """Whether a plural noun comes within three words: "Boeing 737 jets"."""
    return any(is_plural(word[0]) for word in run(text, end)[:3])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _meets(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(spans, (end, -1)) - 1
    return at >= 0 and spans[at][0] < end and start < spans[at][1]
