"""Addresses of handing in. Those that show what was read in dispatches are in newsroom.urls."""

from django.urls import path

from articles import views

urlpatterns = [
    path("new/", views.hand_in, name="new"),
    path("deliveries/", views.deliveries, name="deliveries"),
]
