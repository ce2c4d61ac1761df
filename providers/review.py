"""What an operator decides of prices that look wrong: shown after all, or refused; once, by name and time."""

from datetime import datetime

from django.db import transaction

from corridors.domain.readings_json import from_json
from providers.fetching import start_run
from providers.models import FeedRun, HeldReading
from providers.recording import close_run, record_price_entries
from providers.sources import facts_of

Decision = HeldReading.Decision
MAX_REASON = 300


class ReviewError(Exception):
    """A decision that cannot be made, in one sentence."""


@transaction.atomic
def release(held: HeldReading, *, by: str, now: datetime, reason: str) -> FeedRun:
    """Record a held price as its source stated it, and note who released it, and why.

    An older observation joins history and never becomes current, however late it is released.

    Raises:
        ReviewError: no reason is given, somebody has decided already, or the price breaks a rule; nothing is
            changed.
    """
    locked = _decide(held, Decision.RELEASED, by=by, now=now, reason=reason)
    facts = facts_of(locked.run.source_id)
    run = start_run(facts, trigger=FeedRun.Trigger.REVIEW, now=now)
    run.payload_name = f"held price {locked.id}"
    tally = record_price_entries([from_json(locked.reading)], run=run, now=now, sandbox=facts.sandbox)
    if not tally.stored + tally.already_stored:
        reasons = "; ".join(sentence for _, sentence in tally.examples)
        raise ReviewError(f"{locked.locator} cannot be released: {reasons}")
    close_run(run, tally, error="", now=now)
    return run


@transaction.atomic
def refuse(held: HeldReading, *, by: str, now: datetime, reason: str) -> None:
    """Keep a held price out for good, and note who refused it, and why.

    Raises:
        ReviewError: no reason is given, or somebody has decided already; nothing is changed.
    """
    _decide(held, Decision.REFUSED, by=by, now=now, reason=reason)


def _decide(held: HeldReading, decision: Decision, *, by: str, now: datetime, reason: str) -> HeldReading:
    """Write the decision into the row, which stays locked until the transaction ends."""
    why = reason.strip()[:MAX_REASON]
    if not why:
        raise ReviewError(f"{held.locator} cannot be decided on without a reason")
    locked = HeldReading.objects.select_for_update().get(id=held.id)
    if locked.decision != Decision.WAITING:
        raise ReviewError(
            f"{locked.locator} was {locked.decision} by {locked.decided_by} "
            f"on {locked.decided_at:%Y-%m-%d %H:%M} UTC"
        )
    locked.decision, locked.decided_by, locked.decided_at = decision, by[:150], now
    locked.decision_reason = why
    locked.save(update_fields=["decision", "decided_by", "decided_at", "decision_reason"])
    return locked
