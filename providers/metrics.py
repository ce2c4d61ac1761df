"""How collecting goes, in numbers for Prometheus, read from the database at each scrape.

So they are the same whichever process answers, and none is lost when one stops. Runs are never deleted, so
the sums over them only rise, as counters must.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis import Redis, RedisError

from providers.feeds import due_feeds
from providers.health import Known
from providers.schedule import FETCH, RECORD
from providers.source_selectors import COUNTS, RunTotals, known_sources, run_totals, runs_to_record
from providers.sources import every_source, pulled

EXPORT = "export"
QUEUES = (FETCH, RECORD, EXPORT)
BROKER_TIMEOUT_SECONDS = 1
REDIS_SCHEMES = frozenset({"redis", "rediss"})
FINISHED = ("done", "failed")


class BrokerError(Exception):
    """The broker does not say how long its queues are."""


class FeedCollector(Collector):
    """Every metric as of one time. Six queries, eight without a broker, whatever the number of feeds."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        totals = run_totals()
        keys = sorted({facts.key for facts in pulled()} | {total.source for total in totals})
        yield from _counters(keys, totals)
        # A source that was renamed or removed keeps its counters, and is no longer watched.
        known = known_sources(self._now)
        watched = {key: known.get(key, Known()) for key in keys if key in every_source()}
        yield from _gauges(watched, now=self._now)
        yield from _queues(self._now)


def _counters(keys: list[str], totals: list[RunTotals]) -> Iterator[Metric]:
    runs = CounterMetricFamily(
        "remitcompare_feed_runs",
        "Finished runs of a feed, imports and replays too.",
        labels=["feed", "state"],
    )
    readings = CounterMetricFamily(
        "remitcompare_prices", "Prices and rates read, by what became of them.", labels=["feed", "outcome"]
    )
    for key in keys:
        by_state = {total.state: total for total in totals if total.source == key}
        for state in FINISHED:
            runs.add_metric([key, state], by_state[state].runs if state in by_state else 0)
        for outcome in COUNTS:
            readings.add_metric([key, outcome], sum(getattr(each, outcome) for each in by_state.values()))
    yield from (runs, readings)


def _gauges(watched: Mapping[str, Known], *, now: datetime) -> Iterator[Metric]:
    failures = _gauge("feed_failures_in_a_row", "Failed runs since the last success.")
    success = _gauge("feed_last_success_age_seconds", "Time since a run last succeeded.")
    data = _gauge("feed_data_age_seconds", "Age of the newest price or rate, by when it was true.")
    waiting = _gauge("held_waiting", "Prices held back until an operator decides.")
    for key, known in watched.items():
        failures.add_metric([key], known.failures)
        waiting.add_metric([key], known.waiting)
        for gauge, moment in ((success, known.last_success_at), (data, known.data_at)):
            if moment is not None:
                gauge.add_metric([key], (now - moment).total_seconds())
    yield from (failures, success, data, waiting)


def _gauge(name: str, sentence: str, label: str = "feed") -> GaugeMetricFamily:
    return GaugeMetricFamily(f"remitcompare_{name}", sentence, labels=[label])


def _queues(now: datetime) -> Iterator[Metric]:
    """How much waits for workers: messages at the broker, or what the database says there is to do."""
    depth = _gauge("queue_depth", "Work that waits for a worker.", label="queue")
    if urlsplit(settings.CELERY_BROKER_URL).scheme not in REDIS_SCHEMES:
        depth.add_metric([FETCH], len(due_feeds(now)))
        depth.add_metric([RECORD], runs_to_record())
        yield depth
        return
    up = GaugeMetricFamily("remitcompare_broker_up", "Whether the broker of the queues answers.")
    try:
        lengths = broker_queues(settings.CELERY_BROKER_URL)
    except BrokerError:
        up.add_metric([], 0)
        yield up
        return
    up.add_metric([], 1)
    for queue, length in lengths.items():
        depth.add_metric([queue], length)
    yield from (up, depth)


def broker_queues(url: str) -> dict[str, int]:
    """How many messages wait in each of Celery's queues in a Redis; asked once, for at most a second a step.

    Raises:
        BrokerError: it does not answer in time, or the address is none.
    """
    try:
        broker = Redis.from_url(
            url,
            socket_connect_timeout=BROKER_TIMEOUT_SECONDS,
            socket_timeout=BROKER_TIMEOUT_SECONDS,
        )
        with closing(broker), broker.pipeline(transaction=False) as asked:
            for queue in QUEUES:
                asked.llen(queue)
            return dict(zip(QUEUES, asked.execute(), strict=True))
    except (RedisError, OSError, ValueError) as error:
        raise BrokerError(type(error).__name__) from None
