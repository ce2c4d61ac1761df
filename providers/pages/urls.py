"""Where what is known of sources is."""

from django.urls import path

from providers.pages import metrics, sources

app_name = "sources"
urlpatterns = [
    path("sources/", sources.sources, name="list"),
    path("sources/<slug:key>/", sources.source, name="source"),
    path("metrics", metrics.metrics, name="metrics"),
]
