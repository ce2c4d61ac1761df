"""A partner's batch: recorded and answered, and answered alike when it comes again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.db import OperationalError, connection, transaction

from partners.keys import providers_of
from partners.models import ApiKey, Submission
from providers.adapters.submission import BY, NEW_PROVIDERS, PROVIDERS
from providers.inbound import Delivery, accept
from providers.models import FeedRun
from providers.outcomes import Outcome, Result
from providers.submitted import CSV, UTF8_CSV

SOURCE = "submissions"
KEPT = timedelta(hours=24)
# Who waits longer for a batch of the same key may as well ask again.
LOCK_WAIT = "SET LOCAL lock_timeout = '10s'"
LOCK_WAIT_OVER = "SET LOCAL lock_timeout TO DEFAULT"


class BusyError(Exception):
    """The batch cannot be taken at this moment; nothing of it was recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What came: the body, one of the content types of providers.submitted, and how it is to be taken."""

    body: bytes
    content_type: str
    partial: bool = False
    idempotency_key: str = ""

    @property
    def sha256(self) -> str:
        """What makes two requests the same."""
        asked = f"{self.content_type}\n{self.partial}\n".encode()
        return hashlib.sha256(asked + self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status and, for 200, its body; else a problem's kind, title, detail, errors and more."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)


REUSED = Reply(
    HTTPStatus.UNPROCESSABLE_ENTITY,
    {
        "kind": "idempotency-key-reused",
        "title": "Idempotency key reused",
        "detail": "Another batch came with this Idempotency-Key. Give each batch a key of its own.",
        "errors": [],
        "more": {},
    },
)


def submit(batch: Batch, *, key: ApiKey, now: datetime) -> Reply:
    """Record a batch and answer it. Safe to repeat: the same batch with the same idempotency key is recorded
    once and gets the same answer, also when both come at once; a crash leaves neither.

    Raises:
        BusyError: the database does not let it in now.
        ArchiveError: the payload cannot be kept.
    """
    try:
        with transaction.atomic():
            if not batch.idempotency_key:
                return _recorded(batch, key=key, now=now)
            claim, is_new = _claim(batch, key=key, now=now)
            if not is_new:
                return Reply(claim.status, claim.answer) if claim.request_sha256 == batch.sha256 else REUSED
            reply = _recorded(batch, key=key, now=now)
            claim.status, claim.answer = reply.status, reply.body
            claim.save(update_fields=["status", "answer"])
            return reply
    except OperationalError as error:
        raise BusyError(str(error)) from error


def prune_submissions(now: datetime) -> int:
    """Forget answers older than 24 hours and say how many. Safe to repeat."""
    deleted, _ = Submission.objects.filter(created_at__lte=now - KEPT).delete()
    return deleted


def _claim(batch: Batch, *, key: ApiKey, now: datetime) -> tuple[Submission, bool]:
    """The row of an idempotency key, and whether it is ours. Whoever has it first holds up the others."""
    prune_submissions(now)
    _lock_wait(LOCK_WAIT)
    claimed = Submission.objects.get_or_create(
        api_key=key,
        idempotency_key=batch.idempotency_key,
        defaults={"request_sha256": batch.sha256, "created_at": now},
    )
    _lock_wait(LOCK_WAIT_OVER)
    return claimed


def _lock_wait(statement: str) -> None:
    """PostgreSQL waits for ever unless told; SQLite has a limit of its own."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _recorded(batch: Batch, *, key: ApiKey, now: datetime) -> Reply:
    known, new = providers_of(key)
    delivery = Delivery(
        source=SOURCE,
        trigger=FeedRun.Trigger.SUBMISSION,
        body=batch.body,
        content_type=UTF8_CSV if batch.content_type == CSV else batch.content_type,
        received_at=now,
        asked={BY: key.prefix, PROVIDERS: "\n".join(known), NEW_PROVIDERS: "\n".join(new)},
        name=f"batch of {key.prefix}",
        all_or_nothing=not batch.partial,
    )
    outcome = accept(delivery, now=now)
    return _refusal(outcome) if outcome.error else Reply(HTTPStatus.OK, _answer(outcome))


def _answer(outcome: Outcome) -> dict[str, Any]:
    return {
        "run": outcome.run_id,
        "payload_sha256": outcome.sha256,
        **{status.value: count for status, count in outcome.counts.items()},
        "results": [
            {
                "index": result.index,
                "place": result.place,
                "status": result.status.value,
                "errors": [{"field": name, "detail": sentence} for name, sentence in result.errors],
            }
            for result in outcome.results
        ],
    }


def _refusal(outcome: Outcome) -> Reply:
    if outcome.too_many:
        status, kind, title = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-many-prices", "Too many prices"
    elif not outcome.results:
        status, kind, title = HTTPStatus.BAD_REQUEST, "unreadable-batch", "Unreadable batch"
    else:
        status, kind, title = HTTPStatus.UNPROCESSABLE_ENTITY, "prices-refused", "Prices refused"
    return Reply(
        status,
        {
            "kind": kind,
            "title": title,
            "detail": f"{outcome.error[:1].upper()}{outcome.error[1:]}.",
            "errors": [error for result in outcome.refused for error in _errors(result)],
            "more": {"run": outcome.run_id, "payload_sha256": outcome.sha256},
        },
    )


def _errors(result: Result) -> Iterator[dict[str, str]]:
    """What is wrong with one price: "prices.3.fee", and the place where that stands in what was sent."""
    for name, sentence in result.errors:
        field_name = f"prices.{result.index}.{name}".rstrip(".")
        yield {"field": field_name, "detail": f"{result.place}: {sentence}"}
