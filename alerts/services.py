"""The only writers of alerts: asked for, confirmed, ended, forgotten. Each says what repeating it does.

No address is ever logged, nor anything by which one could be found.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from alerts import selectors
from alerts.asking import Wish
from alerts.domain.news import Kind
from alerts.models import Alert, Mail
from alerts.outbox import enqueue

UNCONFIRMED_FOR = timedelta(days=2)
CONFIRMED_FOR = timedelta(days=365)
MAILS_KEPT_FOR = timedelta(days=30)
# An address gets at most so many mails that ask for a confirmation in a day, and has at most so many alerts.
MOST_ASKED_A_DAY = 3
MOST_ALERTS = 10
# All addresses together, in a minute: nobody sends mail to strangers through us.
MOST_ASKED_A_MINUTE = 30


class TooManyError(Exception):
    """More people ask right now than we write to in a minute."""


@transaction.atomic
def ask(wish: Wish, *, address: str, language: str, known_best: str, now: datetime) -> None:
    """Keep a wish, and queue the mail that asks whether it is theirs.

    `known_best` is the slug of the provider that the person was shown as the best, or "". Asked for again,
    the same alert is kept once and another mail goes out; confirming it makes it last another year. Says
    nothing of what was known of the address. Within the bounds above, which several processes that count at
    the same moment may pass by one each.

    Raises:
        TooManyError: the site has asked too many people in the last minute.
    """
    if selectors.confirmations_since(now - timedelta(minutes=1)) >= MOST_ASKED_A_MINUTE:
        raise TooManyError
    if selectors.confirmations_since(now - timedelta(days=1), address=address) >= MOST_ASKED_A_DAY:
        return
    alert = selectors.same_alert(wish, address=address, now=now)
    if alert is None:
        if selectors.alerts_of(address, now=now).count() >= MOST_ALERTS:
            return
        alert = Alert.objects.create(
            address=address,
            language=language,
            corridor=wish.corridor,
            send_currency=wish.send_currency,
            receive_currency=wish.receive_currency,
            amount=wish.amount,
            filters=wish.filters,
            kind=wish.kind,
            threshold=wish.threshold,
            known_best=known_best if wish.kind is Kind.BEST_CHANGES else "",
            created_at=now,
            expires_at=now + UNCONFIRMED_FOR,
        )
    elif alert.confirmed_at is None:  # nobody but its owner changes one that is confirmed
        Alert.objects.filter(id=alert.id).update(language=language)
    enqueue(Mail(alert=alert, kind=Mail.Kind.CONFIRM), now=now)


@transaction.atomic
def confirm(alert_id: UUID, *, now: datetime) -> Alert | None:
    """Begin to watch for somebody, for a year from now; None when there is no such alert any more.

    Done again, the year begins again.
    """
    alert = Alert.objects.select_for_update().filter(id=alert_id, expires_at__gt=now).first()
    if alert is None:
        return None
    alert.confirmed_at = alert.confirmed_at or now
    alert.expires_at = now + CONFIRMED_FOR
    alert.save(update_fields=["confirmed_at", "expires_at"])
    return alert


def stop(alert_id: UUID) -> bool:
    """Delete an alert and its mails, sent or not; False when there was none. Safe to repeat."""
    _deleted, by_model = Alert.objects.filter(id=alert_id).delete()
    return bool(by_model)


def forget_address(address: str) -> int:
    """Delete every alert of an address, in capitals or not; how many there were. Safe to repeat."""
    _deleted, by_model = Alert.objects.filter(address__iexact=address).delete()
    return by_model.get("alerts.Alert", 0)


def forget_expired(now: datetime) -> int:
    """Delete the alerts whose time is over, and mails that nobody needs to remember. Safe to repeat."""
    Mail.objects.filter(created_at__lte=now - MAILS_KEPT_FOR).delete()
    _deleted, by_model = Alert.objects.filter(expires_at__lte=now).delete()
    return by_model.get("alerts.Alert", 0)
