"""Exports asked for in the browser, which are made in the background and kept for a day."""

import uuid

from django.db import models


class ExportJob(models.Model):
    """One export: what was asked for, how far it is, and where the file lies until it expires.

    `claimed_until` is the claim of whoever makes it; a claim that has run out is anybody's. Nothing of the
    person who asked is kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    query = models.CharField(max_length=1000, help_text="the filters, as in the export's own address")
    format = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    rows_total = models.PositiveBigIntegerField(null=True)
    rows_done = models.PositiveBigIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "asked_at"], name="export_by_state")]

    def __str__(self) -> str:
        return f"{self.format} {self.state}"
