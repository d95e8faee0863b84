"""Stories whose attributions are marked (PolNeAR): what is said, by which words, by whom.

Each channel is labelled for itself, so that "said" and "he" may stand inside another's content.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from extraction.recogniser.heads import CHANNELS
from training.happenings import Marked


def read_polnear(path: Path) -> Iterator[Marked]:
    """Yield the stories of a JSON-lines file with `text` and `attributions`.

    Of contents within each other the outermost stays; a span is cut at the end of a paragraph, and
    parts with no letter or digit between them are one.
    """
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            story = json.loads(line)
            yield _story(story["id"], story["text"], story["attributions"])


def _story(name: str, text: str, attributions: list[dict]) -> Marked:
    paragraphs, bounds, at = [], [], 0
    for part in text.split("\n"):
        if part.strip():
            paragraphs.append(part)
            bounds.append((at, at + len(part)))
        at += len(part) + 1
    made = Marked(name, paragraphs)
    for channel in CHANNELS:
        whole = [span for a in attributions for span in _joined(text, a.get(channel, []))]
        found: list[tuple[int, int, int]] = []
        reached = 0
        for start, end in sorted(set(whole), key=lambda span: (span[0], -span[1])):
            if start < reached:
                continue
            reached = end
            found += _cut(text, bounds, start, end)
        made.spans[channel] = found
    return made


def _joined(text: str, parts: list[list[int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((a, b) for a, b in parts):
        if joined and not any(c.isalnum() for c in text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut(
    text: str, bounds: list[tuple[int, int]], start: int, end: int
) -> Iterator[tuple[int, int, int]]:
    for number, (low, high) in enumerate(bounds):
        a, b = max(start, low), min(end, high)
        if a < b and text[a:b].strip():
            yield number, a - low, b - low
