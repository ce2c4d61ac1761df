"""A corridor's history tells its figures, each provider's cost and who its services are."""

from datetime import date
from decimal import Decimal

import pytest

from corridors.domain.codes import PayIn, ProviderType
from corridors.domain.periods import Frequency
from corridors.domain.statistic_codes import SmartReason
from corridors.models import Corridor
from corridors.statistics_history import ServiceName, corridor_history, service_names
from tests.corridors.statistic_prices import days_ago, read_on, seen_in_survey
from tests.factories import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def corridor() -> Corridor:
    record(
        seen_in_survey("2", "Cheap"),
        seen_in_survey("4", "Cheap", pay_in=(PayIn.CARD,)),
        seen_in_survey("9", "Dear", kind=ProviderType.BANK),
        seen_in_survey(None, "Silent"),
        seen_in_survey("1", "Elsewhere", corridor="ae-in", currencies=("AED", "INR")),
        read_on(days_ago(0), "5", "Cheap"),
    )
    return Corridor.objects.get(slug="ae-ph")


def test_the_figures_stand_oldest_first_and_are_of_the_corridor_alone(corridor):
    points = corridor_history(corridor).points
    assert [(point.period.label, point.figures.average_percent) for point in points] == [
        ("2013_3Q", Decimal(5)),
        ("2026_4Q", Decimal(5)),
    ]
    assert points[0].figures.services_left_out == 1


def test_each_provider_has_the_mean_of_its_services(corridor):
    providers = corridor_history(corridor).providers
    assert [(each.slug, each.name, each.sandbox) for each in providers] == [
        ("cheap", "Cheap", False),
        ("dear", "Dear", False),
        ("silent", "Silent", False),
    ]
    assert [[tuple(point[1:]) for point in each.points] for each in providers] == [
        [(Decimal(3), 2), (Decimal(5), 1)],
        [(Decimal(9), 1)],
        [(None, 0)],
    ]


def test_it_can_be_of_one_kind_of_provider_and_still_knows_the_others(corridor):
    banks = corridor_history(corridor, provider_type=ProviderType.BANK)
    assert [point.figures.average_percent for point in banks.points] == [9]
    assert [each.slug for each in banks.providers] == ["dear"]
    assert banks.provider_types == (ProviderType.BANK, ProviderType.MONEY_TRANSFER_OPERATOR)


def test_it_can_be_of_a_time_a_frequency_and_a_price_point(corridor):
    days = corridor_history(corridor, frequency=Frequency.DAY, until=date(2013, 12, 31)).points
    assert [point.period.label for point in days] == ["2013-07-20"]
    assert corridor_history(corridor, since=date(2027, 1, 1)).points == ()
    assert corridor_history(corridor, price_point=500).points == ()


def test_it_costs_one_query_and_the_names_of_services_one_more(corridor, django_assert_num_queries):
    with django_assert_num_queries(1):
        point = corridor_history(corridor).points[0]
    verdicts = point.figures.smart_style_verdicts
    with django_assert_num_queries(1):
        names = service_names(price.service for price, _ in verdicts)
    assert [(names[price.service].provider_slug, reason) for price, reason in verdicts] == [
        ("cheap", None),
        ("cheap", None),
        ("dear", None),
        ("silent", SmartReason.NO_TOTAL),
    ]
    assert names[verdicts[1].price.service] == ServiceName(
        "cheap", "Cheap", ("card",), ("branch",), ("cash",)
    )
