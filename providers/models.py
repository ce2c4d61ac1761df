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


class Feed(models.Model):
    """The state of one pulled source: when it is due, who is at it, and how it went.

    `claimed_by` and `claimed_until` are the claim that keeps a feed from running twice at once; a claim whose
    time is over belongs to a worker that died.
    """

    source = models.OneToOneField("corridors.Source", on_delete=models.PROTECT, primary_key=True)
    due_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=64, blank=True)
    claimed_until = models.DateTimeField(null=True)
    last_started_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source_id


class FeedRun(models.Model):
    """One reading of a source: what was asked, what came in, what became of it.

    `payload_sha256` is the hash of the one payload, or of the hashes of several in their order.
    """

    class State(models.TextChoices):
        FETCHING = "fetching"
        FETCHED = "fetched"
        DONE = "done"
        FAILED = "failed"

    class Trigger(models.TextChoices):
        POLL = "poll"
        COMMAND = "command"
        REPLAY = "replay"
        SUBMISSION = "submission"
        UPLOAD = "upload"
        FORM = "form"
        REVIEW = "review"
        FILE = "file"

    source = models.ForeignKey("corridors.Source", on_delete=models.PROTECT, related_name="runs")
    trigger = models.CharField(max_length=10, choices=Trigger, default=Trigger.FILE)
    state = models.CharField(max_length=8, choices=State, default=State.FETCHING)
    error = models.TextField(blank=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    payload_name = models.CharField(max_length=255, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_blank = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    already_stored = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="how often recording was begun")

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [
            models.Index(fields=["source", "-started_at"], name="run_by_source"),
            models.Index(
                fields=["started_at"], name="run_unfinished", condition=models.Q(finished_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d %H:%M}"


class ArchivedAnswer(models.Model):
    """One answer as it came in; its body is in the archive under its sha256.

    `question` names what was asked without secrets; `asked` is what the adapter noted when it asked.
    """

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="answers")
    sha256 = models.CharField(max_length=64, db_index=True)
    question = models.CharField(max_length=500)
    asked = models.JSONField()
    content_type = models.CharField(max_length=100, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    bytes = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    body_kept = models.BooleanField(default=True, help_text="false once retention has removed the body")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["question", "-id"], name="answers_by_question")]

    def __str__(self) -> str:
        return f"{self.sha256[:16]} {self.question}"


class RefusedReading(models.Model):
    """A row that was not recorded, where it stood (payload and place), and every reason why."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="refusals")
    locator = models.CharField(max_length=200)
    reasons = models.TextField()
    reading = models.JSONField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.locator}: {self.reasons}"


class HeldReading(models.Model):
    """A price that looks wrong and waits for an operator; not shown until released.

    `reading` is the whole reading as JSON, so that releasing it records exactly what the source said.
    """

    class Decision(models.TextChoices):
        WAITING = "waiting"
        RELEASED = "released"
        REFUSED = "refused"

    run = models.ForeignKey(FeedRun, on_delete=models.PROTECT, related_name="held_readings")
    fingerprint = models.CharField(max_length=32)
    observed_at = models.DateTimeField()
    locator = models.CharField(max_length=200)
    reasons = models.TextField()
    reading = models.JSONField()
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.WAITING, db_index=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["observed_at", "fingerprint"], name="one_held_reading")
        ]

    def __str__(self) -> str:
        return f"{self.locator}: {self.reasons}"
