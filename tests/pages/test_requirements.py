"""The page of the twelve requirements: how old, how many, and why."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from corridors.domain.codes import CollectionMethod
from corridors.models import Corridor, FundingStatement, MarketShare
from tests.factories import SURVEYED_AT, make_provider, price, record, surveyed
from tests.pages.conftest import Read

ADDRESS = "/corridors/ae-ph/requirements/"


def state_share(percent: str, provider: str = "Swift Hawk") -> None:
    MarketShare.objects.create(
        corridor=Corridor.objects.get(slug="ae-ph"),
        provider=make_provider(provider),
        share_percent=Decimal(percent),
        year=2025,
        source="Central bank, annual report",
        source_url="https://bank.test/report",
    )


@pytest.mark.django_db
class TestRequirements:
    def test_it_counts_what_is_met_and_never_says_certified(self, read: Read):
        record(price(), price("Plain Exchange", speed_min_minutes=None, speed_max_minutes=None))
        page = read(ADDRESS)
        assert page.status == 200
        assert "This corridor meets 6 of 12 published requirements" in page
        assert "certified" not in page.text.casefold()

    def test_each_requirement_has_its_verdict_and_its_evidence(self, read: Read):
        record(price(), price("Plain Exchange", speed_min_minutes=None, speed_max_minutes=None))
        page = read(ADDRESS)
        assert "5. The speed not met Known of 1 of 2 services." in page
        assert "7. At least 60 per cent of the market covered unknown No source states" in page
        assert "9. Validation by mystery shopping not met No price was asked for as a customer would" in page
        assert "10. No advertising met There is no field for it" in page
        assert "2 services: read in the published tariff." in page

    def test_a_survey_s_age_comes_before_the_count(self, read: Read):
        record(surveyed())
        page = read(ADDRESS)
        assert "These prices are 13 years old. They were seen 20 July 2013." in page
        assert page.text.index("13 years old") < page.text.index("This corridor meets")
        assert "1 price was asked for as a customer would, the latest on 20 July 2013." in page

    def test_prices_of_several_days_say_from_when_to_when(self, read: Read):
        record(surveyed(), surveyed("Plain Exchange", seen=SURVEYED_AT - timedelta(days=9)))
        assert "They were seen 11 July 2013 to 20 July 2013." in read(ADDRESS)

    def test_amounts_are_counted_by_service_and_named(self, read: Read):
        both: dict[str, Any] = {"line": "a", "price_point": 500, "amount": "2500"}
        record(surveyed(line="a"), surveyed(**both), surveyed("Plain Exchange"))
        page = read(ADDRESS)
        assert "not met 1 of 2 services were seen at two amounts or more." in page
        assert "Price points: about US$200 and US$500." in page

    def test_a_provider_s_own_word_and_an_absent_provider_are_told(self, read: Read):
        said = price("Plain Exchange")
        sent = said.statement._replace(collection_method=CollectionMethod.PROVIDER_SUBMISSION)
        record(price(), said._replace(statement=sent))
        state_share("40")
        state_share("25", "Old Bank")
        page = read(ADDRESS)
        assert "not met Somebody other than their provider saw 1 of 2 services." in page
        assert "1 service: sent in by the company." in page
        assert "not met The providers with a price here had 40.0% of what was sent in 2025." in page
        assert "Shares with a source are known for 65.0% of it." in page
        assert "Without one: Old Bank 25.0%." in page

    def test_fresh_prices_need_no_warning(self, read: Read):
        record(price())
        page = read(ADDRESS)
        assert "years old" not in page
        assert "Prices seen 20 November 2026" in page

    def test_shares_and_funding_are_shown_with_their_sources(self, read: Read):
        record(price())
        state_share("62.5")
        FundingStatement.objects.create(
            statement="The Ministry of Labour pays.",
            source_url="https://ministry.test/budget",
            stated_on=date(2026, 1, 1),
        )
        page = read(ADDRESS)
        assert "The providers with a price here had 62.5% of what was sent in 2025." in page
        assert "With a price: Swift Hawk 62.5%." in page
        assert "Stated on 1 January 2026: “The Ministry of Labour pays.”" in page
        assert {"https://bank.test/report", "https://ministry.test/budget"} <= set(page.links())

    def test_what_an_operator_typed_is_shown_as_text(self, read: Read):
        record(price())
        FundingStatement.objects.create(
            statement="<b>We</b> & 100% (of it)",
            source_url="https://ministry.test/",
            stated_on=date(2026, 1, 1),
        )
        page = read(ADDRESS)
        assert "“<b>We</b> & 100% (of it)”" in page
        assert "<b>We" not in page.html

    def test_approved_databases_and_the_world_bank_s_list_are_linked(self, read: Read):
        record(price())
        links = read(ADDRESS).links()
        assert "https://www.geldtransfair.de/" in links
        assert any(link.startswith("https://remittanceprices.worldbank.org/") for link in links)

    def test_a_corridor_that_only_a_sandbox_prices_says_that_nothing_can_be_measured(self, read: Read):
        make_provider("Swift Hawk", sandbox=True)
        record(price())
        page = read(ADDRESS)
        assert "No price is known here that could be measured." in page
        assert "There is no price to see it by." in page
        assert "This corridor meets 2 of 12" in page

    def test_in_spanish_the_sentences_are_spanish(self, read: Read):
        record(surveyed())
        page = read(f"{ADDRESS}?lang=es")
        assert '<html lang="es">' in page.html
        assert "13 años" in page

    def test_it_costs_seven_queries(self, read: Read, django_assert_num_queries: DjangoAssertNumQueries):
        record(price(), price("Plain Exchange"), surveyed())
        state_share("60")
        with django_assert_num_queries(7):
            read(ADDRESS)

    def test_an_unknown_corridor_names_the_nearest(self, read: Read):
        record(price())
        page = read("/corridors/ae-ke/requirements/")
        assert page.status == 404
        assert "We know no prices from United Arab Emirates to Kenya." in page
        assert "/send/ae-ph/" in page.links()

    def test_capital_letters_lead_to_the_one_address(self, read: Read):
        page = read("/corridors/AE-ph/requirements/?lang=es")
        assert page.response.status_code == 301
        assert page.response["Location"] == "/corridors/ae-ph/requirements/?lang=es"

    def test_it_is_small(self, client: Client):
        record(price())
        assert len(client.get(ADDRESS, headers={"Accept-Encoding": "gzip"}).content) < 8 * 1024
