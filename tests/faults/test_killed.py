"""Whatever is killed or stopped in the middle, every reading is recorded once and nothing else."""

import time
from random import Random

import pytest

from tests.faults.deployment import Deployment, Worker
from tests.faults.feed_server import AMOUNTS, PROVIDERS, READINGS, RECEIVERS, SENDERS
from tests.faults.servers import wait_until

KILLS = 20
REDIS_IS_GONE_SECONDS = 20
# A kill comes when a recording has written so many bytes: from its first statement to well into it, however
# fast the machine is. 50,000 prices with their indexes and statistics write about 35 million bytes.
LATEST_WRITTEN = 25_000_000
# Every fourth kill comes while the worker starts or reads the feed.
LATEST_START_SECONDS = 6.0
CURRENT = len(SENDERS) * len(RECEIVERS) * PROVIDERS * len(AMOUNTS)


def assert_exactly_what_was_sent(deployment: Deployment) -> None:
    prices = deployment.postgres.rows(
        "SELECT count(*), count(DISTINCT (service_id, send_amount, observed_at)), count(DISTINCT run_id) "
        "FROM corridors_price"
    )
    assert prices == [(READINGS, READINGS, 1)]
    done = deployment.postgres.rows(
        "SELECT stored, refused, held FROM providers_feedrun WHERE state = 'done'"
    )
    assert done == [(READINGS, 0, 0)]
    assert deployment.postgres.number("SELECT count(*) FROM corridors_currentprice") == CURRENT
    checked = deployment.manage("rebuild_current", "--check")
    assert checked.returncode == 0, checked.stderr


def test_a_worker_killed_twenty_times_ends_with_exactly_the_readings_sent(deployment: Deployment) -> None:
    chance = Random(20261124)
    deployment.send("providers.recover")
    for number in range(KILLS):
        with Worker(deployment) as worker:
            if number % 4:
                _wait_until_written(deployment, round(LATEST_WRITTEN * chance.random()))
            else:
                _wait_while_it_starts(deployment, chance.uniform(0, LATEST_START_SECONDS))
            worker.kill()
        if deployment.is_done():
            break
    assert not deployment.is_done() or number == KILLS - 1, f"it was done after {number + 1} kills"
    with Worker(deployment):
        deployment.wait_until_done()
    assert_exactly_what_was_sent(deployment)


def _wait_until_written(deployment: Deployment, size: int) -> None:
    """Until a recording has begun and has written so many bytes since."""
    wait_until(lambda: _recording_again(deployment), "the run is being recorded")
    before = deployment.postgres.written()
    wait_until(
        lambda: deployment.postgres.written() - before >= size or deployment.is_done(),
        f"{size:,} bytes are written",
    )


def _wait_while_it_starts(deployment: Deployment, seconds: float) -> None:
    """So many seconds, or fewer when the recording gets far before they are over."""
    before, until = deployment.postgres.written(), time.monotonic() + seconds
    wait_until(
        lambda: time.monotonic() >= until or deployment.postgres.written() - before >= LATEST_WRITTEN,
        "the worker has started",
    )


def _recording_again(deployment: Deployment) -> bool:
    """Whether a worker is at it; what the killed one left is handed out again, as beat does each minute."""
    if not deployment.queued():
        deployment.send("providers.recover")
    return deployment.is_recording() or deployment.is_done()


def test_redis_stopped_for_twenty_seconds_loses_nothing(deployment: Deployment) -> None:
    deployment.send("providers.recover")
    with Worker(deployment):
        wait_until(lambda: _recording_again(deployment), "the run is being recorded")
        deployment.redis.stop()
        time.sleep(REDIS_IS_GONE_SECONDS)
        deployment.redis.start()
        deployment.wait_until_done()
    assert_exactly_what_was_sent(deployment)


def test_a_database_restarted_in_the_middle_loses_nothing(deployment: Deployment) -> None:
    deployment.send("providers.recover")
    with Worker(deployment):
        wait_until(lambda: _recording_again(deployment), "the run is being recorded")
        deployment.postgres.stop("immediate")
        deployment.postgres.start()
        deployment.wait_until_done()
    assert_exactly_what_was_sent(deployment)


def test_two_workers_given_the_same_feed_record_it_once(deployment: Deployment) -> None:
    deployment.send("providers.recover")
    with Worker(deployment, "one"), Worker(deployment, "two"):
        for _ in range(5):
            deployment.send("providers.fetch", "table")
        wait_until(lambda: _fetched(deployment) > 0, "a run is fetched")
        run_id = deployment.postgres.number("SELECT min(id) FROM providers_feedrun WHERE state <> 'fetching'")
        for _ in range(5):
            deployment.send("providers.record", run_id)
        deployment.wait_until_done()
        wait_until(lambda: deployment.queued() == 0, "the queues are empty")
    assert deployment.postgres.number("SELECT count(*) FROM providers_feedrun") == 1
    assert_exactly_what_was_sent(deployment)


def _fetched(deployment: Deployment) -> int:
    return deployment.postgres.number("SELECT count(*) FROM providers_feedrun WHERE state <> 'fetching'")


@pytest.fixture(autouse=True)
def _network_of_this_machine(socket_enabled: None) -> None:
    """These tests talk to servers of their own on this machine."""
