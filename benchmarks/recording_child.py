"""One step of benchmarks/record_prices.py, in a process of its own: fill, pair COUNT or memory COUNT."""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from unittest.mock import patch

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from corridors.domain.codes import (  # noqa: E402
    Access,
    CollectionMethod,
    FeeConvention,
    PayIn,
    PayOut,
    ProviderType,
    RateBasis,
)
from corridors.domain.rates import PublishedRate  # noqa: E402
from corridors.domain.readings import PriceReading, ServiceKey, Statement, fingerprint  # noqa: E402
from corridors.identities import identify  # noqa: E402
from corridors.models import Price  # noqa: E402
from corridors.rollup import rebuild_rollups  # noqa: E402
from corridors.rows import PRICE_COLUMNS, Identity, figures_of, price_row  # noqa: E402
from corridors.selectors import cross_rate  # noqa: E402
from corridors.services import record_prices, record_rates  # noqa: E402
from corridors.storage import add_prices, ensure_partitions  # noqa: E402
from providers.feeds import register_feeds  # noqa: E402
from providers.identities import identified  # noqa: E402
from providers.models import FeedRun, Provider  # noqa: E402

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SENDERS = ("AE", "SA", "SG", "MY", "TH", "HK", "KR", "JP", "GB", "US")
RECEIVERS = ("PH", "ID", "VN", "BD", "NP", "IN", "PK", "LK", "MX", "KE")
PROVIDERS = 20
AMOUNTS = (Decimal(200), Decimal(500))
ROUND = len(SENDERS) * len(RECEIVERS) * PROVIDERS * len(AMOUNTS)
ROUNDS_OF_HISTORY = 250


def readings(start: datetime) -> Iterator[PriceReading]:
    """Rounds without end: every service at both amounts, a quarter of an hour after the last round."""
    at = start
    while True:
        for sender in SENDERS:
            for receiver in RECEIVERS:
                for number in range(PROVIDERS):
                    yield from _both(f"Provider {number}", sender, receiver, number, at)
        at += timedelta(minutes=15)


def _both(provider: str, sender: str, receiver: str, number: int, at: datetime) -> Iterator[PriceReading]:
    ways = (PayIn.CASH,), (Access.AGENT,), (PayOut.CASH,)
    key = ServiceKey(provider.casefold(), sender, receiver, *ways, "USD", "EUR")
    method, locator = CollectionMethod.PROVIDER_API, "0123456789abcdef $.quotes[0]"
    said = Statement("wise", method, "", at, locator, "", "", "")
    for amount in AMOUNTS:
        yield PriceReading(
            service=key,
            provider_name=provider,
            provider_types=(ProviderType.MONEY_TRANSFER_OPERATOR,),
            statement=said,
            send_amount=amount,
            price_point=int(amount),
            fee=Decimal(number) / 10 + 2,
            transparent=True,
            fee_convention=FeeConvention.INSIDE,
            rate=Decimal("0.90") + Decimal(at.minute) / 10_000,
            rate_basis=RateBasis.STATED,
            speed_min_minutes=0,
            speed_max_minutes=60,
        )


def a_run() -> FeedRun:
    return FeedRun.objects.create(source_id="wise", started_at=NOW)


def record(given: Iterable[PriceReading]) -> int:
    run, provider_ids = a_run(), dict[str, int]()
    recorded = record_prices(
        identified(given, provider_ids), run_id=run.id, provider_ids=provider_ids, now=NOW
    )
    assert not recorded.refused, recorded.refused[0].reasons
    assert not recorded.held, recorded.held[0].reasons
    return recorded.stored


def fill() -> dict[str, float]:
    """One round recorded, and copied into the past as often as the history wants."""
    call_command("migrate", verbosity=0)
    register_feeds(NOW)
    days = [(NOW - timedelta(days=back)).date() for back in range(14)]
    record_rates([PublishedRate("ecb", "EUR", "USD", Decimal("1.1"), day) for day in days], now=NOW)
    start = NOW - timedelta(days=1)
    record(islice(readings(start), ROUND))
    steps = [start - timedelta(hours=6) * number for number in range(ROUNDS_OF_HISTORY)]
    ensure_partitions(steps)
    copied = ", ".join(column for column in PRICE_COLUMNS if column not in ("fingerprint", "observed_at"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO corridors_price (fingerprint, observed_at, {copied}) "
            f"SELECT md5(fingerprint || n), observed_at - n * interval '6 hours', {copied} "
            "FROM corridors_price CROSS JOIN generate_series(1, %s) AS n",
            [ROUNDS_OF_HISTORY - 1],
        )
    rebuild_rollups()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {"rows": Price.objects.count()}


def rows(given: Sequence[PriceReading]) -> list[tuple[object, ...]]:
    """The very rows that recording would add, made beforehand."""
    providers = dict(Provider.objects.values_list("name_key", "id"))
    with transaction.atomic():
        identities: dict[ServiceKey, Identity] = identify({reading.service for reading in given}, providers)
    day = given[0].statement.observed_at.date()
    reference, run = cross_rate(base="USD", quote="EUR", on=day), a_run()
    return [
        price_row(
            reading,
            identity=identities[reading.service],
            run_id=run.id,
            digest=fingerprint(reading, occurrence=0),
            figures=figures_of(reading, reference),
            corrects_id=None,
            recorded_at=NOW,
        )
        for reading in given
    ]


def timed(work: Callable[[], object]) -> float:
    """Seconds of some work in a transaction that is undone, the checks that a commit would make included."""
    with transaction.atomic():
        started = time.perf_counter()
        work()
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    connection.cursor().execute(
        "VACUUM corridors_price, corridors_currentprice, corridors_servicerollup, corridors_corridor"
    )
    return seconds


def pair(count: int) -> dict[str, float]:
    start = NOW - timedelta(hours=12)
    ensure_partitions([start])
    given = list(islice(readings(start), count))
    prepared = rows(given)
    recorded = timed(lambda: record(given))
    bare = timed(lambda: add_prices(prepared))
    with patch("corridors.services.advance_rollups"):
        without = timed(lambda: record(given))
    return {"record": recorded, "bare": bare, "without_statistics": without}


def memory(count: int) -> dict[str, float]:
    start = NOW - timedelta(hours=12)
    ensure_partitions([start])
    timed(lambda: record(islice(readings(start), count)))
    return {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    step, *numbers = sys.argv[1:]
    steps: dict[str, Callable[..., dict[str, float]]] = {"fill": fill, "pair": pair, "memory": memory}
    done = steps[step](*map(int, numbers))
    print(json.dumps(done))
