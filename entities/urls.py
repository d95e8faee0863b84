"""Addresses of what is known. An id that was ever public keeps working."""

from django.urls import path
from django.views.generic import RedirectView

from entities.access import correcting_only
from entities.views import (
    decisions,
    events,
    merging,
    names,
    pages,
    quoting,
    review,
    ruling,
    splitting,
    stating,
    suggesting,
    timeline,
    unplaced,
    unsure,
    words,
)

app_name = "entities"
urlpatterns = [
    path("", pages.index, name="list"),
    path("suggest/", suggesting.suggest, name="suggest"),
    path("decisions/", decisions.own, name="decisions"),
    path("decisions/<int:pk>/undo/", decisions.undo, name="undo"),
    path("mentions/<int:pk>/", words.mention, name="mention"),
    path("missing/<int:article_pk>/", words.missing, name="missing"),
    path("<int:pk>/", pages.detail, name="detail"),
    path("<int:pk>/correct/", names.correct, name="correct"),
    path("<int:pk>/correct-event/", events.correct, name="correct_event"),
    path("<int:pk>/timeline/", timeline.of_entity, name="timeline"),
    path("<int:pk>/with/", pages.company, name="company"),
    path("<int:pk>/in/<int:article_pk>/", pages.in_dispatch, name="in_dispatch"),
    path("<int:pk>/why/<int:article_pk>/", pages.why, name="why"),
    path("quotes/<int:pk>/", quoting.quote, name="quote"),
    path("figures/<int:pk>/", stating.figure, name="figure"),
    path("occurrences/<int:pk>/", stating.occurrence, name="occurrence"),
    path("<int:pk>/quotes/", quoting.said, name="quotes"),
    path("<int:pk>/quoted/", quoting.quoted, name="quoted"),
    path("<int:pk>/history/", decisions.of_entity, name="history"),
    path("<int:pk>/merge/", merging.merge, name="merge"),
    path("<int:pk>/split/", splitting.split, name="split"),
]

_own_decisions = RedirectView.as_view(pattern_name="entities:decisions")

# The desk of those who correct: its pages stand at the top of the site, in a namespace of their own.
desk = [
    path("review/", review.index, name="review"),
    path("review/<int:low>-<int:high>/", review.pair, name="pair"),
    path("review/take-back/", review.take_back, name="take_back_pair"),
    path("review/unsure/", unsure.index, name="unsure"),
    path("review/unsure/<int:pk>/", unsure.mention, name="mention"),
    path("review/unsure/take-back/", unsure.take_back, name="take_back_mention"),
    path("rules/", ruling.index, name="rules"),
    path("rules/new/", ruling.make, name="make_rule"),
    path("rules/<int:pk>/revoke/", ruling.revoke, name="revoke_rule"),
    path("decisions/", correcting_only(_own_decisions), name="decisions"),
    path("decisions/unplaced/", unplaced.unplaced, name="unplaced"),
]
