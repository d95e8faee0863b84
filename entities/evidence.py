"""What speaks for and against a chain and an entity being one, each with its weight and in words.

The weights are data (entities/lexicon/weights.tsv); their sum, as log odds, is the score. All
evidence is symmetric: it says the same whichever of two dispatches came first.
"""

import math
from functools import cache
from pathlib import Path

from entities import naming
from entities.candidates import Candidate, Speaking
from entities.naming import Finding
from entities.reasons import Reason, reason
from extraction import gazetteer as words_of_bodies
from extraction.gazetteer import country_name

_FILE = Path(__file__).parent / "lexicon" / "weights.tsv"
_NEAR_DAYS = 14
_FAR_DAYS = 5 * 365
# So many companions known in the dispatch before sharing none says anything.
_ENOUGH = 2
# What a shared place says beside a shared person or body.
_OF_A_PLACE = 0.5
# "By far the best known": so many times the dispatches of the next of its surname.
_FAR_MORE = 4


@cache
def weights() -> dict[str, float]:
    found = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            feature, weight, _ = line.split("\t")
            found[feature] = float(weight)
    return found


def probability(reasons: list[Reason]) -> float:
    """The score of reasons taken together, 0 to 1."""
    total = sum(reason.weight for reason in reasons)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def weigh(speaking: Speaking, candidate: Candidate) -> list[Reason] | None:
    """The reasons for and against, the name first; None where the names exclude each other."""
    if candidate.finding is None or candidate.finding.veto:
        return None
    tied, known = speaking.traits.geoname, candidate.geoname
    if tied and known and tied != known:
        return None
    found = _names(speaking, candidate, candidate.finding)
    found += _places(speaking, candidate)
    if speaking.chain.kind == "person":
        found += _person(speaking, candidate)
    found += _countries(speaking, candidate)
    found += _company(speaking, candidate)
    found += _when_and_where(speaking, candidate)
    return [each for each in found if each.weight]


def _say(feature: str, note: str, times: float = 1.0) -> Reason:
    return reason(feature, weights()[feature] * times, note)


def _names(speaking: Speaking, candidate: Candidate, finding: Finding) -> list[Reason]:
    one, two = f"“{finding.one}”", f"“{finding.two}”"
    notes = {
        "same_name": f"both are called {one}",
        "same_words": f"{one} and {two} are the same words",
        "spelling_variant": f"{one} and {two} are spellings of one name",
        "longer_form": f"{one} and {two} are a longer and a shorter form",
        "acronym": f"{one} and {two} share their initials",
        "initials": f"the initials of {one} and {two} fit",
        "bare_surname": f"{one} and {two}: a surname alone",
        "bare_given": f"{one} and {two}: a given name alone",
        "bare_same": f"both are called {one}, and no more",
        "suffix_on_one": f"{one} and {two}: only one says which of the family",
    }
    agreement = finding.agreement
    found = []
    if candidate.editor_says:
        found.append(_say("editor_says", f"an editor said that it goes by {one}"))
    elif agreement == "same_name" and candidate.by_acronym:
        found.append(_say("known_acronym", f"{one} is known to stand for {candidate.entity.name}"))
    else:
        found.append(_say(agreement, notes[agreement]))
    if _is_generic(speaking, finding) and not candidate.editor_says:
        found.append(_say("generic_name", f"every country has a {finding.one}"))
    elif speaking.chain.kind == "organisation" and agreement == "same_name":
        entry = words_of_bodies.lookup(finding.one)
        if entry is not None and entry.kind == "organisation":
            found.append(_say("listed_body", f"the word lists know one {entry.name}"))
    if speaking.chain.kind == "person" and candidate.bearers > 1:
        note = f"{candidate.bearers} of this surname are known"
        found.append(_say("common_name", note, min(5.0, math.log2(candidate.bearers))))
    if speaking.chain.kind == "person" and candidate.dispatches >= 3:
        alone = not candidate.next_known and not agreement.startswith("bare")
        if candidate.dispatches >= _FAR_MORE * max(1, candidate.next_known) and not alone:
            found.append(_say("well_known", f"mentioned in {candidate.dispatches} dispatches"))
    if candidate.named_apart:
        found.append(_say("named_apart", f"this dispatch also names {candidate.entity.name}"))
    return found


def _is_generic(speaking: Speaking, finding: Finding) -> bool:
    return speaking.chain.kind == "organisation" and (
        naming.is_generic(finding.one) or naming.is_generic(finding.two)
    )


def _places(speaking: Speaking, candidate: Candidate) -> list[Reason]:
    if speaking.chain.kind != "place":
        return []
    if speaking.traits.geoname and speaking.traits.geoname == candidate.geoname:
        where = f": {speaking.place}" if speaking.place else ""
        return [_say("same_place", f"the same place in the gazetteer{where}")]
    if speaking.untold != candidate.untold or (speaking.untold and candidate.untold):
        return [_say("place_untold", "which place of this name is meant is not told")]
    return []


def _person(speaking: Speaking, candidate: Candidate) -> list[Reason]:
    ours, theirs = speaking.traits, candidate.traits
    found = []
    shared = [role for role in ours.roles if role in theirs.roles]
    if shared:
        found.append(_say("same_role", f"{shared[0]} in both"))
    elif ours.walks and theirs.walks:
        common = [walk for walk in ours.walks if walk in theirs.walks]
        if common:
            found.append(_say("same_walk", f"{common[0]} in both"))
        else:
            mine, other = next(iter(ours.roles)), next(iter(theirs.roles))
            found.append(_say("other_walk", f"{mine} here, {other} there"))
    if ours.genders and theirs.genders:
        mine, other = ours.genders.most_common(1)[0][0], theirs.genders.most_common(1)[0][0]
        clear = ours.genders[other] == 0 and theirs.genders[mine] == 0
        if mine != other and clear:
            found.append(_say("other_gender", f"“{mine}” here, “{other}” there"))
    return found


def _countries(speaking: Speaking, candidate: Candidate) -> list[Reason]:
    ours, theirs = speaking.traits.countries, candidate.traits.countries
    if speaking.chain.kind == "place" or not ours or not theirs:
        return []
    generic = candidate.finding is not None and _is_generic(speaking, candidate.finding)
    main = max(theirs.values())
    often = {code for code, count in theirs.items() if count * 3 >= main}
    first = next(iter(ours))
    shared = [code for code in ours if code in often]
    if generic:
        if first in often:
            note = f"both beside {_country(first)}"
            return [_say("same_country_generic", note)]
        return [
            _say(
                "other_country", f"{_country(first)} here, {_country(next(iter(theirs)))} there", 2
            )
        ]
    if shared:
        return [_say("same_country", f"both beside {_country(shared[0])}")]
    note = f"{_country(first)} here, {_country(next(iter(theirs)))} there"
    # Bodies work abroad, and only few share a name.
    return [_say("other_country", note, 0.5 if speaking.chain.kind == "organisation" else 1.0)]


def _country(code: str) -> str:
    return country_name(code) or code


def _company(speaking: Speaking, candidate: Candidate) -> list[Reason]:
    shared = candidate.company
    if shared:
        # A companion that is everywhere says little, and a place less than a person.
        total = sum(
            (_OF_A_PLACE if kind == "place" else 1.0) / (1 + math.log(1 + dispatches / 3))
            for _, kind, dispatches in shared
        )
        shared = sorted(shared, key=lambda one: (one[1] == "place", one[2], one[0]))
        named = ", ".join(name for name, _, _ in shared[:4])
        more = f" and {len(shared) - 4} more" if len(shared) > 4 else ""
        return [_say("company", f"both appear with {named}{more}", min(1.5, total / 2))]
    if candidate.dispatches and speaking.company_size >= _ENOUGH:
        return [_say("no_company", "shares nobody and nothing with its other dispatches")]
    return []


def _when_and_where(speaking: Speaking, candidate: Candidate) -> list[Reason]:
    found = []
    if candidate.sources and speaking.source in candidate.sources:
        found.append(_say("same_source", "the same source wrote of it"))
    if candidate.days_apart is not None:
        if candidate.days_apart <= _NEAR_DAYS:
            days = "a day" if candidate.days_apart == 1 else f"{candidate.days_apart} days"
            near = f"{days} apart at the nearest" if candidate.days_apart else "on the same day"
            found.append(_say("near_in_time", near))
        elif candidate.days_apart >= _FAR_DAYS:
            found.append(_say("far_in_time", f"{candidate.days_apart // 365} years apart"))
    return found


def conflict(one: Candidate, two: Candidate) -> bool:
    """Whether anything that is known of two candidates speaks against their being one."""
    if one.geoname != two.geoname or one.untold or two.untold:
        return True
    a, b = one.traits, two.traits
    generic = one.entity.kind == "organisation" and (
        naming.is_generic(one.entity.name) or naming.is_generic(two.entity.name)
    )
    apart = [(a.walks, b.walks), (a.genders, b.genders)]
    if one.entity.kind != "place":
        apart.append((a.countries, b.countries))
    if generic and not (a.countries and b.countries):
        return True
    return any(x and y and not x.keys() & y.keys() for x, y in apart)
