"""Addresses of what is known. An id that was ever public keeps working."""

from django.urls import path

from entities.views import pages

app_name = "entities"
urlpatterns = [
    path("", pages.index, name="list"),
    path("<int:pk>/", pages.detail, name="detail"),
    path("<int:pk>/with/", pages.company, name="company"),
    path("<int:pk>/in/<int:article_pk>/", pages.in_dispatch, name="in_dispatch"),
]
