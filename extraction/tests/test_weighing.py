"""What the head for attributions changes in quotes: each with a head made by hand from the spans it sees."""

import re

import numpy as np

from extraction import quotes
from extraction.pipeline import annotate
from extraction.recogniser.heads import CHANNELS, PARTS, TRIGGERS, Heads
from extraction.tests.reading import dispatch_of

_WORD = re.compile(r"\w+|[^\w\s]")


def head_that_sees(text: str, **spans: str) -> Heads:
    """A head that is sure of one span a channel, and of every other word that it stands in none."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    attribution = np.zeros((len(words), len(CHANNELS), PARTS), dtype=np.float32)
    attribution[:, :, 0] = 1.0
    for channel, surface in spans.items():
        start = text.index(surface)
        inside = [n for n, (at, _) in enumerate(words) if start <= at < start + len(surface)]
        number = CHANNELS.index(channel)
        attribution[inside, number, 0] = 0.02
        for n in inside:
            part = 4 if len(inside) == 1 else 1 if n == inside[0] else 3 if n == inside[-1] else 2
            attribution[n, number, part] = 0.98
    starts, ends = np.array(words, dtype=np.int32).T
    return Heads(starts, ends, np.zeros((len(words), len(TRIGGERS)), np.float32), attribution)


def told(text: str, head: Heads | None) -> list[tuple[str, str, str]]:
    """Speaker, cue and content of each quote."""
    found = quotes.find({0: text}, annotate(dispatch_of(text)), {0: head} if head else None)
    return [
        (
            one.speaker.text if one.speaker else "",
            one.cue.text if one.cue else "",
            " ... ".join(part.text for part in one.content),
        )
        for one in found
    ]


def test_leaves_out_what_the_head_takes_for_no_cue() -> None:
    text = "The company found that the bridge was weak."
    assert told(text, None) == [("The company", "found", "that the bridge was weak")]
    assert told(text, head_that_sees(text)) == []


def test_keeps_words_in_marks_whatever_the_head_says() -> None:
    text = "“The bridge is weak,” Awa Diallo said."
    assert told(text, head_that_sees(text)) == told(text, None)


def test_adds_a_quote_around_a_cue_that_no_list_has() -> None:
    text = "Awa Diallo floated the idea that the bridge be closed."
    assert told(text, None) == []
    head = head_that_sees(
        text, source="Awa Diallo", cue="floated the idea", content="that the bridge be closed"
    )
    assert told(text, head) == [("Awa Diallo", "floated the idea", "that the bridge be closed")]


def test_adds_sure_words_beside_a_source_without_a_cue() -> None:
    text = "In the book of Awa Diallo, the bridge was weak from its first day."
    assert told(text, None) == []
    content = "the bridge was weak from its first day"
    assert told(text, head_that_sees(text, content=content)) == []
    head = head_that_sees(text, source="Awa Diallo", content=content)
    assert told(text, head) == [("Awa Diallo", "", content)]


def test_takes_the_speaker_from_the_head_where_rules_have_none() -> None:
    text = "“The bridge is old and weak,” was the verdict of Awa Diallo on the work."
    assert told(text, None) == [("", "", "“The bridge is old and weak,”")]
    head = head_that_sees(text, source="Awa Diallo")
    assert told(text, head) == [("Awa Diallo", "", "“The bridge is old and weak,”")]


def test_ends_what_is_said_where_the_head_does() -> None:
    text = "Awa Diallo said the bridge was weak, a week before it fell."
    head = head_that_sees(text, source="Awa Diallo", cue="said", content="the bridge was weak")
    assert told(text, head) == [("Awa Diallo", "said", "the bridge was weak")]


def test_says_the_same_without_a_head_for_a_paragraph() -> None:
    text = "Awa Diallo said the bridge was weak."
    found = annotate(dispatch_of(text))
    assert quotes.find({0: text}, found, {}) == quotes.find({0: text}, found)
