"""Short address, card, manifest and worker; and what the head of a page says."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from corridors import selectors
from corridors.pages.places import names_of
from sharing.answering import answer_page
from sharing.pages.install import ACCENT, PAPER
from tests.factories import NOW, make_provider, price, record, surveyed
from tests.pages.conftest import Page, Read
from tests.sharing.conftest import SITE

CARD = "/send/ae-ph/card?amount=1000"
APP = Path(settings.BASE_DIR, "sharing")
STYLESHEET = Path(settings.BASE_DIR, "corridors", "static", "corridors", "remitcompare.css")


@pytest.fixture
def read(client: Client, db: None) -> Read:
    return lambda address, **headers: Page(client.get(address, headers=headers))  # type: ignore[arg-type]


class TestShortAddress:
    @pytest.mark.parametrize(
        ("short", "whole"),
        [
            ("/s/ae-ph", "/send/ae-ph/"),
            ("/s/AE-ph/", "/send/ae-ph/"),
            ("/s/ae-ph/1000", "/send/ae-ph/?amount=1000"),
            ("/s/ae-ph/1000/?lang=es&utm=x", "/send/ae-ph/?amount=1000&lang=es"),
            ("/s/ae-ph/12000?mode=receive", "/send/ae-ph/?amount=12000&mode=receive"),
            ("/s/ae-ph/1000/?amount=5", "/send/ae-ph/?amount=1000"),
            ("/s/ae-ph/1/2", "/send/ae-ph/?amount=1%2F2"),
            ("/s/ae-ph/%0D%0AX:%20%3Cb%3E%00", "/send/ae-ph/?amount=X%3A+%3Cb%3E%00"),
        ],
    )
    def test_it_leads_to_the_comparison_for_this_time(self, client: Client, short: str, whole: str) -> None:
        response = client.get(short)
        path, _mark, query = response["Location"].partition("?")
        assert response.status_code == 302
        assert (path, sorted(query.split("&"))) == (
            whole.split("?")[0],
            sorted(whole.partition("?")[2].split("&")),
        )

    def test_a_hostile_amount_meets_the_comparison_s_own_error(self, client: Client, ae_ph: None) -> None:
        response = client.get("/s/ae-ph/<script>", follow=True)
        assert response.status_code == 400
        assert "“&lt;script&gt;” is not an amount." in response.content.decode()


@pytest.mark.usefixtures("ae_ph")
class TestCard:
    def test_it_says_who_gives_the_most_and_where_the_answer_of_the_day_is(self, read: Read) -> None:
        card = read(CARD)
        assert "You pay, all included: AED 1,000.00 Your family gets up to ₱11,781.00 with Swift Hawk" in card
        assert "seen 20 November 2026." in card
        assert " ago" not in card
        assert re.findall(r"<li><bdi>(.*?)</bdi> <span><bdi>(.*?)</bdi></span>", card.html) == [
            ("₱11,781.00", "Swift Hawk"),
            ("₱11,564.00", "Plain Exchange"),
            ("₱11,500.00", "Old Bank"),
        ]
        assert "Made on 20 November 2026. Prices change: look before you pay." in card
        assert "compare.example.org/s/ae-ph/1000" in card
        assert 'aria-label="QR code that leads to compare.example.org/s/ae-ph/1000"' in card.html

    def test_a_name_keeps_its_own_order_and_its_own_signs(self, read: Read) -> None:
        record(price("Hawk & Sons Ltd.", rate="12"))
        assert read(f"{CARD}&lang=ar").html.count("<bdi>Hawk &amp; Sons Ltd.</bdi>") == 2

    def test_its_code_has_a_quiet_zone_and_no_size_of_its_own(self, read: Read) -> None:
        drawn = re.search(r"<svg.*?</svg>", read(CARD).html, flags=re.DOTALL)
        assert drawn
        code = ElementTree.fromstring(drawn.group())
        assert "width" not in code.attrib
        assert code[0].get("fill") == "#fff"
        assert str(code[1].get("d")).startswith("M4 4.5h7")

    def test_it_answers_as_the_page_does(self, client: Client, read: Read) -> None:
        assert "₱11,500.00 with Old Bank" in read(f"{CARD}&pay_out=bank_account")
        assert "They get it as: bank account" in read(f"{CARD}&pay_out=bank_account")
        assert "We know no price near this amount." in read("/send/ae-ph/card?amount=900000")
        assert read("/send/ae-ph/card").text == read(CARD).text
        wrong = read("/send/ae-ph/card?amount=<b>")
        assert (wrong.status, "“<b>” is not an amount." in wrong) == (400, True)
        assert read("/send/ae-ke/card").status == 404
        assert client.get("/send/AE-PH/card?amount=1")["Location"] == "/send/ae-ph/card?amount=1"

    def test_a_survey_is_called_one(self, read: Read) -> None:
        record(surveyed("Lari", corridor="gb-in", currencies=("GBP", "INR"), rate="89", amount="120"))
        card = read("/send/gb-in/card?amount=120")
        assert "These prices were seen in July 2013." in card
        assert "In July 2013 your family would have got up to" in card
        assert "Your family gets" not in card

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            ("", "seen in July 2013. Use them to see who tends to be cheap, not to decide today."),
            ("2016-01-01", "seen in July 2013. They are the latest known by 1 January 2016."),
            ("2013-07-31", "Prices as they were on 31 July 2013."),
        ],
    )
    def test_it_warns_of_old_prices_as_the_page_does(self, read: Read, day: str, said: str) -> None:
        record(surveyed("Lari", corridor="gb-in", currencies=("GBP", "INR"), rate="89", amount="120"))
        asked = f"?amount=120&as_of={day}"
        warnings = [
            re.search(
                r'<p class="warning"><strong>(.*?)</strong> ?([^<]*?) *<', read(f"{address}{asked}").html
            )
            for address in ("/send/gb-in/card", "/send/gb-in/")
        ]
        on_card, on_page = (" ".join(found.groups()).strip() for found in warnings if found)
        assert said in on_card
        assert on_card == on_page

    def test_invented_prices_are_called_that(self, read: Read, settings: Settings) -> None:
        settings.SANDBOX_URL = "http://127.0.0.1:9999"
        record(price("Play Money"))
        make_provider("Play Money", sandbox=True)
        assert "Sandbox prices: invented for trying the site." in read(CARD)

    def test_it_is_light_has_nothing_inline_and_keeps_its_language(self, read: Read) -> None:
        card = read(f"{CARD}&lang=es")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script", card.html)
        assert '<html lang="es">' in card.html
        assert card.links() == ["/send/ae-ph/?amount=1000&lang=es"]
        assert "compare.example.org/s/ae-ph/1000?lang=es" in card
        assert (APP / "static" / "sharing" / "card.css").stat().st_size < 4 * 1024

    def test_without_a_site_s_address_it_is_the_one_asked_by(self, read: Read, settings: Settings) -> None:
        settings.SITE_URL = ""
        assert "testserver/s/ae-ph/1000" in read(CARD)

    def test_it_costs_seven_queries_at_most(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(7):
            client.get("/send/ae-ph/card")


class TestInstalling:
    def test_the_manifest_describes_an_app_in_the_language_asked_for(self, client: Client) -> None:
        response = client.get("/manifest.webmanifest?lang=ar")
        described = json.loads(response.content)
        assert response["Content-Type"] == "application/manifest+json"
        assert (described["lang"], described["dir"]) == ("ar", "rtl")
        assert (described["start_url"], described["scope"]) == ("/?lang=ar", "/")
        assert {icon["purpose"] for icon in described["icons"]} == {"any", "maskable"}
        for icon in described["icons"]:
            app, name = icon["src"].removeprefix("/static/").split("/")
            file = Path(settings.BASE_DIR, app, "static", app, name).read_bytes()
            if icon["type"] == "image/png":
                assert (
                    f"{int.from_bytes(file[16:20], 'big')}x{int.from_bytes(file[20:24], 'big')}"
                    == icon["sizes"]
                )

    def test_its_colours_are_the_stylesheet_s(self) -> None:
        light = STYLESHEET.read_text(encoding="utf-8").split("@media", 1)[0]
        assert f"--paper: {PAPER};" in light
        assert f"--accent: {ACCENT};" in light

    def test_the_worker_is_small_and_checked_without_being_sent_again(self, client: Client) -> None:
        response = client.get("/sw.js")
        assert response["Content-Type"] == "text/javascript; charset=utf-8"
        assert len(response.content) < 3_000
        assert "connect-src 'self'" in response["Content-Security-Policy"]
        again = client.get("/sw.js", headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_a_comparison_leaves_its_manifest_for_later_and_no_page_asks_for_an_icon(
        self, read: Read, ae_ph: None
    ) -> None:
        comparison, home = read("/send/ae-ph/?amount=1000&lang=es").html, read("/").html
        assert 'rel="manifest"' not in comparison
        assert 'data-manifest="/manifest.webmanifest?lang=es"' in comparison
        assert '<link rel="manifest" href="/manifest.webmanifest">' in home
        icon = re.search(r'<link rel="icon" href="data:image/svg\+xml,([^"]*)"', home)
        assert icon
        assert ElementTree.fromstring(unquote(icon.group(1))).tag.endswith("svg")


@pytest.mark.usefixtures("ae_ph")
class TestTags:
    def rendered(self, tag: str, question: dict[str, str], **more: Any) -> str:
        corridor = selectors.corridor_of("ae-ph")
        assert corridor
        request = RequestFactory().get("/send/ae-ph/")
        page = answer_page(corridor, question, now=NOW) if question else ""
        context = {"request": request, "page": page, "names": names_of(corridor), **more}
        return Template(f"{{% load sharing %}}{{% {tag} %}}").render(Context(context))

    def test_a_link_is_shown_with_a_dated_number_and_a_picture(self) -> None:
        html = self.rendered("share_meta names page", {"amount": "1000"})
        assert f'<meta property="og:url" content="{SITE}/send/ae-ph/?amount=1000">' in html
        assert f'<meta property="og:image" content="{SITE}/send/ae-ph/card.png?amount=1000">' in html
        said = "20 Nov 2026: for AED\u00a01,000.00 your family gets up to ₱11,781.00 with Swift Hawk."
        assert f'<meta property="og:description" content="{said}">' in html

    @pytest.mark.parametrize("question", [{}, {"amount": "900000"}])
    def test_without_a_number_there_is_no_picture(self, question: dict[str, str]) -> None:
        html = self.rendered("share_meta names page", question)
        assert "og:image" not in html
        assert '<meta name="twitter:card" content="summary">' in html

    def test_an_answer_is_passed_on_by_card_message_and_address(self) -> None:
        html = self.rendered("share_links page", {"amount": "1000"})
        assert 'href="/send/ae-ph/card?amount=1000"' in html
        message = re.search(r'href="sms:\?&amp;body=([^"]*)"', html)
        assert message
        assert unquote(message.group(1)).endswith(f"\n{SITE}/s/ae-ph/1000")
        assert "<bdi>compare.example.org/s/ae-ph/1000</bdi>" in html
