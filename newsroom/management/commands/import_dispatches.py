"""Files dispatches from files and folders. Safe to run twice: what is there is not filed again."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date
from tqdm import tqdm

from articles.intake import Incoming, receive
from articles.models import Delivery, Receipt
from newsroom.management.waiting import wait_until_read

# In folders only these are taken; a file that is named is always tried.
SUFFIXES = {".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".text"}
# Files handed to intake at once: the bytes of so many are in memory together.
BATCH = 20


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument(
            "--wait", action="store_true", help="Wait until the dispatches filed are read."
        )
        parser.add_argument("--timeout", type=float, default=3600, help="Seconds for --wait.")
        parser.add_argument("--source", default="", help="Source of those that name none.")
        parser.add_argument(
            "--published", default="", metavar="YYYY-MM-DD", help="Date of those that have none."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        published = None
        if options["published"]:
            try:
                published = parse_date(options["published"])
            except ValueError:
                published = None
            if published is None:
                raise CommandError(f"{options['published']!r} is not a date: write YYYY-MM-DD.")
        missing = [path for path in options["paths"] if not path.exists()]
        files = list(found_in(path for path in options["paths"] if path.exists()))
        outcomes: Counter[str] = Counter()
        articles: list[int] = []
        notes: list[tuple[Path, Receipt]] = []
        failures = [(str(path), "There is no such file or folder.") for path in missing]
        with tqdm(
            total=len(files), desc="Filing", unit="file", disable=not sys.stderr.isatty()
        ) as bar:
            for start in range(0, len(files), BATCH):
                batch = files[start : start + BATCH]
                delivery = receive(
                    [taken(path) for path in batch],
                    via=Delivery.Via.COMMAND,
                    source=options["source"],
                    published=published,
                )
                receipts = delivery.receipts.order_by("position")
                for path, receipt in zip(batch, receipts, strict=True):
                    outcomes[receipt.outcome] += 1
                    if receipt.outcome == Receipt.Outcome.FAILED:
                        failures.append((str(path), receipt.reason))
                    elif receipt.article_id is not None:
                        articles.append(receipt.article_id)
                        if receipt.reason:
                            notes.append((path, receipt))
                bar.update(len(batch))
        for path, receipt in notes:
            self.stdout.write(f"{path}: duplicate of {receipt.article_id}. {receipt.reason}")
        for name, reason in failures:
            self.stderr.write(f"{name}: {reason}")
        self.stdout.write(
            f"{outcomes[Receipt.Outcome.FILED]} filed, "
            f"{outcomes[Receipt.Outcome.DUPLICATE]} duplicate, {len(failures)} failed."
        )
        unread = self.wait(articles, options["timeout"]) if options["wait"] else 0
        if failures or unread:
            sys.exit(1)

    def wait(self, articles: list[int], timeout: float) -> int:
        still_open, failed = wait_until_read(articles, timeout=timeout)
        if still_open:
            self.stderr.write(f"{still_open} dispatches are not read yet. Does a worker run?")
        if failed:
            self.stderr.write(f"{failed} dispatches could not be read: see their pages.")
        if not still_open and not failed:
            self.stdout.write(f"{len(set(articles))} dispatches are read.")
        return still_open + failed


def found_in(paths: Iterator[Path]) -> Iterator[Path]:
    """Files named, and, in folders and theirs, those with an ending of a text; each once."""
    seen: set[Path] = set()
    for path in paths:
        inside = (
            sorted(
                file
                for file in path.rglob("*")
                if file.suffix.lower() in SUFFIXES
                and file.is_file()
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
            if path.is_dir()
            else [path]
        )
        for file in inside:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def taken(path: Path) -> Incoming:
    """The file as something received; one too large is not read into memory."""
    try:
        size = path.stat().st_size
        if size > settings.MAX_DISPATCH_BYTES:
            return Incoming(path.name, size=size, refusal=too_large(size))
        return Incoming(path.name, raw=path.read_bytes(), size=size)
    except OSError as error:
        return Incoming(path.name, size=0, refusal=f"It cannot be opened: {error.strerror}.")


def too_large(size: int) -> str:
    """Why a file of this size is not taken."""
    return (
        f"The file is {size / 1_000_000:.1f} MB; the most Newsroom takes in one dispatch is "
        f"{settings.MAX_DISPATCH_BYTES / 1_000_000:.1f} MB."
    )
