"""Gold mentions of events with what our own reading of their dispatches tells of each.

Only where the mention stands is gold; its type, participants, time and place are read. Comes from ECB+
(folder, tar.gz, with its list of sentences given or beside it), MEANTIME (jsonl) or our own gold.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import ecb, meantime
from benchmarks.ecb import Marked, Story
from benchmarks.happenings import gold
from entities import event_words
from entities.event_tellings import Telling, Thing, setting, tell
from extraction import events, gazetteer, pipeline, timex
from extraction.text import name_key
from extraction.types import Annotations, Dispatch, EventMention, Paragraph


@dataclass(frozen=True, slots=True)
class Item:
    """One gold mention. `story` is what its dispatch tells of, `topic` what that story is like."""

    name: str
    number: int
    story: str
    topic: str
    chain: str
    words: str
    lemma: str
    telling: Telling

    @property
    def key(self) -> tuple[str, int]:
        """Tells it from all others."""
        return self.name, self.number


def load(paths: Sequence[Path], only: str = "development") -> Iterator[tuple[str, list[Item]]]:
    """The gold of each kind of data among the files, by the name of the data; our own without files."""
    if not paths:
        folder = gold.PARTS[only]
        yield "our own gold", [item for story in own(folder) for item in items(story)]
    lists = [path.read_text("utf-8") for path in paths if path.suffix == ".csv"]
    selected = ecb.merged(lists) if lists else None
    corpora: dict[str, list[Story]] = {"ECB+": [], "MEANTIME": []}
    folders = set()
    for path in paths:
        if meantime.is_one(path):
            folder = path if path.is_dir() else path.parent
            corpora["MEANTIME"] += [] if folder in folders else meantime.load(folder)
            folders.add(folder)
        elif path.suffix != ".csv":
            corpora["ECB+"] += ecb.load(path, selected)
    for name, stories in corpora.items():
        if stories:
            yield name, [item for story in stories for item in items(story)]


def own(folder: Path) -> Iterator[Story]:
    """Our own dispatches: what tells of one story is a story, all together are one topic."""
    for told in gold.load(folder):
        story = Story(told.name, "own", told.story or told.name, list(told.texts.values()))
        story.published = told.anchor.isoformat() if told.anchor else ""
        for event in told.events:
            for mention in event.mentions:
                at = mention.span
                story.mentions.append(
                    Marked(
                        at.paragraph,
                        at.start,
                        at.end,
                        ((at.start, at.end),),
                        event.type,
                        event.identity,
                    )
                )
        yield story


def items(story: Story) -> list[Item]:
    """The gold mentions of a story, with what is read of each."""
    anchor = datetime.date.fromisoformat(story.published) if story.published else None
    found = read(story.texts, anchor)
    things = {
        chain.id: Thing(
            name_key(chain.head), chain.head, chain.kind, _country(chain.head, chain.kind)
        )
        for chain in found.chains
    }
    where = setting(story.name, dict(enumerate(story.texts)), things, found.mentions, dated=anchor)
    by_paragraph: dict[int, list[EventMention]] = defaultdict(list)
    for event in found.events:
        for mention in event.mentions:
            by_paragraph[mention.paragraph].append(mention)
    made = []
    for number, mark in enumerate(story.mentions):
        text = story.texts[mark.paragraph]
        spans = [text[start:end] for start, end in mark.words]
        head = event_words.head(spans)
        lemma = event_words.lemma(spans[head])
        mention = _ours(mark, mark.words[head], lemma, by_paragraph[mark.paragraph], text)
        telling = tell(mention, where)
        telling.phrase = frozenset(
            event_words.family(event_words.lemma(word))
            for at, word in enumerate(spans)
            if at != head and len(word) > 2
        )
        made.append(
            Item(
                story.name,
                number,
                story.story,
                story.topic,
                mark.chain,
                text[mark.start : mark.end],
                lemma,
                telling,
            )
        )
    return made


def read(texts: Sequence[str], anchor: datetime.date | None) -> Annotations:
    """What we read in a dispatch."""
    dispatch = Dispatch(language="en", published=anchor, paragraphs=tuple(map(Paragraph, texts)))
    found = pipeline.annotate(dispatch)
    if not found.events:
        numbered = dict(enumerate(texts))
        found = replace(found, timexes=timex.find(numbered, anchor=anchor))
        found = replace(found, events=events.find(numbered, found, found.timexes))
    return found


def _ours(
    mark: Marked, head: tuple[int, int], lemma: str, near: Sequence[EventMention], text: str
) -> EventMention:
    """What we read at a gold mention; where we read nothing, the bare words."""
    start, end = mark.start, mark.end
    for mention in near:
        if mention.start < head[1] and head[0] < mention.end:
            return replace(mention, lemma=lemma, start=start, end=end)
    return EventMention(mark.paragraph, start, end, text[start:end], "", "", lemma)


def _country(name: str, kind: str) -> str:
    return gazetteer.country_of(name) if kind == "place" else ""
