"""Named events, by the shapes their names take: "July 26 coup", "Battle of Mosul", "COP28"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extraction.dates import MONTH

_DAY = rf"(?i:{MONTH}\s\d{{1,2}}(?:,\s\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s{MONTH}(?:\s\d{{4}})?)"
_HAPPENED = (
    r"(?:coup(?: d['’]?[ée]tat)?s?|putsch|uprising|revolution|revolt|rebellion|mutiny|massacres?|genocide|pogroms?|"
    r"attacks?|bombings?|assault|raid|earthquakes?|quake|tsunami|floods?|famine|war|invasion|referendum|"
    r"(?:(?:general|presidential|parliamentary|legislative) )?elections?|protests?|riots?|shooting|crash|disaster)"
)
# Bounded, so that a run of a million letters costs no more than any other text.
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w’']{0,30}"
_NAME = rf"{_CAPITAL}(?:[ -](?:(?:of|the|and|de|del|da|do|for|on|al-|el-)[ -]?)*{_CAPITAL}){{0,4}}"
_YEAR_BEFORE = r"(?:(?:19|20)\d\d )?"
_YEAR_AFTER = r"(?: (?:19|20)\d\d)?"
_ORDINAL = r"(?:First|Second|Third|Fourth|\d+(?:st|nd|rd|th))"
# The last word of a name that is an event's when every word before it has a capital.
_LAST = (
    r"(?:Summit|Conference|Forum|Congress of Berlin|Festival|Revolution|War|Wars|Uprising|Intifada|Massacre|Genocide|"
    r"Rebellion|Revolt|Mutiny|Spring|Famine|Pandemic|Games|Olympics|Paralympics|Championships?|Marathon|Grand Prix|"
    r"Cup of Nations|World Cup|Super Bowl|Crisis|Coup|Earthquake|Offensive|Crusade|Expo|Biennale|Referendum|Elections?|"
    r"Accords?|Armistice|Conclave|Jubilee|Derby)"
)

_SHAPES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(shape)
    for shape in (
        # July 26 coup / Oct. 7 attacks / 26 July coup
        rf"\b{_DAY}\s{_HAPPENED}\b",
        # 2020 coup / 1994 genocide
        rf"\b(?:1[6-9]|20)\d\d\s(?:{_CAPITAL}\s)?(?:coup(?: d['’]?[ée]tat)?|putsch|uprising|"
        r"revolution|genocide|massacre|"
        r"earthquake|tsunami|invasion|war|Summit|Olympics|World Cup|Games|(?:[a-z]+ )?elections?)\b",
        # coup of July 26
        rf"\b(?:[Cc]oup|[Pp]utsch|[Uu]prising|[Rr]evolution|[Mm]assacre)(?: d['’]?[ée]tat)? (?:of|on) {_DAY}\b",
        rf"\b(?:Battle|Siege|Fall|Storming|Massacre|Bombing|Feast|Day|Night|War|Congress) of (?:the )?{_NAME}",
        rf"\bOperation {_CAPITAL}(?: {_CAPITAL}){{0,2}}",
        r"\b(?:Great )?(?:Flood|Fire|Famine|Plague|Earthquake|Storm|Depression) of (?:1[0-9]|20)\d\d\b",
        r"\bCOP ?-?\d{1,2}\b",
        r"\bWorld War (?:I{1,3}|One|Two|1|2)\b|\b(?:First|Second) World War\b|\bWW(?:I{1,2}|1|2)\b|\bCold War\b",
        rf"\b{_YEAR_BEFORE}(?:(?:FIFA|ICC|Rugby|Cricket|T20|Women['’]s|Men['’]s|Under-\d\d|U-?\d\d) ){{0,3}}"
        rf"World Cup{_YEAR_AFTER}\b",
        rf"\b{_YEAR_BEFORE}(?:(?:Summer|Winter|Youth|{_CAPITAL}) )?"
        rf"(?:Olympics|Olympic Games|Paralympics|Paralympic Games){_YEAR_AFTER}\b",
        rf"\b{_YEAR_BEFORE}(?:(?:Africa|African) Cup of Nations|Super Bowl(?: [LXVI]+)?|Tour de France|"
        r"Giro d['’]Italia|Copa Am[eé]rica|Copa Libertadores|Champions League|Europa League|Ryder Cup|"
        r"Davis Cup|Asian Cup|Asia Cup|Commonwealth Games|"
        r"Asian Games|Pan American Games|Eurovision(?: Song Contest)?|Euro (?:19|20)\d\d|"
        r"(?:US|U\.S\.|Australian|French) Open|Wimbledon|CHAN|AFCON)"
        rf"{_YEAR_AFTER}\b",
        rf"\b(?:Hurricane|Cyclone|Typhoon|Super Typhoon|Tropical Storm|Storm) {_CAPITAL}",
        r"\b(?:the )?(?:Holocaust|Nakba|Euromaidan|Holodomor|Arab Spring|Anfal|Apartheid Day|Great Depression|"
        r"Cultural Revolution|Great Leap Forward|Bloody Sunday|"
        r"Black Lives Matter protests|Prague Spring|Brexit|9/11)\b",
        rf"\b(?:{_ORDINAL} )?(?:{_CAPITAL}[ -]){{1,4}}{_LAST}\b(?: (?:19|20)\d\d\b)?",
    )
)
# What such shapes also catch: "Democratic Forum", "World Economic Forum" are bodies, "The War" nothing.
_NOT_EVENTS = re.compile(
    r"(?:Hurricane|Cyclone|Typhoon|Storm) (?:Cent(?:er|re)|Warning|Watch|Season|Research|Relief|Force|Hunters?|Bureau|Troopers?)$|"
    r"(?:The|This|That|A|An|Our|His|Her|Their|World Economic|Democratic|National|Civil Society)\s(?:Forum|Congress|War|"
    r"Crisis|Conference|Summit|Games|Election|Elections)$|"
    r"(?:State|Defen[cs]e|Department|Ministry|Minister|Cabinet) .*War$"
    r"|.*\b(?:Justice|Development|Party|Club|Football|Bank)\b.*"
)


class Event(NamedTuple):
    """An event's name at `start` to `end`. `head` is how it is best called: "July 26 coup"."""

    start: int
    end: int
    head: str


def find(text: str) -> Iterator[Event]:
    """Named events in the order of the text, none overlapping, the longest of those that begin alike."""
    matches = [match for shape in _SHAPES for match in shape.finditer(text)]
    last = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        start, end = match.span()
        words = text[start:end]
        if words.lower().startswith("the "):
            start += 4
        if words.startswith(
            ("In ", "At ", "After ", "Before ", "Since ", "During ", "But ", "And ", "The ")
        ):
            start = match.start() + words.index(" ") + 1
        if start < last or _NOT_EVENTS.match(text[start:end]):
            continue
        last = end
        yield Event(start, end, _head(text[start:end]))


_STORM = re.compile(
    r"(?:Hurricane|Cyclone|Typhoon|Super Typhoon|Tropical Storm|Storm) (?P<name>\w+)$"
)


def given_name(event: str) -> str:
    """The name that people gave a storm: "Daniel" of "Storm Daniel"; "" for other events."""
    match = _STORM.match(event)
    return match["name"] if match else ""


_TURNED = re.compile(rf"(?P<what>\w+)(?: d['’]?[ée]tat)? (?:of|on) (?P<day>{_DAY})$")


def _head(name: str) -> str:
    """ "coup of July 26" and "coup on July 26" -> "July 26 coup"."""
    turned = _TURNED.match(name)
    if turned is None or (not turned["day"][-1].isdigit() and not turned["day"][0].isdigit()):
        return name
    return f"{turned['day']} {turned['what'].lower()}"
