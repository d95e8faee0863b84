"""Newsroom: the knowledge base of a news desk."""

from newsroom.celery import app as celery_app

__all__ = ["celery_app"]
