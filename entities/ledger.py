"""Reading the ledger: what was done to an entity or a dispatch, in words, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from articles.models import Article
from entities.absorption import family
from entities.models import (
    ABOUT_STATEMENTS,
    ABOUT_WORDS,
    Act,
    Anchor,
    Decision,
    Entity,
    Figure,
    Kind,
    Mention,
    Occurrence,
    Participation,
    Quote,
    type_label,
)

SYSTEM = "System"
# Acts on what is read at some words, whatever entities they mention.
_ELSEWHERE = (*ABOUT_WORDS, *ABOUT_STATEMENTS)


def who(decision: Decision) -> str:
    """The name of who decided."""
    return name_of(decision.made_by)


def name_of(user: Any) -> str:
    """The name a person goes by; without a person it was the system."""
    return (user.get_full_name() or user.get_username()) if user is not None else SYSTEM


def last_of_entity(entity: Entity) -> Decision | None:
    """The last decision on the entity itself: its name, kind, names, merges. Not on its mentions."""
    return (
        Decision.objects.filter(Q(entity=entity) | Q(other=entity))
        .exclude(act__in=_ELSEWHERE)
        .exclude(undoes__act__in=_ELSEWHERE)
        .select_related("made_by", "entity", "other", "undoes", "rule")
        .order_by("-id")
        .first()
    )


def seen_of_entity(entity: Entity) -> int:
    """What a form about an entity carries, to be told of what was decided meanwhile."""
    last = last_of_entity(entity)
    return last.pk if last else 0


def seen_of_mention(mention: Mention) -> int:
    """What a form about a mention carries. Costs a query where `anchor` is not loaded."""
    return mention.anchor.decision_id if mention.anchor else 0


def seen_of_statement(row: Quote | Figure | Occurrence | Participation) -> int:
    """What a form about a quote, a figure, or what is said of an event carries."""
    return row.decision_id or 0


def last_of_mentions(mentions: Iterable[Mention]) -> int:
    """What a form about several mentions carries."""
    return max((seen_of_mention(mention) for mention in mentions), default=0)


def named(entity: Entity | None) -> str:
    return f"“{entity.name}”" if entity else "an entity"


def says(decision: Decision) -> str:
    """A decision in words without its subject: "renamed “A” to “B”". Old names are told as they
    were then, from the row itself."""
    before, after = decision.before, decision.after
    match decision.act:
        case Act.REJECT:
            return (
                f"marked {_words(after)} as {'no event' if after.get('of_event') else 'not a name'}"
            )
        case Act.CONFIRM:
            return f"confirmed {_words(after)}"
        case Act.POINT:
            return f"pointed {_words(after)} at {_then(after, 'to', decision.other)}"
        case Act.ADD_MENTION:
            return f"marked {_words(after)} as {_then(after, 'to', decision.other)}"
        case Act.SAY_SPEAKER if after.get("speaker"):
            return f"said that “{after['speaker']}” spoke {_shortened(after)}"
        case Act.SAY_SPEAKER:
            return f"said that “{before.get('speaker')}” did not speak {_shortened(after)}"
        case Act.NO_QUOTE:
            return f"marked {_shortened(after)} as no quote"
        case Act.NO_FIGURE:
            return f"marked {_shortened(after)} as no figure"
        case Act.SAY_VALUE:
            return f"read the figure {_shortened(after)} as {_figure(after)}"
        case Act.NO_PART:
            return f"said that {_shortened(after)} is not {after.get('role')} of “{after.get('trigger')}”"
        case Act.SAY_OCCURRENCE:
            return f"said of {_shortened(after)} that {_told(after)}"
        case Act.SAY_EVENT:
            return f"said of {named(decision.entity)} that {_told(after)}"
        case Act.RENAME if not before:
            return f"named it “{after.get('name')}”"
        case Act.RENAME:
            return f"renamed “{before['name']}” to “{after['name']}”"
        case Act.DESCRIBE if not after.get("description"):
            return f"took the description from {named(decision.entity)}"
        case Act.DESCRIBE:
            return f"described {named(decision.entity)} as “{after['description']}”"
        case Act.CHANGE_KIND:
            return (
                f"changed the kind of {named(decision.entity)} from {_kind(before['kind'])} "
                f"to {_kind(after['kind'])}"
            )
        case Act.ADD_ALIAS:
            return f"added the name “{after['name']}” to {named(decision.entity)}"
        case Act.REMOVE_ALIAS:
            return f"removed the name “{before['name']}” from {named(decision.entity)}"
        case Act.CREATE:
            return f"made the {_kind(after['kind'])} “{after['name']}” by hand"
        case Act.MERGE:
            return (
                f"merged {_then(after, 'from', decision.entity)} into "
                f"{_then(after, 'to', decision.other)} ({count(after, 'mentions')})"
            )
        case Act.SPLIT:
            return (
                f"split {count(after, 'mentions')} from {_then(after, 'from', decision.entity)} "
                f"to {_then(after, 'to', decision.other)}"
            )
        case Act.JUDGE:
            return _judged(decision)
        case Act.MAKE_RULE:
            return f"made the rule that {_rule(decision)}"
        case Act.REVOKE_RULE:
            return f"revoked the rule that {_rule(decision)}"
        case _:
            return _undid(decision)


def _words(after: dict[str, Any]) -> str:
    number, surfaces = after.get("mentions", 1), after.get("surfaces", [])
    quoted = ", ".join(f"“{surface}”" for surface in surfaces[:3])
    if number == 1:
        return quoted or "one mention"
    more = "" if len(surfaces) <= 3 else " …"
    return f"{number:,} mentions ({quoted}{more})" if quoted else f"{number:,} mentions"


def _shortened(after: dict[str, Any]) -> str:
    """The words decided about, in quotation marks of which they may have their own."""
    words = after.get("words", "").strip('“”"')
    return f"“{words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN].rstrip() + '…'}”"


_LONGEST_SHOWN = 60


def _figure(after: dict[str, Any]) -> str:
    """ "1,500 soldier", "at least 12", "about 20–30 percent"."""
    low, high = (_number(after[end]) if after[end] is not None else "" for end in ("low", "high"))
    number = low if low == high else f"{low}–{high}" if low and high else ""
    number = number or (f"at least {low}" if low else f"at most {high}")
    words = ["about" if after.get("about") else "", number, after["unit"], after["of"]]
    return " ".join(word for word in words if word)


def _number(value: str) -> str:
    whole, _, fraction = value.partition(".")
    fraction = fraction.rstrip("0")
    return f"{int(whole):,}" + (f".{fraction}" if fraction else "")


def _told(after: dict[str, Any]) -> str:
    """What a person says of an event, or of what one dispatch says of it."""
    match after.get("aspect"):
        case "type":
            return f"it is of type “{type_label(after['type']).lower()}”"
        case "time":
            first, last = after.get("earliest"), after.get("latest")
            if not first and not last:
                return "its time is not known"
            return (
                f"it was on {first}" if first == last else f"it was {first or '…'} to {last or '…'}"
            )
        case "place":
            return (
                f"it was in “{after['place']}”" if after.get("place") else "its place is not known"
            )
        case _:
            return f"it is {after.get('modality')}"


def count(numbers: dict[str, Any], of: str, singular: str = "") -> str:
    """ "1 mention", "1,204 mentions" of {"mentions": 1204}."""
    number = numbers.get(of, 0)
    singular = singular or of.removesuffix("s")
    return f"{number:,} {singular}{'' if number == 1 else 's'}"


def _then(after: dict[str, Any], key: str, entity: Entity | None) -> str:
    return f"“{after[key]}”" if key in after else named(entity)


def _kind(kind: str) -> str:
    return Kind(kind).label.lower()


def _judged(decision: Decision) -> str:
    pair = f"{named(decision.entity)} and {named(decision.other)}"
    match decision.after.get("verdict"):
        case "different":
            return f"judged {pair} to be different"
        case "same":
            return f"judged {pair} to be the same"
        case _:
            return f"was not sure whether {pair} are the same"


def _rule(decision: Decision) -> str:
    return decision.after.get("rule") or str(decision.rule)


def _undid(decision: Decision) -> str:
    if decision.undoes is None:
        return "undid a decision"
    words = f"undid: {who(decision.undoes)} {says(decision.undoes)}"
    stayed = decision.after.get("stayed")
    if not stayed:
        return words
    return f"{words}; {count(decision.after, 'stayed', 'mention')} corrected since stayed"


def listed(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with what a line shows, the latest first."""
    return decisions.select_related(
        "made_by",
        "entity",
        "other",
        "article__current_version",
        "rule__entity",
        "rule__source",
        "undoes__made_by",
        "undoes__entity",
        "undoes__other",
        "undoes__rule__entity",
        "undone_by__made_by",
    ).order_by("-id")


def about_entity(entity: Entity) -> QuerySet[Decision]:
    """All that was decided about an entity, what it absorbed, and the words that meant them."""
    ids = family([entity.pk])
    words = Anchor.objects.order_by()
    own = Decision.objects.order_by()
    return Decision.objects.filter(
        pk__in=own.filter(entity__in=ids)
        .values("pk")
        .union(
            own.filter(other__in=ids).values("pk"),
            own.filter(rule__entity__in=ids).values("pk"),
            words.filter(entity_before__in=ids).values("decision"),
            words.filter(entity__in=ids).values("decision"),
        )
    )


def about_article(article: Article) -> QuerySet[Decision]:
    """All that was decided about words of a dispatch, and rules for it alone."""
    own = Decision.objects.order_by()
    words = Anchor.objects.order_by().filter(article=article)
    return Decision.objects.filter(
        pk__in=own.filter(article=article)
        .values("pk")
        .union(own.filter(rule__article=article).values("pk"), words.values("decision"))
    )
