"""Where a name ends: the full stops and brackets that are part of it."""

import pytest

from extraction.proposals import with_bracket, with_stop

ENDS = [
    # name, the text it stands in, the name with what belongs to it
    ("U.N", "The U.N. met.", "U.N."),
    ("Acme Inc", "Acme Inc. said so.", "Acme Inc."),
    # the last full stop is the sentence's
    ("Acme Inc", "It bought Acme Inc.", "Acme Inc"),
    ("U.S", "It left the U.S.", "U.S."),
    ("Niger", "He left Niger.", "Niger"),
    # a bracket that was opened in the name
    ("Mladost (L", "Hajduk beat Mladost (L) 2-0.", "Mladost (L)"),
    ("European Union", "(the European Union)", "European Union"),
]


@pytest.mark.parametrize(("name", "text", "whole"), ENDS)
def test_a_name_ends_with_what_belongs_to_it(name: str, text: str, whole: str) -> None:
    start = text.index(name)
    end = with_bracket(text, start, with_stop(text, start + len(name)))
    assert text[start:end] == whole
