"""Rules for names: what is in force, what a rule would do, and doing it to what is stored.

A rule decides mentions by their words; rules of meaning and kind also the other mentions of a chain
that goes by the name. It never touches what a person decided about one mention. What the words
would be without it is kept beside them, so that revoking it restores them exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from articles.models import Article, Source
from entities import tallies
from entities.absorption import survivors
from entities.models import Alias, Entity, Kind, Mention, Origin, Rule
from entities.naming import LONGEST_NAME, key_of
from entities.reapplying import follow_merges

DOES = {Rule.Act.HIDE: "hides", Rule.Act.KIND: "changes the kind of", Rule.Act.MEANS: "points"}


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force for one dispatch, by the key of their name, the weightiest first: the
    narrower scope before the wider, and then the later before the earlier."""

    by_key: dict[str, list[Rule]]

    def speaking(self, act: str, name: str, kind: str) -> Rule | None:
        """The rule that decides a name read as this kind, or None."""
        for rule in self.by_key.get(key_of(name), ()):
            if rule.act == act and (act == Rule.Act.KIND or rule.kind in ("", kind)):
                return rule
        return None

    def hides(self, name: str, kind: str) -> bool:
        """Whether the name is to be left unmarked."""
        return self.speaking(Rule.Act.HIDE, name, kind) is not None

    def kind_of(self, name: str, kind: str) -> str | None:
        """The kind the name is to have, or None where no rule says."""
        rule = self.speaking(Rule.Act.KIND, name, kind)
        return rule.kind if rule else None

    def entity_of(self, name: str, kind: str) -> Entity | None:
        """The entity the name is to mean, merges not followed, or None where no rule says."""
        rule = self.speaking(Rule.Act.MEANS, name, kind)
        return rule.entity if rule else None


def in_force(article: Article) -> Rules:
    """The rules for one dispatch, its source and everywhere. One query."""
    by_key: dict[str, list[Rule]] = {}
    rules = Rule.objects.in_force().filter(_scope(article.pk, article.source_id))
    for rule in sorted(rules.select_related("entity"), key=_weight, reverse=True):
        by_key.setdefault(rule.key, []).append(rule)
    return Rules(by_key)


def _scope(article: int, source: int | None) -> Q:
    everywhere = Q(article__isnull=True, source__isnull=True)
    return everywhere | Q(article=article) | Q(source=source, source__isnull=False)


def _weight(rule: Rule) -> tuple[bool, bool, int]:
    return (rule.article_id is not None, rule.source_id is not None, rule.pk or 0)


def listed() -> QuerySet[Rule]:
    """All rules with how many mentions each decides now (`effect_count`), newest first."""
    return Rule.objects.select_related(
        "made_by", "revoked_by", "entity", "source", "article__current_version"
    ).annotate(effect_count=Count("mentions"))


def words_of(rule: Rule) -> str:
    """A rule as it was made: "“Seed” is not a name, everywhere"."""
    says = f"“{rule.name}” {rule.get_act_display()}"
    if rule.act == Rule.Act.KIND:
        says = f"“{rule.name}” is a {rule.get_kind_display().lower()}"
    elif rule.act == Rule.Act.MEANS:
        says = f"“{rule.name}” means {rule.entity}"
    limit = f", read as a {rule.get_kind_display().lower()}"
    return says + (limit if rule.kind and rule.act != Rule.Act.KIND else "") + f", {rule.scope}"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule would change now: mentions and dispatches; `kept` mentions of the name stay as
    a person decided them one by one."""

    act: str
    mention_count: int
    article_count: int
    kept: int
    to: str = ""

    @property
    def sentence(self) -> str:
        """ "hides 14 mentions in 9 dispatches; 2 stay as somebody decided them"."""
        mentions = f"{self.mention_count:,} mention{'' if self.mention_count == 1 else 's'}"
        dispatches = f"{self.article_count:,} dispatch{'' if self.article_count == 1 else 'es'}"
        words = f"{DOES[Rule.Act(self.act)]} {mentions} in {dispatches}"
        if self.act == Rule.Act.MEANS:
            words = f"points {mentions} in {dispatches} at {self.to}"
        if self.kept:
            stay = "stays" if self.kept == 1 else "stay"
            words += f"; {self.kept:,} {stay} as somebody decided"
        return words


def preview(
    act: str,
    name: str,
    *,
    kind: str = "",
    entity: Entity | None = None,
    article: Article | None = None,
    source: Source | None = None,
) -> Effect:
    """What a rule would do to what is stored; nothing is written. Three queries."""
    rule = Rule(
        act=act,
        name=name,
        key=key_of(name),
        kind=kind,
        entity=entity,
        article=article,
        source=source,
    )
    governed = Mention.objects.filter(pk__in=_ids(rule))
    match act:
        case Rule.Act.HIDE:
            changed = governed.filter(status=Mention.Status.STANDING)
        case Rule.Act.KIND:
            changed = governed.filter(status=Mention.Status.STANDING).exclude(entity__kind=kind)
        case _:
            to = survivors([entity.pk])[entity.pk] if entity else None
            changed = governed.filter(status=Mention.Status.STANDING).exclude(entity=to)
    counts = changed.aggregate(
        mentions=Count("pk"), articles=Count("paragraph__version__article", distinct=True)
    )
    kept = Mention.objects.filter(
        key=rule.key, origin=Origin.EDITOR, paragraph__version__current_of__isnull=False
    )
    if article is not None:
        kept = kept.filter(paragraph__version__article=article)
    if source is not None:
        kept = kept.filter(paragraph__version__article__source=source)
    return Effect(
        act, counts["mentions"], counts["articles"], kept.count(), entity.name if entity else ""
    )


def _governed(rule: Rule, articles: Sequence[int] | None = None) -> tuple[str, list[Any]]:
    """A query for the machine mentions a rule decides, and its parameters.

    Those with its name; of rules of meaning and kind also the others of a chain whose fullest form
    is the name, so that "Macron" goes where "Emmanuel Macron" goes.
    """
    # A rule is about a name. "withdrawal" tells of another event in every dispatch.
    where = ["m.origin = 'machine'", "NOT m.is_trigger"]
    scope: list[Any] = []
    if rule.kind and rule.act != Rule.Act.KIND:
        where.append("m.read_as = %s")
        scope.append(rule.kind)
    if rule.article_id is not None:
        where.append("a.id = %s")
        scope.append(rule.article_id)
    if rule.source_id is not None:
        where.append("a.source_id = %s")
        scope.append(rule.source_id)
    if articles is not None:
        where.append("a.id = ANY(%s)")
        scope.append(list(articles))
    conditions = " AND ".join(where)
    joined = """
        entities_mention m
        JOIN articles_paragraph p ON p.id = m.paragraph_id
        JOIN articles_article a ON a.current_version_id = p.version_id"""
    named = f"""
        SELECT m.id, m.chain, p.version_id, length(m.surface) AS length
          FROM {joined} WHERE m.key = %s AND {conditions}"""  # noqa: S608 - our own words
    if rule.act == Rule.Act.HIDE:
        return f"SELECT id FROM ({named}) AS named", [rule.key, *scope]  # noqa: S608
    return (
        f"""
        WITH named AS ({named}),
             chains AS (SELECT version_id, chain, max(length) AS length
                          FROM named WHERE chain <> '' GROUP BY version_id, chain)
        SELECT id FROM named
         UNION
        SELECT m.id
          FROM chains c
          JOIN articles_paragraph p ON p.version_id = c.version_id
          JOIN entities_mention m ON m.paragraph_id = p.id AND m.chain = c.chain
          JOIN articles_article a ON a.current_version_id = p.version_id
         WHERE {conditions} AND NOT EXISTS (
               SELECT 1 FROM entities_mention longer
                 JOIN articles_paragraph q ON q.id = longer.paragraph_id
                WHERE q.version_id = c.version_id AND longer.chain = c.chain
                  AND length(longer.surface) > c.length)""",  # noqa: S608
        [rule.key, *scope, *scope],
    )


def enforce(keys: Iterable[str], articles: Sequence[int] | None = None) -> tuple[int, int]:
    """Makes what is stored what the rules in force for these names say; tallies included.

    Returns how many mentions in how many dispatches that changed. Everywhere it needs the turn
    alone; in given dispatches, any turn and these locked. A few statements a rule.
    """
    wanted = sorted(set(keys))
    rules = Rule.objects.in_force().filter(key__in=wanted).select_related("entity")
    governed = {rule: _ids(rule, articles) for rule in rules}
    ruled = Mention.objects.filter(rule__key__in=wanted)
    if articles is not None:
        ruled = ruled.filter(paragraph__version__article__in=list(articles))
    lifted = list(ruled.values_list("pk", flat=True))
    reached = sorted({*lifted, *(mention for ids in governed.values() for mention in ids)})
    if not reached:
        return 0, 0
    tallies.lock_articles(
        Mention.objects.filter(pk__in=reached)
        .values_list("paragraph__version__article", flat=True)
        .distinct()
    )
    before = _states(reached)
    _lift(lifted)
    order = [Rule.Act.KIND, Rule.Act.MEANS, Rule.Act.HIDE]
    for rule in sorted(
        governed, key=lambda rule: (order.index(Rule.Act(rule.act)), *_weight(rule))
    ):
        _obey(rule, governed[rule])
    follow_merges(reached)
    after = _states(reached)
    changed = [mention for mention, state in after.items() if state != before[mention]]
    in_articles = {after[mention].article for mention in changed}
    entities = {state[mention].entity for mention in changed for state in (before, after)}
    tallies.retally(entities, in_articles)
    return len(changed), len(in_articles)


def _ids(rule: Rule, articles: Sequence[int] | None = None) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(*_governed(rule, articles))
        return [mention for (mention,) in cursor.fetchall()]


class State(NamedTuple):
    entity: int
    status: str
    article: int


def _states(mentions: list[int]) -> dict[int, State]:
    rows = Mention.objects.filter(pk__in=mentions).values_list(
        "pk", "entity", "status", "paragraph__version__article"
    )
    return {pk: State(entity, status, article) for pk, entity, status, article in rows}


def _lift(mentions: list[int]) -> None:
    """Puts mentions back to what they would be without a rule."""
    Mention.objects.filter(pk__in=mentions).update(
        status=Mention.Status.STANDING,
        resolved_to=Coalesce("unruled", "resolved_to"),
        unruled=None,
        rule=None,
    )
    follow_merges(mentions)


def _obey(rule: Rule, mentions: list[int]) -> None:
    governed = Mention.objects.filter(pk__in=mentions)
    if rule.act == Rule.Act.HIDE:
        governed.update(status=Mention.Status.HIDDEN, rule=rule)
        return
    if rule.act == Rule.Act.KIND:
        governed = governed.exclude(entity__kind=rule.kind)
    to = rule.entity or target_of(rule.name, rule.kind)
    # What means it anyway is not the rule's doing.
    governed = governed.exclude(resolved_to=to)
    governed.update(unruled=Coalesce("unruled", "resolved_to"), resolved_to=to, rule=rule)


def target_of(name: str, kind: str) -> Entity:
    """The thing of this kind that bears this name, or goes by it; a new one of the machine's
    where there is none, which nobody sees any more once nothing means it."""
    key = key_of(name)
    bearers = Entity.objects.filter(kind=kind, merged_into__isnull=True)
    found = (
        bearers.filter(key=key).order_by("namesake").first()
        or bearers.filter(aliases__key=key, aliases__kind=kind).order_by("-mention_count").first()
    )
    if found is not None:
        return found
    made = Entity.objects.create(kind=Kind(kind), name=name[:LONGEST_NAME], key=key)
    Alias.objects.create(entity=made, name=made.name, key=key, kind=kind)
    return made
