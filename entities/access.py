"""Who may correct: the rule said once, with words for those who may not."""

from articles.access import permitted

correcting_only = permitted(
    "entities.correct",
    "Correcting what was read is for admins of the desk. Your account reads; tell one of them what "
    "is wrong.",
)
