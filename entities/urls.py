"""Addresses of what is known. An id that was ever public keeps working."""

from django.urls import path

from entities import views

app_name = "entities"
urlpatterns = [
    path("", views.index, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/with/", views.company, name="company"),
    path("<int:pk>/in/<int:article_pk>/", views.in_dispatch, name="in_dispatch"),
    path("<int:pk>/why/<int:article_pk>/", views.why, name="why"),
]
