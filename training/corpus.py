"""Read labelled stories and turn them back into running text with the spans of their names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Sentence = list[tuple[str, str]]  # (token, tag), the tag in BIO

# Token next to which no white space is printed.
_NO_SPACE_BEFORE = set(",.;:!?)]}%”’…»™®°") | {
    "'s",
    "’s",
    "n't",
    "n’t",
    "'",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
}
_NO_SPACE_AFTER = set("([{“‘$€£₡₹«#@")
_CLITIC = re.compile(r"^(s|re|ve|ll|d|m|t)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Story:
    """One story of a labelled set: its sentences as `(token, tag)` and the region it is from."""

    name: str
    region: str
    sentences: list[Sentence]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text and its names as `(start, end, kind)`, half-open character offsets."""

    text: str
    names: list[tuple[int, int, str]]


def read_stories(path: Path) -> list[Story]:
    """Read a TSV of `token<TAB>tag` lines, a blank line between sentences.

    Each story opens with `# doc NAME` or `# doc NAME region REGION`.
    """
    stories: list[Story] = []
    sentence: Sentence = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# doc ") and "\t" not in line:
            name, _, region = line[6:].partition(" region ")
            stories.append(Story(name, region.strip(), []))
        elif "\t" in line:
            token, tag = line.rsplit("\t", 1)
            # Invisible tokens stand in some stories; nothing can be read of them.
            if token.strip("\u200b\u00ad\ufeff \xa0"):
                sentence.append((token, tag.strip()))
        elif sentence:
            if not stories:
                stories.append(Story("", "", []))
            stories[-1].sentences.append(sentence)
            sentence = []
    return stories


def names_of(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Return the names of a sentence as `(first token, token after the last, kind)`.

    An `I-` that continues nothing of its kind begins a name of its own.
    """
    found: list[tuple[int, int, str]] = []
    for index, (_, tag) in enumerate(sentence):
        part, _, kind = tag.partition("-")
        if part == "O":
            continue
        if part == "I" and found and found[-1][1] == index and found[-1][2] == kind:
            found[-1] = (found[-1][0], index + 1, kind)
        else:
            found.append((index, index + 1, kind))
    return found


def join(sentence: Sentence, *, spaced: bool = False, loose_hyphens: bool = False) -> Paragraph:
    """Print a tokenised sentence as a newspaper would, and place its names in the text.

    `spaced`: a space between all tokens. `loose_hyphens`: "Al - Shabaab", not "Al-Shabaab".
    """
    pieces: list[str] = []
    offsets: list[tuple[int, int]] = []
    at = 0
    glue = True
    open_quotes: set[str] = set()
    for index, (token, _) in enumerate(sentence):
        after = sentence[index + 1][0] if index + 1 < len(sentence) else ""
        before = sentence[index - 1][0] if index else ""
        space_before, space_after = True, True
        if not spaced:
            if token in _NO_SPACE_BEFORE:
                space_before = False
            if token in _NO_SPACE_AFTER:
                space_after = False
            if token == '"':
                if token in open_quotes:
                    space_before = False
                    open_quotes.discard(token)
                else:
                    space_after = False
                    open_quotes.add(token)
            elif token in "'’" and _CLITIC.match(after):
                space_before = space_after = False
            elif token in ("/", "-") and before[-1:].isalnum() and after[:1].isalnum():
                if token == "/" or not loose_hyphens:
                    space_before = space_after = False
        if not glue and space_before:
            pieces.append(" ")
            at += 1
        offsets.append((at, at + len(token)))
        pieces.append(token)
        at += len(token)
        glue = not space_after
    names = [(offsets[a][0], offsets[b - 1][1], kind) for a, b, kind in names_of(sentence)]
    return Paragraph("".join(pieces), names)


def paragraphs_of(story: Story, rng: random.Random | None = None) -> Iterator[Paragraph]:
    """Yield the story as paragraphs: one sentence each, or with `rng` one to four at random.

    With `rng`, one story in eight keeps spaces around every token, and one in four around its
    hyphens, so that neither way of printing surprises the model.
    """
    if rng is None:
        for sentence in story.sentences:
            yield join(sentence)
        return
    spaced, loose = rng.random() < 0.125, rng.random() < 0.25
    longest = rng.choice((1, 1, 2, 4))
    at = 0
    while at < len(story.sentences):
        count = rng.randint(1, longest)
        text, names = "", []
        for sentence in story.sentences[at : at + count]:
            part = join(sentence, spaced=spaced, loose_hyphens=loose)
            shift = len(text) + 1 if text else 0
            text = f"{text} {part.text}" if text else part.text
            names += [(a + shift, b + shift, kind) for a, b, kind in part.names]
        at += count
        yield Paragraph(text, names)
