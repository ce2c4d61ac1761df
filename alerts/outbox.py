"""The outbox: how a mail gets from "to be sent" to its end, so that no death of a worker sends it twice.

    waiting ──claim──▶ claimed ──begin──▶ sending ──▶ sent, or failed
       ▲                  │                  │ ╲
       └── lease is over ─┘                  │  ╲── lease is over ──▶ unknown
       └── the server refused it for now ────┘

Each arrow is one UPDATE that takes effect only in the state it begins in, committed before anything else is
done. Up to "claimed" nothing has been said to a mail server, so whoever dies there is followed by another.
From "sending" on the server may have taken the mail: whoever dies there leaves it "unknown", and it is sent
no more. Source: docs/adr/0015-price-alerts.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet

from alerts.domain.news import told
from alerts.models import Alert, Mail

State = Mail.State
# Longer than any conversation with a mail server: each of its few answers may take settings.EMAIL_TIMEOUT.
LEASE = timedelta(minutes=10)
# News grow old; whoever waits for a confirmation asks again.
GIVEN_UP_AFTER = {Mail.Kind.NEWS: timedelta(hours=6), Mail.Kind.CONFIRM: timedelta(hours=24)}
# After the first, second, … try that the server refused for now.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
UNREACHABLE_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail that nobody else may send, with its alert."""

    token: UUID
    mail: Mail


def enqueue(mail: Mail, *, now: datetime) -> None:
    """Add a mail to the outbox, in the caller's transaction.

    Raises:
        IntegrityError: it brings news and this alert has news of today already.
    """
    mail.day, mail.created_at, mail.not_before = now.date(), now, now
    mail.save(force_insert=True)


def waiting(now: datetime) -> list[UUID]:
    """The mails that may be sent now, the oldest first. One query."""
    ready = Mail.objects.filter(state=State.WAITING, not_before__lte=now)
    return list(ready.order_by("created_at").values_list("id", flat=True))


def claim(mail_id: UUID, *, now: datetime) -> Claim | None:
    """Take a mail; None when another has it or it waits no more."""
    token = uuid4()
    # No join: on PostgreSQL the state would be looked up before the row is locked, and two could have it.
    taken = Mail.objects.filter(id=mail_id, state=State.WAITING, not_before__lte=now).update(
        state=State.CLAIMED, claim=token, claimed_until=now + LEASE, attempts=F("attempts") + 1
    )
    mail = Mail.objects.select_related("alert__corridor").filter(id=mail_id, claim=token).first()
    return Claim(token, mail) if taken and mail else None


def begin(claimed: Claim) -> bool:
    """Note that the server is about to get the mail; False when the claim is lost or the alert is gone."""
    mine = Mail.objects.filter(id=claimed.mail.id, claim=claimed.token, state=State.CLAIMED)
    return mine.update(state=State.SENDING) == 1


@transaction.atomic
def succeed(claimed: Claim, *, now: datetime) -> None:
    """Note that the server took the mail. Only now does the alert count as told."""
    mine = Mail.objects.filter(id=claimed.mail.id, claim=claimed.token)
    settled = mine.filter(state__in=[State.SENDING, State.UNKNOWN]).update(state=State.SENT, finished_at=now)
    if settled and claimed.mail.kind == Mail.Kind.NEWS:
        watch = told(claimed.mail.alert.watch, best=claimed.mail.best)
        Alert.objects.filter(id=claimed.mail.alert_id).update(
            is_armed=watch.is_armed, known_best=watch.known_best, last_mail_at=now
        )


def fail(claimed: Claim, *, now: datetime) -> None:
    """Give a mail up that no server will ever take."""
    _mine(claimed).update(state=State.FAILED, finished_at=now)


def put_back(claimed: Claim, *, now: datetime) -> None:
    """Let a mail wait that the server surely did not take."""
    pause = PAUSES[min(claimed.mail.attempts, len(PAUSES)) - 1]
    _mine(claimed).update(state=State.WAITING, not_before=now + pause)


def doubt(claimed: Claim, *, now: datetime) -> None:
    """Note that nobody can know whether the server took the mail."""
    _mine(claimed).update(state=State.UNKNOWN, finished_at=now)


def put_all_off(claimed: Claim, *, now: datetime) -> None:
    """Let every mail wait: the server cannot be reached, and each try costs a time-out."""
    later = now + UNREACHABLE_FOR
    _mine(claimed).update(state=State.WAITING, not_before=later)
    Mail.objects.filter(state=State.WAITING, not_before__lt=later).update(not_before=later)


def _mine(claimed: Claim) -> QuerySet[Mail]:
    return Mail.objects.filter(
        id=claimed.mail.id, claim=claimed.token, state__in=[State.CLAIMED, State.SENDING]
    )


def recover(now: datetime) -> None:
    """Take up what dead workers left, and give up what waited too long. Safe to repeat."""
    over = Mail.objects.filter(claimed_until__lt=now)
    over.filter(state=State.CLAIMED).update(state=State.WAITING)
    over.filter(state=State.SENDING).update(state=State.UNKNOWN, finished_at=now)
    too_old = Q()
    for kind, longest in GIVEN_UP_AFTER.items():
        too_old |= Q(kind=kind, created_at__lte=now - longest)
    Mail.objects.filter(too_old, state=State.WAITING).update(state=State.FAILED, finished_at=now)
