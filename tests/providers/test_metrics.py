"""What Prometheus is told, and what a run's log lines carry."""

import io
import json
import socketserver
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries

from providers import collecting
from providers.failures import FetchError
from providers.feeds import register_feed
from providers.metrics import BrokerError, broker_queues
from providers.models import Feed, FeedRun
from remitcompare import logs
from tests.factories import NOW
from tests.providers.sources_seen import UNREACHABLE, ago, feed, hold, rate, run

Samples = dict[tuple[str, tuple[str, ...]], float]
LENGTHS = {b"fetch": 3, b"record": 12, b"export": 0}


@pytest.fixture
def _two_feeds(settings: Any, db: None) -> Iterator[None]:
    settings.FEEDS = ["ecb", "nbp"]
    settings.CELERY_BROKER_URL = ""
    with time_machine.travel(NOW, tick=False):
        yield


def scraped(client: Client) -> Samples:
    """Every sample by its name and the values of its labels, in their order."""
    response = client.get("/metrics")
    assert response.status_code == 200
    families = text_string_to_metric_families(response.content.decode())
    return {
        (sample.name.removeprefix("remitcompare_"), tuple(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.usefixtures("_two_feeds")
class TestFeeds:
    def test_runs_and_what_became_of_their_readings_are_summed_by_feed(self, client: Client) -> None:
        run("ecb", at=ago(days=400), stored=30, already_stored=5, refused=2, held=1)
        run("ecb", at=ago(hours=1), stored=1, already_stored=35)
        run("ecb", at=ago(hours=2), error=UNREACHABLE, stored=4)
        run("nrb", at=ago(hours=2), stored=7)
        FeedRun.objects.create(source_id="ecb", started_at=NOW, state=FeedRun.State.FETCHED)
        said = scraped(client)
        assert said["feed_runs_total", ("ecb", "done")] == 2
        assert said["feed_runs_total", ("ecb", "failed")] == 1
        assert said["feed_runs_total", ("nrb", "done")] == 1
        outcomes = {
            labels[1]: value
            for (name, labels), value in said.items()
            if labels[:1] == ("ecb",) and name == "prices_total"
        }
        assert outcomes == {"stored": 35, "already_stored": 40, "refused": 2, "held": 1}

    def test_a_feed_that_never_ran_stands_at_zero_and_has_no_ages(self, client: Client) -> None:
        said = scraped(client)
        assert said["feed_runs_total", ("nbp", "failed")] == 0
        assert said["prices_total", ("nbp", "stored")] == 0
        assert said["feed_failures_in_a_row", ("nbp",)] == 0
        assert not [name for name, labels in said if "age" in name and labels == ("nbp",)]

    def test_ages_failures_and_held_prices_are_gauges_by_feed(self, client: Client) -> None:
        feed("ecb", last_success_at=ago(hours=5))
        rate(ago(days=1))  # news until the end of that day, half a day ago
        run("ecb", at=ago(hours=4), error=UNREACHABLE)
        hold(run("ecb", at=ago(hours=3), error=UNREACHABLE), "jumped", fingerprint="a")
        hold(run("ecb", at=ago(days=90)), "jumped", fingerprint="b")
        hold(run("ecb", at=ago(days=90)), "jumped", fingerprint="c", decision="refused")
        said = scraped(client)
        assert said["feed_last_success_age_seconds", ("ecb",)] == 5 * 3600
        assert said["feed_data_age_seconds", ("ecb",)] == pytest.approx(12 * 3600)
        assert said["feed_failures_in_a_row", ("ecb",)] == 2
        assert said["held_waiting", ("ecb",)] == 2

    def test_it_costs_eight_queries_without_a_broker_and_six_with_one(
        self, client: Client, settings: Any, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for key in ("ecb", "nbp", "nrb"):
            hold(run(key, error=UNREACHABLE), "jumped", fingerprint=key)
        with django_assert_num_queries(8):
            scraped(client)
        settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
        with django_assert_num_queries(6):
            scraped(client)


@pytest.mark.usefixtures("_two_feeds")
class TestTheAnswer:
    def test_it_is_never_kept_and_only_read(self, client: Client) -> None:
        assert "no-store" in client.get("/metrics")["Cache-Control"]
        assert client.post("/metrics").status_code == 405
        assert client.head("/metrics").status_code == 405

    @pytest.mark.parametrize(
        ("accept", "content_type", "last_line"),
        [
            ("", "text/plain; version=0.0.4; charset=utf-8", ""),
            ("text/plain;version=abc", "text/plain; version=0.0.4; charset=utf-8", ""),
            (
                "application/openmetrics-text;version=1.0.0",
                "application/openmetrics-text; version=1.0.0",
                "# EOF",
            ),
        ],
    )
    def test_it_is_in_the_format_that_is_asked_for(
        self, client: Client, accept: str, content_type: str, last_line: str
    ) -> None:
        response: HttpResponse = client.get("/metrics", headers={"Accept": accept})  # type: ignore[assignment]
        assert response["Content-Type"].startswith(content_type)
        assert response.content.decode().splitlines()[-1].startswith(last_line)
        assert b'remitcompare_feed_runs_total{feed="ecb",state="done"} 0.0' in response.content


@pytest.mark.usefixtures("_two_feeds")
class TestQueues:
    def test_without_a_broker_it_is_what_the_database_says_there_is_to_do(self, client: Client) -> None:
        for key in ("ecb", "nbp"):
            register_feed(key, NOW)
        Feed.objects.filter(source_id="nbp").update(due_at=ago(hours=-1))
        for _ in range(2):
            FeedRun.objects.create(source_id="ecb", started_at=NOW, state=FeedRun.State.FETCHED)
        said = scraped(client)
        assert {labels: value for (name, labels), value in said.items() if name == "queue_depth"} == {
            ("fetch",): 1,
            ("record",): 2,
        }
        assert ("broker_up", ()) not in said

    def test_with_redis_it_is_the_length_of_each_queue(
        self, client: Client, settings: Any, redis: "FakeRedis"
    ) -> None:
        settings.CELERY_BROKER_URL = redis.url
        said = scraped(client)
        assert {labels[0]: value for (name, labels), value in said.items() if name == "queue_depth"} == {
            "fetch": 3,
            "record": 12,
            "export": 0,
        }
        assert said["broker_up", ()] == 1

    def test_a_broker_that_is_away_leaves_the_depth_out_and_says_that_it_is_down(
        self, client: Client, settings: Any
    ) -> None:
        settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
        said = scraped(client)
        assert said["broker_up", ()] == 0
        assert not [name for name, _ in said if name == "queue_depth"]
        assert said["feed_runs_total", ("ecb", "done")] == 0


class Commands(socketserver.StreamRequestHandler):
    """As much of Redis's protocol as asking for the length of lists needs."""

    server: "FakeRedis"

    def handle(self) -> None:
        while head := self.rfile.readline():
            words = [self.word() for _ in range(int(head[1:]))]
            if self.server.is_silent:
                self.server.stopped.wait(10)
                return
            self.wfile.write(self.answer(words))

    def word(self) -> bytes:
        length = int(self.rfile.readline()[1:])
        return self.rfile.read(length + 2)[:-2]

    def answer(self, words: list[bytes]) -> bytes:
        if words[0].upper() == b"LLEN":
            return b":%d\r\n" % LENGTHS[words[1]]
        return b"%1\r\n$5\r\nproto\r\n:3\r\n" if words[0].upper() == b"HELLO" else b"+OK\r\n"


class FakeRedis(socketserver.ThreadingTCPServer):
    """A Redis with three queues; a silent one takes what it is asked and never answers."""

    daemon_threads = True
    is_silent = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Commands)
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.server_address[1]}/0"


@pytest.fixture
def redis() -> Iterator[FakeRedis]:
    with FakeRedis() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.stopped.set()
        server.shutdown()
        thread.join()


class TestBroker:
    def test_one_that_never_answers_is_given_up_after_a_second(self, redis: FakeRedis) -> None:
        redis.is_silent = True
        started = time.monotonic()
        with pytest.raises(BrokerError):
            broker_queues(redis.url)
        assert 0.9 < time.monotonic() - started < 3

    @pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "redis://127.0.0.1:port/0"])
    def test_one_that_cannot_be_reached_is_one_error(self, url: str) -> None:
        with pytest.raises(BrokerError):
            broker_queues(url)


class Refusing:
    """An Http that no server answers."""

    def get(self, url: str, **asked: Any) -> None:
        raise FetchError("rates.example did not answer in time", reason_code="timeout")


class TestLogs:
    @pytest.fixture
    def stream(self) -> Iterator[io.StringIO]:
        written = io.StringIO()
        logs.configure({"level": "INFO"}, written)
        yield written
        logs.configure(django_settings.LOGGING)

    @pytest.mark.usefixtures("_two_feeds")
    def test_every_line_of_a_run_carries_its_id_and_its_feed(self, stream: io.StringIO) -> None:
        register_feed("ecb", NOW)
        failed = collecting.fetch_feed("ecb", http=Refusing())  # type: ignore[arg-type]
        fetched = FeedRun.objects.create(source_id="nbp", started_at=NOW, state=FeedRun.State.FETCHED)
        assert failed is not None
        collecting.finish_run(fetched.id)
        lines = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert [(line["level"], line["feed"], line["run_id"]) for line in lines] == [
            ("warning", "ecb", failed.id),
            ("info", "nbp", fetched.id),
        ]
        assert lines[0]["error"] == "rates.example did not answer in time"
        assert {name: lines[1][name] for name in ("stored", "already_stored", "refused", "held")} == {
            "stored": 0,
            "already_stored": 0,
            "refused": 0,
            "held": 0,
        }
