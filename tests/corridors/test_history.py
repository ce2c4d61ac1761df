"""Price history is append-only, by the database's own word."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from corridors.current import rebuild_current_prices
from corridors.models import CurrentPrice, Price
from corridors.rows import PRICE_COLUMNS
from corridors.storage import ensure_partitions
from providers.ingest import ingest_rpw
from tests.providers.survey_files import csv_file, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def price() -> Price:
    ingest_rpw(csv_file([row()]), name="survey.csv")
    stored = Price.objects.first()
    assert stored is not None
    return stored


def test_the_database_refuses_to_change_a_price(price: Price) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Price.objects.filter(id=price.id).update(fee=0)
    price.refresh_from_db()
    assert price.fee == 15


def test_the_database_refuses_to_delete_a_price(price: Price) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM corridors_price")
    assert Price.objects.count() == 2


def test_the_database_refuses_the_same_reading_twice(price: Price) -> None:
    price.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        price.save(force_insert=True)


def test_every_column_of_a_price_is_written() -> None:
    columns = {field.column for field in Price._meta.concrete_fields if not field.primary_key}
    assert set(PRICE_COLUMNS) == columns
    assert len(PRICE_COLUMNS) == len(columns)


def test_current_prices_come_out_of_history_the_same_again(price: Price) -> None:
    ingest_rpw(csv_file([row(period="2013_2Q", date="16/May/2013"), row(firm="Lari")]), name="more.csv")
    before = sorted(CurrentPrice.objects.values_list("price_id", "service_id", "corridor_id"))
    CurrentPrice.objects.all().delete()
    rebuild_current_prices()
    assert sorted(CurrentPrice.objects.values_list("price_id", "service_id", "corridor_id")) == before
    assert len(before) == 4


def test_an_older_observation_joins_history_and_never_becomes_current(price: Price) -> None:
    current = set(CurrentPrice.objects.values_list("price_id", flat=True))
    ingest_rpw(csv_file([row(period="2011_1Q", date="22/Jan/2011")]), name="older.csv")
    assert Price.objects.count() == 4
    assert set(CurrentPrice.objects.values_list("price_id", flat=True)) == current


def test_postgresql_keeps_each_month_in_a_partition_of_its_own(price: Price) -> None:
    if connection.vendor != "postgresql":
        assert "corridors_price" in connection.introspection.table_names()
        return
    december = datetime(2030, 12, 31, 23, 59, tzinfo=UTC)
    ensure_partitions([december])
    ensure_partitions([december])
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits")
        partitions = {name for (name,) in cursor.fetchall()}
    assert {"corridors_price_2013_07", "corridors_price_2030_12"} <= partitions
