"""Services and the prices seen for them. `Price` is history: rows are added, never changed or removed."""

from enum import StrEnum

from django.db import models

from corridors.domain.codes import CollectionMethod, Coverage, FeeConvention, RateBasis, RateFixedAt

# 15 digits in all: SQLite keeps 15 significant digits of a decimal, no more.
DIGITS, MONEY_PLACES, RATIO_PLACES = 15, 6, 9


def _choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    return [(code.value, code.value) for code in codes]


class Service(models.Model):
    """One provider's way of sending in one corridor; the same service from one period to the next.

    Identity is content (provider, corridor, pay-in, access, pay-out, currencies), because survey ids are
    not persistent. `pay_in`, `access` and `pay_out` hold sorted codes joined by commas, empty when unstated.
    """

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="services")
    corridor = models.ForeignKey("corridors.Corridor", on_delete=models.PROTECT, related_name="service_set")
    pay_in = models.CharField(max_length=120, blank=True)
    access = models.CharField(max_length=120, blank=True)
    pay_out = models.CharField(max_length=120, blank=True)
    send_currency = models.CharField(max_length=3)
    receive_currency = models.CharField(max_length=3)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "provider",
                    "corridor",
                    "pay_in",
                    "access",
                    "pay_out",
                    "send_currency",
                    "receive_currency",
                ],
                name="one_service_per_identity",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.corridor_id} {self.pay_in}/{self.access}/{self.pay_out}"


class Price(models.Model):
    """One observation at one amount, with two clocks: when it was true and when we learned it.

    Append-only: the database refuses UPDATE and DELETE. The unique key includes the values (by
    `fingerprint`), so the same reading twice is one row and a correction is a new row that `corrects` the
    old one. Amounts and fees in sending currency, `recipient_fee` in receiving currency, rates in receiving
    units per sending unit. `stated_*` is what the source says; the other figures are ours. Null is "not
    stated", never zero.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="prices", db_index=False)
    corridor = models.ForeignKey("corridors.Corridor", on_delete=models.PROTECT, db_index=False)
    source = models.ForeignKey("corridors.Source", on_delete=models.PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey("providers.FeedRun", on_delete=models.PROTECT, related_name="+", db_index=False)
    fingerprint = models.CharField(max_length=32)
    line = models.CharField(max_length=32, blank=True, help_text="pairs the price points of one statement")
    period = models.CharField(max_length=7, blank=True)
    price_point = models.PositiveSmallIntegerField(null=True, help_text="nominal USD equivalent")
    send_amount = models.DecimalField(max_digits=DIGITS, decimal_places=MONEY_PLACES)
    fee = models.DecimalField(max_digits=DIGITS, decimal_places=MONEY_PLACES, null=True)
    transparent = models.BooleanField()
    fee_convention = models.CharField(max_length=10, choices=_choices(FeeConvention))
    rate = models.DecimalField(max_digits=DIGITS, decimal_places=RATIO_PLACES, null=True)
    rate_basis = models.CharField(max_length=12, choices=_choices(RateBasis))
    fx_margin_percent = models.DecimalField(max_digits=DIGITS, decimal_places=RATIO_PLACES, null=True)
    total_percent = models.DecimalField(
        max_digits=DIGITS, decimal_places=RATIO_PLACES, null=True, help_text="RPW total as we compute it"
    )
    total_differs = models.BooleanField(help_text="the stated total is more than 0.01 points away from ours")
    reference_rate = models.DecimalField(max_digits=DIGITS, decimal_places=RATIO_PLACES, null=True)
    reference_source = models.CharField(max_length=40, blank=True)
    reference_date = models.DateField(null=True)
    recipient_fee = models.DecimalField(max_digits=DIGITS, decimal_places=MONEY_PLACES, null=True)
    sender_tax = models.DecimalField(max_digits=DIGITS, decimal_places=MONEY_PLACES, null=True)
    rate_fixed_at = models.CharField(max_length=6, choices=_choices(RateFixedAt))
    promotion = models.BooleanField()
    band_end = models.BooleanField(help_text="one end of a band of a published tariff")
    speed_min_minutes = models.PositiveIntegerField(null=True)
    speed_max_minutes = models.PositiveIntegerField(null=True)
    coverage = models.CharField(max_length=20, blank=True, choices=_choices(Coverage))
    provider_types = models.CharField(max_length=80, blank=True)
    stated_denomination = models.DecimalField(max_digits=DIGITS, decimal_places=MONEY_PLACES, null=True)
    stated_rate = models.DecimalField(max_digits=DIGITS, decimal_places=RATIO_PLACES, null=True)
    stated_reference_rate = models.DecimalField(max_digits=DIGITS, decimal_places=RATIO_PLACES, null=True)
    stated_fx_margin_percent = models.DecimalField(max_digits=DIGITS, decimal_places=RATIO_PLACES, null=True)
    stated_total_percent = models.DecimalField(max_digits=DIGITS, decimal_places=RATIO_PLACES, null=True)
    collection_method = models.CharField(max_length=20, choices=_choices(CollectionMethod))
    source_line = models.CharField(max_length=40, blank=True)
    locator = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    observed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    # A partitioned table has no key on id alone, so the database cannot hold this reference.
    corrects = models.ForeignKey(
        "self",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="corrected_by",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["observed_at", "fingerprint"], name="one_price_per_reading"),
            models.CheckConstraint(condition=models.Q(send_amount__gt=0), name="price_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(fee__isnull=True) | models.Q(fee__gte=0), name="price_fee_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(rate__isnull=True) | models.Q(rate__gt=0), name="price_rate_positive"
            ),
        ]
        indexes = [
            models.Index(fields=["service", "-observed_at"], name="price_by_service"),
            models.Index(fields=["corridor", "-observed_at"], name="price_by_corridor"),
            models.Index(
                fields=["corrects"], name="price_corrections", condition=models.Q(corrects__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.send_amount} at {self.observed_at:%Y-%m-%d}"


class CurrentPrice(models.Model):
    """The latest price of a service at one amount. Derived from history, rebuildable at any time.

    What decides which price is the latest stands here too, so that a new price moves it forward in one step.
    """

    price = models.OneToOneField(
        Price, on_delete=models.DO_NOTHING, related_name="current", db_constraint=False
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    corridor = models.ForeignKey("corridors.Corridor", on_delete=models.CASCADE, related_name="+")
    line = models.CharField(max_length=32, blank=True)
    send_amount = models.DecimalField(max_digits=DIGITS, decimal_places=MONEY_PLACES)
    period = models.CharField(max_length=7, blank=True)
    transparent = models.BooleanField()
    observed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "line", "send_amount"], name="one_current_price")
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.price_id}"
