"""Makes entities/lexicon/wordcounts.tsv: in how many of a thousand dispatches a lemma stands.

    python -m training.wordcounts FILE... > entities/lexicon/wordcounts.tsv

FILE is TSV with a `# doc` line before each story, JSON lines with a `text`, or a tar.gz of TimeML
files. Lemmas in fewer than five of a thousand are left out: the less often, the more a word tells.
"""

import json
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from entities.event_words import story_words

_LEAST = 5


def stories(path: Path) -> Iterator[str]:
    """The texts of a file."""
    if path.name.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            for member in archive:
                if member.name.endswith(".tml") and (file := archive.extractfile(member)):
                    yield re.sub(r"<[^>]+>", " ", file.read().decode("utf-8", "replace"))
    elif path.suffix == ".jsonl":
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)["text"]
    else:
        for story in re.split(r"^# doc .*$", path.read_text("utf-8"), flags=re.MULTILINE):
            yield " ".join(line.partition("\t")[0] for line in story.splitlines())


def main(paths: list[Path]) -> None:
    """Prints the list."""
    counts: Counter[str] = Counter()
    total = 0
    for path in paths:
        for text in stories(path):
            if text.strip():
                total += 1
                counts.update(set(story_words(text)))
    print(
        "# lemma\tdispatches in a thousand; made by training/wordcounts.py from",
        total,
        "news stories",
    )
    for word, count in sorted(counts.items()):
        share = round(1000 * count / total)
        if share >= _LEAST:
            print(word, share, sep="\t")


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
