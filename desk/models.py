"""What the desk keeps: ticks of the first-run checklist, rounds of mystery shopping and their visits."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from corridors.models.prices import DIGITS

PLACES = 2  # nobody asks for less than a cent
MOST_VISITS = 200  # a visit has four fields on its round's page, and Django takes 1,000 of a form


class Tick(models.Model):
    """A step of the first-run checklist that only a person can say is done: by whom, and when."""

    step = models.SlugField(max_length=40, primary_key=True)
    ticked_by = models.CharField(max_length=150)
    ticked_at = models.DateTimeField()

    class Meta:
        ordering = ["step"]

    def __str__(self) -> str:
        return f"{self.step}: {self.ticked_by}"


class Round(models.Model):
    """A round of mystery shopping in one corridor: asking as a customer would, on some days, by a plan.

    Amounts are in the corridor's sending currency. `planned_percent` is the share of the market that the plan
    reaches, by shares whose source is stated; null where none is.
    """

    corridor = models.ForeignKey("corridors.Corridor", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    first_amount = models.DecimalField("amount", max_digits=DIGITS, decimal_places=PLACES)
    second_amount = models.DecimalField(
        "second amount", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    target_visits = models.PositiveSmallIntegerField(
        "visits at most", validators=[MinValueValidator(1), MaxValueValidator(MOST_VISITS)]
    )
    planned_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True, editable=False)
    created_by = models.CharField(max_length=150, editable=False)
    finished_on = models.DateField(null=True, editable=False)
    finished_by = models.CharField(max_length=150, blank=True, editable=False)

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = "round of mystery shopping"
        verbose_name_plural = "rounds of mystery shopping"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="round_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=models.Q(first_amount__gt=0)
                & (models.Q(second_amount__isnull=True) | models.Q(second_amount__gt=0)),
                name="round_amounts_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.corridor}, {self.starts_on} to {self.ends_on}"

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "The last day is before the first."})
        for name in ("first_amount", "second_amount"):
            amount = getattr(self, name)
            if amount is not None and amount <= 0:
                raise ValidationError({name: "The amount must be more than 0."})
        if self.first_amount is not None and self.first_amount == self.second_amount:
            raise ValidationError({"second_amount": "This is the first amount again."})


class Visit(models.Model):
    """One service to be asked at one amount, and what came of it.

    `run` is what took the price in; it is empty while nobody has asked, or where asking was not possible
    (`note` says why). `share_percent` is the provider's share of the market when the round was last planned.
    `outcome` is what was noted on the day; `state`, which desk.visits.with_state adds, also knows what judges
    decided since.
    """

    state: str

    class Outcome(models.TextChoices):
        OPEN = "open", "to be done"
        RECORDED = "recorded", "price recorded"
        KNOWN = "known", "price known already"
        HELD = "held", "price waits for review"
        IMPOSSIBLE = "impossible", "not possible"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="visits")
    service = models.ForeignKey("corridors.Service", on_delete=models.PROTECT, related_name="+")
    share_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True, editable=False)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    due_on = models.DateField("day")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    note = models.CharField(max_length=300, blank=True, help_text="why it was not possible")
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.CharField(max_length=150, blank=True, editable=False)
    run = models.ForeignKey(
        "providers.FeedRun", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "service", "amount"], name="one_visit_per_service_and_amount"
            )
        ]

    def __str__(self) -> str:
        return f"visit {self.pk} on {self.due_on}"
