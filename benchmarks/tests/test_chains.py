import itertools

import pytest

from benchmarks.chains import gold
from benchmarks.chains.metrics import METRICS, Scores, best_assignment

TWELVE = dict.fromkeys("12345", "A") | dict.fromkeys("67", "B") | dict.fromkeys("89abc", "C")


def scored(found: dict[str, str]) -> list[tuple[float, float]]:
    scores = Scores()
    scores.add(TWELVE, found)
    rows = (scores.by_metric[metric] for metric in METRICS)
    return [(round(row.precision, 1), round(row.recall, 1)) for row in rows]


def test_the_example_of_bagga_and_baldwin() -> None:
    # B and C in one: MUC 90 / 100, B-cubed 76 / 100 in the paper; CEAF-e by hand, 1 + 10/12 of 2 and of 3.
    found = dict.fromkeys("12345", "X") | dict.fromkeys("6789abc", "Y")
    assert scored(found) == [(90.0, 100.0), (76.2, 100.0), (91.7, 61.1)]


def test_what_is_right_is_a_hundred_and_what_is_missed_counts() -> None:
    assert scored(TWELVE) == [(100.0, 100.0)] * 3
    only_a = dict.fromkeys("12345", "A")
    assert scored(only_a) == [
        (100.0, round(400 / 9, 1)),
        (100.0, round(500 / 12, 1)),
        (100.0, 33.3),
    ]
    # A mention found in vain joins a chain.
    assert scored({**TWELVE, "z": "B"})[1] == (round(100 * (5 + 5 + 4 / 3) / 13, 1), 100.0)


def test_the_best_assignment_is_the_best_of_all() -> None:
    alike = {(r, c): ((r * 7 + c * 5) ** 2 % 11) / 11 for r in range(5) for c in range(5)}
    every = itertools.permutations(range(5))
    best = max(sum(alike[r, c] for r, c in enumerate(order)) for order in every)
    assert best_assignment(alike) == pytest.approx(best)
    assert best_assignment({}) == 0


def test_our_dispatches_are_enough_and_every_mark_is_in_a_paragraph() -> None:
    parts = {part: list(gold.read(gold.GOLD / part)) for part in ("development", "heldout")}
    assert len(parts["development"]) + len(parts["heldout"]) >= 25
    assert len(parts["heldout"]) >= 9
    for document in itertools.chain(*parts.values()):
        assert len(document.chains) >= 10, document.name
        for paragraph, start, end in document.chains:
            text = document.dispatch.paragraphs[paragraph].text
            assert text[start:end].strip() == text[start:end] != "", document.name


def test_a_mark_that_is_in_no_paragraph_is_refused() -> None:
    with pytest.raises(ValueError, match="is in no paragraph"):
        gold.parsed("x", "[L.a|Oslo] votes\n\nA long story begins here and goes on for a while.")
