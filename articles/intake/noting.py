"""What is noted of a dispatch beside its text: from those who hand it in, and from itself."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from articles.models import Version, publication_in_words
from extraction.types import Dispatch

# Opening words that stand in for a missing headline, in characters.
OPENING = 90
# Dates outside these are misread numbers: no wire ran before, and an embargo is a matter of days.
EARLIEST_YEAR = 1800
LATEST_AHEAD = datetime.timedelta(days=370)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who filed said about it. `override` is False where it stands for several
    dispatches at once and only fills in what they do not say themselves."""

    headline: str = ""
    source: str = ""
    published: datetime.date | None = None
    override: bool = True


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of a dispatch, as it says itself and as the person who filed it says."""

    headline: str
    """Empty where nobody gives one."""
    source: str
    published_at: datetime.datetime | None
    precision: str


def noted(dispatch: Dispatch, wishes: Wishes) -> Noted:
    """Puts together what both say; whose word counts is the wishes' to tell."""
    headline = wishes.headline if wishes.override and wishes.headline else dispatch.headline
    source = wishes.source if wishes.override and wishes.source else dispatch.source
    moment, precision = publication(dispatch, wishes)
    return Noted(
        " ".join((headline or wishes.headline)[:400].split()),
        " ".join((source or wishes.source).split())[:200],
        moment,
        precision,
    )


def told_otherwise(found: Noted, on_file: Version) -> str:
    """What a duplicate tells otherwise than what is on file, in a sentence; empty where nothing.

    What it leaves open is no difference, nor is the day of a date that is on file to the minute.
    """
    parts = []
    here = publication_in_words(found.published_at, found.precision)
    there = publication_in_words(on_file.published_at, on_file.published_precision)
    if found.published_at and here != there and not there.startswith(f"{here}, "):
        parts.append(f"another date ({there or 'none'}; here {here})")
    source = on_file.source.name if on_file.source else ""
    if found.source and found.source.casefold() != source.casefold():
        parts.append(f"another source ({_quoted(source)}; here {_quoted(found.source)})")
    if found.headline and found.headline.casefold() != on_file.headline.casefold():
        parts.append(f"another headline (here {_quoted(found.headline)})")
    if not parts:
        return ""
    *first, last = parts
    return f"It is on file with {', '.join(first)}{' and ' if first else ''}{last}. What is on file stays."


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "none"


def publication(dispatch: Dispatch, wishes: Wishes) -> tuple[datetime.datetime | None, str]:
    """The time of publication and its precision, from the editor or from the dispatch."""
    said = dispatch.published if believable(dispatch.published) else None
    # The editor knows the day; where the dispatch adds the minute of that day, keep it.
    agrees = isinstance(said, datetime.datetime) and said.date() == wishes.published
    if wishes.published is not None and (wishes.override or said is None) and not agrees:
        said = wishes.published
    if said is None:
        return None, Version.Precision.UNKNOWN
    if isinstance(said, datetime.datetime):
        return _aware(said), dispatch.published_precision or Version.Precision.MINUTE
    return _aware(datetime.datetime.combine(said, datetime.time())), Version.Precision.DAY


def _aware(moment: datetime.datetime) -> datetime.datetime:
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def believable(published: datetime.date | None) -> bool:
    """Tells a possible date of publication from a misread number."""
    if published is None or published.year < EARLIEST_YEAR:
        return False
    day = published.date() if isinstance(published, datetime.datetime) else published
    return day <= timezone.localdate() + LATEST_AHEAD


def opening_words(dispatch: Dispatch) -> str:
    """The first words of the text, cut at a word, for a dispatch that came without a headline."""
    bodies = [paragraph.text for paragraph in dispatch.paragraphs if paragraph.kind == "body"]
    text = " ".join((bodies or [paragraph.text for paragraph in dispatch.paragraphs])[0].split())
    if len(text) <= OPENING:
        return text
    cut = text[: OPENING + 1].rsplit(" ", 1)[0] if " " in text[: OPENING + 1] else text[:OPENING]
    return cut.rstrip(" ,;:–-—") + "…"
