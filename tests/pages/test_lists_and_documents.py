"""Pages to look things up in and to read, and what machines ask."""

import re
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoAssertNumQueries

from corridors.domain.codes import PayOut, ProviderType
from corridors.pages import health
from tests.factories import (
    NOW,
    SURVEYED_AT,
    add_cross_rate,
    make_provider,
    make_source,
    price,
    record,
    surveyed,
)
from tests.pages.conftest import Read


@pytest.mark.django_db
class TestCorridors:
    def test_every_corridor_is_listed_under_its_sending_country(self, read: Read) -> None:
        record(price(), price(corridor="ae-in"), price(corridor="gb-in"))
        page = read("/corridors/")
        assert "From United Arab Emirates India Philippines From United Kingdom India" in page
        assert {"/send/ae-in/", "/send/ae-ph/", "/send/gb-in/", "#ae", "#gb"} <= set(page.links())

    def test_it_costs_one_query(self, read: Read, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        record(price(), price(corridor="ae-in"))
        with django_assert_num_queries(1):
            read("/corridors/")

    def test_without_any_it_says_so(self, read: Read) -> None:
        assert "No prices are loaded yet" in read("/corridors/")


@pytest.mark.django_db
class TestProvider:
    def test_it_shows_spellings_corridors_and_the_latest_cost(self, read: Read) -> None:
        add_cross_rate("AED", "PHP", "12", on=SURVEYED_AT)
        older: dict[str, Any] = {"period": "2013_2Q", "seen": SURVEYED_AT.replace(month=5)}
        record(surveyed("Swift Hawk", amount="500", fee="10", rate="12", pay_out=(PayOut.ATM,), **older))
        record(surveyed("SWIFT  Hawk", amount="500", fee="10", rate="12"))
        record(surveyed("Swift Hawk", amount="500", fee="20", rate="12", pay_out=(PayOut.BANK_ACCOUNT,)))
        page = read("/providers/swift-hawk/")
        assert "Swift Hawk Money transfer company" in page
        assert "Also written: SWIFT Hawk" in page
        row = "United Arab Emirates → Philippines 2.0% to 4.0% 2 bank account or cash 20 July 2013"
        assert row in page
        assert "/send/ae-ph/" in page.links()

    def test_prices_outside_surveys_are_the_latest(self, read: Read) -> None:
        add_cross_rate("AED", "PHP", "12")
        record(surveyed(fee="50", rate="12"), price(fee="10", rate="12", pay_out=(PayOut.ATM,)))
        assert "Philippines 1.0% 1 cash machine 20 November 2026" in read("/providers/swift-hawk/")

    def test_an_undisclosed_cost_is_called_that(self, read: Read) -> None:
        record(price(rate=None))
        assert "not disclosed 1 cash" in read("/providers/swift-hawk/")

    def test_what_ended_and_what_is_invented_say_so(self, read: Read) -> None:
        record(price(kind=ProviderType.BANK))
        make_provider("Swift Hawk", ended_on=date(2025, 3, 1), sandbox=True, type="")
        page = read("/providers/swift-hawk/")
        assert "This company stopped sending money on 1 March 2025." in page
        assert "Sandbox prices: invented for trying the site." in page

    def test_it_costs_three_queries(
        self, read: Read, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        record(price(), price(corridor="ae-in"), price(corridor="gb-in"))
        with django_assert_num_queries(3):
            read("/providers/swift-hawk/")

    def test_an_unknown_provider_is_not_found(self, read: Read) -> None:
        assert read("/providers/nobody/").status == 404


class TestDocuments:
    def test_the_method_is_the_project_s_own_document_with_its_tables(self, read: Read) -> None:
        page = read("/methodology/")
        assert "How RemitCompare compares prices" in page
        assert '<div class="scroll" tabindex="0"' in page.html
        assert "<td>EUR 11,555.84</td>" in page.html
        assert '<h2 id="2-cost">' in page.html

    def test_about_names_every_source_with_its_licence(self, read: Read) -> None:
        make_source()
        page = read("/about/")
        assert "World Bank, Remittance Prices Worldwide . Licence: CC BY 4.0." in page
        assert "Tariff sheets . Licence: public domain." in page
        assert "https://www.ecb.europa.eu" in page.html

    def test_about_says_who_pays_and_what_is_kept(self, read: Read) -> None:
        page = read("/about/")
        assert "Nobody can buy a place in the list." in page
        assert "no cookies on these pages and no trackers" in page
        assert "/about/languages/" in page.links()

    def test_every_language_is_named_with_what_it_has_and_who_has_checked_it(self, read: Read) -> None:
        page = read("/about/languages/")
        unchecked, checked = page.text.split("Checked by a native speaker")
        assert re.findall(r"English", checked)
        for code, name in settings.LANGUAGES:
            if code != "en":
                assert f"?lang={code}" in page.links()
                assert f"{name} " in unchecked.split("Not yet checked by a native speaker")[1]
        (count,) = set(re.findall(r"(\d+) of \1 sentences and words are translated", page.text))
        assert int(count) > 1000

    def test_a_language_is_called_by_its_own_name_and_english_is_one_tap_away(self, read: Read) -> None:
        page = read("/about/?lang=km")
        header = page.html.split("<header")[1].split("</header>")[0]
        assert "ខ្មែរ" in header.split("<summary>")[1].split("</summary>")[0]
        assert "<nav" in header.split("<summary>")[0]
        assert 'lang="en" hreflang="en">English</a>' in header.split("<summary>")[0]

    @pytest.mark.parametrize(
        ("asked", "given"),
        [
            ("tl-PH,tl;q=0.9", "fil"),
            ("tl-PH", "fil"),
            ("in-ID", "id"),
            ("in", "id"),
            ("ar-SA", "ar"),
            ("xx", "en"),
        ],
    )
    def test_a_language_is_found_by_its_older_names_too(self, read: Read, asked: str, given: str) -> None:
        assert f'<html lang="{given}"' in read("/about/", **{"accept-language": asked}).html

    def test_crawlers_may_read_pages_but_not_every_question(self, read: Read) -> None:
        page = read("/robots.txt")
        assert page.response["Content-Type"].startswith("text/plain")
        assert "Disallow: /*?" in page.html


@pytest.mark.django_db
class TestHealth:
    @pytest.fixture(autouse=True)
    def _forget(self) -> None:
        health.require_migrations.cache_clear()

    def test_alive_needs_no_query(
        self, read: Read, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            page = read("/healthz")
        assert (page.status, page.html) == (200, "ok")
        assert "no-store" in page.response["Cache-Control"]

    def test_ready_with_corridors_costs_one_query(
        self, read: Read, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        record(price(), at=NOW)
        assert read("/readyz").response.json() == {"ready": True}  # type: ignore[attr-defined]
        with django_assert_num_queries(1):
            assert read("/readyz").status == 200

    def test_not_ready_without_corridors(self, read: Read) -> None:
        page = read("/readyz")
        assert page.status == 503
        assert page.html == '{"ready": false, "reason": "no corridors are loaded"}'

    def test_not_ready_with_a_migration_to_apply(self, read: Read) -> None:
        (newest,) = MigrationLoader(connection).graph.leaf_nodes("corridors")
        MigrationRecorder(connection).record_unapplied(*newest)
        page = read("/readyz")
        assert (page.status, "migrations are not applied" in page.html) == (503, True)

    def test_not_ready_without_a_database(self, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail() -> None:
            raise DatabaseError("gone, with a password in the message")

        monkeypatch.setattr(health, "require_migrations", fail)
        page = read("/readyz")
        assert page.html == '{"ready": false, "reason": "the database does not answer"}'
        assert page.status == 503
