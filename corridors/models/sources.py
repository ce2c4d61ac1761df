"""Where prices and rates come from."""

from django.db import models


class Source(models.Model):
    """Where prices or rates come from, and how long its prices may be acted upon."""

    key = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=200)
    url = models.URLField()
    licence = models.CharField(max_length=200)
    pivot = models.CharField(max_length=3, blank=True, help_text="currency its reference rates are against")
    stale_after_minutes = models.PositiveIntegerField()
    sandbox = models.BooleanField(default=False, help_text="invented, for trying the site")
    ended_on = models.DateField(
        null=True, blank=True, help_text="first day on which what it tells of is not offered any more"
    )

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name
