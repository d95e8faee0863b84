"""Acts on what was read of quotes, figures and events in one dispatch: who spoke, how many, of what
type, when, where, whether, and who takes no part.

Each leaves an anchor on the words, from which the decision is kept in force after any later reading.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, cast

from articles.models import Article
from entities.corrections.about_words import standing
from entities.corrections.acts import Refused, one_act
from entities.corrections.anchoring import anchored_at, take_stated, words_of
from entities.models import (
    Act,
    Anchor,
    Decision,
    Entity,
    Figure,
    Kind,
    Occurrence,
    Participation,
    Quote,
    Standing,
    event_types,
)
from extraction.types import MODALITIES

Target = Anchor.Target
Value = Any
"""Of aspect "type" an id of the inventory, of "time" the first and the last day, of "place" an entity or
None, of "modality" one of `extraction.types.MODALITIES`."""


def not_speaker(quote: Quote, *, by: Any, reason: str = "", seen: int | None = None) -> Decision:
    """Says that it was not this speaker, without saying who it was."""
    with one_act():
        now, article = take_stated(quote, seen)
        before = now.who
        if before is None:
            raise Refused("Nobody is told to be the speaker of this quote.")
        return _said_who(now, article, None, by=by, reason=reason)


def set_speaker(
    quote: Quote, speaker: Entity, *, by: Any, reason: str = "", seen: int | None = None
) -> Decision:
    """Says who spoke, also where the quote had been rejected."""
    with one_act():
        now, article = take_stated(quote, seen)
        speaker = standing(speaker)
        if speaker.kind == Kind.EVENT:
            raise Refused("An event does not speak.")
        if now.who == speaker and now.status == Standing.STANDING:
            raise Refused(f"{speaker.name} is the speaker of this quote already.")
        return _said_who(now, article, speaker, by=by, reason=reason)


def _said_who(
    quote: Quote, article: Article, speaker: Entity | None, *, by: Any, reason: str
) -> Decision:
    before = quote.who
    return anchored_at(
        Act.SAY_SPEAKER,
        Target.QUOTE,
        "speaker",
        words_of(quote),
        article,
        by=by,
        reason=reason,
        means=speaker,
        said={"form": quote.form},
        entity=before,
        other=speaker,
        before={"speaker": before.name if before else ""},
        after={"speaker": speaker.name if speaker else ""},
    )


def not_quote(quote: Quote, *, by: Any, reason: str = "", seen: int | None = None) -> Decision:
    """Says that nobody is quoted here."""
    with one_act():
        now, article = take_stated(quote, seen)
        if now.status == Standing.REJECTED:
            raise Refused("It is marked as no quote already.")
        return anchored_at(
            Act.NO_QUOTE,
            Target.QUOTE,
            "status",
            words_of(now),
            article,
            by=by,
            reason=reason,
            entity=now.who,
        )


def not_figure(figure: Figure, *, by: Any, reason: str = "", seen: int | None = None) -> Decision:
    """Says that these words give no figure."""
    with one_act():
        now, article = take_stated(figure, seen)
        if now.status == Standing.REJECTED:
            raise Refused("It is marked as no figure already.")
        return anchored_at(
            Act.NO_FIGURE,
            Target.FIGURE,
            "status",
            words_of(now),
            article,
            by=by,
            reason=reason,
            entity=now.event,
        )


def correct_figure(
    figure: Figure, *, by: Any, reason: str = "", seen: int | None = None, **values: Any
) -> Decision:
    """Says what a figure is: `low`, `high`, `unit`, `of`, `about`, of which what is given changes."""
    unknown = set(values) - set(_FIGURE)
    if unknown:
        raise Refused(f"A figure has no {', '.join(sorted(unknown))}.")
    with one_act():
        now, article = take_stated(figure, seen)
        before = {field: _kept(getattr(now, field)) for field in _FIGURE}
        wanted = before | {field: _kept(value) for field, value in values.items()}
        low, high = (_decimal(wanted[end]) for end in ("low", "high"))
        if low is None and high is None:
            raise Refused("A figure needs a number.")
        if low is not None and high is not None and low > high:
            raise Refused("The lower number cannot be above the higher one.")
        if _same(before, wanted) and now.status == Standing.STANDING:
            raise Refused("It says that already.")
        return anchored_at(
            Act.SAY_VALUE,
            Target.FIGURE,
            "value",
            words_of(now),
            article,
            by=by,
            reason=reason,
            said=wanted,
            entity=now.event,
            before=before,
            after=wanted,
        )


_FIGURE = ("low", "high", "unit", "of", "about")


def _kept(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else value


def _decimal(value: Any) -> Decimal | None:
    """A number as it was given; Refused for what is none, or more than a row has room for."""
    if value is None:
        return None
    try:
        number = Decimal(str(value))
    except ArithmeticError as error:
        raise Refused(f"“{value}” is no number.") from error
    if not number.is_finite() or abs(number) >= 10**18:
        raise Refused(f"“{value}” is no number that can be kept.")
    return number


def _same(before: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(
        _decimal(before[field]) == _decimal(wanted[field])
        if field in ("low", "high")
        else before[field] == wanted[field]
        for field in _FIGURE
    )


def correct_occurrence(
    occurrence: Occurrence,
    aspect: str,
    value: Value,
    *,
    by: Any,
    reason: str = "",
    seen: int | None = None,
) -> Decision:
    """Says of what type the event is that these words tell of, when or where it was, or whether it
    happened, as this dispatch has it; see `Value`."""
    with one_act():
        now, article = take_stated(occurrence, seen)
        said, place = checked(aspect, value)
        before = said_of(aspect, now, now.where)
        after = said | ({"place": place.name if place else ""} if aspect == "place" else {})
        denies = aspect == "place" and place is None
        if before == after and not denies:
            raise Refused("It says that already.")
        if denies and now.where is None:
            raise Refused("No place is told here.")
        return anchored_at(
            Act.SAY_OCCURRENCE,
            Target.OCCURRENCE,
            aspect,
            words_of(now),
            article,
            by=by,
            reason=reason,
            means=place,
            said=said,
            entity=now.mention.entity,
            other=place,
            before={"aspect": aspect} | before,
            after={"aspect": aspect} | after,
        )


def checked(aspect: str, value: Value) -> tuple[dict[str, Any], Entity | None]:
    """What a person says of an event, as an anchor keeps it, and the place; Refused for nonsense."""
    if aspect == "type":
        if value not in event_types():
            raise Refused(f"There is no type of event called {value!r}.")
        return {"type": value}, None
    if aspect == "modality":
        if value not in MODALITIES:
            raise Refused(f"An event cannot be {value!r}.")
        return {"modality": value}, None
    if aspect == "time":
        earliest, latest = cast(tuple[datetime.date | None, datetime.date | None], value)
        if earliest and latest and earliest > latest:
            raise Refused("The first day cannot be after the last.")
        return {
            "earliest": earliest.isoformat() if earliest else None,
            "latest": latest.isoformat() if latest else None,
        }, None
    if aspect == "place":
        if value is None:
            return {}, None
        place = standing(value)
        if place.kind == Kind.EVENT:
            raise Refused("An event is no place.")
        return {}, place
    raise Refused(f"Nothing is said of an event's {aspect}.")


def said_of(aspect: str, row: Any, place: Entity | None) -> dict[str, Any]:
    """What an occurrence, or the facts of an event, say now, as `checked` gives it."""
    if aspect == "place":
        return {"place": place.name if place else ""}
    if aspect == "time":
        return {end: str(getattr(row, end)) if getattr(row, end) else None for end in _DATES}
    return {aspect: getattr(row, aspect)}


_DATES = ("earliest", "latest")


def not_participant(
    participation: Participation, *, by: Any, reason: str = "", seen: int | None = None
) -> Decision:
    """Says that this one does not take part in the event, or not in this role."""
    with one_act():
        now, article = take_stated(participation, seen)
        if now.status == Standing.REJECTED:
            raise Refused("It is marked as taking no part already.")
        mention = now.occurrence.mention
        return anchored_at(
            Act.NO_PART,
            Target.PARTICIPATION,
            "status",
            words_of(now),
            article,
            by=by,
            reason=reason,
            said={"role": now.role, "trigger": mention.surface},
            entity=mention.entity,
            other=now.who,
            after={"role": now.role, "trigger": mention.surface},
        )
