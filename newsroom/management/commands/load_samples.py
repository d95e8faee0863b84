"""Files the sample dispatches, once: where any dispatch was filed before, it does nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.intake import Incoming, receive
from articles.models import Article, Delivery, Receipt

SAMPLES = settings.BASE_DIR / "articles" / "samples"


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if Article.objects.exists():
            self.stdout.write("There are dispatches already; the samples are left out.")
            return
        files = sorted(
            path
            for path in SAMPLES.iterdir()
            if path.suffix in {".txt", ".md", ".html"} and path.name != "README.md"
        )
        delivery = receive(
            [Incoming(path.name, raw=path.read_bytes()) for path in files],
            via=Delivery.Via.SAMPLES,
        )
        failed = delivery.receipts.filter(outcome=Receipt.Outcome.FAILED)
        if failed:
            raise CommandError("; ".join(f"{receipt.name}: {receipt.reason}" for receipt in failed))
        self.stdout.write(f"{len(files)} sample dispatches filed.")
