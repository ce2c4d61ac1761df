"""Where an answer is passed on, and what a telephone needs to keep the site."""

from django.urls import path, re_path

from sharing.pages import card, install, picture, short, sms

CORRIDOR = r"(?P<slug>[A-Za-z]{2}-[A-Za-z]{2})"

app_name = "sharing"
urlpatterns = [
    re_path(rf"^s/{CORRIDOR}/?\Z", short.short, name="short"),
    re_path(rf"^s/{CORRIDOR}/(?P<amount>(?s:.+?))/?\Z", short.short, name="short-amount"),
    re_path(rf"^send/{CORRIDOR}/card\Z", card.card, name="card"),
    re_path(rf"^send/{CORRIDOR}/card\.png\Z", picture.picture, name="picture"),
    re_path(rf"^send/{CORRIDOR}/sms\Z", sms.sms, name="sms"),
    path("manifest.webmanifest", install.manifest, name="manifest"),
    path("sw.js", install.worker, name="worker"),
]
