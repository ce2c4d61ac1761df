"""Addresses that others can open: whole ones, and a short one that is read out or typed from paper."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from corridors.pages import links
from corridors.pages.answers import AnswerPage
from remitcompare.language import language_asked
from remitcompare.money import plain

# The short address has the amount in its path, leads to the answer of the day, and to nobody's own rhythm.
NOT_BESIDE_IT = ("amount", "as_of", links.TIMES, links.LANGUAGE)


def whole_address(request: HttpRequest, path: str) -> str:
    """The address of a page of ours with the site's name: SITE_URL's, else the one it was asked by."""
    return settings.SITE_URL + path if settings.SITE_URL else request.build_absolute_uri(path)


def short_address(request: HttpRequest, page: AnswerPage) -> str:
    """Where the answer of the day is: https://compare.example.org/s/ae-ph/1000."""
    amount = plain(page.answer.question.amount)
    path = reverse("sharing:short-amount", args=[page.answer.corridor.slug, amount])
    kept = {name: value for name, value in page.parameters.items() if name not in NOT_BESIDE_IT}
    return whole_address(request, path + links.query(in_language(request, kept)))


def asked_address(request: HttpRequest, name: str, page: AnswerPage) -> str:
    """The path of another form of the same answer, with the whole question: "sharing:card"."""
    path = reverse(name, args=[page.answer.corridor.slug])
    kept = {name: value for name, value in page.parameters.items() if name != links.LANGUAGE}
    return path + links.query(in_language(request, kept))


def in_language(request: HttpRequest, parameters: dict[str, str]) -> dict[str, str]:
    """The parameters with the language that the address asked for, if any."""
    language = language_asked(request)
    return parameters | ({links.LANGUAGE: language} if language else {})


def in_letters(address: str) -> str:
    """An address as it is written on paper: without its scheme."""
    parts = urlsplit(address)
    return parts._replace(scheme="").geturl().removeprefix("//")
