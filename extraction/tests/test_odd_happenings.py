"""What happened, when, how many and who said it, in texts of odd signs and broken sentences."""

import dataclasses
import datetime
import random
from typing import Any

import pytest

from extraction import events, figures, quotes, timex
from extraction.types import Annotations, Chain, Mention

_WORDS = (
    "Macron Niger coup ousted said that “ ” \" ' ’ ‘ « » ( ) , . ; : – — - the a of in on to by from for with and "
    "or who which he she it they Tuesday July 26 2023 1,500 $2.3 million 80% percent soldiers withdrawal withdrew "
    "leave will would not never no if could killed 12 people at least about between two three last month early "
    "December early according told reporters announced demanded strike fire protest arrested charged court attack on "
    "Friday night 3-1 52 to 48 dead wounded 's \n \t"
).split(" ")
# Accents alone, signs without width, other digits, ligatures, emoji, NUL, what turns the reading direction.
_SIGNS = "\u0300\u0345\u200b\u200d\ufe0f\U0001f600\u0627\u4e2d\0\u202e\xad\u2028\ufffd\U0001d7d8\u0660½①²İßﬁ"
_KINDS = ("person", "place", "organisation", "event")


def _text(chance: random.Random) -> str:
    words = []
    for _ in range(chance.randint(0, 40)):
        word = chance.choice(_WORDS) if chance.random() < 0.85 else chance.choice(_SIGNS)
        words.append(word + chance.choice(_SIGNS) if chance.random() < 0.1 else word)
    return chance.choice([" ", " ", ""]).join(words)


def _named(chance: random.Random, texts: dict[int, str]) -> Annotations:
    """Names at odd places."""
    chains: list[Chain] = []
    mentions: list[Mention] = []
    for number, text in texts.items():
        at = 0
        while at < len(text) - 2 and chance.random() < 0.7:
            start = chance.randint(at, len(text) - 1)
            end = min(len(text), start + chance.randint(1, 12))
            kind, name = chance.choice(_KINDS), text[start:end]
            chains.append(Chain(f"c{len(chains)}", kind, name, (name,)))
            mentions.append(Mention(number, start, end, name, kind, chains[-1].id, 0.9))
            at = end
    return Annotations(chains=tuple(chains), mentions=tuple(mentions))


@pytest.mark.parametrize("seed", range(150))
def test_odd_text_gives_only_words_that_stand_in_it(seed: int) -> None:
    chance = random.Random(seed)
    texts = {number: _text(chance) for number in range(2)}
    published = chance.choice([None, datetime.date(2023, 12, 12)])
    found = _named(chance, texts)
    found = dataclasses.replace(found, timexes=timex.find(texts, anchor=published))
    told = events.find(texts, found, found.timexes, None, published=published)
    found = dataclasses.replace(found, events=told, quotes=quotes.find(texts, found))
    found = dataclasses.replace(found, figures=figures.find(texts, found))
    mentions = [mention for event in found.events for mention in event.mentions]
    stretches: list[Any] = [
        *found.timexes,
        *mentions,
        *found.figures,
        *(part.words for mention in mentions for part in mention.participants),
        *(part for quote in found.quotes for part in quote.content),
        *(quote.speaker for quote in found.quotes if quote.speaker),
    ]
    for one in stretches:
        assert one.text and texts[one.paragraph][one.start : one.end] == one.text
    names = {(name.paragraph, name.start, name.end) for name in found.mentions}
    for mention in mentions:
        over = {
            (number, start, end)
            for number, start, end in names
            if number == mention.paragraph and start < mention.end and mention.start < end
        }
        assert over <= {(mention.paragraph, mention.start, mention.end)}, mention
