"""What part each word plays, what stands around a verb, and the untyped detector."""

import pytest

from extraction.happenings import detector, grammar, triggers, words


def line(text: str) -> words.Line:
    return words.line(0, text, (), (), triggers.nouns())


def tags(text: str) -> dict[str, str]:
    return {token.text: token.tag for token in line(text).tokens}


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("They want to visit the town.", "visit", "V"),
        ("The visit was short.", "visit", "N"),
        ("He died in a drone attack near the base.", "attack", "N"),
        ("Rebels attack the base.", "attack", "V"),
        ("The strikes went on.", "strikes", "N"),
        ("Lightning strikes the tower.", "strikes", "V"),
        ("The ousted leader left.", "ousted", "ADJ"),
        ("Soldiers ousted the leader.", "ousted", "V"),
        ("The bombing wounded four.", "bombing", "N"),
        ("They kept bombing the bridge.", "bombing", "V"),
        ("More than 500 people came.", "More than", "ADV"),
        ("He paid $2.5 million at once.", "$2.5 million", "NUM"),
    ],
)
def test_tags(text: str, word: str, tag: str) -> None:
    assert tags(text)[word] == tag


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("The army, which backs him, attacked the town.", "attacked", "The army"),
        ("Soldiers stationed in the north will leave the country.", "leave", "Soldiers"),
        ("Officers who support the general arrested him.", "arrested", "Officers"),
        ("Police stopped the bus and arrested the driver.", "arrested", "Police"),
        ("The government decided to expel them.", "expel", "The government"),
        ("The court ordered the minister to resign.", "resign", "the minister"),
        ("A coup that toppled the president was near.", "toppled", "A coup"),
        ("The leader of the party resigned.", "resigned", "The leader"),
    ],
)
def test_subjects(text: str, verb: str, who: str) -> None:
    told = line(text)
    at = next(number for number, token in enumerate(told.tokens) if token.text == verb)
    found = grammar.subject(told, grammar.group(told, at))
    assert found is not None
    assert " ".join(one.text for one in told.tokens[found.first : found.head + 1]) == who


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("Two soldiers were killed on Monday.", "killed", True),
        ("Two soldiers killed in the attack were buried.", "killed", True),
        ("Two soldiers killed the guard.", "killed", False),
        ("The girls were taken from the school and released later.", "released", True),
        ("The minister, arrested by police, kept silent.", "arrested", True),
    ],
)
def test_passives(text: str, verb: str, passive: bool) -> None:
    told = line(text)
    at = next(number for number, token in enumerate(told.tokens) if token.text == verb)
    assert grammar.group(told, at).passive is passive


def test_a_sentence_without_end_is_cut() -> None:
    told = line("he said that " * 1000)
    assert max(after - first for first, after in (told.bounds(at) for at in told.begins)) <= 300


def test_without_the_encoder_verbs_and_listed_nouns_stand_for_events() -> None:
    told = line("After the coup they fled, which means that he needs help.")
    found = [told.text[one.start : one.end] for one in detector.detect(told)]
    assert found[:2] == ["coup", "fled"]
    assert "means" not in found


def test_with_the_encoder_its_chances_decide() -> None:
    told = line("After the coup they fled.")
    assert list(detector.detect(told, [(10, 14, 0.8), (20, 24, 0.2)])) == [(10, 14, 0.8)]
