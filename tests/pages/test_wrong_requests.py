"""What cannot be answered has a page of the site all the same: in the reader's language, with a way on."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tests.pages.conftest import Page

TOO_MANY = {f"field{number}": "1" for number in range(1100)}
EVIL = {"host": "evil.example"}


def test_more_fields_than_any_form_has_are_answered_in_the_reader_s_language(
    client: Client, ae_ph: None
) -> None:
    page = Page(client.post("/budget/?from=ae&to=ph&lang=ar", TOO_MANY))  # type: ignore[arg-type]
    assert page.status == 400
    assert '<html lang="ar" dir="rtl">' in page.html
    assert "لم نتمكن من قراءة ما أُرسل." in page
    assert "/?lang=ar" in page.links()
    assert "/budget/?from=ae&to=ph&lang=en" in page.links()
    assert "field1" not in page.html


def test_an_address_with_too_many_parameters_is_answered_in_the_browser_s_language(client: Client) -> None:
    page = Page(client.get("/", TOO_MANY, headers={"accept-language": "ur"}))  # type: ignore[arg-type]
    assert page.status == 400
    assert '<html lang="ur" dir="rtl">' in page.html


@pytest.mark.parametrize("to_https", [False, True])
def test_under_a_name_that_is_not_ours_the_way_on_leads_to_ours(
    client: Client, settings: Any, to_https: bool
) -> None:
    settings.SITE_URL, settings.SECURE_SSL_REDIRECT = "https://remit.example", to_https
    with translation.override("th"):  # what a request before this one left behind
        page = Page(client.get("/about/?lang=es", headers=EVIL))  # type: ignore[arg-type]
    assert page.status == 400
    assert '<html lang="es">' in page.html
    assert "https://remit.example/?lang=es" in page.links()
    assert "evil" not in page.html


def test_a_form_that_was_not_got_here_leads_to_the_page_it_belongs_to(db: None) -> None:
    page = Page(Client(enforce_csrf_checks=True).post("/send/ae-ph/?lang=ar"))  # type: ignore[arg-type]
    assert page.status == 403
    assert '<html lang="ar" dir="rtl">' in page.html
    assert "/send/ae-ph/?lang=ar" in page.links()
    assert "CSRF" not in page.html


def test_a_program_is_still_answered_as_one(client: Client) -> None:
    answer = client.get("/api/v1/countries/", headers=EVIL)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(("language", "is_rtl"), [("ar", True), ("ur", True), ("my", False), ("en", False)])
def test_the_page_of_our_own_errors_runs_as_its_language_and_leads_to_english(
    language: str, is_rtl: bool
) -> None:
    with translation.override(language):
        html = render_to_string("500.html")  # neither database nor context
    assert ('dir="rtl"' in html.split("<head>")[0]) == is_rtl
    assert ('href="/?lang=en" lang="en"' in html) == (language != "en")
