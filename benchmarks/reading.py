"""Times reading with everything on against reading names alone, on one thread.

    python -m benchmarks.reading [FILE...] [--repeat N] [--steps N]

Reads text files as dispatches (by default those of articles/samples), first names only and then
with dates, events, quotes and figures, by turns so that both meet the same load of the machine.
Each way has a process of its own to tell its memory and how long it takes to load. `--steps`
prints the functions that take most time of themselves. The last line holds words a second of both,
of the fastest round each, and the ratio in per cent.
"""

import argparse
import cProfile
import json
import os
import pstats
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

if TYPE_CHECKING:
    from extraction.types import Dispatch

SAMPLES = Path(__file__).parent.parent / "articles" / "samples"
WAYS = {"names alone": True, "everything": False}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--repeat", type=int, default=5, metavar="N")
    parser.add_argument("--steps", type=int, default=0, metavar="N")
    parser.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    files = chosen.files or sorted(SAMPLES.glob("*.txt"))
    if chosen.only:
        print(json.dumps(_alone(files, chosen.only)))
        return
    for way in WAYS:
        command = [sys.executable, "-m", "benchmarks.reading", *map(str, files), "--only", way]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{way}: loaded in {found['load']:.2f} s, first dispatch in {found['first']:.2f} s, "
            f"peak memory {found['memory']:.0f} MB"
        )
    _compare(files, chosen.repeat)
    if chosen.steps:
        _profile(files, chosen.steps)


def _alone(files: Sequence[Path], way: str) -> dict[str, float]:
    """What a process of its own needs: seconds to load and to read a first dispatch, megabytes."""
    started = time.perf_counter()
    from extraction import pipeline

    pipeline.warm()
    loaded = time.perf_counter()
    dispatches = _dispatches(files)
    before = time.perf_counter()
    pipeline.annotate(dispatches[0], names_only=WAYS[way])
    first = time.perf_counter() - before
    for dispatch in dispatches[1:]:
        pipeline.annotate(dispatch, names_only=WAYS[way])
    # Kilobytes on Linux, bytes on macOS.
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return {"load": loaded - started, "first": first, "memory": memory}


def _compare(files: Sequence[Path], repeat: int) -> None:
    from extraction import pipeline

    dispatches = _dispatches(files)
    words = sum(len(one.text.split()) for each in dispatches for one in each.paragraphs)
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for way in WAYS.values():
        pipeline.annotate(dispatches[0], names_only=way)
    for _ in range(repeat):
        for way, names_only in WAYS.items():
            # Of this process alone, whatever else the machine does.
            started = time.process_time()
            for dispatch in dispatches:
                pipeline.annotate(dispatch, names_only=names_only)
            seconds[way].append(time.process_time() - started)
    for way, of in seconds.items():
        print(
            f"{way}: {words} words in {len(dispatches)} dispatches, "
            f"{words / statistics.median(of):.0f} words a second of computing time (median)"
        )
    names, everything = (words / min(of) for of in seconds.values())
    ratio = statistics.median(one / other for one, other in zip(*seconds.values(), strict=True))
    print(f"names={names:.0f} everything={everything:.0f} ratio={100 * ratio:.1f}")


def _dispatches(files: Sequence[Path]) -> "list[Dispatch]":
    from extraction.decoding import decode
    from extraction.dispatch import read_text

    return [read_text(decode(path.read_bytes())) for path in files]


def _profile(files: Sequence[Path], steps: int) -> None:
    from extraction import pipeline

    dispatches = _dispatches(files)
    with cProfile.Profile() as profile:
        for dispatch in dispatches:
            pipeline.annotate(dispatch)
    pstats.Stats(profile).sort_stats("tottime").print_stats(steps)
    pstats.Stats(profile).sort_stats("cumtime").print_stats("extraction", steps)


if __name__ == "__main__":
    main()
