import itertools

import pytest

from extraction.sentences import quoted, starts, within


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He left. She stayed.", ["He left. ", "She stayed."]),
        ("“Go. Now,” he said. Then he left.", ["“Go. ", "Now,” he said. ", "Then he left."]),
        # a full stop that ends nothing
        ("He met Gen. Tiani and J. K. Rowling.", ["He met Gen. Tiani and J. K. Rowling."]),
        (
            "The U.S. Army left at 3.30 p.m. on Monday.",
            ["The U.S. Army left at 3.30 p.m. on Monday."],
        ),
        ("It cost $1.5. “Why?” Nobody knew.", ["It cost $1.5. ", "“Why?” ", "Nobody knew."]),
        ("", [""]),
        ("...", ["..."]),
    ],
)
def test_where_sentences_begin(text: str, sentences: list[str]) -> None:
    cuts = [*starts(text), len(text)]
    assert [text[one:two] for one, two in itertools.pairwise(cuts)] == sentences


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('“Go,” he said. "Now."', ["“Go,”", '"Now."']),
        # open to the end
        ("He said: “Go. And then", ["“Go. And then"]),
        ("It’s 'so' ”", []),
    ],
)
def test_what_is_quoted(text: str, inside: list[str]) -> None:
    found = quoted(text)
    assert [text[one:two] for one, two in found] == inside
    for number, (one, two) in enumerate(found):
        assert within(found, one) == within(found, two - 1) == number
    assert within(found, len(text) + 1) == -1
