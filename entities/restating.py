"""Keeping decisions about quotes, figures and what is said of events in force."""

from __future__ import annotations

from collections.abc import Sequence

from articles.models import Article


def restate(articles: Sequence[Article]) -> None:
    """Puts what people decided about these dispatches' quotes, figures and events in force."""
