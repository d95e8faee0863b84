"""Reads names marked token by token (TSV: token, tab, BIO tag) as text with spans.

A line `# doc NAME [region R]` starts a story, an empty line ends a sentence. Two label sets are
known: that of English Worldwide Newswire (Shan et al., Findings of EMNLP 2023) and that of
CoNLL-2003 and CoNLL++ (Wang et al., 2019). Facilities count as places, as in Stanza's evaluation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KIND_OF_LABEL = {
    "Person": "person",
    "PER": "person",
    "Location": "place",
    "LOC": "place",
    "Facility": "place",
    "Organization": "organisation",
    "ORG": "organisation",
}
NO_SPACE_BEFORE = set(",.;:!?)]}%’”") | {"'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m"}
NO_SPACE_AFTER = set("([{$£€“‘#@")
LETTERS = re.compile(r"^\w+$")


@dataclass(frozen=True, slots=True)
class Span:
    """A name in one sentence: half-open character offsets and the kind it is marked as."""

    start: int
    end: int
    label: str

    @property
    def kind(self) -> str:
        """person, place, organisation, or "" for labels outside the measured three."""
        return KIND_OF_LABEL.get(self.label, "")


@dataclass(slots=True)
class Sentence:
    text: str
    spans: list[Span]
    words: int


@dataclass(slots=True)
class Story:
    name: str
    region: str
    sentences: list[Sentence] = field(default_factory=list)


def read(path: Path) -> Iterator[Story]:
    """Yields the stories of one file; raises ValueError with the line on a file of another form."""
    story = Story(path.stem, "")
    tokens: list[tuple[str, str]] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.rstrip("\r\n")
        if line.strip() and not line.startswith("# doc "):
            token, tab, tag = line.partition("\t")
            if not tab:
                raise ValueError(f"{path}:{number}: expected a token, a tab and a tag")
            tokens.append((token, tag.strip()))
            continue
        if tokens:
            story.sentences.append(joined(tokens))
            tokens = []
        if line.startswith("# doc "):
            if story.sentences:
                yield story
            name, _, region = line.removeprefix("# doc ").partition(" region ")
            story = Story(name.strip(), region.strip())
    if tokens:
        story.sentences.append(joined(tokens))
    if story.sentences:
        yield story


def joined(tokens: list[tuple[str, str]]) -> Sentence:
    """Puts tokens together as a newspaper would print them, and tags as character spans."""
    text = ""
    spans: list[Span] = []
    quote_open = False
    glue = True
    begun: tuple[int, str] | None = None
    end = 0
    for position, (token, tag) in enumerate(tokens):
        is_hyphen = token == "-" and _between_words(tokens, position)
        is_quote = token in {'"', "''", "``"}
        spaced = not (glue or token in NO_SPACE_BEFORE or is_hyphen or (is_quote and quote_open))
        if begun and tag != f"I-{begun[1]}":
            spans.append(Span(begun[0], end, begun[1]))
            begun = None
        text += " " if spaced else ""
        if tag.startswith("B-") or (tag.startswith("I-") and begun is None):
            begun = (len(text), tag[2:])
        text += token
        end = len(text)
        glue = token in NO_SPACE_AFTER or is_hyphen
        if is_quote:
            glue = not quote_open
            quote_open = not quote_open
    if begun:
        spans.append(Span(begun[0], end, begun[1]))
    return Sentence(text, spans, len(tokens))


def _between_words(tokens: list[tuple[str, str]], position: int) -> bool:
    return (
        0 < position < len(tokens) - 1
        and bool(LETTERS.match(tokens[position - 1][0]))
        and bool(LETTERS.match(tokens[position + 1][0]))
    )
