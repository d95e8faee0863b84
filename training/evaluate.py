"""`python -m training.evaluate --model FOLDER --data FOLDER`: the shipped model on held-out text.

Prints exact F1 per kind, label and region, words per second on one thread, load time, memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from pathlib import Path

from extraction.recogniser.onnx import Recogniser
from training.corpus import paragraphs_of, read_stories
from training.scoring import Count, score

FILES = {"world": "worldwide-dev.tsv", "wire": "conllpp-dev.tsv"}


def row(name: str, count: Count) -> str:
    return (
        f"  {name:<14} p {count.precision:5.1f}  r {count.recall:5.1f}  f1 {count.f1:5.1f}"
        f"  gold {count.gold:5d}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reading", type=json.loads, default={}, help='such as {"window": 384}')
    parser.add_argument("--no-vote", action="store_true")
    options = parser.parse_args()

    before = time.perf_counter()
    recogniser = Recogniser.load(options.model)
    recogniser.tag(["Niamey announced it."])
    print(f"cold load and first sentence {time.perf_counter() - before:.2f} s")
    for name, value in options.reading.items():
        setattr(recogniser, name, value)
    if options.no_vote:
        from dataclasses import replace

        recogniser.heads = {n: replace(h, vote=False) for n, h in recogniser.heads.items()}
    for head, name in FILES.items():
        stories = read_stories(options.data / name)
        words = sum(len(sentence) for story in stories for sentence in story.sentences)
        texts = [[p.text for p in paragraphs_of(story)] for story in stories]
        wall, cpu = time.perf_counter(), time.process_time()
        for text in texts:
            recogniser.tag(text, head)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        scores = score(recogniser, stories, head)
        print(f"\n{name}, head {head}: {scores.line()}")
        print(
            f"  {words} words, {words / wall:.0f} a second of wall clock, {words / cpu:.0f} of processor time"
        )
        for part in (scores.by_kind, scores.by_label, scores.by_region):
            for key, count in sorted(part.items()):
                if key:
                    print(row(key, count))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    statm = Path("/proc/self/statm").read_text(encoding="ascii")
    now = int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    print(f"\npeak memory {peak:.0f} MB, now {now:.0f} MB")


if __name__ == "__main__":
    main()
