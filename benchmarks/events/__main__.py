"""Measures how events are found and typed, who takes part, and whether they are known again elsewhere.

    python -m benchmarks.events [FILE ...] [--only development|heldout] [--errors N]

Without files, our own gold (`benchmarks/happenings/gold`): those dispatches for development, or those held out.
Files may be ECB+ (folder, tar.gz, with its CSV of selected sentences given or beside it), TimeML (.tml, folder,
tar.gz) or MEANTIME (jsonl). What counts as right is told in `triggers.py`, `outside.py` and `identity.py`. On our own gold
`trigger_f1` measures the shipped mentions of the 45 types; on outside data, in which every event is marked, it
measures the untyped detector. `identity_f1` is the CoNLL F1 of events across dispatches on marked mentions,
`baseline_f1` that of "same head lemma, same event".
"""

import argparse
from pathlib import Path

from benchmarks.events import identity, outside, triggers
from benchmarks.happenings import gold


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument(
        "--only", choices=["development", "heldout"], default="development", help="of our own gold"
    )
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N of each sort")
    arguments = parser.parse_args()
    figures: dict[str, float] = {}
    if arguments.files:
        print(f"{'events of any type':22}{'P':>7}{'R':>7}{'F1':>7}{'marked':>8}")
        figures["trigger_f1"] = outside.measure(arguments.files, arguments.errors).f1
    else:
        tally = triggers.measure(gold.load(gold.PARTS[arguments.only]))
        triggers.show(tally, arguments.errors)
        figures["trigger_f1"] = tally.trigger.f1
        figures["type_f1"] = tally.typed.f1
        figures["participants_f1"] = tally.participants.f1
    figures |= identity.figures(arguments.files, arguments.only, arguments.errors)
    print(" ".join(f"{name}={value:.1f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
