"""The only readers of alerts; each states its query count."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Upper

from alerts.asking import Wish
from alerts.models import Alert, Mail

# Between two mails with news to one person.
APART = timedelta(days=1)


def alive(now: datetime) -> QuerySet[Alert]:
    """Alerts whose time is not over. Lazy."""
    return Alert.objects.filter(expires_at__gt=now)


def alert_of(alert_id: UUID, *, now: datetime) -> Alert | None:
    """One alert with its corridor; None when it is gone. One query."""
    return alive(now).select_related("corridor").filter(id=alert_id).first()


def alerts_of(address: str, *, now: datetime) -> QuerySet[Alert]:
    """Every alert of an address, in whatever letters it is written. Lazy."""
    return alive(now).filter(address__iexact=address)


def same_alert(wish: Wish, *, address: str, now: datetime) -> Alert | None:
    """The alert by which an address asked for the very same before. One query."""
    return (
        alerts_of(address, now=now)
        .filter(
            corridor=wish.corridor,
            send_currency=wish.send_currency,
            receive_currency=wish.receive_currency,
            amount=wish.amount,
            filters=wish.filters,
            kind=wish.kind,
            threshold=wish.threshold,
        )
        .first()
    )


def confirmations_since(moment: datetime, *, address: str = "") -> int:
    """How many people, or how often one, we asked for a confirmation since a moment. One query."""
    asked = Mail.objects.filter(kind=Mail.Kind.CONFIRM, created_at__gt=moment)
    return (asked.filter(alert__address__iexact=address) if address else asked).count()


def due(now: datetime) -> QuerySet[Alert]:
    """Confirmed alerts whose corridor has changed since they were last looked at, and that may be written to.

    Nobody is written to twice within a day, however many alerts they have: until it is over there is nothing
    to look for, and what holds then counts, whatever happened in between. While a mail to somebody is under
    way, their alerts wait for its end. Of one person's alerts the one that was silent longest comes first.
    Lazy.
    """
    theirs = Upper(OuterRef("address"))
    told = Alert.objects.annotate(to=Upper("address")).filter(to=theirs, last_mail_at__gt=now - APART)
    news = Mail.objects.filter(kind=Mail.Kind.NEWS, state__in=UNFINISHED)
    under_way = news.annotate(to=Upper("alert__address")).filter(to=theirs)
    return (
        alive(now)
        .filter(confirmed_at__isnull=False)
        .filter(Q(seen_version__isnull=True) | ~Q(seen_version=F("corridor__version")))
        .filter(~Exists(told), ~Exists(under_way))
        .order_by(F("last_mail_at").asc(nulls_first=True), "created_at")
    )


def hold_alerts_of(address: str) -> None:
    """Keep others from writing to an address until the transaction ends. One query."""
    held = Alert.objects.filter(address__iexact=address)
    list(held.select_for_update(of=("self",)).order_by("id").values_list("id"))


UNFINISHED = (Mail.State.WAITING, Mail.State.CLAIMED, Mail.State.SENDING)


def counts(now: datetime) -> dict[str, list[tuple[str, int]]]:
    """How many alerts there are by state, corridor, language and what they wait for, and mails of the last 30
    days by state: no address, and nothing of one person. Three queries.
    """
    watching = list(
        alive(now)
        .filter(confirmed_at__isnull=False)
        .order_by()
        .values_list("corridor__slug", "language", "kind")
        .annotate(alerts=Count("id"))
    )
    unconfirmed = alive(now).filter(confirmed_at__isnull=True).count()
    mails = Mail.objects.order_by("kind", "state").values_list("kind", "state").annotate(mails=Count("id"))
    return {
        "state": [("confirmed", sum(row[-1] for row in watching)), ("not confirmed yet", unconfirmed)],
        "corridor": _summed((row[0], row[-1]) for row in watching),
        "language": _summed((row[1], row[-1]) for row in watching),
        "kind": _summed((row[2], row[-1]) for row in watching),
        "mails": [(f"{kind}: {state}", count) for kind, state, count in mails],
    }


def _summed(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The most frequent first."""
    total = Counter[str]()
    for name, count in rows:
        total[name] += count
    return total.most_common()
