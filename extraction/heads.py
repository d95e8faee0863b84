"""What stands above a story in plain text: headline, byline, date, labels, the wire's own marks."""

import re
from dataclasses import dataclass, field

from extraction import captions, datelines, dates
from extraction.dates import Found, Moment

# UPDATE 2-, CORRECTED-, WRAPUP 1-, 1ST LEAD, 3rd Ld-Writethru, URGENT: in front of a headline.
_MARKER = re.compile(
    r"^(?:(?:UPDATE|WRAPUP|WRAP-UP|REFILE|RPT|REPEAT|CORRECTED|CORRECTION|URGENT|FLASH|BREAKING(?: NEWS)?|EXCLUSIVE|"
    r"ALERT|NEWSALERT|SNAP|LEAD|RECASTS?|OFFICIAL CORRECTION|ADVISORY|EMBARGOED)(?:[ -]?\d{1,2})?\s*[-–—:/]+\s*"
    r"|\d{1,2}(?:st|nd|rd|th)\s+(?:LEAD|Lead|LD|Ld)(?:-?\s?(?:Writethru|WRITETHRU|writethru))?\s*[-–—:,/]*\s*"
    r"|(?:URGENT|FLASH|BREAKING|EXCLUSIVE)\s+(?=[A-Z]))",
)
_MARK_ALONE = re.compile(
    r"(?:\(?\s*(?:more|ends?|end of (?:story|text|article)|eom|mtf|stop)\s*\)?[.]?|[-–—#=\s]*30[-–—#=\s]+|"
    r"(?:[#=*_/.~-]\s*){2,}|={1,2}\s?(?:Kyodo|KYODO)|[a-z]{2,4}(?:[/-][a-z]{1,4}){1,4}|NNNN|ZCZC.{0,12}|"
    r"(?:URGENT|FLASH|BREAKING(?: NEWS)?|BULLETIN|UPDATE(?: \d+)?|\d{1,2}(?:ST|ND|RD|TH) (?:LEAD|LD)|"
    r"\d{1,2}(?:st|nd|rd|th) Ld(?:-Writethru)?))",
    re.IGNORECASE,
)
_SLUG = re.compile(r"(?:[A-Za-z]{2,}[-/]){1,6}[A-Za-z]{2,}(?:[, ]+\d.*)?$")

_LABEL = re.compile(
    r"(?P<label>headline|title|slug(?:line)?|byline|by|authors?|date|published(?: on| at)?|publication date|updated|"
    r"last updated|source|agency|dateline|location|keywords|tags|section|category|language|"
    r"url|link|copyright)\s*:\s*(?P<value>.*)$",
    re.IGNORECASE,
)

_NAME = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
_LINK = r"(?:and |with |in |at |of |for |the |de |da |del |der |van |von |bin |ibn |al-|el-|& )"
_NAMES = rf"{_NAME}(?:[ ,]+{_LINK}*{_NAME}){{0,11}}"
_BYLINE = re.compile(
    rf"(?:[-–—]\s*)?(?:By|BY|by|Written by|Text by|Story by)\s+(?P<names>{_NAMES})\s*\|?\.?$"
)
_NOT_BYLINE = re.compile(rf"\b{dates.MONTH}|\b{dates.WEEKDAY}|\b(?:EU|UN|The)\b", re.IGNORECASE)
_STAFF = re.compile(
    r"(?:(?:The )?Associated Press|Reuters|AFP|Agence France-Presse|Staff (?:Reporter|Writer|Correspondent)|"
    r"Our Correspondent|"
    r"From our (?:own )?correspondent|AP (?:Staff )?Writer|Bloomberg News)$",
    re.IGNORECASE,
)
_FILLER = re.compile(
    rf"\b(?:published|posted|updated|last|modified|created|first|issued|filed|on|at|date|time|by|min(?:ute)?s?|read|um|uhr|o'clock|"
    rf"local|{dates.WEEKDAY}|gmt|utc)\b|[^\w]+|\b\d{{1,2}}\b",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.…;:,][\"'”’»)\]]*$")
_ASKS = re.compile(r"[?!][\"'”’»)\]]*$")
_LONGEST_HEADLINE = 220


@dataclass(slots=True)
class Head:
    """What was found above the story; `rest` is the story, paragraph by paragraph."""

    headline: str = ""
    byline: str = ""
    place: str = ""
    source: str = ""
    date: Found | None = None
    rest: list[str] = field(default_factory=list)


def read(blocks: list[str], *, near: Moment | None = None) -> Head:
    """Take a story's head off its paragraphs.

    The first line is the headline only if it does not read as the story's first sentence; otherwise there is
    none. Marks such as "(more)" and "-30-" are dropped, here and at the end.
    """
    head = Head()
    rest = [block for block in blocks if not _MARK_ALONE.fullmatch(block)] or blocks[:]
    taken = 0
    while rest and taken < 8 and _take(head, rest, near=near):
        taken += 1
    head.rest = rest
    return head


def _take(head: Head, rest: list[str], *, near: Moment | None) -> bool:
    """Move the first paragraph into the head if it belongs there."""
    first = rest[0]
    if len(rest) == 1:
        return False
    label = _LABEL.match(first)
    if label and _take_label(head, label["label"].lower(), label["value"].strip(), near):
        rest.pop(0)
        return True
    if byline := byline_in(first):
        head.byline = head.byline or byline
        rest.pop(0)
        return True
    if (head.headline or head.byline) and _STAFF.match(first):
        head.source = head.source or first
        rest.pop(0)
        return True
    if date := date_line(first, near=near):
        head.date = head.date or date
        rest.pop(0)
        return True
    if (
        not head.headline
        and not head.byline
        and _SLUG.match(first)
        and " " not in first.split(",")[0]
    ):
        rest.pop(0)
        return True
    if not head.headline and _is_headline(first, rest[1]):
        head.headline = without_marker(first)
        rest.pop(0)
        return True
    return False


def _take_label(head: Head, label: str, value: str, near: Moment | None) -> bool:
    if label in ("headline", "title"):
        head.headline = head.headline or without_marker(value)
    elif label in ("byline", "by", "author", "authors"):
        head.byline = head.byline or value.removeprefix("By ").strip()
    elif label in ("source", "agency"):
        head.source = head.source or value
    elif label in ("dateline", "location"):
        head.place = head.place or value
    elif label in (
        "date",
        "published",
        "published on",
        "published at",
        "publication date",
        "updated",
        "last updated",
    ):
        found = dates.find(value, near=near)
        if found is None:
            return False
        head.date = head.date or found
    return True


def byline_in(block: str) -> str:
    """The names in "By Ann Lee and Bob Ray", or "". "By December 22, all soldiers" names nobody."""
    match = _BYLINE.fullmatch(block) if len(block) <= 140 else None
    if match is None or _NOT_BYLINE.search(match["names"]):
        return ""
    return match["names"].strip(" ,.|")


def date_line(block: str, *, near: Moment | None = None) -> Found | None:
    """The date that a line consists of, but for words such as "Published" around it."""
    if len(block) > 100:
        return None
    found = dates.find(block, near=near)
    if found is None:
        return None
    rest = block[: found.start] + " " + block[found.end :]
    again = dates.find(rest, near=near)
    if again:
        rest = rest[: again.start] + " " + rest[again.end :]
    return found if not _FILLER.sub("", rest) else None


def without_marker(headline: str) -> str:
    """ "UPDATE 2-Junta orders envoy out" -> "Junta orders envoy out"."""
    for _ in range(3):
        shorter = _MARKER.sub("", headline, count=1)
        if shorter == headline or not shorter:
            break
        headline = shorter
    return headline.strip()


def _is_headline(block: str, following: str) -> bool:
    if len(block) > _LONGEST_HEADLINE or len(block.split()) > 30 or datelines.parse(block):
        return False
    if captions.split_off(block) != (block, "body", ""):
        return False
    first = next((sign for sign in block if sign.isalnum()), "")
    if not first or first.islower() or _TERMINAL.search(block):
        return False
    if following[:1].islower():
        return False
    if _ASKS.search(block) or block[-1] in '"”’»':
        return len(following) > len(block)
    return True
