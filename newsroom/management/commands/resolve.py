"""Resolves dispatches anew from their stored mentions, without reading them again.

Without --again, the dispatches that hold no decision on their names yet, as after an upgrade; with
it, all. What people decided stays, and so do numbers of entities. Interrupted, it says where to go
on; running it twice does no harm.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Exists, OuterRef
from tqdm import tqdm

from articles.models import Article
from entities import consolidation
from entities.models import Mention, Resolution


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="Also those resolved before.")
        parser.add_argument(
            "--from", dest="first", type=int, default=0, metavar="NUMBER", help="Go on there."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        mentions = Mention.objects.filter(paragraph__version__current_of=OuterRef("pk"))
        articles = Article.objects.filter(Exists(mentions), pk__gte=options["first"])
        if not options["again"]:
            resolved = Resolution.objects.filter(article=OuterRef("pk"))
            articles = articles.filter(~Exists(resolved))
        numbers = list(articles.order_by("pk").values_list("pk", flat=True))
        moved = 0
        number = 0
        try:
            for number in tqdm(
                numbers,
                desc="Resolving",
                unit="dispatch",
                disable=not sys.stderr.isatty(),
                leave=False,
            ):
                article = Article.objects.filter(pk=number).first()
                if article is not None:
                    moved += consolidation.resolve_again(article)
                    moved += consolidation.look_again(article)
        except KeyboardInterrupt:
            again = "--again " if options["again"] else ""
            self.stderr.write(f"Interrupted. Go on with: resolve {again}--from {number}")
            raise SystemExit(130) from None
        self.stdout.write(f"{len(numbers)} dispatches resolved; {moved} names moved.")
