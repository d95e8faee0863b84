"""Small functions that make rows for tests, through the same doors as the application."""

import datetime
from typing import Any

from articles.intake import file_dispatch
from articles.models import Article
from articles.readers import ReadDispatch
from extraction.types import Dispatch, Paragraph

TEXT = (
    "President Emmanuel Macron said France would withdraw from Niger.",
    "Macron spoke after a coup in Niamey, where the European Union (EU) has a mission.",
)


def dispatch(*paragraphs: str, **parts: Any) -> Dispatch:
    """A dispatch as a reader gives it."""
    values: dict[str, Any] = {
        "headline": "France to leave Niger",
        "byline": "",
        "dateline": "",
        "published": datetime.date(2023, 10, 6),
        "published_precision": "day",
        "language": "en",
        "source": "Sahel Wire",
    }
    return Dispatch(
        **(values | parts), paragraphs=tuple(Paragraph(text) for text in paragraphs or TEXT)
    )


def filed(*paragraphs: str, **parts: Any) -> Article:
    """A dispatch filed, and queued to be read."""
    article, _ = file_dispatch(ReadDispatch(dispatch(*paragraphs, **parts), "plain", "1"))
    return article
