"""Countries and the corridors between them."""

from django.db import models


class Country(models.Model):
    """An ISO 3166-1 country, by its alpha-2 code; names come from CLDR in the reader's language.

    `is_offered_from`: the site offers every corridor from here (corridors/scope.py).
    """

    code = models.CharField(max_length=2, primary_key=True)
    alpha3 = models.CharField(max_length=3, unique=True)
    is_offered_from = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.code


class Corridor(models.Model):
    """A sending country → receiving country pair that somebody has a price for.

    `version` rises by one with every change to the corridor's prices, in the same transaction.
    `send_currency` and `receive_currency` are the ones that most of its latest services with a disclosed
    rate use; the others are listed apart, because amounts in different currencies cannot be ranked together.
    `is_offered` is what an operator decided of this one corridor; null where its country decides.
    """

    slug = models.CharField(max_length=5, unique=True)
    source = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="corridors_from")
    destination = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="corridors_to")
    send_currency = models.CharField(max_length=3)
    receive_currency = models.CharField(max_length=3)
    version = models.PositiveBigIntegerField(default=0)
    services = models.PositiveIntegerField(default=0)
    latest_observed_at = models.DateTimeField(null=True)
    is_offered = models.BooleanField(null=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["source", "destination"], name="one_corridor_per_pair"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("destination")), name="corridor_leads_abroad"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
