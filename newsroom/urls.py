"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from articles.urls import urlpatterns as handing_in
from entities.urls import desk
from entities.views import timeline
from newsroom.views import correcting, deliveries, dispatches, health, home

# One namespace for dispatches, though showing them takes both apps.
dispatch_urls = [
    path("", dispatches.index, name="list"),
    *handing_in,
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/outcomes/", deliveries.outcomes, name="outcomes"),
    path("layers/", dispatches.switch_layers, name="layers"),
    path("<int:pk>/", dispatches.detail, name="detail"),
    path("<int:pk>/reading/", dispatches.reading, name="reading"),
    path("<int:pk>/timeline/", timeline.of_story, name="timeline"),
    path("<int:pk>/correct/", correcting.correct, name="correct"),
    path("<int:pk>/versions/<int:number>/", correcting.version, name="version"),
    path("<int:pk>/history/", dispatches.of_article, name="history"),
    path("<int:pk>/read-again/", dispatches.read_again, name="read_again"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("reading-now/", home.reading_now, name="reading_now"),
    path("timeline/", timeline.everything, name="timeline"),
    path("articles/", include((dispatch_urls, "articles"))),
    path("entities/", include("entities.urls")),
    path("", include((desk, "desk"))),
    path("login/", home.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("healthz", health.health, name="health"),
    path("favicon.ico", home.icon, name="icon"),
    path("admin/", admin.site.urls),
]
