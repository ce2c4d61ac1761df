"""Where everything a person reads is."""

from django.urls import path, re_path

from corridors.pages import documents, health, home, lists, send

app_name = "pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("go/", home.go, name="go"),
    re_path(r"^send/(?P<slug>[A-Za-z]{2}-[A-Za-z]{2})/$", send.send, name="send"),
    path("corridors/", lists.corridors, name="corridors"),
    path("providers/<slug:slug>/", lists.provider, name="provider"),
    path("methodology/", documents.methodology, name="methodology"),
    path("about/", documents.about, name="about"),
    path("robots.txt", documents.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
