"""What every statistic counts, added up beforehand. Derived from history, rebuildable at any time."""

from django.db import models


class Frequency(models.TextChoices):
    """How long a period is. A survey price is a period's price already and stands once, for all of them."""

    DAY = "d", "day"
    MONTH = "m", "month"
    QUARTER = "q", "quarter"
    YEAR = "y", "year"
    SURVEY = "s", "survey"


class ServiceRollup(models.Model):
    """One service's prices of one period at one price point, added up.

    Prices read continuously are summed by day, month, quarter and year (`starts_on` is the period's first
    day, `survey_price` 0): the service's figure is sum ÷ number, so a feed read hourly weighs no more than
    one read daily. Each survey price has a row of its own (frequency "s", `starts_on` its day,
    `quarter_on` the first day of the quarter it was published for, `survey_price` its id), because the
    published averages count rows. Promotions are left out, except a survey's.

    Sums are whole numbers of 10⁻⁹ per cent, so that adding in any order gives the same. `prices` counts
    all, `undisclosed` those that are not transparent, `counted` the transparent ones with a total (stated
    where there is one, else ours), which `total_sum` adds up; `split` those of them with a known fee and
    margin, of which `fee_sum` and `margin_sum` are. Speed is the slowest stated;
    coverage a survey's own words, else `nationwide` where every price of the period says so.
    """

    # Derived from prices, which the database holds to both references already.
    service = models.ForeignKey(
        "corridors.Service",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    corridor = models.ForeignKey(
        "corridors.Corridor",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    price_point = models.PositiveSmallIntegerField(help_text="nominal USD equivalent")
    frequency = models.CharField(max_length=1, choices=Frequency.choices)
    starts_on = models.DateField()
    quarter_on = models.DateField(help_text="first day of the quarter that the period or survey belongs to")
    survey_price = models.BigIntegerField(default=0)
    prices = models.PositiveIntegerField()
    undisclosed = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()
    total_sum = models.BigIntegerField()
    split = models.PositiveIntegerField()
    fee_sum = models.BigIntegerField()
    margin_sum = models.BigIntegerField()
    speed_max_minutes = models.PositiveIntegerField(null=True)
    coverage = models.CharField(max_length=20, blank=True)
    provider_types = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "frequency", "starts_on", "price_point", "survey_price"],
                name="one_rollup_per_period",
            )
        ]
        indexes = [
            models.Index(
                fields=["corridor", "frequency", "price_point", "starts_on"], name="rollup_by_corridor"
            ),
            models.Index(fields=["frequency", "starts_on"], name="rollup_by_period"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.frequency} {self.starts_on} at {self.price_point}"
