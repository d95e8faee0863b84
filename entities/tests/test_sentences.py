"""Which stretch around a mention is shown: table of real shapes, then what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.sentences import REACH, sentence_around

# text, mention, the sentence shown
CASES = [
    # Plain sentences.
    ("One came. Macron left. Two stayed.", "Macron", "Macron left."),
    ("Macron left! Did he? He did.", "Macron", "Macron left!"),
    # Titles and initials carry their own full stop.
    ("He met Gen. Omar Tchiani. Then he left.", "Omar Tchiani", "He met Gen. Omar Tchiani."),
    ("He met Gen. Omar Tchiani. Then he left.", "Gen.", "He met Gen. Omar Tchiani."),
    ("One. J. K. Rowling spoke. Two.", "Rowling", "J. K. Rowling spoke."),
    # The U.S. at the end of a sentence: rather one sentence too many than one cut short.
    ("He left the U.S. Paris was next. Two.", "U.S.", "He left the U.S. Paris was next."),
    # Months before a figure, and a word that only looks like one.
    ("It began on Dec. 12 in Niamey. Two.", "Niamey", "It began on Dec. 12 in Niamey."),
    ("There Tinubu sat. Then he rose.", "Tinubu", "There Tinubu sat."),
    # "No." before a figure, and the word.
    (
        "He lives at No. 10 Downing Street. Two.",
        "Downing Street",
        "He lives at No. 10 Downing Street.",
    ),
    ("Macron said no. Then he left.", "Macron", "Macron said no."),
    # A decimal point is followed by no space.
    ("France sent 1.5 million. Two.", "France", "France sent 1.5 million."),
    # Closing quotes belong to the sentence they close; a lower-case word goes on with it.
    ("“We leave.” Macron spoke.", "Macron", "Macron spoke."),
    ("“We leave!” said Macron. Two.", "Macron", "“We leave!” said Macron."),
    ("One... and Macron. Two.", "Macron", "One... and Macron."),
    # A new line ends a sentence.
    ("A heading\nMacron left.", "Macron", "Macron left."),
    # Scripts with a full stop of their own and no spaces.
    ("一。马克龙走了。二。", "马克龙", "马克龙走了。"),
]


@pytest.mark.parametrize(("text", "mention", "sentence"), CASES)
def test_a_mention_is_shown_in_its_sentence(text: str, mention: str, sentence: str) -> None:
    start = text.index(mention)
    excerpt = sentence_around(text, start, start + len(mention))
    assert text[excerpt.start : excerpt.end] == sentence
    assert not excerpt.cut_before
    assert not excerpt.cut_after


def test_no_cut_falls_inside_another_mention() -> None:
    text = "It was Yahoo! Japan that spoke. Macron left."
    start = text.index("Japan")
    excerpt = sentence_around(text, start, start + 5, [(7, 19)])
    assert text[excerpt.start : excerpt.end] == "It was Yahoo! Japan that spoke."


def test_a_text_without_an_end_is_cut_at_words_and_says_so() -> None:
    text = "word " * 400 + "Macron " + "word " * 400
    start = text.index("Macron")
    excerpt = sentence_around(text, start, start + 6)
    shown = text[excerpt.start : excerpt.end]
    assert excerpt.cut_before
    assert excerpt.cut_after
    assert shown.startswith("word ")
    assert shown.endswith(" word")
    assert len(shown) <= 2 * REACH + 6


@given(st.text(alphabet='ab A.!? \n"”。', max_size=1200), st.data())
def test_an_excerpt_always_holds_its_mention_and_all_it_touches(
    text: str, data: st.DataObject
) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
    other_start = data.draw(st.integers(0, len(text) - 1))
    other = (other_start, data.draw(st.integers(other_start + 1, min(len(text), other_start + 40))))
    excerpt = sentence_around(text, start, end, sorted([(start, end), other]))
    assert 0 <= excerpt.start <= start < end <= excerpt.end <= len(text)
    for edge in (excerpt.start, excerpt.end):
        inside = other[0] < edge < other[1]
        # Space at the edges is not shown, whoever it belongs to.
        assert not inside or text[other[0] : edge].isspace() or text[edge : other[1]].isspace()
