"""Which country an adjective means in this dispatch: "Nigerian" is of Nigeria, or of Niger."""

from collections import Counter
from collections.abc import Iterable

from extraction import gazetteer
from extraction.gazetteer import Entry
from extraction.proposals import Read


class Countries:
    """The countries that a dispatch speaks of, named outright or by a city or an unshared adjective."""

    def __init__(self, reads: Iterable[Read]) -> None:
        self._named: Counter[str] = Counter()
        self._own_adjective: set[str] = set()
        for read in reads:
            for proposal in read.proposals:
                entry = proposal.entry
                if entry is None:
                    continue
                if entry.kind == "demonym" and len(entry.claims) == 1:
                    self._named[entry.claims[0]] += 1
                    self._own_adjective.add(entry.claims[0])
                elif entry.kind == "place":
                    self._named[entry.name] += 1
                    self._named[gazetteer.country_name(entry.country)] += 1

    def of(self, demonym: Entry) -> tuple[str, str]:
        """The place that an adjective belongs to, and why in a few words, "" where no other has it.

        The likeliest if it is spoken of at all; else the first that is, unless the dispatch has another
        adjective for that one ("South Sudanese and Sudanese"); else the likeliest all the same.
        """
        first, *others = demonym.claims
        if not others:
            return first, ""
        spoken_of = [one for one in others if self._named[one]]
        if self._named[first]:
            return first, f"{first} is spoken of" if spoken_of else f"only {first} is spoken of"
        without = [one for one in spoken_of if one not in self._own_adjective]
        if without:
            only = len(without) == len(spoken_of) == 1
            return without[
                0
            ], f"only {without[0]} is spoken of" if only else f"{without[0]} is spoken of"
        if spoken_of:
            return first, f"{spoken_of[0]} has an adjective of its own here"
        return first, f"{first} is meant more often"
