"""Who may send us prices, and what they were answered."""

from django.db import models


class ApiKey(models.Model):
    """A partner's key. The secret is shown when the key is made and never again: only its hash is kept."""

    name = models.CharField(max_length=200, help_text="the partner's name")
    prefix = models.CharField(max_length=11, unique=True, help_text="names the key, is no secret")
    secret_hash = models.CharField(max_length=64, help_text="SHA-256 of a random secret of 32 bytes")
    scopes = models.JSONField(help_text="read, submit:<provider>")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"


class Submission(models.Model):
    """The answer to a batch that came with an idempotency key, so that sending it again repeats the answer.

    Written in the transaction that records the batch: it is there when the batch is, and only then.
    """

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="submissions")
    idempotency_key = models.CharField(max_length=255)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["api_key", "idempotency_key"], name="one_submission_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.api_key_id} {self.idempotency_key}"
