"""How long archived answers are kept: the bodies for a while, what is known of them for ever."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from providers import archive, tasks
from providers.models import ArchivedAnswer, HeldReading
from providers.recording import record_run
from providers.retention import prune_archive
from tests.providers.toy_source import NOON, body, fetched, record, toy_at_noon

OLD, YOUNG = body(record()), body(record(fee="11"))
DAYS = 30
LATER = NOON + timedelta(days=DAYS + 1)


@pytest.fixture(autouse=True)
def _kept_for_thirty_days(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.ARCHIVE_RETENTION_DAYS = DAYS
    with toy_at_noon(settings, monkeypatch):
        yield


def came_at(payload: bytes, moment: Any) -> str:
    """An answer that came at a moment; its hash."""
    run = fetched(payload)
    run.answers.update(received_at=moment)
    return run.payload_sha256


def test_bodies_older_than_the_retention_are_removed_and_their_record_stays() -> None:
    old, young = came_at(OLD, NOON), came_at(YOUNG, NOON + timedelta(days=5))
    assert prune_archive(LATER) == 1
    assert (archive.exists(old), archive.exists(young)) == (False, True)
    kept = dict(ArchivedAnswer.objects.values_list("sha256", "body_kept"))
    assert kept == {old: False, young: True}
    assert prune_archive(LATER) == 0, "a second time there is nothing to do"


def test_a_body_that_a_younger_answer_shares_stays() -> None:
    came_at(OLD, NOON)
    sha256 = came_at(OLD, NOON + timedelta(days=5))
    assert prune_archive(LATER) == 0
    assert archive.exists(sha256)


def test_a_body_that_a_held_price_waits_with_stays_until_it_is_decided() -> None:
    record_run(fetched(body(record(fee="1", rate="15"))).id, now=timezone.now())
    run = fetched(body(record(fee="100", rate="15", note="another")))
    record_run(run.id, now=timezone.now())
    held = HeldReading.objects.get()
    prune_archive(LATER)
    assert archive.exists(run.payload_sha256)
    held.decision = HeldReading.Decision.REFUSED
    held.save()
    assert prune_archive(LATER) == 1
    assert not archive.exists(run.payload_sha256)


def test_a_body_that_no_answer_names_goes_after_a_day(settings: Any) -> None:
    settings.ARCHIVE_RETENTION_DAYS = 0
    named, unnamed = came_at(OLD, NOON), archive.store(b"looked at and not recorded")
    assert prune_archive(NOON + timedelta(hours=23)) == 0
    assert archive.exists(unnamed)
    assert prune_archive(NOON + timedelta(days=2)) == 1
    assert (archive.exists(named), archive.exists(unnamed)) == (True, False)


def test_an_archive_that_holds_nothing_yet_has_nothing_to_prune() -> None:
    assert prune_archive(LATER) == 0


def test_without_a_retention_everything_is_kept(settings: Any) -> None:
    settings.ARCHIVE_RETENTION_DAYS = 0
    sha256 = came_at(OLD, NOON)
    tasks.prune.delay()
    assert archive.exists(sha256)
