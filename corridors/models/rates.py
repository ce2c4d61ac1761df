"""Reference rates as published."""

from datetime import date

from django.db import models

from corridors.domain.rates import CrossRate


class ReferenceRateManager(models.Manager["ReferenceRate"]):
    """Answers cross rates besides storing what was published."""

    def cross(self, *, base: str, quote: str, on: date) -> CrossRate | None:
        """Units of `quote` per 1 `base` on a day, with source, date and age. One query."""
        from corridors.selectors import rate_book  # a manager may read only through the selectors

        return rate_book([(base, quote, on)]).cross(base=base, quote=quote, on=on)


class ReferenceRate(models.Model):
    """1 `base` = `rate` `quote` on a day, exactly as a source published it.

    A source that corrects itself gets a second row, and the one recorded last counts.
    """

    source = models.ForeignKey("corridors.Source", on_delete=models.PROTECT, related_name="+")
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    observed_on = models.DateField()
    # 18 digits declared, at most 15 significant ones used: SQLite keeps 15.
    rate = models.DecimalField(max_digits=18, decimal_places=10)
    recorded_at = models.DateTimeField()

    objects = ReferenceRateManager()

    class Meta:
        ordering = ["observed_on", "source", "base", "quote"]
        constraints = [
            models.UniqueConstraint(
                fields=["observed_on", "source", "base", "quote", "rate"], name="one_reference_rate"
            ),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="reference_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.observed_on} {self.source_id}: 1 {self.base} = {self.rate:f} {self.quote}"
