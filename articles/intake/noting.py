"""What is noted of a dispatch beside its text: from those who hand it in, and from itself."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from articles.models import Version
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
