"""Datelines: the place, day and agency that a wire story opens with."""

import re
from dataclasses import dataclass

from extraction.dates import MONTH

_CAPITALS = r"[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ'’.-]+"
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*"
_SMALL = r"(?:de|del|la|las|los|du|des|of|da|do|am|an|der|and|the|upon|on|y|el|al|e)"
_PLACE = rf"{_CAPITALISED}(?:[ /]{_SMALL})*(?:[ /]{_CAPITALISED}(?:[ /]{_SMALL})*){{0,4}}(?<! )"
_LOUD_PLACE = rf"{_CAPITALS}(?:[ /]{_CAPITALS}){{0,4}}"
_DATE = rf"(?i:{MONTH}\s*\d{{1,2}}(?:,?\s*\d{{4}})?|\d{{1,2}}\s+{MONTH}(?:,?\s*\d{{4}})?)"
_AGENCY = r"[^\W\d_][\w&.' -]{1,28}?"
_DASH = r"\s*(?:[-–—―_]{1,3})\s+"

_FORMS = tuple(
    re.compile(form)
    for form in (
        # NEW YORK (AP) - / STOCKHOLM, Aug 29, 2014 (AFP) - / Tegucigalpa, Jan 2 (EFE).- / ARGENTINA (AP) _
        rf"(?P<place>{_PLACE}(?:,\s*(?!(?i:{MONTH})){_PLACE})?)(?:,?\s+(?P<date>{_DATE})[.,]?)?\s*"
        rf"\((?P<agency>{_AGENCY})\)\s*[.,:]?\s*[-–—―_]{{1,3}}\s*",
        # Jan 3 (Reuters) -
        rf"(?P<date>{_DATE})\s*\((?P<agency>{_AGENCY})\)\s*[.,:]?\s*[-–—―_]{{1,3}}\s*",
        # (ANSA) - Rome, October 11 -
        rf"\((?P<agency>{_AGENCY})\)\s*[-–—―_]{{1,3}}\s*(?P<place>{_PLACE}),\s*(?P<date>{_DATE}){_DASH}",
        # MOSCOW, January 21. /TASS/.
        rf"(?P<place>{_PLACE}),\s*(?P<date>{_DATE})[.,]?\s*/(?P<agency>{_AGENCY})/[.:]?\s*(?:[-–—]\s*)?",
        # SAITAMA, Japan, Dec. 9 Kyodo -
        rf"(?P<place>{_LOUD_PLACE}(?:,\s*(?!(?i:{MONTH})){_PLACE})?),\s*(?P<date>{_DATE})"
        rf"\s+(?P<agency>[A-Z][\w-]+){_DASH}",
        # NIAMEY, Niger, Dec. 12 - / PARIS -
        rf"(?P<place>{_LOUD_PLACE}(?:,\s*(?!(?i:{MONTH})){_PLACE})?)(?:,\s*(?P<date>{_DATE})[.,]?)?{_DASH}",
        # Niamey, 12 December -
        rf"(?P<place>{_PLACE}),\s*(?P<date>{_DATE})[.,]?{_DASH}",
        # NEW DELHI: The
        rf"(?P<place>{_LOUD_PLACE}):\s+(?=[A-Z“\"])",
    )
)
_REACH = 120
"""Characters within which a dateline ends."""

# What stands in capitals before a dash or colon and is no place.
_NOT_PLACES = frozenset(
    "UPDATE UPDATED BREAKING WATCH LIVE VIDEO PHOTO PHOTOS OPINION ANALYSIS EXCLUSIVE FACTBOX NOTE URGENT "
    "CORRECTED CORRECTION EXPLAINER TIMELINE READ FILE MORE ALSO Q A QUESTION ANSWER WHO WHAT WHY HOW "
    "WARNING ADVISORY ALERT FLASH QUOTES KEY DETAILS BACKGROUND CONTEXT SPORT SPORTS".split()
)
_AGENCY_WORDS = frozenset(
    "Reuters News Press Agency Service Foundation Today Humanitarian Media".split()
)
_STAYS_SMALL = frozenset(
    "de del la las los du des of da do am an der and the upon on y el al e au aux en".split()
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`Dateline("Niamey", "Dec 12", "AFP", 24)`: what was there, and where the story itself begins."""

    place: str
    date: str
    agency: str
    end: int


def parse(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph opens with, or None. The place in ordinary case."""
    opening = paragraph[:_REACH]
    for form in _FORMS:
        match = form.match(opening)
        if match is None:
            continue
        parts = match.groupdict()
        place = parts.get("place") or ""
        if set(re.findall(r"\w+", place)) & _NOT_PLACES or len(place) == 1:
            continue
        if place.startswith("The ") and not place.startswith("The Hague"):
            continue
        if not _is_agency(parts.get("agency") or ""):
            continue
        return Dateline(
            _ordinary(place), parts.get("date") or "", parts.get("agency") or "", match.end()
        )
    return None


def _is_agency(name: str) -> bool:
    """Whether a name in a dateline's brackets can be an agency's: "AFP", "Thomson Reuters Foundation"."""
    return " " not in name or bool(_AGENCY_WORDS & set(name.split()))


def _ordinary(place: str) -> str:
    """The place with capitals as a map has them: "PORT-AU-PRINCE" -> "Port-au-Prince"."""
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", _ordinary_word, place)


def _ordinary_word(match: re.Match[str]) -> str:
    word = match[0]
    if not word.isupper() or len(word) < 2:
        return word
    if word.lower() in _STAYS_SMALL and match.start():
        return word.lower()
    # N'DJAMENA -> N'Djamena, but L'AQUILA -> L'Aquila too.
    return "'".join(part.capitalize() for part in word.replace("’", "'").split("'"))
