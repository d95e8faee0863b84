"""`python -m extraction [--json] [--date YYYY-MM-DD] FILE...`: print what dispatches name."""

import argparse
import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

from extraction import pipeline, printing
from extraction.decoding import decode
from extraction.dispatch import read_text
from extraction.types import Annotations, Dispatch, Unreadable


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every file's dispatch; 1 if one could not be read, the others are printed all the same."""
    options = _options(arguments)
    failed = False
    read: list[tuple[str, Dispatch, Annotations]] = []
    for name in options.files:
        try:
            dispatch = read_text(decode(_bytes(name)), published=options.date)
        except Unreadable as problem:
            print(f"{_label(name)}: {problem}", file=sys.stderr)
            failed = True
        except OSError as problem:
            print(f"{_label(name)}: {problem.strerror or problem}.", file=sys.stderr)
            failed = True
        else:
            annotations = pipeline.annotate(dispatch)
            read.append((name, dispatch, annotations))
            if not options.json:
                _print_marked(read, several=len(options.files) > 1)
    if options.json and (read or len(options.files) > 1):
        objects = [printing.as_object(dispatch, found) for _, dispatch, found in read]
        print(printing.as_json(objects if len(options.files) > 1 else objects[0]))
    return 1 if failed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m extraction",
        description="Print what dispatches name: people, places, organisations and events.",
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help='a text file, or "-" for standard input'
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print JSON: one object, or a list of objects if several files are given",
    )
    parser.add_argument(
        "--date",
        type=_date,
        metavar="YYYY-MM-DD",
        help="the dispatch's date, where its text tells none or no year",
    )
    return parser.parse_args(arguments)


def _date(value: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a date such as 2023-12-12") from None


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _label(name: str) -> str:
    return "standard input" if name == "-" else name


def _print_marked(read: list[tuple[str, Dispatch, Annotations]], *, several: bool) -> None:
    name, dispatch, annotations = read[-1]
    if several:
        print(("\n" if len(read) > 1 else "") + f"== {_label(name)} ==\n")
    print(printing.marked(dispatch, annotations, colour=sys.stdout.isatty()))


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(main())
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
