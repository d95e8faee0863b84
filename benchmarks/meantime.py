"""MEANTIME's events (Minard et al., LREC 2016): 60 Wikinews stories of two topics, as JSON lines.

`X-docs.jsonl` holds the sentences, `X-events.jsonl` the mentions with chains that run across stories.
A sentence is a paragraph. Chains that begin with "cross_" are across the corpus; which stories tell
of one thing is not marked, so a topic is one story here.
"""

import datetime
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.ecb import Marked, Story, spelt_out

_DAY = re.compile(r"(\w+) (\d+) , (\d{4})")


def is_one(path: Path) -> bool:
    """Whether a path is one of MEANTIME's files, or a folder with them."""
    return path.name.endswith(".jsonl") or (path.is_dir() and bool(list(path.glob("*-docs.jsonl"))))


def load(path: Path) -> list[Story]:
    """The stories of a folder, or of the folder that a file of MEANTIME lies in."""
    folder = path if path.is_dir() else path.parent
    stories = []
    for docs in sorted(folder.glob("*-docs.jsonl")):
        events = docs.with_name(docs.name.replace("-docs", "-events"))
        marks: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in events.read_text("utf-8").splitlines():
            mark = json.loads(line)
            marks[mark["doc"]].append(mark)
        for line in docs.read_text("utf-8").splitlines():
            doc = json.loads(line)
            stories.append(_story(doc, marks[doc["doc"]]))
    return sorted(stories, key=lambda story: (story.topic, story.name))


def _story(doc: dict[str, Any], marks: list[dict[str, Any]]) -> Story:
    spelt = [spelt_out(words) for words in doc["sentences"]]
    topic = doc["topic"].removeprefix("corpus_")
    story = Story(f"meantime-{doc['doc']}", topic, topic, [text for text, _ in spelt])
    story.published = _day(" ".join(doc["sentences"][1])) if len(doc["sentences"]) > 1 else ""
    seen = set()
    for mark in marks:
        spans = tuple(spelt[mark["sentence"]][1][token] for token in mark["tokens"])
        place = (mark["sentence"], spans)
        if place in seen:
            continue
        seen.add(place)
        # "cross_ORG371" and "cross_intra_ORG371" are one thing.
        chain = mark["chain"].rpartition("_")[2]
        story.mentions.append(
            Marked(mark["sentence"], spans[0][0], spans[-1][1], spans, mark["type"], chain)
        )
    story.mentions.sort(key=lambda mention: (mention.paragraph, mention.words, mention.chain))
    return story


def _day(words: str) -> str:
    found = _DAY.match(words)
    if not found:
        return ""
    try:
        written = f"{found[1]} {found[2]} {found[3]} +0000"
        return datetime.datetime.strptime(written, "%B %d %Y %z").date().isoformat()
    except ValueError:
        return ""
