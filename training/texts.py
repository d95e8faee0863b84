"""`python -m training.texts --out FILE SOURCE...`: news without labels of names, for a teacher to label.

Each SOURCE is an archive of ECB+ or TimeML files, a JSON-lines file with a field `text` (PolNeAR) or
`sentences`, or a TSV of labelled stories, whose labels are left out. FILE gets a paragraph a line
and an empty line after each story.
"""

from __future__ import annotations

import argparse
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from training.corpus import join, read_stories

# A paragraph beyond this many characters is a file that is no story.
LONGEST = 20_000


def stories_in(path: Path) -> Iterator[list[str]]:
    """Yield each story of a source as its paragraphs."""
    if path.name.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            for member in sorted(archive.getmembers(), key=lambda m: m.name):
                opened = archive.extractfile(member)
                if opened and member.name.endswith(".xml"):
                    yield _ecbplus(opened.read())
                elif opened and member.name.endswith(".tml"):
                    yield _timeml(opened.read())
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            if "text" in story:
                yield story["text"].split("\n")
            else:
                yield [_printed(sentence) for sentence in story["sentences"]]
    else:
        for story in read_stories(path):
            yield [join(sentence).text for sentence in story.sentences]


def _ecbplus(xml: bytes) -> list[str]:
    sentences: dict[str, list[str]] = {}
    for token in ElementTree.fromstring(xml).iter("token"):
        sentences.setdefault(token.get("sentence", ""), []).append(token.text or "")
    return [_printed(tokens) for tokens in sentences.values()]


def _timeml(xml: bytes) -> list[str]:
    text = ElementTree.fromstring(xml).find("TEXT")
    if text is None:
        return []
    return re.split(r"\n\s*\n", "".join(text.itertext()).strip())


def _printed(tokens: list[str]) -> str:
    plain = ['"' if token in ("``", "''") else token for token in tokens]
    return join([(token, "O") for token in plain if token.strip()]).text


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.texts", description=__doc__)
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    seen: set[str] = set()
    partial = options.out.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as out:
        for path in options.sources:
            stories = words = 0
            for story in stories_in(path):
                lines = [" ".join(paragraph.split()) for paragraph in story]
                lines = [
                    line for line in lines if line and len(line) <= LONGEST and line not in seen
                ]
                # One wire story in many papers counts once.
                seen.update(line for line in lines if len(line) > 60)
                if lines:
                    out.write("\n".join(lines) + "\n\n")
                    stories, words = stories + 1, words + sum(len(x.split()) for x in lines)
            print(f"{path.name}: {stories} stories, {words} words")
    partial.replace(options.out)


if __name__ == "__main__":
    main()
