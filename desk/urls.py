"""The desk's own pages, beside those that Django's admin makes of models."""

from django.urls import path

from desk.pages import first_steps, looking, rounds, sources, visits

app_name = "desk"
urlpatterns = [
    path("first-steps/", first_steps.first_steps, name="first_steps"),
    path("first-steps/<slug:step>/", first_steps.tick, name="tick"),
    path("languages/", looking.languages_page, name="languages"),
    path("requirements/", looking.requirements, name="requirements"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:key>/ask/", sources.ask, name="ask"),
    path("rounds/<int:pk>/plan/", rounds.plan, name="plan"),
    path("rounds/<int:pk>/finish/", rounds.finish, name="finish"),
    path("rounds/<int:pk>/sheet/", rounds.sheet, name="sheet"),
    path("visits/<int:pk>/price/", visits.price, name="visit_price"),
    path("visits/<int:pk>/impossible/", visits.impossible, name="visit_impossible"),
]
