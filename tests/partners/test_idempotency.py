"""A batch that comes twice is recorded once and answered alike."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, OperationalError, transaction

from corridors.models import Price
from partners import submissions
from partners.keys import make_key
from partners.models import ApiKey, Submission
from providers.archive import ArchiveError
from providers.models import FeedRun
from tests.factories import NOW
from tests.partners.batches import TURNED_ROUND, a_price

KEY = {"Idempotency-Key": "batch-1"}


def without_time(**changes):
    """A price that is true when it is received, so that sending it later is another price."""
    return a_price(observed_at=..., **changes)


def test_the_same_batch_gets_the_same_answer_and_is_recorded_once(send):
    first = send([without_time()], **KEY)
    with time_machine.travel(NOW + timedelta(hours=23), tick=False):
        again = send([without_time()], **KEY)
    assert first.status_code == again.status_code == 200
    assert again.json() == first.json()
    assert first.json()["stored"] == 1
    assert Price.objects.count() == FeedRun.objects.count() == 1


def test_without_the_key_it_would_have_been_two_prices(send):
    send([without_time()])
    with time_machine.travel(NOW + timedelta(hours=23), tick=False):
        send([without_time()])
    assert Price.objects.count() == 2


def test_a_refusal_is_repeated_too(send):
    first = send([without_time(fee="x"), without_time(rate=TURNED_ROUND)], **KEY)
    again = send([without_time(fee="x"), without_time(rate=TURNED_ROUND)], **KEY)
    assert first.status_code == again.status_code == 422
    assert again.json() == first.json()
    assert first.json()["errors"]
    assert FeedRun.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"body": [a_price(fee="11")]}, {"query": "?partial=true"}, {"content_type": "application/x-ndjson"}],
)
def test_the_same_key_with_another_request_is_a_problem(send, changed):
    send([a_price()], **KEY)
    response = send(**({"body": [a_price()]} | changed), **KEY)
    assert response.status_code == 422
    assert response.json()["type"] == "urn:remitcompare:problem:idempotency-key-reused"
    assert FeedRun.objects.count() == 1


def test_each_partner_has_idempotency_keys_of_its_own(send):
    _, token = make_key("Others", ["submit:swift-hawk"], now=NOW)
    send([a_price()], **KEY)
    other = send([a_price(fee="11")], token=token, **KEY)
    assert other.json()["stored"] == 1


def test_after_a_day_the_key_is_free_again(send):
    send([a_price()], **KEY)
    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        assert send([a_price(fee="11")], **KEY).json()["stored"] == 1
    assert Submission.objects.count() == 1


def test_pruning_forgets_what_is_a_day_old(send):
    send([a_price()], **KEY)
    assert submissions.prune_submissions(NOW + timedelta(hours=23, minutes=59)) == 0
    assert submissions.prune_submissions(NOW + timedelta(hours=24)) == 1


@pytest.mark.parametrize("name", ["x" * 256, "two words", "ключ"])
def test_a_key_that_no_header_should_hold_is_refused(send, name):
    response = send([a_price()], **{"Idempotency-Key": name})
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "Idempotency-Key"


def test_a_crash_leaves_neither_claim_nor_run_nor_price(send, monkeypatch):
    def crash(*args, **kwargs):
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("providers.inbound.close_run", crash)
        with pytest.raises(ZeroDivisionError):
            send([a_price()], **KEY)
    assert not Submission.objects.exists()
    assert not FeedRun.objects.exists()
    assert not Price.objects.exists()
    assert send([a_price()], **KEY).json()["stored"] == 1


@pytest.mark.parametrize("error", [OperationalError("database is locked"), ArchiveError("disk full")])
def test_what_cannot_be_taken_now_may_be_sent_again(send, monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(submissions, "accept", fail)
        response = send([a_price()], **KEY)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert str(error) not in response.content.decode()
    assert send([a_price()], **KEY).json()["stored"] == 1


def test_two_requests_at_once_cannot_both_claim_a_key(key):
    owner = ApiKey.objects.get()
    said = {"api_key": owner, "idempotency_key": "x", "request_sha256": "", "created_at": NOW}
    Submission.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(**said)
