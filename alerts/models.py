"""What is kept of those who asked for an alert, for as long as they want it, and the mails they are sent."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models.functions import Upper

from alerts.domain.news import Kind, Watch

# At most 15 digits of them are used: SQLite keeps no more. What arrives may be thousands of millions.
DIGITS, PLACES = 18, 4


class Alert(models.Model):
    """Somebody's wish to be written to, by an address that is used for nothing else.

    `amount` is in sending currency, all included, `threshold` in receiving currency; the currencies stay
    those that were asked for, whatever the corridor's become. `filters` is a query string of
    corridors.asking's filters. It is gone at `expires_at`: two days after it was asked for, and once
    confirmed a year after that. What the person knows is in `is_armed` and `known_best` (domain/news.py);
    `seen_version` is the corridor's version at the last look that left nothing to write.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=12)
    corridor = models.ForeignKey("corridors.Corridor", on_delete=models.CASCADE, related_name="+")
    send_currency = models.CharField(max_length=3)
    receive_currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    filters = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    threshold = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    is_armed = models.BooleanField(default=True)
    known_best = models.CharField(max_length=100, blank=True)
    seen_version = models.PositiveBigIntegerField(null=True)
    last_mail_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="alert_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(kind="at_least", threshold__gt=0)
                | models.Q(kind="best_changes", threshold__isnull=True),
                name="alert_threshold_where_it_belongs",
            ),
        ]
        indexes = [models.Index(Upper("address"), name="alert_by_address")]

    def __str__(self) -> str:
        return str(self.id)  # never the address: this text gets into logs

    @property
    def watch(self) -> Watch:
        """What is waited for, as the domain judges it."""
        return Watch(
            kind=Kind(self.kind),
            threshold=self.threshold,
            is_armed=self.is_armed,
            known_best=self.known_best,
        )


class Mail(models.Model):
    """A mail to be sent, being sent or sent: the outbox. alerts/outbox.py moves it from state to state.

    `best` and `provider` are the best way's slug and name, `gets` what arrives in receiving currency;
    `known_provider` and `known_gets` are what the person knew as the best and what it gives now, where that
    is still ranked. All are empty in a mail that asks for a confirmation. `day` is in UTC.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm"
        NEWS = "news"

    class State(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        SENDING = "sending"
        SENT = "sent"
        UNKNOWN = "unknown"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField()
    created_at = models.DateTimeField(db_index=True)
    best = models.CharField(max_length=100, blank=True)
    provider = models.CharField(max_length=200, blank=True)
    gets = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    known_provider = models.CharField(max_length=200, blank=True)
    known_gets = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    seen_at = models.DateTimeField(null=True)
    is_sandbox = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "day"], condition=models.Q(kind="news"), name="one_news_mail_a_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["state", "not_before"],
                condition=models.Q(state__in=["waiting", "claimed", "sending"]),
                name="mail_to_be_done",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def gain(self) -> Decimal | None:
        """What the best way gives more than the one known as the best; None where that is not ranked."""
        return None if self.gets is None or self.known_gets is None else self.gets - self.known_gets
