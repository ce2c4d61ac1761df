"""Where an alert is asked for, confirmed and ended."""

from django.urls import path

from alerts.pages import asking, deciding

app_name = "alerts"
urlpatterns = [
    path("alerts/", asking.ask, name="ask"),
    path("alerts/asked/", asking.asked, name="asked"),
    path("alerts/confirm/", deciding.confirm, name="confirm"),
    path("alerts/stop/", deciding.stop, name="stop"),
    path("alerts/forget/", deciding.forget, name="forget"),
]
