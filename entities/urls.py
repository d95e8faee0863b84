"""Addresses of what is known. An id that was ever public keeps working."""

from django.urls import path

from entities.views import decisions, names, pages, suggesting, words

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
    path("<int:pk>/with/", pages.company, name="company"),
    path("<int:pk>/in/<int:article_pk>/", pages.in_dispatch, name="in_dispatch"),
    path("<int:pk>/history/", decisions.of_entity, name="history"),
]
