"""Exports asked for in the browser, which are made in the background and kept for a day."""

from django.db import models


class ExportJob(models.Model):
    """One export: what was asked for, how far it is, and where the file lies until it expires.

    Its id follows from the question and the newest price in the answer, so that asking twice is one job.
    `claim` is in the hands of whoever makes it; one whose `claimed_until` has passed is anybody's. Nothing
    of the person who asked is kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        EXPIRED = "expired"

    class Failure(models.TextChoices):
        BROKEN = "broken", "something went wrong each time it was tried"
        TOO_LARGE = "too_large", "it does not fit the room that is left for exports"
        REFUSED = "refused", "by now there are more rows than the format takes"
        UNKNOWN = "unknown", "what was asked for is no longer known by that name"
        TOO_LATE = "too_late", "nobody made it within a day"

    id = models.UUIDField(primary_key=True, editable=False)
    query = models.CharField(max_length=1000, help_text="the filters, as in the export's own address")
    format = models.CharField(max_length=10)
    name = models.CharField(max_length=200, help_text="what the file is called for whoever fetches it")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    failure = models.CharField(max_length=10, choices=Failure.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_total = models.PositiveBigIntegerField(
        help_text="as many as there were when it was asked for, then made"
    )
    rows_done = models.PositiveBigIntegerField(default=0)
    stored_as = models.CharField(max_length=100, blank=True, help_text='in the storage "exports"')
    stored_bytes = models.PositiveBigIntegerField(default=0, help_text="as stored, text packed")
    bytes = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    datapackage = models.TextField(blank=True, help_text="JSON")
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "asked_at"], name="export_by_state")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
