"""Another look at what was decided in doubt, once later dispatches have told more.

A name kept apart for want of evidence, a surname that had one bearer and now has two: what a
dispatch brings may settle older decisions, or unsettle them. After each recording the doubtful
chains with a name like one of its names are decided again, each as if its own dispatch came last.
So the order in which dispatches are filed matters little. Certain decisions, and what people or
rules decided, are left alone.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from articles.models import Article
from entities import resolution, tallies, turns
from entities.candidates import Speaking, survivor
from entities.models import Alias, Appearance, Kind, Mention, Origin, Resolution
from entities.traits import Traits, is_demonym
from extraction.types import Chain
from extraction.types import Mention as Found

# Rounds after which it is left, settled or not, and chains looked at in one.
ROUNDS = 3
MOST = 80

_OPEN = (Resolution.Outcome.LINKED, Resolution.Outcome.NEW, Resolution.Outcome.UNSURE)


def look_again(article: Article) -> int:
    """Decides anew what is in doubt and has a name like those in `article`; returns how many chains moved.

    Call it after the recording transaction: it locks the dispatches it looks at in a transaction
    of its own, and does nothing where nothing is in doubt.
    """
    moved = 0
    for _ in range(ROUNDS):
        changed = _round(article)
        moved += changed
        if not changed:
            break
    return moved


def _round(article: Article) -> int:
    doubtful = _in_doubt(article)
    if not doubtful:
        return 0
    with transaction.atomic():
        turns.go_together()
        articles = tallies.lock_articles({row.article_id for row in doubtful})
        turns.resolve_in_turn()
        # Read again under the lock: a recording may have replaced them in between.
        by_article: dict[int, list[Resolution]] = defaultdict(list)
        still = Resolution.objects.filter(
            pk__in=[row.pk for row in doubtful], certain=False, outcome__in=_OPEN
        )
        for row in still.order_by("chain"):
            by_article[row.article_id].append(row)
        # In the order of the stories, not of their filing.
        articles.sort(key=lambda each: (each.dated_at, _hash(each)))
        return sum(_decide_again(each, by_article[each.pk]) for each in articles)


def _hash(article: Article) -> str:
    return article.current_version.text_hash if article.current_version else ""


def _in_doubt(article: Article) -> list[Resolution]:
    sounds: dict[str, set[str]] = defaultdict(set)
    for kind, codes in Resolution.objects.filter(article=article).values_list("kind", "sounds"):
        sounds[kind] |= set(codes)
    if not sounds:
        return []
    every = sorted(set().union(*sounds.values()))
    found = Resolution.objects.filter(
        certain=False, outcome__in=_OPEN, sounds__overlap=every
    ).order_by("-article__dated_at", "-id")
    return [row for row in found[: 2 * MOST] if set(row.sounds) & sounds[row.kind]][:MOST]


def _decide_again(article: Article, rows: Sequence[Resolution]) -> int:
    """Settles some chains of one locked dispatch anew; returns how many moved."""
    if not rows:
        return 0
    current = {row.chain: row.entity_id for row in rows}
    # An event that no name tells of is itself told by the company it keeps.
    unnamed = Q(entity__kind=Kind.EVENT) & ~Exists(
        Alias.objects.filter(entity=OuterRef("entity"), kind=Kind.EVENT)
    )
    present = Appearance.objects.filter(article=article).exclude(unnamed)
    here = present.values_list("entity", flat=True)
    company = set(here) - {survivor(row.entity).pk for row in rows}
    spoken = [speaking_of(row, article) for row in rows]
    resolved = resolution.settle(
        article, spoken, before={row.name: row.entity_id for row in rows}, company=company
    )
    return move(
        article, {chain: r for chain, r in resolved.items() if r.entity.pk != current[chain]}
    )


def speaking_of(row: Resolution, article: Article) -> Speaking:
    """A chain as it was read, from what was kept of it."""
    traits = Traits.of([row.traits])
    told = [
        resolution.reason(each["feature"], each["weight"], each["note"])
        for each in row.reasons
        if each["feature"] in _TOLD
    ]
    return Speaking(
        Chain(row.chain, row.kind, row.name, traits.names or (row.name,)),
        traits,
        untold=bool(row.traits.get("untold")),
        source=article.source_id,
        dated_at=article.dated_at,
        told=told,
    )


# Reasons that the dispatch alone gave, which stay what they were.
_TOLD = frozenset("only beside country neighbour state near size capital untold demonym".split())


def move(article: Article, resolved: dict[str, resolution.Resolved]) -> int:
    """Points the machine's mentions of some chains at what they were resolved to; how many chains
    moved. Needs the dispatch's row locked."""
    moved = 0
    mentions = Mention.objects.filter(
        paragraph__version=article.current_version_id, origin=Origin.MACHINE
    )
    for chain, of in sorted(resolved.items()):
        standing = survivor(of.entity)
        # What a rule says of words stands; what they are without it is kept beside.
        mentions.filter(chain=chain, unruled__isnull=False).update(unruled=of.entity)
        free = mentions.filter(chain=chain, unruled__isnull=True)
        free.update(resolved_to=of.entity)
        moved += bool(free.exclude(entity=standing).update(entity=standing))
    if moved:
        tallies.recount(article)
    return moved


@transaction.atomic
def resolve_again(article: Article) -> int:
    """Resolves one dispatch from its stored mentions, reading nothing anew; returns how many chains moved.

    What a person decided stays: their mentions are not the machine's to move.
    """
    turns.go_together()
    (article,) = tallies.lock_articles([article.pk])
    mentions = list(
        Mention.objects.filter(paragraph__version=article.current_version_id, origin=Origin.MACHINE)
        .exclude(chain="")
        # Words that tell of events, and names of those, are `event_resolution`'s.
        .exclude(is_trigger=True)
        .exclude(read_as=Kind.EVENT, chain__startswith="e")
        .select_related("paragraph", "entity")
        .order_by("paragraph__position", "start")
    )
    turns.resolve_in_turn()
    rows = {row.chain: row for row in Resolution.objects.filter(article=article)}
    chains = _chains(mentions, rows)
    positions = sorted(
        article.current_version.paragraphs.values_list("position", flat=True)
        if article.current_version
        else []
    )
    kinds = {chain.id: chain.kind for chain in chains}
    found = [
        Found(
            positions.index(mention.paragraph.position),
            mention.start,
            mention.end,
            mention.surface,
            kinds[mention.chain],
            mention.chain,
            mention.score,
        )
        for mention in mentions
    ]
    ruled = {
        row.chain: row.entity
        for row in rows.values()
        if row.outcome == Resolution.Outcome.RULED and row.chain in kinds
    }
    return move(article, resolution.resolve(article, chains, found, ruled=ruled))


def _chains(mentions: Sequence[Mention], rows: dict[str, Resolution]) -> list[Chain]:
    """The dispatch's chains: as they were kept, or from their words where nothing was."""
    by_chain: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_chain[mention.chain].append(mention)
    chains = []
    for chain, of in by_chain.items():
        row = rows.get(chain)
        if row is not None:
            names = tuple(row.traits.get("names", ())) or (row.name,)
            roles = tuple(row.traits.get("roles", ()))
            chains.append(Chain(chain, row.kind, row.name, names, titles=roles))
            continue
        words = dict.fromkeys(m.surface for m in of if not is_demonym(m.surface))
        forms = sorted(words, key=lambda form: (-len(form.split()), -len(form)))
        head = forms[0] if forms else of[0].entity.name
        chains.append(Chain(chain, of[0].entity.kind, head, tuple(forms) or (head,)))
    return chains
