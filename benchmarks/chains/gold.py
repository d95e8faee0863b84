"""Dispatches with their chains marked: our own in `gold/`, and MEANTIME's.

Ours are plain text in which `[P.garba|Moussa Garba]` marks a mention of the person `garba` and
`[P.garba~he]` a word that refers to him without naming him; P, L, O and E stand for the four kinds.
Titles stay outside, adjectives of nationality are mentions of their country. Two folders: what
`gold/development` showed was mended; nothing was ever chosen by `gold/heldout`.

MEANTIME (Minard et al., "MEANTIME, the NewsReader Multilingual Event and Time Corpus", LREC 2016)
marks 60 Wikinews stories, as JSON lines beside each other: `X-docs.jsonl` holds the sentences,
`X-entities.jsonl` the mentions. Of these only proper names of people, places and organisations are
taken: a mention, less a leading article, a person's title and punctuation at its end, whose first and
last word have a capital and whose words in small letters are particles ("of", "van"); no pronoun, no
brackets, no person called by a title alone ("Apple CEO"); and nothing with a mention of the same thing
inside it ("EADS chief executive Louis Gallois"). The first six sentences of a story are
marked in full; in the others a name that is found and not marked is not counted as wrong.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.conll import joined
from extraction import titles
from extraction.dispatch import read_text
from extraction.types import Dispatch, Paragraph

GOLD = Path(__file__).parent / "gold"
KIND_OF = {"P": "person", "L": "place", "O": "organisation", "E": "event"}
KIND_OF_TYPE = {"PERSON": "person", "LOCATION": "place", "ORGANIZATION": "organisation"}
FULLY_MARKED = 6
"""Sentences at the start of a MEANTIME story in which every entity is marked."""

_MARK = re.compile(r"\[([PLOE])\.(\w+)([|~])([^\]]+)\]")
_PARTICLES = frozenset("of and for the in de la le du des del da van von der bin al el".split())
_PRONOUNS = frozenset(
    "i we us our ours ourselves you your he him his she her hers it its they them their theirs who which that this "
    "these those".split()
)
_ARTICLES = frozenset(("the", "a", "an"))
Span = tuple[int, int, int]
"""Paragraph, start, end: half-open offsets into the paragraph's text."""


@dataclass(slots=True)
class Document:
    """One dispatch and what is marked in it."""

    name: str
    dispatch: Dispatch
    chains: dict[Span, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    """Of each chain."""
    references: dict[tuple[int, int], str] = field(default_factory=dict)
    """The chain that a pronoun, role or short form ending there (paragraph, end) refers to."""
    full: int | None = None
    """How many paragraphs from the first are marked in full; None for all."""
    adjectives: bool = True
    """Whether adjectives of nationality and events are marked too."""


def read(folder: Path) -> Iterator[Document]:
    """Our own dispatches; raises ValueError for a mark that is in no paragraph."""
    for path in sorted(folder.glob("*.txt")):
        yield parsed(path.stem, path.read_text(encoding="utf-8"))


def parsed(name: str, marked: str) -> Document:
    """One dispatch out of its marked text."""
    plain, spans, last = "", [], 0
    for mark in _MARK.finditer(marked):
        plain += marked[last : mark.start()]
        spans.append((len(plain), len(plain) + len(mark[4]), mark))
        plain += mark[4]
        last = mark.end()
    plain += marked[last:]
    document = Document(name, read_text(plain))
    place_of = _places(plain, document.dispatch)
    for start, end, mark in spans:
        if start not in place_of or end - 1 not in place_of:
            raise ValueError(f"{name}: {mark[0]} is in no paragraph")
        (paragraph, first), (_, final) = place_of[start], place_of[end - 1]
        chain = f"{mark[1]}.{mark[2]}"
        document.kinds[chain] = KIND_OF[mark[1]]
        if mark[3] == "|":
            document.chains[paragraph, first, final + 1] = chain
        else:
            document.references[paragraph, final + 1] = chain
    return document


def _places(plain: str, dispatch: Dispatch) -> dict[int, tuple[int, int]]:
    """For every letter of a text that came into a paragraph: which one, and where."""
    solid = [at for at, sign in enumerate(plain) if not sign.isspace()]
    squeezed = "".join(plain[at] for at in solid)
    places, begin = {}, 0
    for number, paragraph in enumerate(dispatch.paragraphs):
        inside = [at for at, sign in enumerate(paragraph.text) if not sign.isspace()]
        found = squeezed.find("".join(paragraph.text[at] for at in inside), begin)
        if found < 0:
            continue
        begin = found + len(inside)
        for offset, at in enumerate(inside):
            places[solid[found + offset]] = (number, at)
    return places


def read_meantime(docs: Path, entities: Path) -> Iterator[Document]:
    """MEANTIME's stories, a sentence a paragraph."""
    mentions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in entities.read_text(encoding="utf-8").splitlines():
        mention = json.loads(line)
        mentions[mention["doc"]].append(mention)
    for line in docs.read_text(encoding="utf-8").splitlines():
        story = json.loads(line)
        sentences = story["sentences"]
        texts = tuple(Paragraph(joined([(t, "O") for t in tokens]).text) for tokens in sentences)
        document = Document(
            story["doc"],
            Dispatch(language="en", paragraphs=texts),
            full=FULLY_MARKED,
            adjectives=False,
        )
        kept = [one for mention in mentions[story["doc"]] if (one := _proper(mention, sentences))]
        for sentence, tokens, chain, kind in kept:
            if not any(
                (sentence, chain) == (other[0], other[2]) and other[1] < tokens for other in kept
            ):
                tags = [
                    (
                        token,
                        ("O", "B-x", "I-x")[(at in tokens) + (at in tokens and at - 1 in tokens)],
                    )
                    for at, token in enumerate(sentences[sentence])
                ]
                span = joined(tags).spans[0]
                document.chains[sentence, span.start, span.end] = chain
                document.kinds[chain] = kind
        yield document


def _proper(
    mention: dict[str, Any], sentences: list[list[str]]
) -> tuple[int, frozenset[int], str, str] | None:
    """Sentence, tokens, chain and kind of a mention that is a proper name."""
    kind = KIND_OF_TYPE.get(mention["type"])
    tokens = list(mention["tokens"])
    words = [sentences[mention["sentence"]][at] for at in tokens]
    if words[0].casefold() in _ARTICLES:
        tokens, words = tokens[1:], words[1:]
    while words and words[-1] in ("'s", "’s", "'", ",", "."):
        tokens, words = tokens[:-1], words[:-1]
    while kind == "person" and len(words) > 1 and titles.is_title(words[0]):
        tokens, words = tokens[1:], words[1:]
    if not kind or not words or (len(words) == 1 and words[0].casefold() in _PRONOUNS):
        return None
    if kind == "person" and any(titles.is_title(word) for word in words):
        return None
    if {"(", ")"} & set(words):
        return None
    if tokens != list(range(tokens[0], tokens[-1] + 1)):
        return None
    capitals = words[0][0].isupper() and (words[-1][0].isupper() or words[-1][0].isdigit())
    if not capitals or any(w[0].islower() and w not in _PARTICLES for w in words):
        return None
    # "cross_intra_ORG37" and "cross_ORG37" are one: the prefix says in which pass it was marked.
    chain = mention["chain"].rsplit("_", 1)[-1]
    return mention["sentence"], frozenset(tokens), chain, kind
