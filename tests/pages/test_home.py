"""From, to, amount: the destinations follow the origin, with and without JavaScript."""

import re

import pytest

from tests.factories import price, record
from tests.pages.conftest import Read


@pytest.fixture
def _some_corridors(db: None) -> None:
    record(
        price(),
        price(corridor="ae-in", currencies=("AED", "INR")),
        price(corridor="es-ec", currencies=("EUR", "USD"), rate="1.1"),
        price(corridor="es-ma", currencies=("EUR", "MAD")),
    )


def options(html: str, select: str) -> list[str]:
    (inside,) = re.findall(rf'<select id="{select}".*?</select>', html, flags=re.DOTALL)
    return re.findall(r"<option[^>]*>([^<]*)</option>", inside)


@pytest.mark.usefixtures("_some_corridors")
class TestHome:
    def test_only_countries_that_have_corridors_are_offered(self, read: Read) -> None:
        assert options(read("/").html, "from") == ["Choose a country", "Spain", "United Arab Emirates"]

    def test_without_a_script_the_first_step_asks_for_the_origin_alone(self, read: Read) -> None:
        page = read("/")
        assert '<fieldset id="rest" hidden disabled>' in page.html
        assert "Next: where to" in page

    def test_the_second_step_offers_the_destinations_of_the_origin(self, read: Read) -> None:
        page = read("/?from=ae&amount=500")
        assert options(page.html, "to") == ["Choose a country", "India", "Philippines"]
        assert '<fieldset id="rest">' in page.html
        assert '<b id="currency">AED</b>' in page.html
        assert 'value="500"' in page.html

    def test_what_was_chosen_stays(self, read: Read) -> None:
        page = read("/?from=AE&to=PH")
        assert '<option value="ph" selected>Philippines</option>' in page.html

    def test_the_script_finds_every_destination_and_each_origin_s_own(self, read: Read) -> None:
        page = read("/")
        assert 'data-to="in ph" data-currency="AED"' in page.html
        (template,) = re.findall(r'<template id="places">(.*?)</template>', page.html, flags=re.DOTALL)
        names = ["Ecuador", "India", "Morocco", "Philippines"]
        assert re.findall(r">([^<]+)</option>", template) == names

    def test_countries_are_named_and_sorted_in_the_reader_s_language(self, read: Read) -> None:
        record(price(corridor="ye-dk"), price(corridor="om-no"))
        named = options(read("/?lang=es").html, "from")[1:]
        assert named == ["Emiratos Árabes Unidos", "España", "Omán", "Yemen"]

    def test_an_unknown_origin_is_asked_for_again(self, read: Read) -> None:
        assert "Next: where to" in read("/?from=zz")

    def test_the_number_of_corridors_is_said(self, read: Read) -> None:
        assert "Prices for 4 pairs of countries. Nobody can buy a place in the list." in read("/")

    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            ("from=ae&to=ph&amount=1000", "/send/ae-ph/?amount=1000"),
            ("from=AE&to=PH&amount=", "/send/ae-ph/"),
            ("from=ae&to=ph&amount=1%2C000&lang=es", "/send/ae-ph/?amount=1%2C000&lang=es"),
            ("from=ae&to=&amount=7", "/?from=ae&amount=7"),
            ("from=ae", "/?from=ae"),
            ("from=ae&to=../x", "/?from=ae&to=..%2Fx"),
            ("", "/"),
        ],
    )
    def test_the_form_leads_to_the_comparison_once_it_can(self, read: Read, typed: str, address: str) -> None:
        page = read(f"/go/?{typed}")
        assert (page.status, page.response["Location"]) == (302, address)


@pytest.mark.django_db
def test_without_any_price_the_home_page_says_so(read: Read) -> None:
    page = read("/")
    assert page.status == 200
    assert "No prices are loaded yet, so there is nothing to compare." in page
