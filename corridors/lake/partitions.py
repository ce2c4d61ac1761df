"""How history is divided into files, and by what it shows that a file is no longer what history holds."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, DateField, Max, QuerySet
from django.db.models.functions import TruncMonth

from corridors.models import Price, Service

FILE = "prices.parquet"
# Every folder on the way to a partition's file.
FOLDERS = re.compile(r"corridor_from=[A-Z]{2}(/year=\d{4}(/month=\d{2})?)?")
_PATH = re.compile(r"corridor_from=([A-Z]{2})/year=(\d{4})/month=(\d{2})/prices\.parquet")
# What is written of a price and may be changed by an operator. History itself only grows.
_CHANGEABLE = (
    "provider__slug",
    "provider__name",
    "provider__type",
    "provider__sandbox",
)


class Partition(NamedTuple):
    """The prices of one sending country (ISO 3166-1 alpha-2) observed in one month (UTC)."""

    sending: str
    year: int
    month: int

    @property
    def path(self) -> str:
        """Where its file lies in the lake, as Hive names partitions."""
        return f"corridor_from={self.sending}/year={self.year:04d}/month={self.month:02d}/{FILE}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        following = self.first_day + timedelta(days=31)
        return following.replace(day=1) - timedelta(days=1)


def partition_at(path: str) -> Partition | None:
    """The partition whose file has this path; None when it is no such path."""
    found = _PATH.fullmatch(path)
    return Partition(found[1], int(found[2]), int(found[3])) if found else None


def stamped(prices: QuerySet[Price], *, schema: str) -> Iterator[tuple[Partition, str]]:
    """Every partition with a price, and a digest that changes when its file has to be written anew.

    A late observation, a provider that was renamed and another `schema` each change it. In order. Two
    queries, one of which counts all of the history.
    """
    told = dict(_told(Service.objects.all()))
    grouping = ("corridor__source_id", "month", "service__provider_id")
    counted = (
        prices.order_by()
        .annotate(month=TruncMonth("observed_at", tzinfo=UTC, output_field=DateField()))
        .values_list(*grouping)
        .annotate(prices=Count("id"), newest=Max("id"))
        .order_by(*grouping)
    )
    # Fetched at once, it is counted by several processes of PostgreSQL; a cursor would have one.
    for (sending, month), group in groupby(list(counted), key=itemgetter(0, 1)):
        digest = hashlib.sha256(schema.encode())
        for row in group:
            digest.update(repr((row, told.get(row[2]))).encode())
        yield Partition(sending, month.year, month.month), digest.hexdigest()[:32]


def _told(services: QuerySet[Service]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """What is written of each provider. One query."""
    rows = services.order_by().values_list("provider_id", *_CHANGEABLE).distinct()
    yield from ((row[0], row[1:]) for row in rows)
