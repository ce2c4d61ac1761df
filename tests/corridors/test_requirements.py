"""What is stored about a corridor, as the twelve requirements see it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_django import DjangoAssertNumQueries

from corridors.domain.codes import CollectionMethod, PayIn, PayOut
from corridors.domain.requirements import (
    AmountCount,
    Collection,
    Coverage,
    Evidence,
    MysteryShopping,
    Paid,
    Requirement,
    ServiceCount,
    Verdict,
)
from corridors.models import Corridor, FundingStatement, MarketShare
from corridors.requirements import (
    approved_databases,
    measured,
    measured_many,
    mystery_shopped_surveys,
    register,
)
from providers.sources import every_source
from tests.factories import NOW, SURVEYED_AT, add_cross_rate, make_provider, price, record, surveyed

pytestmark = pytest.mark.django_db
SHOPPED = CollectionMethod.MYSTERY_SHOPPING


def ae_ph() -> Corridor:
    return Corridor.objects.get(slug="ae-ph")


def found(requirement: Requirement) -> tuple[Verdict, Evidence]:
    _, verdict, evidence = measured(ae_ph(), now=NOW).findings[requirement - 1]
    return verdict, evidence


def collected(reading, method):
    """The same reading, collected another way."""
    return reading._replace(statement=reading.statement._replace(collection_method=method))


def state_share(provider: str, percent: str, year: int = 2025) -> None:
    MarketShare.objects.create(
        corridor=ae_ph(),
        provider=make_provider(provider),
        share_percent=Decimal(percent),
        year=year,
        source="Central bank, annual report",
        source_url="https://bank.test/report",
    )


class TestThePricesMeasured:
    def test_fresh_prices_are_measured_now_and_old_ones_left_out(self):
        record(price(), price("Old Bank", seen=NOW - timedelta(days=3)), surveyed("Plain Exchange"))
        now = measured(ae_ph(), now=NOW)
        assert (now.is_fresh, now.as_of, now.services, now.prices) == (True, NOW, 1, 1)
        assert (now.seen_from, now.seen_until) == (NOW.date(), NOW.date())
        assert [source.key for source in now.sources] == ["tariffs"]

    def test_without_a_fresh_one_the_latest_survey_is_measured_as_of_its_day(self):
        earlier = {"period": "2013_2Q", "seen": SURVEYED_AT - timedelta(days=80)}
        record(surveyed(), surveyed("Plain Exchange", **earlier))
        old = measured(ae_ph(), now=NOW)
        assert (old.is_fresh, old.as_of, old.services) == (False, SURVEYED_AT, 1)
        assert old.seen_until == SURVEYED_AT.date()

    def test_what_a_sandbox_invents_is_no_evidence(self, settings):
        settings.SANDBOX_URL = "http://sandbox.test"
        make_provider("Swift Hawk", sandbox=True)
        record(price())
        assert measured(ae_ph(), now=NOW).services == 0
        assert found(Requirement.SENDER_FEES) == (Verdict.UNKNOWN, ServiceCount(0, 0))

    def test_a_company_that_has_ended_counts_no_longer(self):
        make_provider("Old Bank", ended_on=date(2026, 11, 1))
        record(price(), price("Old Bank"))
        assert measured(ae_ph(), now=NOW).services == 1


class TestWhatServicesState:
    def test_a_survey_row_with_both_price_points_meets_two_amounts(self):
        record(
            surveyed(line="a"),
            surveyed(line="a", amount="2500", price_point=500),
            surveyed("Plain Exchange"),
        )
        assert found(Requirement.TWO_AMOUNTS) == (Verdict.NOT_MET, AmountCount(1, 2, (200, 500)))

    def test_amounts_without_a_price_point_count_as_amounts(self):
        record(price(amount="500"), price(amount="1000"))
        assert found(Requirement.TWO_AMOUNTS) == (Verdict.MET, AmountCount(1, 1, ()))

    def test_a_rate_that_is_not_disclosed_and_a_speed_that_is_not_stated_are_not_known(self):
        silent: dict[str, Any] = {"speed_min_minutes": None, "speed_max_minutes": None}
        add_cross_rate("AED", "PHP", "12")
        record(price(), price("Silent Bank", rate=None, fee="25", kind=None, **silent))
        known = {number: evidence for number, _, evidence in measured(ae_ph(), now=NOW).findings}
        assert known[Requirement.SENDER_FEES] == ServiceCount(2, 2)
        for number in (Requirement.EXCHANGE_RATE, Requirement.TOTAL_COST, Requirement.SPEED):
            assert known[number] == ServiceCount(1, 2)

    def test_the_type_of_a_provider_without_ways_to_pay_is_not_enough(self):
        record(price(), price("Vague Bank", pay_in=(), pay_out=()))
        assert found(Requirement.TYPES) == (Verdict.NOT_MET, ServiceCount(1, 2))


class TestHowPricesWereCollected:
    def test_what_a_provider_sends_in_stands_beside_what_a_shopper_saw_a_month_before(self):
        seen: dict[str, Any] = {"seen": NOW - timedelta(days=30), "source": "mystery_shopping"}
        record(collected(price(**seen), SHOPPED))
        record(collected(price(source="submissions"), CollectionMethod.PROVIDER_SUBMISSION))
        verdict, evidence = found(Requirement.INDEPENDENCE)
        assert isinstance(evidence, Collection)
        assert (verdict, evidence.independent) == (Verdict.MET, 1)
        assert {method for method, _ in evidence.methods} == {
            CollectionMethod.PROVIDER_SUBMISSION,
            SHOPPED,
        }
        day = (NOW - timedelta(days=30)).date()
        assert found(Requirement.MYSTERY_SHOPPING) == (Verdict.MET, MysteryShopping(1, day))

    def test_a_provider_s_own_word_alone_is_not_independent(self):
        record(price(), collected(price("Plain Exchange"), CollectionMethod.PROVIDER_SUBMISSION))
        assert found(Requirement.INDEPENDENCE)[0] is Verdict.NOT_MET

    def test_shopping_more_than_400_days_ago_validates_nothing_today(self):
        record(collected(price(seen=NOW - timedelta(days=401)), SHOPPED), price(fee="12"))
        assert found(Requirement.MYSTERY_SHOPPING) == (Verdict.NOT_MET, MysteryShopping(0, None))

    def test_the_world_bank_s_survey_is_mystery_shopping_and_another_survey_is_not(self):
        record(surveyed())
        verdict, evidence = found(Requirement.MYSTERY_SHOPPING)
        assert (verdict, evidence) == (Verdict.MET, MysteryShopping(1, SURVEYED_AT.date()))
        record(collected(price(source="profeco", corridor="us-mx"), CollectionMethod.SURVEY))
        other = measured(Corridor.objects.get(slug="us-mx"), now=NOW)
        assert other.findings[Requirement.MYSTERY_SHOPPING - 1].verdict is Verdict.NOT_MET

    def test_a_corrected_price_is_counted_once(self):
        record(surveyed(fee="10")._replace(statement=surveyed().statement._replace(source_line="7")))
        record(surveyed(fee="12")._replace(statement=surveyed().statement._replace(source_line="7")))
        assert found(Requirement.MYSTERY_SHOPPING)[1] == MysteryShopping(1, SURVEYED_AT.date())


class TestWhatOperatorsKnow:
    def test_shares_of_the_latest_year_cover_the_market(self):
        record(price(), price("Plain Exchange"))
        state_share("Swift Hawk", "90", year=2019)
        state_share("Swift Hawk", "35.5")
        state_share("Plain Exchange", "24.5")
        state_share("Old Bank", "40")
        verdict, evidence = found(Requirement.MARKET_COVERAGE)
        assert isinstance(evidence, Coverage)
        assert (verdict, evidence.year, evidence.covered_percent) == (Verdict.MET, 2025, Decimal(60))
        assert [share.name for share in evidence.absent] == ["Old Bank"]

    def test_the_newest_funding_statement_is_the_one_that_counts(self):
        record(price())
        assert found(Requirement.FUNDING) == (Verdict.NOT_MET, Paid(None))
        for year in (2024, 2026):
            FundingStatement.objects.create(
                statement=f"The ministry paid in {year}.",
                source_url="https://ministry.test/",
                stated_on=date(year, 1, 1),
            )
        verdict, evidence = found(Requirement.FUNDING)
        assert isinstance(evidence, Paid)
        assert evidence.funding is not None
        assert (verdict, evidence.funding.statement) == (Verdict.MET, "The ministry paid in 2026.")


def test_it_costs_six_queries_and_three_without_a_price(django_assert_num_queries: DjangoAssertNumQueries):
    record(price(), price("Plain Exchange", pay_in=(PayIn.CARD,), pay_out=(PayOut.BANK_ACCOUNT,)))
    state_share("Swift Hawk", "60")
    corridor = ae_ph()
    with django_assert_num_queries(6):
        measured(corridor, now=NOW)
    make_provider("Swift Hawk", ended_on=NOW.date())
    make_provider("Plain Exchange", ended_on=NOW.date())
    with django_assert_num_queries(3):
        measured(corridor, now=NOW)


class TestManyAtOnce:
    @pytest.fixture(autouse=True)
    def _corridors(self, db):
        """One with fresh prices and shares, one of a survey, one shopped before, one without a price."""
        record(
            price(),
            price(amount="500"),
            price("Plain Exchange"),
            surveyed(corridor="gb-in"),
            surveyed(corridor="gb-pk"),
        )
        record(
            collected(
                price(corridor="ae-in", seen=NOW - timedelta(days=30), source="mystery_shopping"), SHOPPED
            )
        )
        record(collected(price(corridor="ae-in", source="submissions"), CollectionMethod.PROVIDER_SUBMISSION))
        record(price("Gone Bank", corridor="us-mx"))
        make_provider("Gone Bank", ended_on=NOW.date())
        state_share("Swift Hawk", "60")

    def each_alone(self) -> dict[int, Any]:
        return {corridor.pk: measured(corridor, now=NOW) for corridor in Corridor.objects.all()}

    def test_each_is_measured_as_alone(self):
        alone = self.each_alone()
        assert sorted(each.services for each in alone.values()) == [0, 1, 1, 1, 2]
        assert measured_many(alone.keys(), now=NOW) == alone

    def test_also_where_they_are_too_many_for_one_query(self, monkeypatch):
        alone = self.each_alone()
        monkeypatch.setattr("corridors.requirements.CHUNK", 1)
        monkeypatch.setattr("corridors.requirements.MOMENTS", 1)
        assert measured_many(alone.keys(), now=NOW) == alone

    def test_it_costs_six_queries_however_many_there_are(self, django_assert_num_queries):
        ids = list(Corridor.objects.order_by("slug").values_list("pk", flat=True))
        for some in (ids[:2], ids):
            with django_assert_num_queries(6):
                measured_many(some, now=NOW)


def test_every_approved_database_names_the_page_that_says_so():
    assert register().url.startswith("https://remittanceprices.worldbank.org/")
    for database in approved_databases():
        assert urlsplit(database.approval_url).hostname == urlsplit(database.url).hostname
        assert all(len(code) == 2 and code.isupper() for code in database.countries)


def test_every_mystery_shopped_survey_is_a_source_we_know():
    assert mystery_shopped_surveys() <= set(every_source())
