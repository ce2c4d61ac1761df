"""What an operator knows of a database's coverage and funding; each with its source."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class MarketShare(models.Model):
    """A provider's share of what is sent through a corridor, in per cent, as a named source states it.

    Without one, the coverage of a corridor is unknown (docs/methodology.md, section 6, requirement 7).
    """

    corridor = models.ForeignKey("corridors.Corridor", on_delete=models.PROTECT, related_name="market_shares")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="market_shares")
    share_percent = models.DecimalField(
        max_digits=6, decimal_places=3, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    year = models.PositiveSmallIntegerField(help_text="the year the share is of")
    source = models.CharField(max_length=200, help_text="who states it: a central bank's report, a study")
    source_url = models.URLField()

    class Meta:
        ordering = ["corridor", "-year", "-share_percent"]
        constraints = [
            models.UniqueConstraint(fields=["corridor", "provider", "year"], name="one_market_share_a_year"),
            models.CheckConstraint(
                condition=models.Q(share_percent__gte=0, share_percent__lte=100),
                name="market_share_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} in {self.corridor}, {self.year}: {self.share_percent:f}%"


class FundingStatement(models.Model):
    """Who pays for this deployment, as its operator states it, and where that can be checked."""

    statement = models.TextField(help_text="who pays for this service, in a sentence")
    source_url = models.URLField(help_text="where the statement can be checked")
    stated_on = models.DateField()

    class Meta:
        ordering = ["-stated_on", "-id"]

    def __str__(self) -> str:
        return f"{self.stated_on}: {self.statement[:60]}"
