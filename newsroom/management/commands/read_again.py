"""Has dispatches read again: those read by an older version of the extraction, or all.

What people corrected stays. Run it again after an interruption: what is read by then is left out.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import OuterRef, QuerySet, Subquery

from articles.models import Article
from entities.models import ExtractionRun
from entities.queueing import queue
from extraction import pipeline
from newsroom.management.waiting import wait_until_read


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Also those read by this version.")
        parser.add_argument("--failed", action="store_true", help="Only those that failed.")
        parser.add_argument("--wait", action="store_true", help="Wait until they are read.")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = self.chosen(everything=options["all"], failed=options["failed"])
        articles = list(chosen.order_by("pk"))
        queued = sum(queue(article) is not None for article in articles)
        self.stdout.write(f"{queued} dispatches will be read again.")
        if options["wait"]:
            still_open, failed = wait_until_read(
                [article.pk for article in articles], timeout=86_400
            )
            self.stdout.write(f"{len(articles) - still_open - failed} read, {failed} failed.")

    def chosen(self, *, everything: bool, failed: bool) -> QuerySet[Article]:
        latest = ExtractionRun.objects.filter(version=OuterRef("current_version")).order_by("-id")
        articles = Article.objects.annotate(
            state=Subquery(latest.values("state")[:1]),
            read_by=Subquery(latest.values("pipeline_version")[:1]),
        )
        if failed:
            return articles.filter(state=ExtractionRun.State.FAILED)
        return articles if everything else articles.exclude(read_by=pipeline.VERSION)
