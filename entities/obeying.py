"""Rules and removed names, kept when a dispatch is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from entities.models import Act, Alias, Decision, Rule
from entities.naming import key_of
from entities.rules import Rules
from extraction.types import Chain
from extraction.types import Mention as Found


@dataclass(frozen=True, slots=True)
class Ruled:
    """A mention found, and what rules make of it.

    `chain` and `kind` are what to resolve it by; `means` the entity a rule names instead, merges not
    followed.
    """

    found: Found
    chain: str
    kind: str
    means: int | None = None
    rule: Rule | None = None
    hidden: bool = False

    @property
    def readings(self) -> list[Found]:
        """The mention as it was found and, where a rule changed its kind, as it is then."""
        if self.chain == self.found.chain:
            return [self.found]
        return [self.found, replace(self.found, chain=self.chain, kind=self.kind)]


@dataclass(frozen=True, slots=True)
class Obeyed:
    """Chains to resolve, those of changed kinds beside their originals; mentions in their order."""

    chains: list[Chain]
    mentions: list[Ruled]


def obey(rules: Rules, chains: Sequence[Chain], mentions: Sequence[Found]) -> Obeyed:
    """Reads names as the rules say.

    What is ruled is resolved as it was read too: revoking the rule then restores it at once. A rule
    for a chain's head that stands in the text decides all of the chain, one for another of its
    names only those mentions.
    """
    heads = {chain.id: chain for chain in chains}
    present = {(found.chain, key_of(found.text)) for found in mentions}
    named = {id_ for id_, chain in heads.items() if (id_, key_of(chain.head)) in present}
    ruled = [
        _ruled(rules, found, heads[found.chain], by_head=found.chain in named) for found in mentions
    ]
    wanted = {one.found.chain for one in ruled}
    originals = [chain for chain in chains if chain.id in wanted]
    changed: dict[str, Chain] = {}
    for one in ruled:
        if one.chain != one.found.chain and one.chain not in changed:
            changed[one.chain] = _changed(heads[one.found.chain], one)
    return Obeyed([*originals, *changed.values()], ruled)


def _ruled(rules: Rules, found: Found, chain: Chain, *, by_head: bool) -> Ruled:
    hides = rules.speaking(Rule.Act.HIDE, found.text, found.kind)
    one = Ruled(found, found.chain, found.kind)
    for name in (found.text, chain.head) if by_head else (found.text,):
        means = rules.speaking(Rule.Act.MEANS, name, found.kind)
        if means is not None:
            one = replace(one, means=means.entity_id, rule=means)
            break
        kind = rules.speaking(Rule.Act.KIND, name, found.kind)
        if kind is not None:
            if kind.kind != found.kind:
                one = replace(one, chain=_id(chain, name, kind), kind=kind.kind, rule=kind)
            break
    return replace(one, rule=hides, hidden=True) if hides is not None else one


def _id(chain: Chain, name: str, rule: Rule) -> str:
    """One chain for all that follow the head, one for each other name that has a kind of its own."""
    return (
        f"{chain.id}/{rule.pk}" if key_of(name) == key_of(chain.head) else f"{chain.id}+{rule.pk}"
    )


def _changed(chain: Chain, one: Ruled) -> Chain:
    if one.chain.startswith(f"{chain.id}/"):
        return replace(chain, id=one.chain, kind=one.kind)
    return Chain(one.chain, one.kind, one.found.text, (one.found.text,))


def keep_removed_names_away(entity_ids: Iterable[int]) -> None:
    """Takes away again the names that a person removed from these entities and that this reading
    has learned anew. One query where nobody removed any."""
    said = (
        Decision.objects.standing()
        .filter(entity__in=list(entity_ids), act__in=(Act.ADD_ALIAS, Act.REMOVE_ALIAS))
        .order_by("id")
    )
    last: dict[tuple[int, str, str], str] = {}
    for decision in said:
        told = decision.before if decision.act == Act.REMOVE_ALIAS else decision.after
        last[decision.entity_id or 0, told["kind"], told["name"]] = decision.act
    removed = Q(pk__in=[])
    for (entity, kind, name), act in last.items():
        if act == Act.REMOVE_ALIAS:
            removed |= Q(entity=entity, kind=kind, name=name)
    if removed != Q(pk__in=[]):
        Alias.objects.filter(removed).delete()
