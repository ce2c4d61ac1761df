"""Looking for news: which alerts are due, what the comparison says to them, a mail where it is news."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import structlog
from django.db import transaction

from alerts.asking import question_of
from alerts.domain.news import Verdict, Way, judge, known_way
from alerts.models import Alert, Mail
from alerts.outbox import enqueue
from alerts.selectors import due, hold_alerts_of
from corridors import comparison
from corridors.asking import Asked
from corridors.domain.offers import Offer
from corridors.models import Corridor

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a comparison says now, best first; nothing where only old prices are known."""

    ways: tuple[Way, ...]
    best: Offer | None
    names: dict[str, str]


type_of_memory = dict[tuple[int, int, Asked], Seen]


def see(corridor: Corridor, asked: Asked, *, now: datetime) -> Seen:
    """The comparison that the page shows for a question about now. Five queries at most."""
    answered = comparison.answer(corridor, asked, now=now).comparison
    options = answered.options if answered.is_current else ()
    return Seen(
        ways=tuple(
            Way(option.offer.provider.slug, option.payment.recipient_gets or Decimal(0)) for option in options
        ),
        best=options[0].offer if options else None,
        names={option.offer.provider.slug: option.offer.provider.name for option in options},
    )


def look(now: datetime) -> int:
    """Look at every alert that is due, and say for how many there was news.

    Each in a transaction of its own: the mail is in the outbox when the alert says so, and only then. Safe to
    repeat, and for several to do at once. One that breaks is logged and leaves the others alone.
    """
    written, memory = 0, type_of_memory()
    for alert_id, address in list(due(now).values_list("id", "address")):
        try:
            written += _look_at(alert_id, address, memory, now=now)
        except Exception:  # the others want their news; the log holds the error
            log.exception("could not look at an alert", alert=str(alert_id))
    return written


@transaction.atomic
def _look_at(alert_id: UUID, address: str, memory: type_of_memory, *, now: datetime) -> bool:
    """Decide about one alert, unless somebody else has done so, or written to the same person, meanwhile."""
    hold_alerts_of(address)
    alert = due(now).select_related("corridor").filter(id=alert_id).first()
    if alert is None:
        return False
    seen = _remembered(alert, memory, now=now)
    verdict = judge(alert.watch, seen.ways)
    if not verdict.is_news or seen.best is None:
        _leave(alert, verdict)
        return False
    enqueue(_news(alert, seen, seen.best), now=now)
    # The corridor's version is left as it was: should this mail fail, the next look finds the same news.
    Alert.objects.filter(id=alert.id).update(last_mail_at=now)
    return True


def _remembered(alert: Alert, memory: type_of_memory, *, now: datetime) -> Seen:
    """What is seen of an alert's question: once for all alerts that ask the same."""
    asked = question_of(alert, today=now.date())
    key = (alert.corridor_id, alert.corridor.version, asked)
    if key not in memory:
        memory[key] = see(alert.corridor, asked, now=now)
    return memory[key]


def _leave(alert: Alert, verdict: Verdict) -> None:
    Alert.objects.filter(id=alert.id).update(
        seen_version=alert.corridor.version,
        is_armed=verdict.watch.is_armed,
        known_best=verdict.watch.known_best,
    )


def _news(alert: Alert, seen: Seen, best: Offer) -> Mail:
    known = known_way(alert.watch, seen.ways)
    return Mail(
        alert=alert,
        kind=Mail.Kind.NEWS,
        best=best.provider.slug,
        provider=best.provider.name,
        gets=seen.ways[0].gets,
        known_provider=seen.names[known.provider] if known else "",
        known_gets=known.gets if known else None,
        seen_at=best.observed_at,
        is_sandbox=best.provider.sandbox,
    )
