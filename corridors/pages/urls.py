"""Where everything a person reads is."""

from django.urls import path, re_path

from corridors.pages import documents, habits, health, history, home, lists, price, requirements, send, watch

app_name = "pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("go/", home.go, name="go"),
    re_path(r"^send/(?P<slug>[A-Za-z]{2}-[A-Za-z]{2})/$", send.send, name="send"),
    re_path(r"^send/(?P<slug>[A-Za-z]{2}-[A-Za-z]{2})/habits/$", habits.cost_of_habits, name="habits"),
    path("corridors/", lists.corridors, name="corridors"),
    re_path(r"^corridors/(?P<slug>[A-Za-z]{2}-[A-Za-z]{2})/history/$", history.history, name="history"),
    re_path(
        r"^corridors/(?P<slug>[A-Za-z]{2}-[A-Za-z]{2})/history\.(?P<suffix>svg|png)$",
        history.history_picture,
        name="history-picture",
    ),
    re_path(
        r"^corridors/(?P<slug>[A-Za-z]{2}-[A-Za-z]{2})/requirements/$",
        requirements.requirements,
        name="requirements",
    ),
    path("prices/<number>/", price.price, name="price"),
    path("providers/<slug:slug>/", lists.provider, name="provider"),
    path("watch/", watch.world, name="watch"),
    re_path(
        r"^watch/(?P<name>global|dearest|cheapest)\.(?P<suffix>svg|png)$",
        watch.watch_picture,
        name="watch-picture",
    ),
    path("methodology/", documents.methodology, name="methodology"),
    path("about/", documents.about, name="about"),
    path("about/languages/", documents.about_languages, name="languages"),
    path("robots.txt", documents.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
