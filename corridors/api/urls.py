"""Where everything of the API's first version is; mounted at /api/v1/."""

from django.urls import path

from corridors.api import docs, statistics_views, views

app_name = "api"
urlpatterns = [
    path("countries/", views.Countries.as_view(), name="countries"),
    path("corridors/", views.Corridors.as_view(), name="corridors"),
    path("corridors/<str:slug>/", views.CorridorDetail.as_view(), name="corridor"),
    path("corridors/<str:slug>/options/", views.Options.as_view(), name="options"),
    path(
        "corridors/<str:slug>/statistics/",
        statistics_views.Statistics.as_view(),
        name="statistics",
    ),
    path("providers/", views.Providers.as_view(), name="providers"),
    path("providers/<str:slug>/", views.ProviderDetail.as_view(), name="provider"),
    path("rates/", views.Rates.as_view(), name="rates"),
    path("statistics/", statistics_views.AllStatistics.as_view(), name="all_statistics"),
    path("statistics.csv", statistics_views.AllStatisticsCsv.as_view(), name="all_statistics_csv"),
    path("sources/", views.Sources.as_view(), name="sources"),
    path("schema/", docs.Schema.as_view(), name="schema"),
    path("docs/", docs.Docs.as_view(), name="docs"),
]
