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

    def of(self, demonym: Entry) -> str:
        """The place that an adjective belongs to.

        The likeliest if it is spoken of at all; else the first that is, unless the dispatch has another
        adjective for that one ("South Sudanese and Sudanese"); else the likeliest all the same.
        """
        first, *others = demonym.claims
        if self._named[first]:
            return first
        spoken_of = (one for one in others if self._named[one] and one not in self._own_adjective)
        return next(spoken_of, first)
