"""What holds for every public page: no cookie, no other site, little weight, one language, nothing inline."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from corridors.domain.codes import Access, PayIn, PayOut
from tests.factories import NOW, add_cross_rate, price, record
from tests.pages.conftest import Read

STATIC = Path(settings.BASE_DIR, "corridors", "static", "corridors")
PAGES = (
    "/",
    "/?from=ae",
    "/send/ae-ph/?amount=1000",
    "/send/ae-ph/?amount=lots",
    "/send/ae-ph/?amount=1",
    "/send/ae-ke/",
    "/corridors/",
    "/corridors/ae-ph/requirements/",
    "/corridors/ae-ke/requirements/",
    "/prices/none/",
    "/watch/",
    "/watch/?sort=none",
    "/providers/swift-hawk/",
    "/methodology/",
    "/about/",
    "/nothing-here/",
)
# They say where data comes from and who else compares prices.
NAMING_OTHERS = ("/about/", "/corridors/ae-ph/requirements/")
WIRE_LIMIT = 30_000


@pytest.fixture
def large_corridor(db: None) -> None:
    """More companies than any corridor of the survey has, each with several ways and a long note."""
    add_cross_rate("AED", "PHP", "12")
    record(
        *(
            price(
                f"Company {chr(97 + number % 26)}{number} Remittances",
                fee=str(5 + number),
                rate=f"11.{900 - number}",
                pay_in=(PayIn.CASH,) if number % 3 else (PayIn.BANK_ACCOUNT, PayIn.CARD),
                access=(Access.BRANCH,) if number % 2 else (Access.CALL_CENTER, Access.INTERNET),
                pay_out=(PayOut.CASH,) if number % 5 else (PayOut.BANK_ACCOUNT,),
                note=f"Offer {number}: " + "recipients may incur an additional cost when converting. " * 5,
            )
            for number in range(60)
        ),
        *(price(f"Silent {number}", rate=None, fee=str(number + 1)) for number in range(60)),
    )


@pytest.mark.usefixtures("ae_ph")
@pytest.mark.parametrize("address", PAGES)
class TestEveryPage:
    def test_it_sets_no_cookie(self, client: Client, address: str) -> None:
        assert not client.get(address).cookies

    def test_it_loads_nothing_from_another_site(self, read: Read, address: str) -> None:
        loaded = read(address).loaded()
        assert loaded
        assert [link for link in loaded if not link.startswith("/static/")] == []

    def test_only_sources_are_linked_elsewhere(self, read: Read, address: str) -> None:
        elsewhere = [link for link in read(address).links() if not link.startswith(("/", "?", "#", "sms:"))]
        assert bool(elsewhere) == (address in NAMING_OTHERS)

    def test_its_policy_forbids_all_but_our_own(self, client: Client, address: str) -> None:
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy

    def test_it_has_no_inline_script_or_style(self, read: Read, address: str) -> None:
        html = read(address).html
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)", html)

    def test_it_says_its_language_and_has_one_main_heading(self, read: Read, address: str) -> None:
        html = read(address).html
        assert '<html lang="en">' in html
        assert len(re.findall(r"<h1\b", html)) == 1

    def test_it_makes_at_most_four_requests(self, read: Read, address: str) -> None:
        # The worker that keeps a comparison is the fourth of one; tests/browser/test_budgets.py counts them.
        assert len(read(address).loaded()) <= (3 if address.startswith("/send/ae-ph/") else 4)

    def test_no_exclamation_and_no_word_of_the_trade(self, read: Read, address: str) -> None:
        page = read(address)
        assert "!" not in page.text
        if address != "/methodology/":
            assert not re.search(r"\b(?:remitter|quote|FX)\b", page.text, flags=re.IGNORECASE)

    def test_it_is_in_the_language_that_its_address_asks_for(self, read: Read, address: str) -> None:
        spanish = read(address + ("&" if "?" in address else "?") + "lang=es")
        assert '<html lang="es">' in spanish.html
        inner = [link for link in spanish.links() if link.startswith("/") and 'lang="en"' not in link]
        assert all("lang=" in link for link in inner)

    def test_it_is_only_read(self, client: Client, address: str) -> None:
        assert client.post(address).status_code in {404, 405}


class TestWeight:
    def test_the_stylesheet_and_script_are_small(self) -> None:
        assert (STATIC / "remitcompare.css").stat().st_size < 12_000
        assert (STATIC / "destinations.js").stat().st_size < 2_000

    @pytest.mark.usefixtures("large_corridor")
    def test_a_very_large_corridor_stays_within_30_kb_with_its_stylesheet(self, client: Client) -> None:
        response = client.get("/send/ae-ph/?amount=1000", headers={"Accept-Encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert b"60 ways to send, best first" in gzip.decompress(response.content)
        stylesheet = gzip.compress((STATIC / "remitcompare.css").read_bytes())
        assert len(response.content) + len(stylesheet) < WIRE_LIMIT

    def test_a_page_is_kept_for_a_minute_and_an_error_is_not(self, read: Read, ae_ph: None) -> None:
        kept = read("/send/ae-ph/?amount=1000").response
        assert kept["Cache-Control"] == "public, max-age=60"
        assert "Accept-Language" in kept["Vary"]
        assert "Cookie" not in kept["Vary"]
        assert not read("/send/ae-ph/?amount=lots").response.has_header("Cache-Control")


@pytest.mark.usefixtures("ae_ph")
class TestLanguage:
    def test_the_browser_s_language_is_spoken_where_we_have_it(self, read: Read) -> None:
        assert '<html lang="es">' in read("/", **{"Accept-Language": "es-MX,es;q=0.9"}).html

    def test_an_address_says_more_than_the_browser(self, read: Read) -> None:
        assert '<html lang="en">' in read("/?lang=en", **{"Accept-Language": "es"}).html

    def test_a_language_we_do_not_have_is_not_spoken(self, read: Read) -> None:
        page = read("/?lang=xx")
        assert '<html lang="en">' in page.html
        assert "lang=xx" not in "".join(page.links())

    def test_the_other_language_keeps_the_question(self, read: Read) -> None:
        assert "/send/ae-ph/?amount=1000&lang=es" in read("/send/ae-ph/?amount=1000").links()

    def test_numbers_are_written_as_the_language_writes_them(self, read: Read) -> None:
        page = read("/send/ae-ph/?amount=1000&lang=vi")
        assert "11.781,00 PHP" in page or "11.781,00 ₱" in page
        assert "1,8%" in page

    def test_english_puts_the_day_before_the_month(self, read: Read) -> None:
        assert f"{NOW.day} November 2026" in read("/send/ae-ph/?amount=1000")


def test_an_error_of_ours_has_a_page_of_its_own(
    client: Client, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("corridors.selectors.corridors", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert b"Something went wrong on our side." in response.content


def test_a_page_rendered_without_a_request_has_no_language_switch() -> None:
    html = render_to_string("404.html")
    assert "There is no page at this address." in html
    assert "hreflang" not in html
