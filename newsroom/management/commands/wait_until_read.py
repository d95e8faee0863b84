"""Waits until every dispatch filed so far has been read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.management.waiting import wait_until_read


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--timeout", type=float, default=600, help="Seconds to wait at most.")

    def handle(self, *args: Any, **options: Any) -> None:
        still_open, failed = wait_until_read(timeout=options["timeout"])
        if still_open:
            raise CommandError(f"{still_open} dispatches still wait to be read. Does a worker run?")
        self.stdout.write(
            f"All dispatches are read; {failed} could not be."
            if failed
            else "All dispatches are read."
        )
