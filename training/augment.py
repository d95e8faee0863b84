"""Variations of a story that keep its labels true: other names in the places of its names."""

from __future__ import annotations

import random
from collections import defaultdict

from tokenizers import Tokenizer

from extraction.recogniser.vocabulary import Vocabulary
from training.corpus import Paragraph, Sentence, Story, names_of

# The kinds whose names stand for one another without making nonsense of the sentence.
EXCHANGED = ("Person", "Location", "Organization", "PER", "LOC", "ORG")


def pool_names(stories: list[Story]) -> dict[str, list[tuple[str, ...]]]:
    """Return the distinct names of each exchangeable kind, as tuples of tokens."""
    pool: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for story in stories:
        for sentence in story.sentences:
            for a, b, kind in names_of(sentence):
                if kind in EXCHANGED:
                    pool[kind].add(tuple(token for token, _ in sentence[a:b]))
    return {kind: sorted(names) for kind, names in pool.items()}


# Of the words of newswire by frequency, those from here on are mostly names.
RARE = 12_000


def invented(
    pool: dict[str, list[tuple[str, ...]]],
    vocabulary: Vocabulary,
    tokenizer: Tokenizer,
    count: int,
    rng: random.Random,
) -> dict[str, list[tuple[str, ...]]]:
    """Return the pool with `count` made-up names more of each kind, for a teacher to judge.

    They are rare words of the vocabulary in the places of a name's words, whatever they mean: in
    "Amina Mohamed" a person's, in "Ministry of Health" what is not among a tokenizer's own words.
    """
    rare = [w for w in vocabulary.words[RARE:] if w.isalpha() and len(w) > 2]
    larger = {kind: list(names) for kind, names in pool.items()}
    for kind, names in pool.items():
        for _ in range(count):
            name = [
                t if tokenizer.token_to_id(t.lower()) or not t[:1].isupper() else
                (w.upper() if t.isupper() and len(t) > 1 else w.title())
                for t, w in zip(rng.choice(names), rng.choices(rare, k=50), strict=False)
            ]  # fmt: skip
            larger[kind].append(tuple(name))
    return larger


def exchange_names(
    story: Story, pool: dict[str, list[tuple[str, ...]]], rng: random.Random, share: float
) -> Story:
    """Replace a share of the story's distinct names by others of their kind, each one throughout.

    A person's last name alone follows the full name: where "Ban Ki-moon" became "Amina Mohamed",
    "Ki-moon" becomes "Mohamed".
    """
    replaced: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

    def other(kind: str, name: tuple[str, ...]) -> tuple[str, ...]:
        key = (kind, name)
        if key not in replaced:
            new = rng.choice(pool[kind]) if rng.random() < share else name
            replaced[key] = new
            if kind in ("Person", "PER") and len(name) > 1 and new != name:
                replaced.setdefault((kind, name[-1:]), new[-1:])
        return replaced[key]

    sentences: list[Sentence] = []
    for sentence in story.sentences:
        tokens: Sentence = []
        at = 0
        for a, b, kind in names_of(sentence):
            tokens += sentence[at:a]
            at = b
            if kind not in EXCHANGED:
                tokens += sentence[a:b]
                continue
            new = other(kind, tuple(token for token, _ in sentence[a:b]))
            tokens += [(token, f"{'I' if i else 'B'}-{kind}") for i, token in enumerate(new)]
        sentences.append(tokens + sentence[at:])
    return Story(story.name, story.region, sentences)


def change_case(paragraph: Paragraph, rng: random.Random) -> Paragraph:
    """Print one paragraph in forty in capitals and one in eighty in lower case.

    Letters whose other case is longer ("ß") leave the paragraph as it was: offsets must hold.
    """
    roll = rng.random()
    if roll >= 0.0375:
        return paragraph
    text = paragraph.text.upper() if roll < 0.025 else paragraph.text.lower()
    return Paragraph(text, paragraph.names) if len(text) == len(paragraph.text) else paragraph
