"""Where everything around the price is."""

from django.urls import path, re_path

from support.pages import articles, budget, organisations, reports

app_name = "support"
COUNTRY = r"(?P<country>[A-Za-z]{2})"
REPORTED = r"(?P<about>organisation|text|country)/(?P<key>[0-9]{1,18}|[a-z]{2})"
urlpatterns = [
    path("support/", organisations.countries, name="countries"),
    re_path(rf"^support/{COUNTRY}/$", organisations.organisations, name="organisations"),
    re_path(rf"^support/report/{REPORTED}/$", reports.report, name="report"),
    re_path(rf"^support/report/{REPORTED}/thanks/$", reports.reported, name="reported"),
    path("services/", articles.services_countries, name="services-countries"),
    re_path(rf"^services/{COUNTRY}/$", articles.services, name="services"),
    re_path(r"^services/(?P<country>[a-z]{2})/(?P<slug>[a-z0-9-]+)/$", articles.page, name="page"),
    path("lessons/", articles.lessons, name="lessons"),
    re_path(r"^lessons/(?P<slug>[a-z0-9-]+)/$", articles.lesson, name="lesson"),
    path("budget/", budget.budget, name="budget"),
]
