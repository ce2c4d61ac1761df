"""Prices are added batch by batch; on PostgreSQL one is stored while the next is made."""

import pytest
from django.db import IntegrityError, connection, transaction

from corridors.models import Price
from corridors.rows import PRICE_COLUMNS
from corridors.storage import PriceWriter, add_prices
from tests.factories import price, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    """One stored price as a row of the writer."""
    record(price())
    (values,) = Price.objects.values_list(*PRICE_COLUMNS)
    return values


def changed(row, **values):
    """The row with other values in some columns."""
    named = dict(zip(PRICE_COLUMNS, row, strict=True)) | values
    return tuple(named[name] for name in PRICE_COLUMNS)


def test_what_is_new_is_counted_over_all_batches(row):
    first, second = (changed(row, fingerprint=digit * 32) for digit in "ab")
    with PriceWriter() as writer:
        writer.add([row, first])
        writer.add([])
        writer.add([first, second])
    assert writer.added == 2
    assert Price.objects.count() == 3


def test_the_last_batch_is_stored_when_the_block_ends(row):
    with PriceWriter() as writer:
        writer.add([changed(row, fingerprint="c" * 32)])
    assert writer.added == 1
    assert Price.objects.filter(fingerprint="c" * 32).exists()


def write(*batches, then=None):
    """Add batches in a transaction of their own, and let the caller fail after them if asked."""
    with transaction.atomic(), PriceWriter() as writer:
        for batch in batches:
            writer.add(batch)
        if then is not None:
            raise then


def test_an_error_of_the_caller_leaves_the_connection_as_a_roll_back_does(row):
    with pytest.raises(RuntimeError, match="in the middle"):
        write([changed(row, fingerprint="d" * 32)], then=RuntimeError("in the middle"))
    assert Price.objects.count() == 1
    assert add_prices([changed(row, fingerprint="e" * 32)]) == 1


@pytest.mark.parametrize("more", [[], [[]], [["another"]]])
def test_what_the_database_refuses_is_an_error_of_the_block(row, more):
    wrong = changed(row, fingerprint="f" * 32, send_amount=-1)
    following = [[changed(row, fingerprint="1" * 32)] if batch else [] for batch in more]
    with pytest.raises(IntegrityError, match="price_amount_positive"):
        write([wrong], *following)
    assert Price.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite checks references at the end")
def test_a_reference_to_nothing_is_an_error_of_the_block(row):
    wrong = changed(row, fingerprint="f" * 32, service_id=999_999_999)
    with pytest.raises(IntegrityError, match="service_id"):
        write([wrong])
    assert Price.objects.count() == 1
