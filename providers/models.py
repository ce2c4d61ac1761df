"""Who offers services, what was read from where, and what was refused."""

from django.db import models

from corridors.domain.codes import ProviderType


class Provider(models.Model):
    """A remittance service provider. Spellings that differ by case or space are one provider.

    `sandbox` marks invented providers for trying the site; they are shown as such wherever they appear.
    """

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, unique=True, help_text="the name, case folded, single spaces")
    type = models.CharField(max_length=40, blank=True, choices=[(t, t) for t in ProviderType])
    sandbox = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class ProviderAlias(models.Model):
    """Another spelling under which a source names the provider."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FeedRun(models.Model):
    """One reading of one payload: what came in, what became of it, and the payload's sha256."""

    source = models.ForeignKey("corridors.Source", on_delete=models.PROTECT, related_name="runs")
    payload_sha256 = models.CharField(max_length=64)
    payload_name = models.CharField(max_length=255)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_blank = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    already_stored = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d %H:%M}"


class RefusedReading(models.Model):
    """A row that was not recorded, where it stood, and every reason why."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="refusals")
    locator = models.CharField(max_length=200)
    reasons = models.TextField()
    reading = models.JSONField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.locator}: {self.reasons}"
