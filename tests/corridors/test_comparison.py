"""One answer from stored prices: today, on a past day, and after late reference rates."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from corridors import selectors
from corridors.asking import parse_question
from corridors.comparison import Answer, answer
from corridors.domain.codes import Reason
from corridors.models import Corridor
from providers.ingest import ingest_rates, ingest_rpw
from tests.providers.survey_files import csv_file, row

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NBP = b"\n".join(
    [
        b"date,currency,pln_per_unit",
        b"2013-05-15,AED,0.8",
        b"2013-05-15,EGP,0.4",
        b"2013-07-10,AED,0.9",
        b"2013-07-10,EGP,0.45",
        b"",
    ]
)
SPRING = {"period": "2013_2Q", "date": "16/May/2013"}


def ask(**parameters: str) -> Answer:
    corridor = selectors.corridor_of("ae-eg")
    assert corridor is not None
    question = parse_question({"amount": "750"} | parameters, today=NOW.date())
    return answer(corridor, question, now=NOW)


def names(found: Answer) -> list[str]:
    return [option.offer.provider.name for option in found.comparison.options]


@pytest.fixture
def _two_surveys() -> None:
    ingest_rates("nbp", NBP, name="nbp.csv")
    spring = [row(firm="Closed since", **SPRING), row(firm="Lari", cc1_lcu_fee="20", **SPRING)]
    ingest_rpw(csv_file([*spring, row(firm="Lari", cc1_lcu_fee="10"), row()]), name="survey.csv")


@pytest.mark.usefixtures("_two_surveys")
class TestTwoSurveys:
    def test_without_a_fresh_price_the_latest_survey_is_ranked_as_of_its_day(self) -> None:
        found = ask()
        assert found.is_survey_only
        assert found.as_of == datetime(2013, 7, 16, tzinfo=UTC)
        assert names(found) == ["Lari", "Al Fardan Exchange"]

    def test_a_service_missing_from_the_latest_survey_is_listed_and_not_ranked(self) -> None:
        (missing,) = ask().comparison.not_ranked
        assert (missing.offer.provider.name, missing.reason) == ("Closed since", Reason.NOT_IN_LATEST_SURVEY)

    def test_a_past_day_is_ranked_from_what_was_true_then(self) -> None:
        found = ask(as_of="2013-06-01")
        assert names(found) == ["Closed since", "Lari"]
        assert not found.comparison.is_current
        assert not found.is_survey_only

    @pytest.mark.parametrize("as_of", [NOW.date().isoformat(), "2016-01-01"])
    def test_a_day_on_which_nothing_was_fresh_is_answered_by_the_survey_and_says_so(self, as_of: str) -> None:
        found = ask(as_of=as_of)
        assert found.is_survey_only
        assert found.as_of == datetime(2013, 7, 16, tzinfo=UTC)

    def test_a_day_before_any_price_has_no_answer(self) -> None:
        found = ask(as_of="2010-01-01")
        assert found.as_of is None
        assert not found.is_survey_only
        assert found.comparison.options == ()

    def test_the_payout_is_our_rate_of_that_day_less_the_stated_margin(self) -> None:
        best = ask(amount="745").comparison.options[0]
        assert best.payment.principal == 735
        # 735 AED at 2 EGP less 0.63%: 1,460.739, rounded down once.
        assert best.payment.recipient_gets == Decimal("1460.73")

    def test_the_reference_rate_is_the_one_of_the_day_ranked(self) -> None:
        reference = ask(as_of="2013-05-17").reference_rate
        assert reference is not None
        assert (reference.observed_on.isoformat(), reference.age_days) == ("2013-05-15", 2)

    def test_an_answer_takes_five_queries_at_most(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(5):
            ask()
        with django_assert_max_num_queries(5):
            ask(as_of="2013-06-01")


def test_prices_recorded_before_their_reference_rate_are_priced_once_it_is_known() -> None:
    ingest_rpw(csv_file([row()]), name="survey.csv")
    assert [each.reason for each in ask().comparison.not_ranked] == [Reason.NO_REFERENCE_RATE]
    ingest_rates("nbp", NBP, name="nbp.csv")
    assert names(ask()) == ["Al Fardan Exchange"]


def test_a_corridors_currencies_are_those_of_the_services_that_disclose_their_rate() -> None:
    hidden = [row(firm=f"Bank {number}", transparent="no") for number in range(3)]
    ingest_rpw(csv_file([*hidden, row(note1="This RSP sends AED and pays out USD.")]), name="survey.csv")
    assert Corridor.objects.get().receive_currency == "USD"


def test_services_in_another_currency_are_listed_apart_until_asked_for() -> None:
    ingest_rates("nbp", NBP + b"2013-07-10,USD,3.3\n", name="nbp.csv")
    dollars = row(firm="Dollar house", note1="This RSP sends AED and pays out USD.")
    ingest_rpw(csv_file([row(), row(firm="Lari"), dollars]), name="survey.csv")
    assert [each.reason for each in ask().comparison.not_ranked] == [Reason.OTHER_CURRENCY]
    assert names(ask(receive_currency="USD")) == ["Dollar house"]


def test_a_service_with_several_prices_at_once_shows_each() -> None:
    ingest_rates("nbp", NBP, name="nbp.csv")
    rows = [row(), row(speed_actual="Next day", cc1_lcu_fee="8", cc2_lcu_fee="8")]
    ingest_rpw(csv_file(rows), name="survey.csv")
    found = ask().comparison.options
    assert len(found) == 2
    assert len({option.offer.service_id for option in found}) == 1


def test_corridors_near_an_unknown_one_lead_to_the_same_country_first() -> None:
    ingest_rpw(
        csv_file([row(), row(destination="IND"), row(source="SAU", cc1_lcu_code="SAR", cc2_lcu_code="SAR")]),
        name="x",
    )
    near = [corridor.slug for corridor in selectors.corridors_near("AE", "EG")]
    assert near == ["ae-eg", "sa-eg", "ae-in"]
