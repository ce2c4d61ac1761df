"""What holds for every page around the price, as for every public page."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.pages.conftest import Read
from tests.support.entries import article, organisation, question

STATIC = Path(settings.BASE_DIR, "support", "static", "support")
PAGES = (
    "/support/",
    "/support/ae/",
    "/support/ae/?topic=luck",
    "/support/fr/",
    "/services/",
    "/services/mx/",
    "/services/fr/",
    "/services/mx/by-post/",
    "/lessons/",
    "/lessons/fee-or-rate/",
    "/budget/",
    "/budget/?from=ae&to=ph",
    "/budget/?from=ae&to=fr",
)


@pytest.fixture(autouse=True)
def _something_of_everything(ae_ph: None) -> None:
    organisation(hotline="800 1", languages=["en"], countries_served=["PH"], noted="A note.")
    article("services", "mx", country="MX", source=["https://a.test"])
    article("page", "by-post", country="MX", sending_country="US", ends_on=date(2026, 12, 31))
    article(quiz=[question()], drawing="fee-or-rate.svg", drawing_alt="A balance.", position=1)
    article(slug="next", position=2, language="fil")


@pytest.mark.parametrize("address", PAGES)
class TestEveryPage:
    def test_it_sets_no_cookie_and_has_the_policy_of_all_pages(self, client: Client, address: str) -> None:
        response = client.get(address)
        assert not response.cookies
        assert "default-src 'none'" in response["Content-Security-Policy"]

    def test_it_is_kept_for_a_minute_unless_it_is_an_error(self, client: Client, address: str) -> None:
        response = client.get(address)
        kept = response.get("Cache-Control")
        assert kept == ("public, max-age=60" if response.status_code == 200 else None)

    def test_it_loads_little_and_nothing_from_another_site(self, read: Read, address: str) -> None:
        loaded = read(address).loaded()
        assert 2 <= len(loaded) <= 5
        assert [link for link in loaded if not link.startswith("/static/")] == []

    def test_it_has_nothing_inline_one_heading_and_no_exclamation(self, read: Read, address: str) -> None:
        page = read(address)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)", page.html)
        assert len(re.findall(r"<h1\b", page.html)) == 1
        assert "!" not in page.text
        assert not re.search(r"\b(?:remitter|quote|FX)\b", page.text, flags=re.IGNORECASE)

    def test_its_links_keep_the_language_that_its_address_asks_for(self, read: Read, address: str) -> None:
        page = read(address + ("&" if "?" in address else "?") + "lang=es")
        assert '<html lang="es">' in page.html
        inner = [link for link in page.links() if link.startswith("/")]
        assert inner
        assert [link for link in inner if "lang=" not in link] == []

    def test_every_name_of_a_part_is_given_once(self, read: Read, address: str) -> None:
        names = re.findall(r'\sid="([^"]+)"', read(address).html)
        assert len(names) == len(set(names))

    def test_it_is_only_read(self, client: Client, address: str) -> None:
        if not address.startswith("/budget/"):
            assert client.post(address).status_code == 405
        assert client.head(address).content == b""


def test_the_stylesheet_is_small() -> None:
    assert (STATIC / "support.css").stat().st_size < 4 * 1024
