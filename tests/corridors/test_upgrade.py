"""What an upgrade makes of the prices that are there."""

from importlib import import_module

import pytest
from django.apps import apps

from corridors.models import ServiceRollup
from corridors.rollup import rollup_differences
from tests.factories import price, record

pytestmark = pytest.mark.django_db

add_up_history = import_module("corridors.migrations.0004_rollups").add_up_history


def test_prices_recorded_before_statistics_were_kept_are_added_up():
    record(price(price_point=200))
    ServiceRollup.objects.all().delete()
    add_up_history(apps, None)
    assert ServiceRollup.objects.exists()
    assert rollup_differences() == []


def test_an_empty_history_is_left_as_it_is(django_assert_num_queries):
    with django_assert_num_queries(1):
        add_up_history(apps, None)
